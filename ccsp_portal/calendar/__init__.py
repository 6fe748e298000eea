"""iCalendar out and in, calendars as CSV, and the dates that a rule proposes."""

from ccsp_portal.calendar.council import read_csv
from ccsp_portal.calendar.events import Event
from ccsp_portal.calendar.invitations import feed, invitation
from ccsp_portal.calendar.reading import read_ics
from ccsp_portal.calendar.schedule import ProposedDate, Rule, propose

__all__ = ["Event", "ProposedDate", "Rule", "feed", "invitation", "propose", "read_csv", "read_ics"]
