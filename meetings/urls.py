"""Meetings, from the calendar to the minutes."""

from django.urls import path

from meetings.views import calendars, meetings, replies, schedule

app_name = "meetings"

urlpatterns = [
    # the calendar, meetings and replies
    path("", meetings.list_meetings, name="list_meetings"),
    path("schedule/", schedule.schedule_year, name="schedule_year"),
    path("convene/<slug:key>/", schedule.convene_meeting, name="convene_meeting"),
    path("calendars/", calendars.list_clashes, name="list_clashes"),
    path("calendars/import/", calendars.import_calendar, name="import_calendar"),
    path("calendars/import/<int:pk>/", calendars.show_import, name="show_import"),
    path("calendar.ics", calendars.calendar_feed, name="calendar_feed"),
    path("<int:pk>/", meetings.show_meeting, name="show_meeting"),
    path("<int:pk>/meeting.ics", calendars.meeting_calendar, name="meeting_calendar"),
    path("<int:pk>/reschedule/", schedule.reschedule_meeting, name="reschedule_meeting"),
    path("<int:pk>/cancel/", schedule.cancel_meeting, name="cancel_meeting"),
    path("<int:pk>/reply/<int:seat>/", replies.reply_to_meeting, name="reply_to_meeting"),
    path("<int:pk>/replies/", replies.show_replies, name="show_replies"),
    path("<int:pk>/nudge/", replies.nudge_members, name="nudge_members"),
    path("<int:pk>/history/", meetings.show_history, name="show_history"),
]
