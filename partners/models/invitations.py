"""Invitations: single-use links by which people come to their seats."""

from django.db import models
from django.db.models import Q

from ccsp_portal import clock
from partners.models.dated import Dated, ends_after_it_begins
from partners.models.seats import Appointment, Seat


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor withdrawn: those whose link has run out are among them."""
        return self.filter(state=Invitation.State.SENT)

    def waiting(self):
        """Open, with a link that still works."""
        return self.open().filter(expires_at__gt=clock.now())

    def accepted(self):
        return self.filter(state=Invitation.State.ACCEPTED)

    def revoked(self):
        return self.filter(state=Invitation.State.REVOKED)

    def run_out(self):
        """Open, with a link that has run out."""
        return self.open().filter(expires_at__lte=clock.now())


class Invitation(Dated):
    """A person asked to a seat. It has no history: it holds an address, and the hash of a secret."""

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        ACCEPTED = "accepted", "Accepted"
        REVOKED = "revoked", "Withdrawn"

    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=150)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=20, choices=Appointment.Kind.choices, default=Appointment.Kind.SUBSTANTIVE)
    state = models.CharField(max_length=20, choices=State.choices, default=State.SENT)
    # a SHA-256; the link's token itself is kept nowhere
    token_hash = models.CharField(max_length=64, unique=True)
    # nobody: the first secretary is invited from the command line
    invited_by = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        "partners.User", on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )

    objects = InvitationQuerySet.as_manager()

    # the appointment of whoever hands the seat over, and how long it would have lasted else
    follows = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    follows_until = models.DateField("last day that the appointment before had", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        ordering = ["-invited_at"]
        constraints = [
            ends_after_it_begins("invitation_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False, person__isnull=False),
                name="an_accepted_invitation_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_at__isnull=False), name="a_revoked_invitation_says_when"
            ),
            models.UniqueConstraint(
                fields=["seat", "email"],
                condition=Q(state="sent"),
                name="one_open_invitation_of_an_address_to_a_seat",
                violation_error_message="This address has an invitation to this seat already. Send that one again.",
            ),
        ]

    def __str__(self):
        return f"Invitation of {self.name}"

    @property
    def has_run_out(self):
        return self.state == self.State.SENT and self.expires_at <= clock.now()

    @property
    def standing_in_words(self):
        """Its state as lists show it."""
        if self.state != self.State.SENT:
            return self.get_state_display()
        return "Link has run out" if self.has_run_out else "Waiting"

    def governing_body_id(self):
        return self.seat.body_id
