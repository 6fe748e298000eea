"""Decisions that can't wait for a meeting: a text put to all seats in writing, and what each replied."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ccsp_portal import clock, workdays
from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from meetings.models.meetings import Meeting
from meetings.models.privacy import A_PRIVATE_ONE_HAS_A_REASON_AND_A_PUBLIC_TITLE, MayHaveAPublicTitle
from partners.audience import Audience, Privacy, bodies_seen_by
from partners.models import Appointment, Body, Role, Seat
from partners.standing import standing_of

# who works on a text before it goes out
WRITERS = frozenset({Role.SECRETARY, Role.CHAIR, Role.VICE_CHAIR})
# seats ask their own organisations before they reply, and a deputy may have to step in: one whole working day at least
LEAST_DAYS = 1


def leaves_little_time(closes_at: datetime, opened_at: datetime | None = None) -> bool:
    """Whether a deadline leaves seats less than one clear working day, from when they are asked (now, if not yet)."""
    asked, last = ((each or clock.now()).astimezone(clock.LONDON).date() for each in (opened_at, closes_at))
    return workdays.clear_working_days_between(asked, last) < LEAST_DAYS


class WrittenProcedureQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Before it goes out, for the secretary and the chair; then for the body's seats, a private one for those who
        read private items; an open one is everybody's once it has decided something."""
        private_too = bodies_seen_by(person, Audience.PRIVATE_READERS)
        writing = {each.body_id for each in standing_of(person) if each.role in WRITERS}
        known = Q(privacy=Privacy.OPEN, body__in=bodies_seen_by(person, Audience.SEATS)) | Q(body__in=private_too)
        decided = Q(privacy=Privacy.OPEN, outcome__in=WrittenProcedure.DECIDED)
        return self.filter(decided | (known & (Q(opened_at__isnull=False) | Q(body__in=writing))))


