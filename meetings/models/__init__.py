"""Everything a body's meeting is made of, from its date to its approved minutes."""

from meetings.models.actions import ActionPoint, ActionStep, Evidence, Redating
from meetings.models.agenda import AgendaItem, ItemInvitation, PrivacyChange
from meetings.models.attendance import Attendance, AttendanceRemark, Declaration, Receipt, Reply
from meetings.models.clashes import CalendarImport, ClashingEvent
from meetings.models.meetings import Meeting, MembersMeeting
from meetings.models.minutes import Minutes, MinuteText
from meetings.models.openings import Opening
from meetings.models.papers import Pack, Paper, PaperVersion
from meetings.models.rag import Rag
from meetings.models.records import Decision, Dissent, NumberSeries
from meetings.models.reports import Advice, Attachment, CoverReport, ReadingCopy, Submission

__all__ = [
    "ActionPoint",
    "ActionStep",
    "Advice",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "AttendanceRemark",
    "CalendarImport",
    "ClashingEvent",
    "CoverReport",
    "Decision",
    "Declaration",
    "Dissent",
    "Evidence",
    "ItemInvitation",
    "Meeting",
    "MembersMeeting",
    "MinuteText",
    "Minutes",
    "NumberSeries",
    "Opening",
    "Pack",
    "Paper",
    "PaperVersion",
    "PrivacyChange",
    "Rag",
    "ReadingCopy",
    "Receipt",
    "Redating",
    "Reply",
    "Submission",
]
