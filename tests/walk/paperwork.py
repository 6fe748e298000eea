"""The assessments, plans, jobs, notices, files and invitations of the walk's world: one in each state."""

from datetime import date, timedelta

from assessments.models import Assessment, AssessmentVersion, FiguresChart, Finding, PoliceFile, Recommendation
from ccsp_portal import clock
from ccsp_portal.documents.models import PDF, SVG
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.jobs.models import Job
from ccsp_portal.notices import outbox
from meetings.models import CalendarImport
from partners.models import (
    AccessReview,
    ContactPoint,
    InductionStep,
    Interest,
    LiaisonOfficer,
    Problem,
    Protocol,
    SelfAssessment,
    SelfAssessmentAnswer,
    Signature,
    TermsOfReference,
)
from partners.workflow.invitations import invite
from partners.workflow.people import make_calendar_address
from plans.models import (
    Commitment,
    CommitmentWording,
    Measure,
    MeasureWording,
    Plan,
    PlanVersion,
    Priority,
    PriorityWording,
    Theme,
)
from tests.factories import make_decision

SEATS, ANY_SEAT = "sits on the Board", "holds a seat"


# ── assessments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def write_assessments(world):
    """Sets world.assessments: {"draft": version, …}, each with a finding; all but the published is the Board's own."""
    states = {2023: "published", 2024: "signed off", 2025: "before the board", 2026: "draft"}
    world.assessments = {state: _assessment(world, year, state) for year, state in states.items()}


def _assessment(world, year, state):
    is_out = state == "published"
    whole = Assessment.objects.create(
        body=world.board,
        title="Strategic Assessment" if is_out else world.secrets(f"title of an assessment {state}", SEATS),
        financial_year=year,
        producer="The analysts",
    )
    chart = store_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "chart.svg", SVG, by=world.cast.analyst)
    version = AssessmentVersion.objects.create(
        assessment=whole,
        state=state,
        first_month=date(year - 1, 10, 1),
        last_month=date(year, 9, 1),
        summary="Burglary rose." if is_out else world.secrets(f"summary of an assessment {state}", SEATS),
        figures=None if state == "draft" else {},
        chart=chart,
        started_at=clock.now(),
        started_by=world.cast.analyst,
        **_signed(world, state),
    )
    version.finding = _finding(world, version, is_out)
    return version


def _signed(world, state):
    if state not in {"signed off", "published"}:
        return {}
    decision = make_decision(world.held.open, world.cast.secretary)
    fields = {"signed_off_at": clock.now(), "signed_off_by": decision, "sha256": "0" * 64}
    return fields | ({"published_at": clock.now()} if state == "published" else {})


def _finding(world, version, is_out):
    def words(field):
        return f"The {field} that anybody reads" if is_out else world.secrets(f"{field} {version.state}", SEATS)

    finding = Finding.objects.create(
        version_of=version, title=words("title of a finding"), text=words("finding"), problem=Problem.objects.first()
    )
    finding.recommendations.add(Recommendation.objects.create(version_of=version, text=words("recommendation")))
    return finding


# ── plans ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_plans(world):
    """Sets world.plans: {"draft": version, …}, each with a priority, a measure and a commitment of the police."""
    states = {2024: "published", 2025: "adopted", 2026: "before the board", 2027: "draft"}
    world.plans = {state: _plan(world, year, state) for year, state in states.items()}


def _plan(world, year, state):
    def words(field):
        return f"The {field} that anybody reads" if state == "published" else world.secrets(f"{field} {state}", SEATS)

    plan = Plan.objects.create(body=world.board, title=words("title of a plan"), first_year=year)
    fields = {"started_at": clock.now(), "started_by": world.cast.secretary}
    if state in {"adopted", "published"}:
        decision = make_decision(world.held.open, world.cast.secretary)
        fields |= {"adopted_at": clock.now(), "adopted_by": decision, "sha256": "0" * 64}
    if state == "published":
        fields["published_at"] = clock.now()
    version = PlanVersion.objects.create(plan=plan, state=state, summary=words("summary of a plan"), **fields)
    _promises(world, version, words)
    return version


def _promises(world, version, words):
    owner = world.partnership.seats["police"]
    priority = Priority.objects.create(plan=version.plan)
    version.priority = PriorityWording.objects.create(
        version_of=version,
        priority=priority,
        theme=Theme.objects.create(plan=version.plan, name=words("theme")),
        title=words("priority"),
        text=words("why of a priority"),
        lead=owner,
    )
    version.measure = MeasureWording.objects.create(
        version_of=version,
        measure=Measure.objects.create(priority=priority),
        name=words("measure"),
        source=words("source of a measure"),
        direction="down",
    )
    version.commitment = CommitmentWording.objects.create(
        version_of=version,
        commitment=Commitment.objects.create(priority=priority),
        text=words("commitment"),
        owner=owner,
        due_on=date(2028, 3, 1),
    )


# ── the office ───────────────────────────────────────────────────────────────────────────────────────────────────────


def keep_the_office(world):
    """Sets world.job, notice, letter, police_file, chart, calendar, contact, invitation, token and calendar_token."""
    _jobs(world)
    _notices(world)
    _figures(world)
    _partners(world)