@governed()
class WrittenProcedure(MayHaveAPublicTitle):
    """What a body is asked to agree between two meetings: the text, until when, and what came of it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        WITH_CHAIR = "with the chair", "With the chair"
        OPEN = "open", "Open for replies"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        NOT_AGREED = "not agreed", "Not agreed"
        NO_QUORUM = "no quorum", "Not decided: too few replied"
        TO_A_MEETING = "to a meeting", "Not decided: it goes to a meeting"

    DECIDED = (Outcome.AGREED, Outcome.NOT_AGREED)
    COMES_BACK = "in writing"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="written_procedures")
    title = models.CharField(max_length=200)
    text = models.TextField("what is proposed")
    urgency = models.TextField("why it cannot wait for a meeting")
    # one a line
    recommendations = models.TextField("recommendations")
    closes_at = models.DateTimeField("deadline")
    # asked where that leaves little time; the seats read it, and it is in the record
    short_notice_reason = models.CharField(
        "why seats must reply so soon", max_length=300, blank=True, default="", db_default=""
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    returned_reason = models.CharField("what the chair asked to change", max_length=300, blank=True)

    # copied from the body's policy when it goes out
    quorum = models.JSONField("quorum rule", null=True, blank=True)
    casting_vote = models.BooleanField("the chair has a casting vote", default=False)

    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("agreed by the chair and sent", null=True, blank=True)
    opened_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("closed", null=True, blank=True)
    closed_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # the financial year in whose series the decision has its number
    financial_year = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    account = models.CharField("how it came about", max_length=400, blank=True)
    # the meeting to which it was reported, once that has concluded
    reported_to = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="reported_procedures"
    )
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True)
    withdrawn_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("why it was withdrawn", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = WrittenProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = "written procedure"
        ordering = ["-drafted_at", "-pk"]
        indexes = [models.Index(fields=["body", "state"], name="written_procedure_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=A_PRIVATE_ONE_HAS_A_REASON_AND_A_PUBLIC_TITLE,
                name="a_private_procedure_has_a_reason_and_a_public_title",
                violation_error_message="A private one needs a reason and a public title.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "with the chair", "withdrawn"], opened_at__isnull=True)
                | Q(
                    state__in=["open", "closed", "withdrawn"],
                    opened_at__isnull=False,
                    opened_by__isnull=False,
                    quorum__isnull=False,
                    closes_at__gt=F("opened_at"),
                ),
                name="a_procedure_goes_out_with_its_rule_and_before_its_deadline",
                violation_error_message="The deadline must be after it goes out.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="closed", closed_at__isnull=False, closed_by__isnull=False, financial_year__isnull=False)
                    & Q(outcome__in=["agreed", "not agreed", "no quorum", "to a meeting"])
                    & ~Q(account="")
                )
                | (~Q(state="closed") & Q(closed_at__isnull=True, outcome="", reported_to__isnull=True)),
                name="a_closed_procedure_says_what_came_of_it_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="a_withdrawn_procedure_says_when_why_and_by_whom",
                violation_error_message="Enter why it is withdrawn.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:show_procedure", args=[self.pk])

    def governing_body_id(self):
        return self.body_id

    @property
    def comes_back_key(self) -> str:
        """Under which the forward plan has what it did not decide: once."""
        return f"{self.COMES_BACK}/{self.pk}"

    @property
    def numbered(self) -> list[str]:
        """The recommendations, in order."""
        return [line.strip() for line in self.recommendations.splitlines() if line.strip()]

    @property
    def is_over(self) -> bool:
        """Whether its deadline has passed."""
        return self.closes_at <= clock.now()

    @property
    def leaves_little_time(self) -> bool:
        """Whether seats have, or had, less than one clear working day to reply."""
        return leaves_little_time(self.closes_at, self.opened_at)

    @property
    def ended_on(self) -> date | None:
        """The London day on which it was closed or withdrawn: as its seats were then, it stays."""
        ended_at = self.closed_at or self.withdrawn_at
        return ended_at.astimezone(clock.LONDON).date() if ended_at else None

    @property
    def closed_on(self) -> date | None:
        """The London day on which it was closed."""
        return self.closed_at.astimezone(clock.LONDON).date() if self.closed_at else None


@governed()
class WrittenReply(models.Model):
    """What a seat replied, and who said it for the seat: its holder, or a deputy on its behalf."""

    class Answer(models.TextChoices):
        AGREE = "agree", "Agree"
        DISAGREE = "disagree", "Do not agree"
        ABSTAIN = "abstain", "Abstain"
        DISCUSS = "discuss", "Discuss it at a meeting instead"

    procedure = models.ForeignKey(WrittenProcedure, on_delete=models.PROTECT, related_name="replies")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("reply", max_length=20, choices=Answer.choices)
    remark = models.CharField("remark", max_length=500, blank=True)
    replied_at = models.DateTimeField()
    replied_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "reply in writing"
        verbose_name_plural = "replies in writing"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "seat"], name="one_reply_in_writing_a_seat"),
            models.CheckConstraint(
                condition=Q(answer__in=["agree", "disagree", "abstain", "discuss"]),
                name="a_reply_in_writing_is_one_that_we_know",
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_answer_display()}"

    def governing_body_id(self):
        return self.procedure.body_id


class WrittenPaperQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the procedures that the person may see; one that was withdrawn, for who works on the text."""
        writing = {each.body_id for each in standing_of(person) if each.role == Role.SECRETARY}
        shown = self.filter(procedure__in=WrittenProcedure.objects.visible_to(person))
        return shown.filter(Q(withdrawn_at__isnull=True) | Q(procedure__body__in=writing))


@governed()
class WrittenPaper(models.Model):
    """A paper to what is put in writing. It is brought before that goes out, and stays as it was put."""

    procedure = models.ForeignKey(WrittenProcedure, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="written_papers")
    brought_at = models.DateTimeField("brought")
    brought_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = WrittenPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "paper to a written procedure"
        verbose_name_plural = "papers to written procedures"
        ordering = ["brought_at", "pk"]

    def __str__(self):
        return self.title

    def governing_body_id(self):
        return self.procedure.body_id
