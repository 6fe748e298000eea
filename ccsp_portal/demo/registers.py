"""What the demonstration's people keep of themselves: interests, inductions, and the Board's self-assessment."""

from datetime import date

from ccsp_portal import clock, profile, workdays
from ccsp_portal.demo.cast import Cast
from partners.interests_queries import people_asked
from partners.models import Appointment
from partners.self_assessment_queries import questions
from partners.workflow import induction, interests, self_assessments

# what some of the people declare, in the order of their surnames
DECLARED = (
    ("organisation", "Trustee of a youth club that the partnership has funded", date(2023, 9, 1)),
    ("family", "My sister works for a housing provider in the area", date(2021, 3, 15)),
    ("work", "Sits on the board of a security company, unpaid", date(2024, 1, 8)),
    ("property", "Lets a flat in the area", date(2019, 6, 1)),
)
# so many, the last by surname, let the second year's confirmation lie
LATE = 3
COMMENTS = (
    "The authorities send people who can decide. Two seats were vacant for part of the year.",
    "The action log is read at each meeting. The public hears of us once a year, which is too seldom.",
    "The police figures are shared each month. Health and probation could share more.",
)


class Registers:
    """What each person keeps of themselves."""

    def __init__(self, cast: Cast):
        self.cast = cast

    def declare(self):
        """In the first weeks everybody who takes part in decisions confirms, and some declare something first."""
        people = list(people_asked())
        for person, (category, text, since) in zip(people, DECLARED, strict=False):
            interests.declare_interest(category=category, text=text, from_on=since, by=person)
        for person in people:
            interests.confirm_interests(person)

    def confirm_again(self):
        """A year on, most do."""
        for person in list(people_asked())[:-LATE]:
            interests.confirm_interests(person)

    def induct(self):
        """Everybody ticks what they have done; each a little more or less than the one before."""
        steps = [item.key for item in profile.current().induction]
        appointments = Appointment.objects.current().select_related("person").order_by("pk")
        for number, appointment in enumerate(appointments):
            done = steps[: max(2, len(steps) - number % 4)]
            induction.tick_steps(appointment, keys=done, done_on=clock.today(), by=appointment.person)

    def assess(self, better: int):
        """The Board agrees on how it does: each score from 1 to 3, and `better` by so much (0 or 1)."""
        year = workdays.financial_year(clock.today())
        answers = [
            (key, words, 1 + number % 3 + better, COMMENTS[number % len(COMMENTS)])
            for number, (key, words) in enumerate(questions())
        ]
        self_assessments.record_self_assessment(
            year,
            agreed_on=clock.today(),
            agreed_by="The Board's development day",
            answers=answers,
            by=self.cast.secretary,
        )
