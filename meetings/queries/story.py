"""The story of an action point in plain sentences: who asked for it, and all that was said and done since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ccsp_portal.govuk.templatetags.govuk import short_date
from meetings.models import ActionPoint, ActionStep

Kind = ActionStep.Kind


@dataclass(frozen=True)
class Told:
    """One sentence of the story: when, what, and the words that were said with it."""

    at: datetime
    sentence: str
    words: str = ""


def story_of(action: ActionPoint) -> list[Told]:
    """The whole story, the latest first. One query."""
    steps = action.steps.select_related("by", "appointment__seat__organisation", "meeting").order_by("-at", "-pk")
    told = [Told(step.at, SENTENCES[step.kind](step), step.text) for step in steps]
    if not told and action.updated_at:
        # said before steps were kept
        told.append(Told(action.updated_at, f"{action.updated_by} said how it is going.", action.latest_update))
    return [*told, Told(action.raised_at, _raising(action))]


def _raising(action):
    asked = f" Then {action.person} held that seat." if action.person else ""
    return (
        f"{action.raised_by} recorded that the meeting asked it of the seat {action.owner}, "
        f"by {short_date(action.first_due_on)}.{asked}"
    )


def _who(step):
    """The person, and the seat from which they acted."""
    seat = f", {step.appointment.seat}," if step.appointment else ""
    return f"{step.by}{seat}"


def _plain(verb: str) -> Callable[[ActionStep], str]:
    def sentence(step):
        by_link = " by the link in a reminder" if step.by_link else ""
        return f"{_who(step)} {verb}{by_link}."

    return sentence


def _closing(verb: str) -> Callable[[ActionStep], str]:
    def sentence(step):
        by_meeting = f", as decided by the meeting {step.meeting}" if step.meeting else ""
        return f"{_who(step)} {verb}{by_meeting}."

    return sentence


def _dated(verb: str) -> Callable[[ActionStep], str]:
    def sentence(step):
        by_link = ", by the link in a reminder" if step.by_link else ""
        return f"{_who(step)} {verb.format(was=short_date(step.due_was), now=short_date(step.due_on))}{by_link}."

    return sentence


SENTENCES: dict[str, Callable[[ActionStep], str]] = {
    Kind.UPDATED: _plain("said how it is going"),
    Kind.PROPOSED: _plain("said that it is complete"),
    Kind.SENT_BACK: _plain("said that it is not complete yet"),
    Kind.COMPLETED: _closing("marked it as complete"),
    Kind.DROPPED: _closing("dropped it, as it is no longer needed"),
    Kind.REOPENED: _plain("reopened it"),
    Kind.ASKED: _dated("asked to change the due date from {was} to {now}"),
    Kind.REDATED: _dated("changed the due date from {was} to {now}"),
    Kind.REFUSED: _dated("refused to change the due date from {was} to {now}"),
    Kind.OVERTAKEN: _dated("closed the question whether it may be due on {now} instead of {was}"),
    Kind.OVERRIDDEN: lambda step: f"{_who(step)} set the RAG to {step.get_rag_display().lower()} by hand.",
    Kind.SET_BACK: _plain("set the RAG back to what the rule says"),
    Kind.ATTACHED: _plain("attached evidence"),
    Kind.DETACHED: _plain("took evidence out"),
    Kind.PUT_BACK: _plain("put evidence back"),
}
