"""The demonstration's plan: priorities that answer the assessment, and promises that are kept, late or open."""

from datetime import date, timedelta
from functools import partial

from assessments.queries.assessments import recommendations_to_answer
from ccsp_portal import workdays
from ccsp_portal.demo.business import PRIORITIES
from ccsp_portal.demo.evidence import at
from plans.models import Commitment, CommitmentWording, PlanVersion
from plans.workflow import plan as acts
from plans.workflow import promises


class Promises:
    """The plan, from its first draft in January to what its owners report."""

    def __init__(self, cast, plan_year: int, today: date):
        self.cast, self.plan_year, self.today = cast, plan_year, today

    def is_for(self, day: date):
        """The plan is for a meeting on that day."""
        self.written_on = workdays.working_days_before(day, 20)

    def chapters(self):
        yield "The plan is written", at(self.written_on, 10), self.write
        for back in (45, 12):
            day = workdays.working_day_on_or_after(self.today - timedelta(days=back))
            if day <= self.today and day > date(self.plan_year, 4, 30):
                yield "Owners report on the plan", at(day, 15), partial(self.report, is_last=back == 12)

    def write(self):
        secretary, years = self.cast.secretary, self.cast.profile.plan.years
        version = acts.start_plan(
            self.cast.board,
            title=f"{self.cast.profile.partnership.area} Partnership Plan",
            first_year=self.plan_year,
            years=years,
            by=secretary,
        )
        acts.write_summary(
            version,
            summary=(
                "This plan says what the partners will do together about the problems that the strategic assessment "
                "found. Every commitment has an owner and a day. Anybody can see here which are kept, which late."
            ),
            version_read=version.version,
            by=secretary,
        )
        advice = list(recommendations_to_answer())
        names = self.cast.profile.plan.themes or ("Our priorities",)
        themes = [acts.write_theme(version, name=name, by=secretary) for name in names]
        for number, priority in enumerate(PRIORITIES):
            self.write_priority(version, themes[number % len(themes)], number, priority, advice)

    def write_priority(self, version, theme, number, priority, advice):
        title, text, measure, commitments = priority
        lead, secretary = self.cast.member_seat(number + 1), self.cast.secretary
        answered = [advice[number % len(advice)]]
        wording = promises.write_priority(
            version, theme=theme, title=title, text=text, lead=lead, recommendations=answered, by=secretary
        )
        fields = dict(zip(("name", "source", "direction", "baseline", "target"), measure, strict=True))
        promises.write_measure(wording, **fields, by=secretary)
        for promise, owner, days, _ in commitments:
            due_on = self.day_of(days)
            promises.write_commitment(
                wording, text=promise, owner=self.cast.member_seat(owner), due_on=due_on, by=secretary
            )

    def day_of(self, days):
        """A day so many days from today, within the plan's years."""
        first, _ = workdays.financial_year_days(self.plan_year)
        return max(first + timedelta(days=29), self.today + timedelta(days=days))

    def put_before_board(self, item):
        acts.put_before_board(self.version, by=self.cast.secretary)
        acts.put_on_agenda(self.version, item, by=self.cast.secretary)

    def adopt(self, decision):
        acts.adopt(self.version, decision=decision, by=self.cast.secretary)
        acts.publish(self.version, by=self.cast.secretary)

    @property
    def version(self) -> PlanVersion:
        return PlanVersion.objects.get(plan__first_year=self.plan_year)

    def report(self, is_last):
        """What owners say: of those that are done by now that they are complete, of the others how it goes."""
        for _, _, _, commitments in PRIORITIES:
            for text, owner, days, is_done in commitments:
                if days < 0:
                    self.report_on(text, owner, is_done and is_last)

    def report_on(self, text, owner, is_complete):
        wording = CommitmentWording.objects.select_related("commitment").get(text=text)
        if wording.commitment.state == Commitment.State.COMPLETE:
            return
        said = "Done, and reported to the Board." if is_complete else "Begun. It takes longer than we planned."
        promises.report_progress(wording.commitment, text=said, complete=is_complete, by=self.cast.member(owner))
