"""Pages that collect what anyone may read."""

app_name = "public"

urlpatterns = []
