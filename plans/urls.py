"""The Partnership Plan."""

app_name = "plans"

urlpatterns = []
