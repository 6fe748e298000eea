"""Celery, and the timetable: what runs by itself, and when."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsp_portal.settings")

app = Celery("ccsp_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# what: task, when (London time)
TIMETABLE = {
    "say that the worker is alive": ("jobs.heartbeat", 30.0),
    "read what calendars answer to invitations": ("meetings.read_replies", 60.0),
    "find lost jobs": ("jobs.requeue_lost", 30.0),
    "deliver notices": ("notices.deliver", 30.0),
    "invite newcomers, and remind of papers, meetings and actions": ("meetings.remind", crontab(hour="6-20", minute=5)),
    "propose what the law brings to the forward plans": ("meetings.propose_what_must_come", crontab(hour=5, minute=40)),
    "scan files that came while the scanner was away": ("documents.scan_waiting", 300.0),
    "copy files for readers that have no copy yet": ("meetings.make_missing_copies", 600.0),
    "remove what is past its time": ("meetings.remove_what_is_past", crontab(hour=3, minute=20)),
    "suspend accounts that nobody signs in to": ("partners.suspend_dormant_accounts", crontab(hour=3, minute=30)),
    "forget old form tokens": ("once.forget_old_tokens", crontab(hour=3, minute=10)),
}
app.conf.beat_schedule = {
    what: {"task": task, "schedule": when, "options": {"expires": 60}} for what, (task, when) in TIMETABLE.items()
}
app.conf.beat_scheduler = "ccsp_portal.jobs.beat:WatchedScheduler"
