"""The statutory duties."""

app_name = "duties"

urlpatterns = []
