"""The forward plan: what a body means to take at its meetings to come, and why; and who was asked for papers."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ccsp_portal import workdays
from ccsp_portal.history.tracking import governed
from ccsp_portal.statute import DUTIES
from meetings.models.agenda import AgendaItem, ItemExclusion
from meetings.models.meetings import Meeting
from meetings.models.privacy import A_PRIVATE_ONE_HAS_A_REASON_AND_A_PUBLIC_TITLE, MayHaveAPublicTitle
from partners.audience import Audience, Privacy, bodies_seen_by
from partners.models import Body, Seat

# where an item lies: at a meeting, or in a quarter in which none is convened yet
IN_A_QUARTER = Q(meeting__isnull=True, year__isnull=False, quarter__gte=1, quarter__lte=4)
AT_A_MEETING = Q(meeting__isnull=False, year__isnull=True, quarter__isnull=True)


class PlannedItemQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What the body's own people may know of: private ones, those who may read private items, and who proposed
        them; but not those who take no part in it. One is private too while its agenda item is. The public sees none:
        it sees the agenda item that one becomes, once that is circulated."""
        if not person.pk:
            return self.none()
        its_own = Q(body__in=bodies_seen_by(person, Audience.SEATS))
        is_open = Q(privacy=Privacy.OPEN) & (Q(item__isnull=True) | Q(item__privacy=Privacy.OPEN))
        readable = is_open | Q(body__in=bodies_seen_by(person, Audience.PRIVATE_READERS))
        without = ItemExclusion.objects.holding_for(person)
        left_out = Q(item__privacy=Privacy.PRIVATE, item__in=without) | Q(privacy=Privacy.PRIVATE, put_off__in=without)
        return self.filter(its_own & (readable | Q(proposed_by=person.pk))).exclude(left_out)

    def live(self):
        """Proposed or placed."""
        return self.filter(state__in=PlannedItem.LIVE)


@governed()
class PlannedItem(MayHaveAPublicTitle):
    """Business to come: who owns it, what for, why it must come, and when. It becomes an agenda item when placed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        PLACED = "placed", "Planned"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Ground(models.TextChoices):
        DUTY = "duty", "A statutory duty"
        COMMITMENT = "commitment", "A commitment of the plan"
        RULE = "rule", "A rule of the body’s own"
        REQUEST = "request", "A request"

    LIVE = (State.PROPOSED, State.PLACED)

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="planned_items")
    title = models.CharField(max_length=200)
    description = models.TextField("what is asked", blank=True)
    purpose = models.CharField(
        max_length=10, choices=AgendaItem.Purpose.choices, default=AgendaItem.Purpose.DECIDE.value
    )
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="planned_items")
    minutes_allotted = models.PositiveSmallIntegerField("minutes allotted", default=15)
    ground = models.CharField("why it must come", max_length=12, choices=Ground.choices)
    # a key of DUTIES: the law stands there, and is not copied here
    duty = models.CharField(max_length=10, blank=True)
    ground_text = models.CharField("which commitment, rule or request", max_length=300, blank=True)

    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="planned_items")
    year = models.PositiveSmallIntegerField("financial year", null=True, blank=True)
    quarter = models.PositiveSmallIntegerField("quarter of the financial year", null=True, blank=True)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="planned")
    # the item that a meeting deferred, or referred to this body: who takes no part in that takes none in this
    put_off = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="comes_back")
    # "" but for what proposes itself: it does so once
    once_key = models.CharField(max_length=80, blank=True)

    proposed_at = models.DateTimeField("proposed")
    proposed_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        "partners.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("placed, declined or withdrawn", null=True, blank=True)
    decided_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("why it was declined or withdrawn", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlannedItemQuerySet.as_manager()

    class Meta:
        verbose_name = "item of the forward plan"
        verbose_name_plural = "items of the forward plan"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=AT_A_MEETING | IN_A_QUARTER, name="it_is_planned_for_a_meeting_or_a_quarter"
            ),
            models.CheckConstraint(
                condition=(Q(ground="duty") & ~Q(duty="")) | (~Q(ground="duty") & Q(duty="") & ~Q(ground_text="")),
                name="it_says_why_it_must_come",
                violation_error_message="Say why it must come: which duty, commitment, rule or request.",
            ),
            models.CheckConstraint(
                condition=A_PRIVATE_ONE_HAS_A_REASON_AND_A_PUBLIC_TITLE,
                name="a_private_planned_item_has_a_reason_and_a_public_title",
                violation_error_message="A private item needs a reason and a public title.",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="what_became_of_a_proposal_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "withdrawn"]) | ~Q(reason=""),
                name="a_declined_or_withdrawn_proposal_says_why",
                violation_error_message="Enter why.",
            ),
            models.UniqueConstraint(fields=["once_key"], condition=~Q(once_key=""), name="it_proposes_itself_once"),
        ]

    @property
    def private_one(self) -> MayHaveAPublicTitle | None:
        """What makes it private: the agenda item that it became, or itself; None of an open one. No query where its
        item was read with it."""
        return next((each for each in (self.item, self) if each and each.is_private), None)

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:show_planned_item", args=[self.pk])

    @property
    def quarter_of(self) -> tuple[int, int]:
        """The financial year and quarter in which it lies."""
        return workdays.financial_quarter(self.meeting.day) if self.meeting else (self.year, self.quarter)

    @property
    def why(self) -> str:
        """Why it must come, as a sentence."""
        duty = next((each for each in DUTIES if each.key == self.duty), None)
        said = f"{duty.words} ({duty.basis})" if duty else self.ground_text
        if duty and self.ground_text:
            said = f"{said}. {self.ground_text}"
        return f"{self.get_ground_display()}: {said}"

    def governing_body_id(self):
        return self.body_id


@governed()
class PlanMove(models.Model):
    """That an item of the forward plan was moved from one meeting or quarter to another, and why: kept for good."""

    planned = models.ForeignKey(PlannedItem, on_delete=models.PROTECT, related_name="moves")
    # as they were called on the day: meetings move too
    from_words = models.CharField("from", max_length=100)
    to_words = models.CharField("to", max_length=100)
    reason = models.CharField(max_length=300)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "move within the forward plan"
        verbose_name_plural = "moves within the forward plan"
        ordering = ["moved_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_move_within_the_forward_plan_says_why",
                violation_error_message="Enter why it is moved.",
            ),
        ]

    def __str__(self):
        return f"{self.planned}: from {self.from_words} to {self.to_words}"

    def governing_body_id(self):
        return self.planned.body_id


@governed()
class PaperCall(models.Model):
    """That a seat was asked for its paper to an item, and when."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="calls")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    called_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "call for a paper"
        verbose_name_plural = "calls for papers"
        ordering = ["called_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="one_call_an_item_and_seat")]

    def __str__(self):
        return f"{self.seat} was asked for the paper to {self.item}"

    def governing_body_id(self):
        return self.item.meeting.body_id
