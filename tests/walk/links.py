"""The personal links of the walk's world: good ones, another's and dead ones."""

from ccsp_portal.notices.personal import fill_in, token_for
from meetings.models import ActionPoint
from meetings.workflow.links import action_link


def action_links(world):
    """The police lead's links: to an action point that is not public yet, to a private one, and none at all."""
    mine = ActionPoint.objects.select_related("item").get(pk=world.session.open.action.pk)
    person = world.cast.police_lead
    private = ActionPoint.objects.get(pk=world.session.private.action.pk)
    ActionPoint.objects.filter(pk=private.pk).update(owner=mine.owner_id)
    tokens = {
        which: fill_in(action_link(action), person).split("/")[-2]
        for which, action in (("good", mine), ("private", private))
    }
    return {which: {"token": token} for which, token in {**tokens, "dead": "no-such"}.items()}


def reply_links(world):
    """The police lead's, whoever opens it; one for a seat that is another's, and one that nobody made."""
    police, chair = world.partnership.seats["police"], world.partnership.seats["chair"]
    person, meeting = world.cast.police_lead, world.circulated
    return {
        "theirs": {"token": token_for(person, "reply", meeting.pk, police.pk)},
        "another's": {"token": token_for(person, "reply", meeting.pk, chair.pk)},
        "dead": {"token": "no-such"},
    }
