"""Everything a body's meeting is made of, from its date to its approved minutes."""

from meetings.models.actions import ActionPoint, ActionStep, Evidence, Redating
from meetings.models.agenda import AgendaItem, ItemExclusion, ItemInvitation, PrivacyChange
from meetings.models.attendance import Attendance, AttendanceRemark, Declaration, Receipt, Reply
from meetings.models.clashes import CalendarImport, ClashingEvent
from meetings.models.forward import PaperCall, PlanMove, PlannedItem
from meetings.models.invitations import Announcement, ReadMessage, SettledMessage
from meetings.models.meetings import Meeting, MembersMeeting
from meetings.models.minutes import MinuteRevision, Minutes, MinuteText, SettledSentence
from meetings.models.notes import PrivateNote
from meetings.models.openings import Opening
from meetings.models.packs import Pack, PackWithdrawal, PageRun, PersonalPack
from meetings.models.papers import Paper, PaperVersion
from meetings.models.presence import Chairing, Guest, Movement
from meetings.models.procedures import WrittenPaper, WrittenProcedure, WrittenReply
from meetings.models.publication import MinutesCorrection, MinutesFile, MinutesVersion, MinutesWithdrawal
from meetings.models.rag import Rag
from meetings.models.records import Decision, Dissent, NumberSeries
from meetings.models.reports import Advice, Attachment, CoverReport, ReadingCopy, Submission
from meetings.models.risks import Risk, RiskControl, RiskStep
from meetings.models.scores import Band

__all__ = [
    "ActionPoint",
    "ActionStep",
    "Advice",
    "AgendaItem",
    "Announcement",
    "Attachment",
    "Attendance",
    "AttendanceRemark",
    "Band",
    "CalendarImport",
    "Chairing",
    "ClashingEvent",
    "CoverReport",
    "Decision",
    "Declaration",
    "Dissent",
    "Evidence",
    "Guest",
    "ItemExclusion",
    "ItemInvitation",
    "Meeting",
    "MembersMeeting",
    "MinuteRevision",
    "MinuteText",
    "Minutes",
    "MinutesCorrection",
    "MinutesFile",
    "MinutesVersion",
    "MinutesWithdrawal",
    "Movement",
    "NumberSeries",
    "Opening",
    "Pack",
    "PackWithdrawal",
    "PageRun",
    "Paper",
    "PaperCall",
    "PaperVersion",
    "PersonalPack",
    "PlanMove",
    "PlannedItem",
    "PrivacyChange",
    "PrivateNote",
    "Rag",
    "ReadMessage",
    "ReadingCopy",
    "Receipt",
    "Redating",
    "Reply",
    "Risk",
    "RiskControl",
    "RiskStep",
    "SettledMessage",
    "SettledSentence",
    "Submission",
    "WrittenPaper",
    "WrittenProcedure",
    "WrittenReply",
]
