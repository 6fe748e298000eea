"""The demonstration's risk register: what may go wrong for the Board, what is done about it, and how that moves."""

from datetime import date, timedelta

from ccsp_portal import clock, workdays
from ccsp_portal.demo.evidence import at
from meetings.models import Risk
from meetings.models.scores import SCORES
from meetings.workflow import risks as acts

# name, cause, event, effect, kind, whose, the six scores, controls (what, whose, whether in place)
RISKS = (
    (
        "Grant for youth work ends",
        "the Violence Reduction Partnership’s grant running out in March",
        "no youth workers in three wards",
        "leave young people there to those who exploit them",
        "money",
        3,
        (5, 4, 4, 4, 2, 4),
        (
            ("Bid to the National Lottery and to two foundations", 3, True),
            ("A year’s bridge from reserves, put to Cabinet", 0, False),
        ),
    ),
    (
        "Too few probation officers",
        "a third of probation posts standing vacant",
        "fewer visits to those who offend most",
        "raise reoffending and put victims at risk",
        "staff",
        4,
        (5, 4, 4, 3, 2, 3),
        (("Joint visits with the neighbourhood police", 1, True), ("Six trainees from the autumn", 4, False)),
    ),
    (
        "Information is not shared in time",
        "partners’ different systems and readings of the law",
        "a warning about somebody at high risk that reaches one partner only",
        "let a serious assault or a death happen that could have been prevented",
        "harm",
        1,
        (4, 5, 2, 5, 1, 5),
        (
            ("The information-sharing protocol, signed by every authority", 2, True),
            ("A daily call on high-risk domestic abuse", 1, True),
        ),
    ),
    (
        "Recommendations of reviews are not carried out",
        "several domestic homicide reviews ending in one year, with one officer to follow them",
        "recommendations that nobody carries out",
        "leave the same gaps open, and bring criticism by the Home Office",
        "law",
        2,
        (4, 4, 3, 4, 2, 3),
        (("A tracker of all recommendations, read at each meeting", 2, True),),
    ),
    (
        "The plan’s figures come late",
        "one analyst serving two partnerships",
        "decisions on figures that are half a year old",
        "send patrols and money to where the problem was",
        "data",
        1,
        (4, 3, 3, 3, 2, 2),
        (("Monthly street-level figures on the portal", 1, True),),
    ),
    (
        "Residents lose confidence",
        "visible drug dealing around the bus station",
        "people who stay away from the city centre",
        "hurt trade and make the centre less safe for those who are there",
        "trust",
        0,
        (4, 3, 3, 3, 2, 2),
        (("Joint patrols on Thursday to Saturday evenings", 1, True), ("Better lighting at the station", 3, False)),
    ),
    (
        "Partners send deputies who cannot commit",
        "changes at the top of three authorities",
        "meetings at which nobody may promise money or staff",
        "slow the plan down by a quarter or two",
        "partners",
        0,
        (3, 3, 2, 3, 1, 3),
        (("Attendance by authority shown to chief executives", 0, True),),
    ),
)
# what a member suggests, and nobody has answered yet
SUGGESTED = (
    "Festival season stretches the police",
    "four large events within six weeks of summer",
    "too few officers in the neighbourhoods at weekends",
    "let anti-social behaviour grow where it had fallen",
    "delivery",
    5,
    (3, 3, 3, 3, 2, 2),
    (),
)
# what owners found: by place in RISKS, the scores that changed and what they said
FOUND = {
    0: ({}, "Both foundations have asked for more; no answer before March."),
    1: ({"residual_likelihood": 3}, "Four of the trainees have begun."),
    2: ({}, ""),
    4: ({"residual_likelihood": 2}, "The figures come each month since the portal takes them."),
    5: ({"residual_likelihood": 4}, "Complaints rose by a fifth over the summer."),
}


class RiskRegister:
    """The Board's register: begun in its first year, reviewed since, with some reviews late."""

    def __init__(self, cast, begins: date, today: date):
        self.cast, self.begins, self.today = cast, begins, today

    def chapters(self):
        day = workdays.working_day_on_or_after(max(self.begins + timedelta(days=45), self.today - timedelta(days=170)))
        yield "The risk register is begun", at(day, 14), self.begin
        for back, words, act in (
            (80, "Owners review their risks", self.review),
            (30, "A risk is closed", self.close),
            (6, "A member suggests a risk", self.suggest),
        ):
            later = workdays.working_day_on_or_after(self.today - timedelta(days=back))
            if day < later <= self.today:
                yield words, at(later, 14, 30), act

    def begin(self):
        secretary = self.cast.secretary
        for risk in RISKS:
            added = acts.add_risk(self.cast.board, **self._fields(risk), by=secretary)
            for text, whose, is_in_place in risk[-1]:
                owner = self.cast.member_seat(whose)
                acts.add_control(added, text=text, owner=owner, in_place=is_in_place, by=secretary)

    def _fields(self, risk):
        title, cause, event, effect, category, owner, scores, _ = risk
        return {
            "title": title,
            "cause": cause,
            "event": event,
            "effect": effect,
            "category": category,
            "owner": self.cast.member_seat(owner),
            "review_on": clock.today() + timedelta(days=91),
            **dict(zip(SCORES, scores, strict=True)),
        }

    def review(self):
        for number, (scores, note) in FOUND.items():
            title, whose = RISKS[number][0], RISKS[number][5]
            risk = Risk.objects.get(title=title)
            # the first fall due soon, the others later
            review_on = clock.today() + timedelta(days=84 + 20 * number)
            acts.review_risk(
                risk, **scores, note=note, review_on=review_on, version=risk.version, by=self.cast.member(whose)
            )

    def close(self):
        risk = Risk.objects.get(title=RISKS[-1][0])
        acts.close_risk(risk, reason="Chief officers came to each of the last three meetings.", by=self.cast.chair)

    def suggest(self):
        acts.suggest_risk(self.cast.board, **self._fields(SUGGESTED), by=self.cast.member(SUGGESTED[5]))
