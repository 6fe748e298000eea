"""The demonstration's figures and assessments: every figure in its words is read from the files that were loaded."""

from datetime import date, datetime, time, timedelta
from functools import partial

from assessments.models import AssessmentVersion
from assessments.months import month_of, months_after
from assessments.queries.figures import figures
from assessments.queries.frozen import figures_as_data
from assessments.tasks import load_police_file
from assessments.workflow import writing
from assessments.workflow.figures import bring_file
from ccsp_portal import clock, workdays
from ccsp_portal.demo.street import file_name, street_file
from partners.models import Problem

# the police publish a month about two months later
PUBLISHED_AFTER = 2
# crime type, and what the partnership should do about it
ADVICE = (
    (
        "Violence and sexual offences",
        "crime",
        "Put trained people where and when strangers are violent, and reach the young first.",
    ),
    ("Shoplifting", "crime", "Work with shops on prevention and on reporting, and visit those who steal to live."),
    ("Drugs", "drugs", "Treat people whom drug gangs exploit as victims first, and share what each agency knows."),
)


class Evidence:
    """The first year's assessment goes all the way; the second year's is begun, and waits for whoever looks on."""

    def __init__(self, cast, plan_year: int):
        self.cast, self.plan_year = cast, plan_year

    def is_for(self, day: date):
        """The first assessment is for a meeting on that day, and rests on the months published a month before it."""
        self.written_on = workdays.working_days_before(day, 18)
        self.last_month = months_after(month_of(self.written_on - timedelta(days=7)), -PUBLISHED_AFTER)

    def load(self, month):
        force = self.cast.profile.police
        data = street_file(month, force.force, force.lsoa_name_prefix)
        file = bring_file(data, file_name(month, force.slug), by=self.cast.analyst)
        load_police_file(file.job_id)

    def chapters(self):
        """What the analyst does, by itself; sign-off comes with the meeting that decides it."""
        year, last = self.plan_year - 1, self.last_month
        yield "The assessment is written", at(self.written_on, 14), partial(self.write, year, last, 3)
        a_year_on = workdays.working_day_on_or_after(self.written_on + timedelta(days=358))
        last = months_after(last, 12)
        yield "The next assessment is begun", at(a_year_on, 14), partial(self.write, self.plan_year, last, 1)

    def write(self, year, last_month, findings):
        """Start a year's assessment and write its first findings."""
        version = writing.start_assessment(
            self.cast.board,
            title=f"Strategic assessment {year}",
            financial_year=year,
            first_month=months_after(last_month, -11),
            last_month=last_month,
            producer=self.cast.profile.assessment.producer,
            by=self.cast.analyst,
        )
        shown = self.figures_of(version)
        for crime_type, problem, advice in ADVICE[:findings]:
            row = next(row for row in shown.rows if row.crime_type == crime_type)
            self.write_finding(version, row, problem, advice)
        if findings == len(ADVICE):
            total = shown.total
            summary = (
                f"The police recorded {total.now:,} crimes and incidents in the area in the twelve months to "
                f"{last_month:%B %Y}: {total.change.words} on the twelve months before, when there were "
                f"{total.before:,}."
            )
            writing.write_summary(version, summary=summary, version_read=version.version, by=self.cast.analyst)

    def write_finding(self, version, row, problem, advice):
        chance = "more than chance would explain" if row.change.beyond_chance else "no more than chance could explain"
        writing.write_finding(
            version,
            title=f"{row.crime_type}: {row.change.words}",
            text=(
                f"{row.now:,} were recorded in the twelve months, and {row.before:,} in the twelve before: "
                f"{row.change.words}, {chance}."
            ),
            problem=Problem.objects.filter(key__startswith=problem).first() or Problem.objects.first(),
            crime_type=row.crime_type,
            recommendation=advice,
            by=self.cast.analyst,
        )

    def figures_of(self, version):
        return figures(version.last_month, version.months, self.cast.profile.police.force)

    @property
    def version(self) -> AssessmentVersion:
        return AssessmentVersion.objects.get(assessment__financial_year=self.plan_year - 1)

    def put_before_board(self, item):
        """The draft is frozen and linked to the item that will decide on it."""
        version = self.version
        frozen = figures_as_data(self.figures_of(version))
        writing.put_before_board(version, figures=frozen, by=self.cast.analyst)
        writing.put_on_agenda(version, item, by=self.cast.analyst)

    def sign_off(self, decision):
        writing.sign_off(self.version, decision=decision, by=self.cast.secretary)
        writing.publish(self.version, by=self.cast.secretary)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=clock.LONDON)
