"""The demonstration's forward plan: what proposes itself, what members propose, and what becomes of it."""

from datetime import date, timedelta

from ccsp_portal import workdays
from ccsp_portal.demo.evidence import at
from meetings.models import PlannedItem
from meetings.queries.forward import meetings_to_choose, quarters_to_choose
from meetings.workflow import forward
from meetings.workflow.statutory import propose_what_must_come

# title, whose member's seat, why it must come, what is asked, what becomes of it
PROPOSALS = (
    (
        "Taxi licensing and the night-time economy",
        2,
        ("commitment", "Commitment 2.3: a joint review of licensing enforcement"),
        "What the joint patrols found, and whether to go on with them.",
        "place",
    ),
    (
        "Fire-setting by young people",
        5,
        ("request", "Asked for by the Fire and Rescue Authority"),
        "A first look at the referrals of the year.",
        "place and move",
    ),
    (
        "Knife-crime week: what we learned",
        1,
        ("request", "Asked for by the Police and Crime Panel"),
        "A short report after the week.",
        "",
    ),
    (
        "A new logo for the partnership",
        3,
        ("request", "Asked for by a member"),
        "Three drafts to choose from.",
        "decline",
    ),
)


class ForwardPlan:
    """What lies ahead of the Board on the demonstration's last day."""

    def __init__(self, cast, today: date):
        self.cast, self.today = cast, today

    def chapters(self):
        for back, words, act in (
            (40, "What the law asks for proposes itself", propose_what_must_come),
            (20, "Members propose items", self.propose),
            (12, "The secretary places them", self.decide),
        ):
            day = workdays.working_day_on_or_after(self.today - timedelta(days=back))
            if day <= self.today:
                yield words, at(day, 9, 30), act

    def _slots(self):
        """Where the story's own business is not: from the second meeting ahead on."""
        meetings = list(meetings_to_choose(self.cast.board))[1:]
        return [forward.Slot(meeting) for meeting in meetings] or [self._later()]

    def _later(self):
        """A quarter for which nothing is convened yet."""
        year, quarter = quarters_to_choose(list(meetings_to_choose(self.cast.board)))[-1]
        return forward.Slot(year=year, quarter=quarter)

    def propose(self):
        for title, whose, (ground, why), asked, _ in PROPOSALS:
            forward.propose(
                self.cast.board,
                self._slots()[0],
                title=title,
                purpose="discuss",
                owner=self.cast.member_seat(whose),
                ground=ground,
                ground_text=why,
                description=asked,
                by=self.cast.member(whose),
            )

    def decide(self):
        becomes = {title: what for title, *_, what in PROPOSALS}
        for planned in PlannedItem.objects.filter(title__in=becomes, state="proposed").order_by("pk"):
            self._decide(planned, becomes[planned.title])

    def _decide(self, planned, what):
        secretary = self.cast.secretary
        if what == "decline":
            forward.decline(planned, reason="This is for the officers to settle, not for the Board.", by=secretary)
        if what in {"place", "place and move"}:
            placed = forward.place(planned, self._slots()[0], by=secretary)
        if what == "place and move":
            forward.move(placed, self._later(), reason="The figures of the year come too late for it.", by=secretary)
