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
# what the Board says of itself in its first year and a year on: by question, the score and the comment
ANSWERS = {
    "leadership": (
        (2, "Chief officers come, but health and fire sent somebody else to two of four meetings."),
        (3, "Every authority sent somebody who could commit money at each meeting but one."),
    ),
    "accountability": (
        (1, "The action log was read at two meetings only. The public heard of us once, in the annual report."),
        (2, "The action log opens each meeting. Decisions are now published within ten working days."),
    ),
    "intelligence": (
        (2, "Police figures come each month. Probation and health share theirs when asked, which is too late."),
        (3, "The Strategic Assessment draws on all five authorities. Ambulance data is the gap that is left."),
    ),
    "delivery": (
        (1, "Two delivery groups met, and one had no lead from May to September."),
        (2, "All groups have a lead and report each quarter. A third of the commitments is behind its date."),
    ),
    "engagement": (
        (2, "We asked residents about the plan’s themes at three events. Young people were not among them."),
        (2, "The youth council now comments on drafts. Residents in the north of the city still hear little from us."),
    ),
    "skills": (
        (3, "Members know the law and their role. New members waited up to two months for an induction."),
        (4, "All new members were inducted within a month, and half of the Board took the data training."),
    ),
}
# of a question that a partnership has added
OTHERWISE = ((2, "We have begun."), (3, "We have gone on, and know what is left to do."))


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

    def assess(self, year_of_ours: int):
        """The Board agrees on how it does, in its first year (0) or the second (1)."""
        year = workdays.financial_year(clock.today())
        answers = [(key, words, *ANSWERS.get(key, OTHERWISE)[year_of_ours]) for key, words in questions()]
        self_assessments.record_self_assessment(
            year,
            agreed_on=clock.today(),
            agreed_by="The Board’s development day",
            answers=answers,
            by=self.cast.secretary,
        )
