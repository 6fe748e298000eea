"""What a meeting leaves behind: its decisions, and the numbers that no record has twice."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem, ItemExclusion, ItemInvitation
from meetings.models.procedures import WrittenProcedure
from partners.audience import Audience, Privacy, bodies_seen_by
from partners.models import Appointment, Body, Organisation, Seat


class NumberSeries(models.Model):
    """The last number drawn of a kind, for a body and financial year: the row that is locked while one is drawn."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    financial_year = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=10, choices=[("decision", "Decision"), ("action", "Action point"), ("risk", "Risk")]
    )
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "number series"
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint(fields=["body", "financial_year", "kind"], name="one_series_a_year")]

    def __str__(self):
        return f"{self.body} {self.financial_year} {self.kind}: {self.last}"


class RecordQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A record of an open item is public once its minutes are; before, and of a private item, it is for those
        who may read the item: from a seat, or invited to it."""
        minuted = Q(item__privacy=Privacy.OPEN, item__meeting__minutes__state__in=["cleared", "approved", "signed"])
        open_records = Q(item__privacy=Privacy.OPEN, item__meeting__body__in=bodies_seen_by(person, Audience.SEATS))
        private_records = Q(
            item__privacy=Privacy.PRIVATE, item__meeting__body__in=bodies_seen_by(person, Audience.PRIVATE_READERS)
        )
        known = minuted | open_records | private_records
        if not person.pk:
            return self.filter(known)
        known |= Q(item__in=ItemInvitation.objects.holding_for(person))
        # who takes no part in a private item learns nothing of what came of it
        left_out = Q(item__privacy=Privacy.PRIVATE, item__in=ItemExclusion.objects.holding_for(person))
        return self.filter(known).exclude(left_out)


class DecisionQuerySet(RecordQuerySet):
    def visible_to(self, person):
        """As other records of an item; one by written procedure is for those who may see the procedure."""
        by_procedure = Q(procedure__in=WrittenProcedure.objects.visible_to(person))
        of_items = Q(item__isnull=False, pk__in=super().visible_to(person).values("pk"))
        return self.filter(of_items | by_procedure)

    def standing(self):
        """Those that were not taken back: only they count, anywhere."""
        return self.filter(taken_back_at__isnull=True)

    def binding(self):
        """Those by which something can be signed off or adopted: agreed while quorate, and not superseded since.

        What was noted, referred, deferred or not agreed binds nobody.
        """
        return self.standing().filter(outcome=Decision.Outcome.AGREED, quorate=True, superseded_by__isnull=True)


@governed()
class Decision(models.Model):
    """What a meeting decided on an item, took note of, referred to others, or put off."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        NOTED = "noted", "Noted"
        REFERRED = "referred", "Referred"
        DEFERRED = "deferred", "Deferred to a later meeting"
        NOT_AGREED = "not agreed", "Not agreed"

    # one of the two: what it was decided on, at a meeting or between meetings
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    procedure = models.OneToOneField(
        WrittenProcedure, on_delete=models.PROTECT, null=True, blank=True, related_name="decision"
    )
    reference = models.CharField("number", max_length=40, unique=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    text = models.TextField("decision")
    quorate = models.BooleanField("taken while quorate")
    # where it was referred: to a body of the partnership, or to an organisation
    referred_to_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="referred to"
    )
    referred_to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="referred to"
    )
    # counted only where a vote was asked for; the voting seats are those that were there, worked out then and kept
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    voting_seats = models.PositiveSmallIntegerField("voting seats present", null=True, blank=True)
    must_act = models.ManyToManyField(
        Seat, blank=True, related_name="decisions_to_carry_out", verbose_name="who must act"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    # recorded by mistake: it counts nowhere, keeps its number, and supersedes nothing
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_because = models.CharField("why it was taken back", max_length=300, blank=True)
    decided_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey("partners.Appointment", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "decision"
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, procedure__isnull=True) | Q(item__isnull=True, procedure__isnull=False),
                name="it_is_decided_on_an_item_or_by_written_procedure",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["agreed", "noted", "referred", "deferred", "not agreed"]),
                name="a_decision_has_an_outcome_that_we_know",
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome="referred")
                    & (
                        Q(referred_to_body__isnull=False, referred_to_organisation__isnull=True)
                        | Q(referred_to_body__isnull=True, referred_to_organisation__isnull=False)
                    )
                )
                | (~Q(outcome="referred") & Q(referred_to_body__isnull=True, referred_to_organisation__isnull=True)),
                name="what_is_referred_says_to_whom",
                violation_error_message="Say to which body or organisation it is referred.",
            ),
            models.CheckConstraint(
                condition=Q(
                    votes_for__isnull=True,
                    votes_against__isnull=True,
                    votes_abstained__isnull=True,
                    voting_seats__isnull=True,
                )
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    votes_abstained__isnull=False,
                    voting_seats__gte=F("votes_for") + F("votes_against") + F("votes_abstained"),
                ),
                name="no_more_votes_than_voting_seats",
                violation_error_message="There are more votes than voting seats were present.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="agreed") | Q(votes_for__isnull=True) | Q(votes_for__gte=F("votes_against")),
                name="what_is_agreed_was_not_voted_down",
                violation_error_message="More voted against than for, so it cannot be agreed.",
            ),
            # what it supersedes was recorded before it, so no chain of them ever comes back to its beginning
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | Q(supersedes__lt=F("id")),
                name="a_decision_supersedes_an_earlier_one",
                violation_error_message="A decision can only supersede an earlier one.",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_because="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_because="")),
                name="what_is_taken_back_says_when_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(supersedes__isnull=True, procedure__isnull=True),
                name="what_is_taken_back_supersedes_nothing",
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.text}"

    def get_absolute_url(self):
        return reverse("meetings:show_decision", args=[self.pk])

    @property
    def comes_back_key(self) -> str:
        """Under which the forward plan has what it put off: once."""
        return f"put off/{self.pk}"

    def governing_body_id(self):
        return self.item.meeting.body_id if self.item else self.procedure.body_id

    @property
    def body(self):
        """Whose decision it is."""
        return self.item.meeting.body if self.item else self.procedure.body

    @property
    def day(self):
        """The London day of the meeting that took it, or on which the written procedure was closed."""
        return self.item.meeting.day if self.item else self.procedure.closed_on

    @property
    def about(self):
        """What it is on: the item, or the written procedure. Both have a title, and are open or private."""
        return self.item or self.procedure

    @property
    def referred_to(self):
        """The body or organisation to which it was referred, if it was."""
        return self.referred_to_body or self.referred_to_organisation

    @property
    def needs_confirming(self):
        """Whether a later meeting may have to confirm it: putting off and referring need no quorum."""
        put_off = self.outcome in {self.Outcome.DEFERRED, self.Outcome.REFERRED}
        return not self.quorate and not put_off and not self.taken_back_at

    @property
    def has_vote(self):
        return self.votes_for is not None

    @property
    def vote_in_words(self):
        """ "5 for, 1 against, 2 abstained, of 9 voting seats present"."""
        seats = "1 voting seat" if self.voting_seats == 1 else f"{self.voting_seats} voting seats"
        present = " present" if self.item_id else ""
        said = f"{self.votes_for} for, {self.votes_against} against, {self.votes_abstained} abstained"
        return f"{said}, of {seats}{present}"

    @property
    def said(self):
        """What minutes say of it besides its words, as sentences: seats are named, and no persons.

        What it supersedes is not among them: that may be private, and each page asks whether its reader may know.
        """
        dissents = [each for each in self.dissents.all() if not each.withdrawn_at]
        return [
            *([f"Referred to: {self.referred_to}."] if self.referred_to else []),
            *([f"Vote: {self.vote_in_words}."] if self.has_vote else []),
            *(f"Dissent of {each.seat}: “{each.words}”" for each in dissents),
            *(["To act: " + "; ".join(map(str, self.must_act.all())) + "."] if self.must_act.all() else []),
        ]


@governed()
class Dissent(models.Model):
    """That a seat asked for its dissent from a decision to be recorded, in its own words."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="dissents")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    # who sat in it
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("dissent, in their words")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "dissent"
        verbose_name_plural = "dissents"
        ordering = ["seat__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "seat"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_dissent_a_seat",
                violation_error_message="The dissent of this seat is recorded already.",
            ),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="a_dissent_has_words",
                violation_error_message="Enter the dissent in their words.",
            ),
        ]

    def __str__(self):
        return f"Dissent of {self.seat}"

    def governing_body_id(self):
        return self.decision.governing_body_id()
