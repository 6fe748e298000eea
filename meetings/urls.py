"""Meetings, from the calendar to the minutes."""

app_name = "meetings"

urlpatterns = []
