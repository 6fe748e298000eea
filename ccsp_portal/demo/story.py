"""The demonstration's two years, told by the acts that its people perform, each on the day on which they would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from assessments.months import month_of, months_after
from ccsp_portal import clock, workdays
from ccsp_portal.demo.between import Between
from ccsp_portal.demo.business import QUARTERS
from ccsp_portal.demo.cast import Cast
from ccsp_portal.demo.evidence import PUBLISHED_AFTER, Evidence, at
from ccsp_portal.demo.forward import ForwardPlan
from ccsp_portal.demo.groups import Groups
from ccsp_portal.demo.meeting import HeldMeeting
from ccsp_portal.demo.promises import Promises
from ccsp_portal.demo.registers import Registers
from ccsp_portal.demo.risks import RiskRegister
from ccsp_portal.demo.sharing import Sharing
from ccsp_portal.profile import Profile
from meetings.models import Meeting
from meetings.queries.proposals import proposals_for
from meetings.workflow.scheduling import schedule_year

# which of its meetings, in QUARTERS, decides on what
DECIDES_ON_ASSESSMENT, DECIDES_ON_PLAN = 2, 3
# what it is, when, and the act
Chapter = tuple[str, datetime, object]
MONTHS_OF_FIGURES = 36
# how to come to its meetings, in the room or from elsewhere
JOINING = {
    "joining_link": "https://meet.ccsp.example/board",
    "access_notes": "Sign in at reception. The room has step-free access and a hearing loop. To join by telephone, or "
    "to ask for an interpreter or large print, tell the secretary five working days before.",
}


class Story:
    """What happens, as chapters that are played in the order of their moments, as far as today."""

    def __init__(self, profile: Profile, now: datetime, months: int = MONTHS_OF_FIGURES):
        self.profile, self.now, self.months = profile, now, months
        self.cast = Cast(profile)
        # a plan that has been in force for five months or more, so that it has something to show
        self.plan_year = workdays.financial_year(now.date() - timedelta(days=150))
        self.begins = date(self.plan_year - 1, 4, 28)
        self.evidence = Evidence(self.cast, self.plan_year)
        self.promises = Promises(self.cast, self.plan_year, now.date())

    def play(self, say=lambda words: None):
        """Play everything up to now: the whole is kept, or nothing."""
        with transaction.atomic():
            self._play(self.opening(), say)
            self._play(self.middle(), say)

    def _play(self, chapters, say):
        for words, moment, act in sorted(chapters, key=lambda chapter: chapter[1]):
            if moment <= self.now:
                say(words)
                with clock.set_to(moment):
                    act()

    def opening(self) -> Iterator[Chapter]:
        """The people, and the meetings that the rest hangs on."""
        yield "The partnership and its people", at(self.begins, 9), self.cast.take_their_seats
        yield "Delivery groups, terms of reference and contacts", at(self.begins, 10), Groups(self.cast).set_up
        sharing = Sharing(self.cast)
        yield "The information-sharing protocol", at(self.begins, 10, 30), sharing.begin
        # a year on, so that the story's last day finds it signed but for one
        yield "The protocol is revised", at(self.begins + timedelta(days=360), 10), sharing.revise
        registers = Registers(self.cast)
        yield "Interests are declared", at(self.begins + timedelta(days=14), 12), registers.declare
        yield "Interests are confirmed again", at(self.begins + timedelta(days=370), 12), registers.confirm_again
        yield "Inductions are ticked", at(self.begins + timedelta(days=30), 12), registers.induct
        for years in (0, 1):
            day = workdays.working_day_on_or_after(self.begins + timedelta(days=60 + 365 * years))
            yield "The Board assesses itself", at(day, 16), partial(registers.assess, years)
        yield "The meetings of the first year", at(self.begins, 11), partial(self.schedule, self.plan_year - 1)

    def middle(self) -> Iterator[Chapter]:
        """All that follows from the meetings' dates; a year's are scheduled in the January before it."""
        for year in (self.plan_year, self.plan_year + 1):
            january = at(date(year, 1, 12), 11)
            if january <= self.now:
                with clock.set_to(january):
                    self.schedule(year)
        held = list(Meeting.objects.filter(body=self.cast.board).order_by("starts_at"))
        self.evidence.is_for(held[DECIDES_ON_ASSESSMENT].day)
        self.promises.is_for(held[DECIDES_ON_PLAN].day)
        yield from self.figures()
        before = None
        for meeting, business in zip(held, QUARTERS, strict=False):
            told = HeldMeeting(meeting, business, before, self.cast, self.evidence, self.promises)
            for words, moment, act in told.chapters():
                # what would have come before there was anybody to do it comes on the first day
                yield words, max(moment, at(self.begins, 13)), act
            before = told
        yield from self.evidence.chapters()
        yield from self.promises.chapters()
        yield from ForwardPlan(self.cast, self.now.date()).chapters()
        yield from RiskRegister(self.cast, self.begins, self.now.date()).chapters()
        yield from Between(self.cast, self.now.date()).chapters()

    def schedule(self, year):
        board = self.cast.board
        sittings = [replace(proposal.sitting, **JOINING) for proposal in proposals_for(board, year)]
        schedule_year(board, year, sittings, by=self.cast.secretary)

    def figures(self) -> Iterator[Chapter]:
        """A file a month, each loaded in the days after the police would have published it.

        The first assessment needs two years before its last month: those come too, however few are asked for.
        """
        last = months_after(month_of(self.now.date()), -PUBLISHED_AFTER)
        first = min(months_after(last, 1 - self.months), months_after(self.evidence.last_month, -23))
        day_one = self.begins + timedelta(days=7)
        month = first
        while month <= last:
            published = months_after(month, PUBLISHED_AFTER) + timedelta(days=4)
            day = workdays.working_day_on_or_after(max(published, day_one))
            moment = min(at(day, 10), self.now)
            yield f"Police figures of {month:%B %Y}", moment, partial(self.evidence.load, month)
            month = months_after(month, 1)
