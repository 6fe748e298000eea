"""Pages about what the chair takes while the meeting sits, though it was not on the agenda."""

from django.urls import reverse

from ccsp_portal.once.decorator import once
from meetings.forms.agenda import ChangeUrgentForm, TakeOffForm, UrgentItemForm
from meetings.models import AgendaItem
from meetings.views.records import back_to, item_in_hand, run_at
from meetings.views.session import meeting_to_run
from meetings.workflow import urgent
from partners.views.asking import Page, ask


def _page(heading, meeting, item=None, before=()):
    back = run_at(meeting, item)
    return Page(
        heading=heading, caption=str(meeting), back=back, back_words="Back to running the meeting", before=before
    )  # fmt: skip


@once
def add_urgent_item(request, pk):
    """An item that was not on the agenda, and that the chair takes."""
    meeting = meeting_to_run(request, pk)
    urgent.TAKE.check(meeting, request.user)
    form = back_to(meeting, UrgentItemForm.from_request(request, body=meeting.body))

    def act(_):
        item = urgent.add_urgent_item(meeting, **form.answers, by=request.user)
        return f"“{item.title}” is item {item.number}.", run_at(meeting, item)

    return ask(request, form, act, _page("Add an urgent item", meeting))


def _urgent_item(request, pk, move) -> AgendaItem:
    """An urgent item that the person may read (404), and change or take off (403) now (409)."""
    item = item_in_hand(request, pk, move.permission)
    move.check(item.meeting, request.user)
    urgent.refuse_other(item)
    return item


@once
def change_urgent_item(request, pk):
    """It was added with the wrong words, say: all that its form asked can be put right."""
    item = _urgent_item(request, pk, urgent.CHANGE)
    meeting = item.meeting
    form = back_to(meeting, ChangeUrgentForm.from_request(request, instance=item, body=meeting.body), item)

    def act(answers):
        saved = urgent.change_urgent_item(item, **form.answers, version=answers["version"], by=request.user)
        return f"Item {saved.number} is saved."

    return ask(request, form, act, _page(f"Change item {item.number}", meeting, item))


@once
def take_off_urgent_item(request, pk):
    """It was added by mistake."""
    item = _urgent_item(request, pk, urgent.TAKE_OFF)
    urgent.refuse_recorded(item)
    form = back_to(item.meeting, TakeOffForm.from_request(request), item)
    before = (
        f"Its number {item.number} is given to no other item. Where the item stood, everybody reads that it was taken "
        "off, and why. You can’t put it back: add it again if it is wanted after all.",
    )

    def act(answers):
        urgent.take_off_urgent_item(item, reason=answers["reason"], by=request.user)
        return f"Item {item.number} is off the agenda.", reverse("meetings:run_meeting", args=[item.meeting_id])

    return ask(request, form, act, _page(f"Take “{item}” off the agenda", item.meeting, item, before))


def about_urgent(person, item: AgendaItem) -> list[dict[str, str]]:
    """The pages on which an urgent item is put right and taken off, for who may open them now."""
    if not urgent.is_urgent(item) or not urgent.CHANGE.is_open_to(person, item.meeting):
        return []
    return [
        {"text": "Change it", "href": reverse("meetings:change_urgent_item", args=[item.pk])},
        {"text": "Take it off the agenda", "href": reverse("meetings:take_off_urgent_item", args=[item.pk])},
    ]
