"""The signed-in person's own page."""

app_name = "home"

urlpatterns = []
