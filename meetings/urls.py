"""Meetings, from the calendar to the minutes."""

from django.urls import path

from meetings.views import actions, calendars, meetings, minutes, records, replies, schedule, session

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
    # running the meeting, and what it leaves behind
    path("<int:pk>/run/", session.run_meeting, name="run_meeting"),
    path("<int:pk>/open/", session.open_meeting, name="open_meeting"),
    path("<int:pk>/attendance/", session.record_attendance, name="record_attendance"),
    path("<int:pk>/interests/", session.declare_interest, name="declare_interest"),
    path("<int:pk>/conclude/", session.conclude_meeting, name="conclude_meeting"),
    path("items/<int:pk>/minute/", minutes.write_minute, name="write_minute"),
    path("items/<int:pk>/decide/", records.record_decision, name="record_decision"),
    path("items/<int:pk>/action/", records.raise_action, name="raise_action"),
    path("<int:pk>/minutes/", minutes.show_minutes, name="show_minutes"),
    path("<int:pk>/minutes/file/", minutes.download_minutes, name="download_minutes"),
    path("<int:pk>/minutes/send/", minutes.send_to_chair, name="send_to_chair"),
    path("<int:pk>/minutes/return/", minutes.return_minutes, name="return_minutes"),
    path("<int:pk>/minutes/clear/", minutes.clear_minutes, name="clear_minutes"),
    path("<int:pk>/minutes/approve/", minutes.approve_minutes, name="approve_minutes"),
    path("<int:pk>/minutes/sign/", minutes.sign_minutes, name="sign_minutes"),
    path("decisions/", records.list_decisions, name="list_decisions"),
    path("decisions/decisions.csv", records.export_decisions, name="export_decisions"),
    path("decisions/<int:pk>/", records.show_decision, name="show_decision"),
    path("decisions/<int:pk>/correct/", records.correct_decision, name="correct_decision"),
    path("actions/", actions.list_actions, name="list_actions"),
    path("actions/action-points.csv", actions.export_actions, name="export_actions"),
    path("actions/<int:pk>/", actions.show_action, name="show_action"),
    path("actions/<int:pk>/update/", actions.update_action, name="update_action"),
    path("actions/<int:pk>/complete/", actions.complete_action, name="complete_action"),
    path("actions/<int:pk>/postpone/", actions.postpone_action, name="postpone_action"),
    path("actions/<int:pk>/drop/", actions.drop_action, name="drop_action"),
]
