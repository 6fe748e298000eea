"""Action points: what meetings ask of seats, by a day; and all that is said and done about them until they end."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed, no_truncate
from meetings.models import rag
from meetings.models.agenda import AgendaItem, ItemInvitation
from meetings.models.meetings import Meeting
from meetings.models.records import Decision, RecordQuerySet
from partners.audience import Audience, bodies_seen_by
from partners.models import Appointment, Seat


class ActionPointQuerySet(RecordQuerySet):
    def unfinished(self):
        """Neither complete nor dropped; those said to be complete are among them."""
        return self.filter(state__in=rag.UNFINISHED)

    def owed(self):
        """Those on which the owner still has to act: not those that wait for the secretary to close them."""
        return self.filter(state=ActionPoint.State.OPEN)

    def overdue(self):
        return self.unfinished().filter(due_on__lt=clock.today())

    def due_by(self, day):
        return self.owed().filter(due_on__lte=day)

    def concerning_seats(self, seats):
        """Owned by one of the seats, or supported by one."""
        supported = ActionPoint.supporters.through.objects.filter(seat__in=seats).values("actionpoint")
        return self.filter(Q(owner__in=seats) | Q(pk__in=supported))

    def with_rag(self):
        """Each with its `rag`, and with `rag_by_rule`, what it would be if nothing was set by hand."""
        worked_out = self.annotate(heard_at=rag.heard_at()).annotate(rag_by_rule=rag.worked_out())
        return worked_out.annotate(rag=rag.shown())


@governed()
class ActionPoint(models.Model):
    """Something a meeting asked of a seat, by a day. The seat owes it, whoever sits in it then."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        PROPOSED = "proposed", "Said to be complete"
        COMPLETE = "complete", "Complete"
        DROPPED = "dropped", "No longer needed"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="action_points")
    # where in the item it came from, as far as that was said: the paragraph of its minute, the decision behind it
    paragraph = models.PositiveSmallIntegerField("paragraph of the minute", null=True, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="action_points"
    )
    reference = models.CharField("number", max_length=40, unique=True)
    text = models.TextField("what is to be done")
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="action_points")
    # who held the seat when it was raised; the seat owes it all the same when they have left
    person = models.ForeignKey(
        "partners.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_points",
        verbose_name="asked of",
    )
    supporters = models.ManyToManyField(
        Seat, blank=True, related_name="action_points_supported", verbose_name="supporting seats"
    )
    due_on = models.DateField("due")
    first_due_on = models.DateField("first due")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    latest_update = models.TextField(blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("said to be complete", null=True, blank=True)
    proposed_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("completed or dropped", null=True, blank=True)
    ended_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # where a meeting closed it, and not the secretary or the chair
    ended_at_meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_points_closed",
        verbose_name="closed by the meeting",
    )
    # set by hand, for a reason, until something is next said of it
    override = models.CharField(
        "RAG set by hand", max_length=10, blank=True, default="", db_default="", choices=rag.Rag.choices[:3]
    )
    override_reason = models.CharField("why the RAG was set", max_length=300, blank=True, default="", db_default="")
    override_at = models.DateTimeField(null=True, blank=True)
    override_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ActionPointQuerySet.as_manager()

    class Meta:
        verbose_name = "action point"
        ordering = ["due_on", "reference"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed", "complete", "dropped"]),
                name="an_action_has_a_state_that_we_know",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["open", "proposed"],
                    ended_at__isnull=True,
                    ended_by__isnull=True,
                    ended_at_meeting__isnull=True,
                )
                | (~Q(state__in=["open", "proposed"]) & Q(ended_at__isnull=False)),
                name="an_ended_action_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="who_says_that_an_action_is_complete_is_named",
            ),
            models.CheckConstraint(
                condition=Q(override="", override_reason="", override_at__isnull=True, override_by__isnull=True)
                | (
                    Q(override__in=["red", "amber", "green"], state__in=["open", "proposed"])
                    & Q(override_at__isnull=False, override_by__isnull=False)
                    & ~Q(override_reason="")
                ),
                name="a_rag_set_by_hand_says_why_when_and_by_whom",
                violation_error_message="Say why the RAG is set by hand.",
            ),
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True) | Q(paragraph__gte=1), name="paragraphs_count_from_one"
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.text}"

    def get_absolute_url(self):
        return reverse("meetings:show_action", args=[self.pk])

    def governing_body_id(self):
        return self.item.meeting.body_id

    @property
    def is_ended(self):
        return self.state not in rag.UNFINISHED

    @property
    def origin(self):
        """The number of the paragraph, or of the item, that it came from: "7.3", "7"."""
        return f"{self.item.number}.{self.paragraph}" if self.paragraph else self.item.number

    @property
    def origin_url(self):
        """Where that stands: the paragraph in the minutes, or the item, both for good."""
        if self.paragraph:
            return f"{reverse('meetings:show_minutes', args=[self.item.meeting_id])}#paragraph-{self.origin}"
        return reverse("meetings:show_item", args=[self.item_id])


