"""Letting people into one item who have no seat that would let them in, and ending that."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move, NotOpen, lock
from meetings.models import AgendaItem, ItemInvitation
from meetings.workflow.agenda import UNTIL_THE_END
from partners.audience import Audience, readers_on
from partners.models import User

INVITE = Move("invite to the item", UNTIL_THE_END, None, "meetings.invite_to_item")
MOVES = (INVITE,)


def check_may_invite(item, by):
    """PermissionDenied for who invites nobody. Ending an invitation is possible also after the meeting."""
    if not by.has_perm(INVITE.permission, item):
        raise PermissionDenied("Only the secretary and the chair invite people to an item.")


def people_to_invite(item: AgendaItem) -> QuerySet[User]:
    """Everybody with an account who could not read the item today if it were private. Four queries at most."""
    readers = {right.person.pk for right in readers_on(clock.today(), Audience.PRIVATE_READERS, item.meeting.body_id)}
    invited = item.invitations.holding().values("person")
    return User.objects.people().filter(is_active=True).exclude(pk__in=readers).exclude(pk__in=invited)


@transaction.atomic
def invite_to_item(item: AgendaItem, person: User, *, by) -> ItemInvitation:
    """Let a person who has no seat read one item, private or not, and come for it. They are told.

    Raises PermissionDenied, NotOpen once the meeting is over, ValidationError for who has no account, or is invited.
    """
    check_may_invite(item, by)
    INVITE.check_state(lock(item.meeting))
    if not person.is_active:
        raise ValidationError("This person has no account any more.")
    invitation = ItemInvitation(item=item, person=person, invited_at=clock.now(), invited_by=by)
    invitation.full_clean()
    with acting("invite to an item", by):
        invitation.save()
    context = {"meeting": item.meeting, "item": item, "by": by}
    outbox.put([person], "meetings/notices/invited_to_item.txt", once=f"guest-{invitation.pk}", sight=item, **context)
    return invitation


@transaction.atomic
def end_invitation(invitation: ItemInvitation, *, by) -> ItemInvitation:
    """From now on the person sees no more of the item than anybody without an invitation. NotOpen if it has ended."""
    check_may_invite(invitation.item, by)
    invitation = lock(invitation)
    if invitation.ended_at:
        raise NotOpen("This invitation has ended already.")
    invitation.ended_at, invitation.ended_by = clock.now(), by
    invitation.full_clean()
    with acting("end the invitation to an item", by):
        invitation.save(update_fields=["ended_at", "ended_by"])
    return invitation
