"""On a page of plain boxes each button saves all that was changed, and what can't be saved is shown again."""

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from ccsp_portal.prose.marks import mark_of
from ccsp_portal.prose.reading import read_plain
from meetings.models import AgendaItem, Minutes, MinuteText
from meetings.workflow import minuting as acts
from meetings.workflow.minutes import send_to_chair
from meetings.workflow.records import record_decision
from meetings.workflow.session import conclude
from partners.models import Role
from tests.cast import make_person, make_seat
from tests.factories import make_item
from tests.meetings.conftest import text_of


@pytest.fixture
def items(sitting_now):
    return [make_item(sitting_now, title=title) for title in ("Knives", "Drugs", "The plan")]


@pytest.fixture
def other(board, partnership):
    """Somebody else who may write the minutes."""
    seat = make_seat(board, partnership.organisations["council"], "second-secretary", role=Role.SECRETARY)
    return make_person("Bela Second", seat)


@pytest.fixture
def send(post, sitting_now, secretary):
    """`send({item: text})` sends the page's boxes, with the version and the text that it showed, `had`."""

    def send_boxes(texts, had=None, by=secretary, follow=False, **more):
        sent = {}
        for item, text in texts.items():
            version, shown = (had or {}).get(item, (0, ""))
            boxes = {"text": text, "version": version, "shown": mark_of(read_plain(shown))}
            sent |= {f"item-{item.pk}-{name}": value for name, value in boxes.items()}
        return post(by, reverse("meetings:write_minutes", args=[sitting_now.pk]), sent | more, follow=follow)

    return send_boxes


def texts():
    return dict(MinuteText.objects.order_by("item").values_list("item__title", "text"))


def test_every_box_that_was_changed_is_saved_by_one_button(items, send):
    first, second, third = items
    answer = send({first: "One.", second: "", third: "Three."}, at=second.pk)
    assert answer.url == reverse("meetings:run_meeting", args=[first.meeting_id]) + f"#item-{second.pk}"
    assert texts() == {"Knives": "One.", "The plan": "Three."}


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (3, "The minutes of items 1, 2 and 3 are saved."),
        (1, "The minute of item 1 is saved."),
        (0, "Everything was saved already."),
    ],
)
def test_it_says_what_is_saved(items, send, count, words):
    assert words in text_of(send(dict.fromkeys(items, "") | dict.fromkeys(items[:count], "Said."), follow=True))


def test_what_somebody_else_saved_in_a_box_that_was_not_touched_stays_theirs(items, send, other):
    acts.write_minute(items[0], "Before.", by=other)
    acts.write_minute(items[0], "After.", version=1, by=other)
    assert send({items[0]: "Before.", items[1]: "Mine."}, {items[0]: (1, "Before.")}).status_code == 302
    assert texts() == {"Knives": "After.", "Drugs": "Mine."}


def test_a_conflict_in_two_boxes_shows_both_and_saves_the_third(items, send, other):
    for item in items[:2]:
        acts.write_minute(item, "Theirs <b>.", by=other)
    page = send(dict.fromkeys(items, "Mine <i>."))
    assert page.status_code == 409
    assert texts() == {"Knives": "Theirs <b>.", "Drugs": "Theirs <b>.", "The plan": "Mine <i>."}
    html = page.content.decode()
    assert html.count(">Mine &lt;i&gt;.</textarea>") == 2
    assert html.count("Theirs &lt;b&gt;.") >= 2
    assert "The minute of item 3 is saved." in text_of(page)
    assert f'name="item-{items[2].pk}-text"' not in html


@pytest.mark.parametrize(
    ("keep", "text"), [("mine", "Mine."), ("both", "Theirs.\n\nMine."), ("theirs", "Theirs."), ("", "Mine.")]
)
def test_after_a_conflict_each_choice_does_what_it_says(items, send, other, keep, text):
    acts.write_minute(items[0], "Theirs.", by=other)
    item = items[0]
    answers = {f"item-{item.pk}-keep": keep, f"item-{item.pk}-shown": ""}
    assert send({item: "Mine."}, {item: (1, "")}, **answers).status_code == 302
    assert texts() == {"Knives": text}


def test_one_that_is_too_long_is_shown_again_and_the_others_are_saved(items, send):
    page = send({items[0]: "x" * 60_000, items[1]: "Short."})
    assert page.status_code == 422
    assert "The minute must be 50,000 characters or fewer, and this is 60,000." in text_of(page)
    assert "x" * 60_000 in page.content.decode()
    assert texts() == {"Drugs": "Short."}


def test_of_an_item_that_was_taken_off_meanwhile_what_was_typed_is_there_to_copy(items, send):
    AgendaItem.objects.filter(pk=items[0].pk).update(withdrawn_at=clock.now())
    page = send({items[0]: "Too late.", items[1]: "In time."})
    assert page.status_code == 409
    assert "This item was taken off the agenda" in text_of(page)
    assert "readonly>Too late.</textarea>" in page.content.decode()
    assert "Save the minutes" not in text_of(page)
    assert texts() == {"Drugs": "In time."}


def test_once_the_minutes_are_with_the_chair_all_of_it_is_there_to_copy(items, send, sitting_now, secretary):
    for item in items:
        record_decision(item, outcome="agreed", text="Go on", by=secretary)
    conclude(sitting_now, by=secretary)
    send_to_chair(Minutes.objects.get(), by=secretary)
    page = send(dict.fromkeys(items, "Too late."))
    assert page.status_code == 409
    assert page.content.decode().count("readonly>Too late.</textarea>") == 3


def test_a_box_that_cannot_be_read_is_shown_again(items, send):
    page = send({items[0]: "One."}, {items[0]: ("later", "")})
    assert page.status_code == 422
    assert ">One.</textarea>" in page.content.decode()
    assert texts() == {}


def test_no_box_reaches_an_item_of_another_meeting_or_one_that_may_not_be_read(items, send, board, secretary, cast):
    assert send({items[0]: "x"}, by=cast.chair).status_code == 403
    assert texts() == {}


@pytest.mark.parametrize("count", [1, 3])
def test_boxes_that_were_not_changed_cost_nothing(
    items, sitting_now, secretary, sign_in, count, django_assert_num_queries
):
    client, answers = sign_in(secretary), {"form_token": new_token(secretary)}
    for item in items[:count]:
        answers |= {f"item-{item.pk}-{name}": value for name, value in (("text", ""), ("version", 0))}
        answers[f"item-{item.pk}-shown"] = mark_of(())
    with django_assert_num_queries(9):
        client.post(reverse("meetings:write_minutes", args=[sitting_now.pk]), answers)
