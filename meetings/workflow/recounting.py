"""Whether decisions were taken while quorate is worked out again when who was there changes."""

from ccsp_portal.history.tracking import acting
from meetings.models import Decision, Meeting
from meetings.queries.roll import roll_of
from partners.models import User


def recount(meeting: Meeting, by: User) -> list[Decision]:
    """Put right what the meeting's decisions say of the quorum; returns those that say otherwise than before.

    Who came and who left is often recorded after the item, and a decision must not contradict the list of who was
    there. One query while nothing is decided. Once the minutes are with the chair
    nothing calls this.
    """
    decisions = list(
        Decision.objects.standing().filter(item__meeting=meeting).select_related("item").order_by("reference")
    )
    if not decisions:
        return []
    roll = roll_of(meeting)
    changed = [each for each in decisions if each.quorate != roll.quorum_for(each.item).met]
    with acting("work out the quorum again", by):
        for decision in changed:
            decision.quorate = not decision.quorate
            # not a change of its words: whoever is correcting those goes on
            decision.save(update_fields=["quorate"])
    return changed
