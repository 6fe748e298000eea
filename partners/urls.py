"""Bodies, seats, people and invitations."""

app_name = "partners"

urlpatterns = []