class ActionStep(models.Model):
    """One thing that was said or done about an action point, on a day, by somebody. Never changed and never removed.

    It has no history of its own: it is one. What it did to the action point stands in that one's columns.
    """

    class Kind(models.TextChoices):
        UPDATED = "updated", "Said how it is going"
        PROPOSED = "proposed", "Said that it is complete"
        SENT_BACK = "sent back", "Said that it is not complete yet"
        COMPLETED = "completed", "Marked it as complete"
        DROPPED = "dropped", "Dropped it"
        REOPENED = "reopened", "Reopened it"
        ASKED = "asked", "Asked for another date"
        REDATED = "redated", "Changed the due date"
        REFUSED = "refused", "Refused another date"
        OVERTAKEN = "overtaken", "Closed a request for another date"
        OVERRIDDEN = "overridden", "Set the RAG by hand"
        SET_BACK = "set back", "Set the RAG back"
        ATTACHED = "attached", "Attached evidence"
        DETACHED = "detached", "Took evidence out"
        PUT_BACK = "put back", "Put evidence back"

    action = models.ForeignKey(ActionPoint, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # what was said, why, or what was attached
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    by_link = models.BooleanField("by the link in a reminder", default=False)
    due_was = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    rag = models.CharField(max_length=10, blank=True, choices=rag.Rag.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "step of an action point"
        verbose_name_plural = "steps of action points"
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Protect(name="what_was_said_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            no_truncate(),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["asked", "redated", "refused", "overtaken"])
                | Q(due_was__isnull=False, due_on__isnull=False),
                name="a_step_about_a_date_says_which",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.action_id}"


@governed()
class Redating(models.Model):
    """That an action point was to be due on another day: asked for, with a reason, and what was answered.

    The secretary's and the chair's own changes stand here too, as asked and agreed in one.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"
        OVERTAKEN = "overtaken", "Overtaken"

    action = models.ForeignKey(ActionPoint, on_delete=models.PROTECT, related_name="redatings")
    due_was = models.DateField("due before")
    due_on = models.DateField("due after")
    reason = models.TextField("why")
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    answer = models.TextField("what was answered", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "change of a due date"
        verbose_name_plural = "changes of due dates"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(state="asked"),
                name="one_question_for_another_date_at_a_time",
                violation_error_message="Another date is asked for already. Wait for the answer.",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answer_about_a_date_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="a_date_is_refused_for_a_reason",
                violation_error_message="Enter why the date is refused.",
            ),
            models.CheckConstraint(
                condition=~Q(due_on=F("due_was")),
                name="another_date_is_another",
                violation_error_message="Enter another date than the one that it is due on now.",
            ),
        ]

    def __str__(self):
        return f"{self.action_id}: {self.due_was} to {self.due_on}"

    def governing_body_id(self):
        return self.action.governing_body_id()


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What was not taken out, of that."""
        return self.known_to(person).filter(withdrawn_at__isnull=True)

    def known_to(self, person):
        """Taken out or not, for the seats of the body that may read the action point, and for invited guests.

        It is never public, even where the action point is in published minutes.
        """
        theirs = Q(action__item__meeting__body__in=bodies_seen_by(person, Audience.SEATS))
        if person.pk:
            theirs |= Q(action__item__in=ItemInvitation.objects.holding_for(person))
        return self.filter(theirs, action__in=ActionPoint.objects.visible_to(person))


@pgtrigger.register(
    pgtrigger.Protect(
        name="evidence_is_taken_out_for_a_reason",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(
            old__withdrawn_at__isnull=True, new__withdrawn_at__isnull=False, new__withdrawn_reason=""
        ),
    )
)
@governed()
class Evidence(models.Model):
    """A file that shows how far an action point is, or that it is done."""

    action = models.ForeignKey(ActionPoint, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("what it shows", max_length=200)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # none of what was taken out before it was asked for
    withdrawn_reason = models.CharField("why it was taken out", max_length=300, blank=True, db_default="")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "evidence"
        verbose_name_plural = "evidence"
        ordering = ["attached_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_reason=""),
                name="only_evidence_taken_out_says_why",
            ),
        ]

    def __str__(self):
        return self.title

    def governing_body_id(self):
        return self.action.governing_body_id()
