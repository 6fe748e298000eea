"""The search box."""

app_name = "search"

urlpatterns = []
