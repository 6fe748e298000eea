"""What anyone may read, gathered from every app: always as the public sees it, whoever asks."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from assessments.models import Assessment, AssessmentVersion
from ccsp_portal import clock, profile, workdays
from meetings.models import Meeting, Minutes, MinutesVersion, Pack, PackWithdrawal
from partners.models import Organisation, Partnership, Problem, ServiceArea
from partners.models.dated import current
from plans.models import Commitment, CommitmentWording, Plan, PlanVersion

THE_PUBLIC = AnonymousUser()


@dataclass(frozen=True)
class Published:
    """Something that became public: what it is, when that happened, and where it is read."""

    kind: str
    title: str
    at: datetime
    page: str
    pk: int
    # why it was published again, and which of several of its kind it is
    why: str = ""
    mark: str = ""
    number: int | None = None

    @property
    def address(self) -> str:
        return reverse(self.page, args=[self.pk] if self.number is None else [self.pk, self.number])


def who_we_are():
    """The partnership's row; before the profile has been loaded, what the profile says."""
    return Partnership.objects.first() or profile.current().partnership


def problems():
    """What the partnership exists for."""
    return Problem.objects.all()


def organisations():
    """The organisations that take part today, each with `areas`: the names of its service areas."""
    areas = ServiceArea.objects.current().filter(organisation=OuterRef("pk")).order_by("pk").values("name")
    return Organisation.objects.current().annotate(areas=ArraySubquery(areas)).order_by("pk")


def meetings():
    """The meetings whose agenda has been circulated."""
    return Meeting.objects.visible_to(THE_PUBLIC).select_related("body")


def next_meetings(count=3):
    """The soonest meetings that the public may know of."""
    return meetings().upcoming()[:count]


def minutes():
    """Minutes that the chair has cleared, with `out_at`: when they were last published."""
    latest = MinutesVersion.objects.filter(minutes=OuterRef("pk")).order_by("-number").values("published_at")[:1]
    out_at = Greatest("cleared_at", Coalesce(Subquery(latest), "cleared_at"))
    return Minutes.objects.visible_to(THE_PUBLIC).select_related("meeting__body").annotate(out_at=out_at)


def new_versions():
    """What replaced published minutes: approved, signed, corrected, or without what has become private."""
    versions = MinutesVersion.objects.filter(number__gt=1, minutes__in=Minutes.objects.visible_to(THE_PUBLIC))
    return versions.select_related("minutes__meeting__body").defer("open_data", "members_data")


def new_packs():
    """What replaced or added to an agenda that had gone out, of which anything is open."""
    added = Q(kind=Pack.Kind.REISSUE) | Q(open_supplement__isnull=False)
    packs = Pack.objects.filter(added, state=Pack.State.CIRCULATED, meeting__in=Meeting.objects.visible_to(THE_PUBLIC))
    withdrawals = PackWithdrawal.objects.select_related("item", "pack")
    return packs.select_related("meeting__body").prefetch_related(Prefetch("withdrawals", withdrawals))


def assessments():
    """Published versions of the strategic assessment, latest first."""
    rows = AssessmentVersion.objects.filter(state=AssessmentVersion.State.PUBLISHED, published_at__isnull=False)
    return rows.select_related("assessment").order_by("-published_at")


def plans():
    """Published versions of plans, latest first."""
    rows = PlanVersion.objects.filter(state=PlanVersion.State.PUBLISHED)
    return rows.select_related("plan").order_by("-published_at")


def in_force(versions):
    """The latest of these versions whose plan's years include today; None where there is none."""
    year = workdays.financial_year(clock.today())
    return next((row for row in versions if row.plan.first_year <= year < row.plan.first_year + row.plan.years), None)


def tally(version):
    """How the version's commitments stand today: {"total", "complete", "late", "under_way"}."""
    complete = Q(commitment__state="complete")
    counts = CommitmentWording.objects.filter(version_of=version, removed_at__isnull=True).aggregate(
        total=Count("pk"),
        complete=Count("pk", filter=complete),
        late=Count("pk", filter=~complete & Q(due_on__lt=clock.today())),
    )
    return counts | {"under_way": counts["total"] - counts["complete"] - counts["late"]}


def published(count):
    """The latest things that became public, newest first, and what replaced them. At most seven queries."""
    return latest(meetings(), minutes(), assessments(), plans(), count=count)


def latest(meetings, minutes, assessments, plans, *, count):
    """The newest of these rows and of what replaced them, as Published."""
    found = [
        *(_agenda(row) for row in meetings.order_by("-circulated_at")[:count]),
        *(_new_pack(row) for row in new_packs().order_by("-circulated_at")[:count]),
        *(_minutes(row) for row in minutes.order_by("-cleared_at")[:count]),
        *(_new_version(row) for row in new_versions().order_by("-published_at")[:count]),
        *(_assessment(row) for row in assessments[:count]),
        *(_plan(row) for row in plans[:count]),
    ]
    return sorted(found, key=lambda thing: thing.at, reverse=True)[:count]


def printable(title):
    """The title without characters that XML can't hold."""
    return "".join(letter for letter in title if letter.isprintable())


def _agenda(meeting):
    if meeting.state == Meeting.State.CANCELLED:
        return Published(
            "Cancelled meeting", printable(str(meeting)), meeting.cancelled_at, "meetings:show_meeting", meeting.pk
        )
    return Published(
        "Agenda and papers", printable(str(meeting)), meeting.circulated_at, "meetings:show_meeting", meeting.pk
    )


def _minutes(row):
    title = printable(str(row.meeting))
    return Published("Draft minutes", title, row.cleared_at, "meetings:show_minutes", row.meeting_id)


def _new_version(version):
    meeting = version.minutes.meeting
    return Published(
        version.get_stage_display(),
        printable(str(meeting)),
        version.published_at,
        "meetings:show_minutes_version",
        meeting.pk,
        why=printable(version.note),
        number=version.number,
    )


def _new_pack(pack):
    gone = next((each for each in pack.withdrawals.all() if each.document_id == pack.announced_id), None)
    return Published(
        pack.get_kind_display(),
        printable(str(pack.meeting)),
        pack.circulated_at,
        "meetings:show_published",
        pack.meeting_id,
        why=printable(f"Withdrawn. {gone.words}" if gone else pack.reason),
        mark=f"-{pack.number}",
    )


def _assessment(row):
    return Published(
        "Strategic assessment", printable(str(row)), row.published_at, "assessments:show_assessment", row.pk
    )


def _plan(row):
    return Published("Partnership plan", printable(str(row)), row.published_at, "plans:show_plan", row.pk)


def rows_of_published(request):
    """The rows that the list of published things is drawn from: what makes it change."""
    shown, open_minutes, assessed, planned = meetings(), minutes(), assessments(), plans()
    return (
        shown,
        open_minutes,
        new_versions(),
        new_packs(),
        PackWithdrawal.objects.all(),
        Meeting.objects.filter(minutes__in=open_minutes.values("pk")),
        assessed,
        planned,
        Assessment.objects.all(),
        Plan.objects.all(),
    )


def rows_of_front(request):
    """The rows that the front page is drawn from."""
    promises = CommitmentWording.objects.filter(version_of__state=PlanVersion.State.PUBLISHED)
    return (
        *rows_of_published(request),
        Partnership.objects.all(),
        Problem.objects.all(),
        Organisation.objects.filter(current()),
        ServiceArea.objects.all(),
        promises,
        Commitment.objects.filter(wordings__in=promises),
    )