def _jobs(world):
    world.secrets.circles["who began it, and the Board's secretary"] = {"analyst", "secretary"}
    title = world.secrets("title of a job", "who began it, and the Board's secretary")
    fields = {"kind": "walk.nothing", "queued_at": clock.now(), "by": world.cast.analyst}
    world.job = Job.objects.create(subject="walk", title=title, **fields)
    world.failed_job = Job.objects.create(
        subject="walk",
        title="Reading a file",
        state="failed",
        error=world.secrets("what went wrong", "who began it, and the Board's secretary"),
        finished_at=clock.now(),
        **fields,
    )


def _notices(world):
    template = "partners/notices/password_changed.txt"
    [world.notice] = outbox.put([world.cast.chair], template, once="walk", subject_thing=world.circulated.private)
    word = world.secrets("text of a notice about a private item", "private reader of the Board and a secretary")
    subject = world.secrets("subject of a notice about a private item", "private reader of the Board and a secretary")
    type(world.notice).objects.filter(pk=world.notice.pk).update(text=word, subject=subject)
    [world.letter] = outbox.put_to_address("a@b.example", template, once="letter", is_secret=True)
    link = world.secrets("personal link in a letter", "nobody")
    type(world.letter).objects.filter(pk=world.letter.pk).update(text=link)


def _figures(world):
    by = world.cast.analyst
    world.police_file = PoliceFile.objects.create(
        name=world.secrets("name of a police file", ANY_SEAT),
        sha256="0" * 64,
        state="refused",
        problem=world.secrets("why a police file was refused", ANY_SEAT),
        brought_at=clock.now(),
        brought_by=by,
    )
    picture = store_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "chart.svg", SVG, by=by)
    world.chart = FiguresChart.objects.create(
        last_month=date(2026, 9, 1), document=picture, words="Burglary rose.", drawn_at=clock.now()
    )
    world.calendar = CalendarImport.objects.create(
        name="council.ics", sha256="0" * 64, imported_at=clock.now(), imported_by=world.cast.secretary
    )


def _partners(world):
    secrets, by = world.secrets, world.cast.secretary
    word = secrets("contact's name", ANY_SEAT)
    world.contact = ContactPoint.objects.create(
        organisation=world.partnership.organisations["council"],
        purpose="Reports",
        name=word,
        email=f"{secrets('contact address', ANY_SEAT).split()[1]}@council.example",
        phone="024 7600 0000",
        from_on=date(2020, 4, 1),
    )
    for number, text in ((1, _bytes(secrets, "earlier terms of reference")), (2, b"the newest terms")):
        TermsOfReference.objects.create(
            body=world.board,
            number=number,
            document=store_bytes(b"%PDF-1.7\n" + text, "terms.pdf", PDF, by=by),
            agreed_on=date(2025, 1, number),
            review_on=date(2028, 1, 1),
        )
    _protocol(world)
    _interests(world)
    _judge(world)
    name = secrets("name of a person invited", "the secretaries")
    asked = {"email": "new@council.example", "name": name, "from_on": clock.today() + timedelta(days=1)}
    world.review = AccessReview.objects.create(
        # of a quarter long ago: this one's is to be done
        financial_year=2025,
        quarter=1,
        done_at=clock.now(),
        done_by=by,
    )
    member = world.cast.police_lead
    world.calendar_token = make_calendar_address(member, by=member).token
    world.invitation, world.token = invite(world.partnership.seats["fire"], **asked, by=by)


def _protocol(world):
    secrets, by, council = world.secrets, world.cast.secretary, world.partnership.organisations["council"]
    document = store_bytes(b"%PDF-1.7\n" + _bytes(secrets, "protocol"), "protocol.pdf", PDF, by=by)
    protocol = Protocol.objects.create(
        number=1, document=document, in_force_on=date(2025, 1, 1), review_on=date(2028, 1, 1)
    )
    Signature.objects.create(
        protocol=protocol,
        organisation=council,
        signed_by=secrets("name of who signed", ANY_SEAT),
        position="Chief Executive",
        signed_on=date(2025, 1, 2),
    )
    LiaisonOfficer.objects.create(
        organisation=council,
        name=secrets("name of a liaison officer", ANY_SEAT),
        position="Information governance manager",
        phone="024 7600 0001",
        from_on=date(2025, 1, 2),
    )


def _interests(world):
    word = world.secrets("interest on the register", "who keeps the register, and the person")
    world.secrets.circles["who keeps the register, and the person"] = {"secretary", "auditor", "police_lead"}
    world.interest = Interest.objects.create(
        person=world.cast.police_lead, category="other", text=word, from_on=date(2025, 1, 2)
    )


def _judge(world):
    appointment, secrets = world.cast.police_lead.appointments.get(), world.secrets
    secrets.circles["the person, and the Board's secretary and auditor"] = {"secretary", "police_lead", "auditor"}
    label = secrets("step of an induction", "the person, and the Board's secretary and auditor")
    world.step = InductionStep.objects.create(
        appointment=appointment, key="prevent", label=label, done_on=date(2025, 1, 2), ticked_by=appointment.person
    )
    agreed = {"year": 2025, "agreed_on": date(2025, 6, 12), "agreed_by": "Meeting of 12 June 2025"}
    secrets.circles["takes part in the Board's decisions"] = {
        "secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "auditor", "two_seats"
    }  # fmt: skip
    SelfAssessmentAnswer.objects.create(
        assessment=SelfAssessment.objects.create(**agreed),
        key="skills",
        question="Do our members have the skills?",
        score=2,
        comment=secrets("comment of a self-assessment", "takes part in the Board's decisions"),
    )


def _bytes(secrets, field):
    return secrets(field, ANY_SEAT).encode()
