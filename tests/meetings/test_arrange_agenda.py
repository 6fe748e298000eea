"""The agenda is put in order, copied and laid out from a template; private items are gathered at its end."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.workflow import Conflict, NotOpen, Stale
from meetings.models import AgendaItem, Meeting
from meetings.queries.agenda import length_of
from meetings.queries.pack import readiness
from meetings.workflow import agenda as acts
from meetings.workflow import standing
from meetings.workflow.records import raise_action
from meetings.workflow.scheduling import convene
from partners.models import MeetingPolicy
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import NOW, sitting, text_of

STANDING = [
    {"key": "minutes", "title": "Minutes", "purpose": "decide", "minutes": 5},
    {"key": "actions", "title": "Action log", "purpose": "discuss", "minutes": 10},
    {"key": "other", "title": "Any other business", "purpose": "discuss", "minutes": 5},
]
PRIVATE = {"privacy": "private", "private_reason": "It names people", "public_title": "A matter"}


@pytest.fixture
def laid_out(board, in_may, secretary):
    MeetingPolicy.objects.update(standing_items=STANDING)
    return convene(type(board).objects.get(pk=board.pk), sitting(date(2027, 6, 10)), by=secretary)


def titles(meeting):
    return [item.title for item in meeting.items.live()]


def ids(meeting):
    return [item.pk for item in meeting.items.live()]


def test_private_items_are_gathered_at_the_end_and_open_ones_come_before(laid_out, secretary):
    acts.add_item(laid_out, title="Secret", purpose="note", **PRIVATE, by=secretary)
    acts.add_item(laid_out, title="Open", purpose="note", by=secretary)
    assert titles(laid_out) == ["Minutes", "Action log", "Open", "Any other business", "Secret"]


def test_an_item_that_becomes_private_goes_to_the_end_and_back_to_the_business_when_open(laid_out, secretary):
    item = acts.add_item(laid_out, title="A", purpose="note", by=secretary)
    item = acts.set_privacy(item, version=1, **PRIVATE, by=secretary)
    assert titles(laid_out)[-1] == "A"
    acts.edit_item(item, version=item.version, privacy="open", by=secretary)
    assert titles(laid_out) == ["Minutes", "Action log", "A", "Any other business"]


def test_a_private_item_that_is_placed_otherwise_stays_there(laid_out, secretary, sign_in):
    item = acts.add_item(laid_out, title="Secret", purpose="note", **PRIVATE, by=secretary)
    acts.move_item(item, up=True, by=secretary)
    assert titles(laid_out) == ["Minutes", "Action log", "Secret", "Any other business"]
    page = text_of(sign_in(secretary).get(reverse("meetings:show_meeting", args=[laid_out.pk])))
    assert "Private part of the meeting" not in page


def test_the_private_part_is_a_section_of_the_agenda(laid_out, secretary, sign_in):
    acts.add_item(laid_out, title="Secret", purpose="note", **PRIVATE, by=secretary)
    page = text_of(sign_in(secretary).get(reverse("meetings:show_meeting", args=[laid_out.pk])))
    assert "Private part of the meeting Secret" in page


def test_the_order_that_is_sent_is_kept(laid_out, secretary):
    order = ids(laid_out)[::-1]
    acts.order_items(laid_out, order, instead_of=ids(laid_out), by=secretary)
    assert ids(laid_out) == order


@pytest.mark.parametrize("what", ["added", "moved", "unknown"])
def test_an_agenda_that_changed_meanwhile_is_not_rearranged(laid_out, secretary, what):
    seen = ids(laid_out)
    order = seen[::-1]
    if what == "added":
        acts.add_item(laid_out, title="New", purpose="note", by=secretary)
    if what == "moved":
        acts.move_item(laid_out.items.first(), up=False, by=secretary)
    if what == "unknown":
        order = [*order[1:], 999_999]
    with pytest.raises(Conflict, match="changed while you were arranging it"):
        acts.order_items(laid_out, order, instead_of=seen, by=secretary)


def test_numbered_items_keep_their_order_and_a_late_one_goes_anywhere(laid_out, secretary):
    for pk, number in acts.draw_numbers(laid_out).items():
        AgendaItem.objects.filter(pk=pk).update(number=number)
    late = acts.add_item(laid_out, title="Late", purpose="note", by=secretary)
    seen = ids(laid_out)
    with pytest.raises(NotOpen, match="numbered items keep their order"):
        acts.order_items(laid_out, seen[::-1], instead_of=seen, by=secretary)
    acts.order_items(laid_out, [late.pk, *(pk for pk in seen if pk != late.pk)], instead_of=seen, by=secretary)
    assert titles(laid_out) == ["Late", "Minutes", "Action log", "Any other business"]
    assert acts.draw_numbers(laid_out)[late.pk] == "0A"


def test_the_form_of_the_page_puts_it_in_order_and_leads_back_to_the_item(laid_out, secretary, post):
    seen = ids(laid_out)
    order = [seen[2], seen[0], seen[1]]
    sent = {"order": ",".join(map(str, order)), "seen": ",".join(map(str, seen)), "moved": str(seen[2])}
    answer = post(secretary, reverse("meetings:order_items", args=[laid_out.pk]), sent)
    assert answer.url == reverse("meetings:edit_agenda", args=[laid_out.pk]) + f"#item-{seen[2]}"
    assert ids(laid_out) == order
    assert post(secretary, reverse("meetings:order_items", args=[laid_out.pk]), sent).status_code == 409


@pytest.mark.parametrize("box", ["order", "seen"])
def test_a_number_that_no_item_has_however_long_is_no_item(laid_out, secretary, post, box):
    sent = {"order": ",".join(map(str, ids(laid_out))), "seen": ",".join(map(str, ids(laid_out)))} | {box: "1" * 5000}
    assert post(secretary, reverse("meetings:order_items", args=[laid_out.pk]), sent).status_code == 409


# ── how long it takes ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agenda_that_overruns_is_warned_of_where_it_is_built_and_before_it_goes_out(laid_out, secretary, sign_in):
    acts.add_item(laid_out, title="Long", purpose="note", minutes_allotted=101, by=secretary)
    warning = "The agenda takes 1 minute longer than the meeting"
    page = text_of(sign_in(secretary).get(reverse("meetings:edit_agenda", args=[laid_out.pk])))
    assert warning in page
    assert "It takes 121 minutes, and ends at 4.01pm." in page
    assert any(warning in each for each in readiness(laid_out).warnings)


def boxes_of(meeting, **typed):
    """What the page of an agenda sends for its minutes: as they are, but for what was typed, by the item's title."""
    sent = {}
    for item in meeting.items.live():
        sent |= {f"version_{item.pk}": item.version, f"seen_{item.pk}": item.minutes_allotted}
        sent[f"minutes_{item.pk}"] = typed.get(item.title.split()[0], item.minutes_allotted)
    return sent


def joined(meeting):
    return ",".join(map(str, ids(meeting)))


def minutes_of(meeting):
    return dict(meeting.items.live().values_list("title", "minutes_allotted"))


def test_the_minutes_of_all_items_are_saved_in_one_act(laid_out, secretary, post, sign_in):
    before = minutes_of(laid_out)
    url = reverse("meetings:set_minutes", args=[laid_out.pk])
    answer = post(secretary, url, boxes_of(laid_out, Minutes="12", Any="130"))
    assert answer["Location"] == reverse("meetings:edit_agenda", args=[laid_out.pk])
    assert minutes_of(laid_out) == before | {"Minutes": 12, "Any other business": 130}
    assert [item.version for item in laid_out.items.live()] == [2, 1, 2]
    page = text_of(sign_in(secretary).get(answer["Location"]))
    assert "The agenda takes" in page and "longer than the meeting" in page


def test_minutes_typed_before_an_item_is_moved_are_saved_with_the_move(laid_out, secretary, post):
    first = laid_out.items.live().first()
    sent = boxes_of(laid_out, Minutes="12")
    answer = post(secretary, reverse("meetings:move_item", args=[first.pk, "down"]), sent)
    assert answer.status_code == 302
    assert laid_out.items.live()[1] == first
    assert minutes_of(laid_out)["Minutes"] == 12
    order = ids(laid_out)[::-1]
    sent = boxes_of(laid_out, Minutes="13") | {"order": ",".join(map(str, order)), "seen": joined(laid_out)}
    assert post(secretary, reverse("meetings:order_items", args=[laid_out.pk]), sent).status_code == 302
    assert (ids(laid_out), minutes_of(laid_out)["Minutes"]) == (order, 13)


def test_minutes_that_will_not_do_stand_beside_the_new_order_and_those_typed_meanwhile_beside_the_old(
    laid_out, secretary, post
):
    url = reverse("meetings:order_items", args=[laid_out.pk])
    seen, order = joined(laid_out), ids(laid_out)[::-1]
    sent = boxes_of(laid_out, Minutes="soon") | {"order": ",".join(map(str, order)), "seen": seen}
    refused = post(secretary, url, sent)
    assert refused.status_code == 422
    assert 'value="soon"' in refused.content.decode()
    assert ids(laid_out) == order
    late = post(secretary, url, boxes_of(laid_out, Minutes="14") | {"order": seen, "seen": seen})
    assert late.status_code == 409
    assert "The agenda changed while you were arranging it." in text_of(late)
    assert 'value="14"' in late.content.decode()
    assert ids(laid_out) == order


def test_minutes_that_will_not_do_get_a_sentence_and_nothing_is_lost(laid_out, secretary, post):
    before = minutes_of(laid_out)
    url = reverse("meetings:set_minutes", args=[laid_out.pk])
    refused = post(secretary, url, boxes_of(laid_out, Minutes="12", Action="soon", Any="0"))
    assert refused.status_code == 422
    page = text_of(refused)
    assert "Minutes for “Action log” must be a number between 1 and 480" in page
    assert "Minutes for “Any other business” must be a number between 1 and 480" in page
    assert 'value="soon"' in refused.content.decode() and 'value="12"' in refused.content.decode()
    assert "Enter how many minutes “Minutes” may take" in text_of(post(secretary, url, boxes_of(laid_out, Minutes="")))
    assert minutes_of(laid_out) == before


def test_minutes_that_somebody_changed_meanwhile_are_shown_and_saving_again_gives_ours(laid_out, secretary, post):
    url = reverse("meetings:set_minutes", args=[laid_out.pk])
    sent = boxes_of(laid_out, Minutes="12", Any="7")
    untouched, touched = laid_out.items.get(title="Action log"), laid_out.items.get(title="Minutes")
    acts.set_minutes(laid_out, [(untouched, 1, 40), (touched, 1, 33)], by=secretary)
    refused = post(secretary, url, sent)
    assert refused.status_code == 409
    assert "Somebody else changed “Minutes” meanwhile: it has 33 minutes." in text_of(refused)
    assert minutes_of(laid_out)["Any other business"] != 7
    again = sent | {f"version_{touched.pk}": 2, f"seen_{touched.pk}": 33}
    assert post(secretary, url, again).status_code == 302
    assert minutes_of(laid_out) == {"Minutes": 12, "Action log": 40, "Any other business": 7}


def test_only_the_secretary_sets_the_minutes(laid_out, cast, post):
    url = reverse("meetings:set_minutes", args=[laid_out.pk])
    answers = {name: post(person, url).status_code for name, person in cast.everybody.items() if name != "public"}
    assert answers.pop("secretary") == 302
    assert set(answers.values()) <= {403, 404}


def test_an_item_that_was_added_meanwhile_keeps_its_minutes(laid_out, secretary, post):
    sent = boxes_of(laid_out, Minutes="12")
    acts.add_item(laid_out, title="New", purpose="note", minutes_allotted=25, by=secretary)
    assert post(secretary, reverse("meetings:set_minutes", args=[laid_out.pk]), sent).status_code == 302
    assert (minutes_of(laid_out)["Minutes"], minutes_of(laid_out)["New"]) == (12, 25)


@given(st.integers(0, 1000))
def test_it_is_over_by_what_is_longer_than_the_meeting(minutes):
    held = Meeting(starts_at=NOW, ends_at=NOW.replace(hour=12))
    length = length_of(held, minutes)
    assert length.over == minutes - 120
    assert bool(length.warning) == (minutes > 120)


# ── copied from the last meeting ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def last(board, secretary, partnership, in_may):
    held = make_meeting(board, secretary, day=date(2027, 3, 11), state="concluded")
    make_item(held, title="Performance", purpose="discuss", presenter=partnership.seats["police"], minutes_allotted=20)
    make_item(held, title="Risk", purpose="note", privacy="private")
    make_item(held, title="Action log", standing="actions")
    return held


def test_she_chooses_which_items_of_the_last_meeting_stand_on_this_one(last, laid_out, secretary, post, sign_in):
    url = reverse("meetings:copy_items", args=[laid_out.pk])
    page = text_of(sign_in(secretary).get(url))
    assert "Performance" in page and "Risk" in page and "Action log" not in page
    chosen = last.items.get(title="Performance")
    assert post(secretary, url, {"items": [chosen.pk]}).status_code == 302
    copied = laid_out.items.get(title="Performance")
    assert (copied.presenter, copied.minutes_allotted, copied.purpose) == (chosen.presenter, 20, "discuss")
    assert copied.number == "" and not copied.papers.exists()
    assert "Performance" not in text_of(sign_in(secretary).get(url)).replace("Performance is", "")
    refused = post(secretary, url, {})
    assert refused.status_code == 422
    assert "Select at least one item" in text_of(refused)


def test_a_private_item_is_copied_as_a_private_one(last, laid_out, secretary):
    (copied,) = acts.copy_items(laid_out, [last.items.get(title="Risk")], by=secretary)
    assert (copied.privacy, copied.public_title) == ("private", "A private matter")
    assert titles(laid_out)[-1] == "Risk"


def test_without_a_meeting_before_there_is_nothing_to_copy(laid_out, secretary, sign_in):
    client = sign_in(secretary)
    assert client.get(reverse("meetings:copy_items", args=[laid_out.pk])).status_code == 404
    assert "Copy items" not in text_of(client.get(reverse("meetings:edit_agenda", args=[laid_out.pk])))


# ── what stands on it by itself ──────────────────────────────────────────────────────────────────────────────────────


def test_standing_items_that_are_missing_are_added(laid_out, secretary, post):
    MeetingPolicy.objects.update(
        standing_items=[*STANDING, {**STANDING[2], "key": "next", "title": "Date of the next"}]
    )
    post(secretary, reverse("meetings:add_standing", args=[laid_out.pk]))
    assert titles(laid_out) == ["Minutes", "Action log", "Any other business", "Date of the next"]


def test_the_open_action_points_stand_on_the_action_log(laid_out, last, cast, partnership, sign_in):
    Meeting.objects.filter(pk=last.pk).update(state="in session", opened_at=NOW, concluded_at=None)
    for title in ("Performance", "Risk"):
        item = last.items.select_related("meeting__body").get(title=title)
        raise_action(
            item, text=f"About {title}", owner=partnership.seats["police"], due_on=NOW.date(), by=cast.secretary
        )
    url = reverse("meetings:show_item", args=[laid_out.items.get(standing="actions").pk])
    page = text_of(sign_in(cast.police_lead).get(url))
    assert "Open action points" in page and "About Performance" in page and "About Risk" in page
    page = text_of(sign_in(cast.observer).get(url))
    assert "About Performance" in page and "About Risk" not in page
    assert (
        f'href="{url}"'
        in sign_in(cast.observer).get(reverse("meetings:show_meeting", args=[laid_out.pk])).content.decode()
    )


# ── the template ─────────────────────────────────────────────────────────────────────────────────────────────────────

ANSWERS = {"title": "Risk register", "purpose": "note", "minutes": "10", "kind": "", "privacy": "open"}


@pytest.fixture
def template(laid_out):
    return reverse("meetings:list_standing_items", args=["board"])


def standing_titles():
    return [item["title"] for item in MeetingPolicy.objects.get().standing_items]


def test_she_adds_changes_moves_and_removes_standing_items(template, post, secretary):
    version = MeetingPolicy.objects.get().version
    assert post(secretary, template + "add/", ANSWERS | {"version": version}).status_code == 302
    assert standing_titles()[-1] == "Risk register"
    post(secretary, template + "items/risk-register/", ANSWERS | {"title": "Risks", "version": version + 1})
    post(secretary, template + "items/risk-register/move/up/", {"version": version + 2})
    assert standing_titles() == ["Minutes", "Action log", "Risks", "Any other business"]
    post(secretary, template + "items/other/remove/", {"version": version + 3})
    assert standing_titles() == ["Minutes", "Action log", "Risks"]
    assert [item["key"] for item in MeetingPolicy.objects.get().standing_items] == [
        "minutes",
        "actions",
        "risk-register",
    ]


def test_it_is_asked_before_a_standing_item_is_removed(template, post, sign_in, secretary):
    url = template + "items/other/remove/"
    client = sign_in(secretary)
    assert f'href="{url}"' in client.get(template).content.decode()
    page = client.get(url)
    assert "Remove “Any other business”?" in text_of(page)
    assert f'name="version" value="{MeetingPolicy.objects.get().version}"' in page.content.decode()
    assert standing_titles() == ["Minutes", "Action log", "Any other business"]
    assert "“Any other business” no longer stands on new agendas." in text_of(
        client.get(post(secretary, url, {"version": "1"}).url)
    )
    assert standing_titles() == ["Minutes", "Action log"]


def test_agendas_that_are_laid_out_stay_as_they_are(template, laid_out, post, secretary):
    post(secretary, template + "items/minutes/remove/", {"version": 1})
    assert titles(laid_out) == ["Minutes", "Action log", "Any other business"]


def test_a_stale_change_of_the_template_is_told(template, board, post, secretary):
    standing.remove_standing_item(board, "minutes", version=1, by=secretary)
    with pytest.raises(Stale):
        standing.remove_standing_item(board, "minutes", version=1, by=secretary)
    assert post(secretary, template + "items/actions/", ANSWERS | {"version": "1"}).status_code == 409
    assert post(secretary, template + "items/actions/remove/", {"version": "1"}).status_code == 409
    assert standing_titles() == ["Action log", "Any other business"]


def test_a_version_that_no_template_has_however_long_is_one_that_is_out_of_date(template, post, secretary):
    assert post(secretary, template + "items/actions/remove/", {"version": "1" * 5000}).status_code == 409


def test_what_stands_by_itself_stands_there_once(template, board, secretary):
    with pytest.raises(ValidationError, match="stands on another item already"):
        standing.add_standing_item(board, version=1, kind="minutes", title="M", purpose="note", minutes=5, by=secretary)


def test_a_private_standing_item_needs_its_reason_and_is_laid_out_private(template, board, post, secretary):
    private = ANSWERS | {"privacy": "private", "version": "1"}
    page = post(secretary, template + "add/", private)
    assert page.status_code == 422 and "Enter why the item is private" in text_of(page)
    post(secretary, template + "add/", private | {"private_reason": "It names people", "public_title": "A matter"})
    held = convene(type(board).objects.get(pk=board.pk), sitting(date(2027, 9, 9)), by=secretary)
    item = held.items.get(title="Risk register")
    assert (item.privacy, item.public_title, item.privacy_changes.count()) == ("private", "A matter", 1)


def test_only_the_bodys_secretary_edits_the_template(board, in_may, cast):
    for name, person in cast.everybody.items():
        if name != "secretary":
            with pytest.raises(PermissionDenied):
                standing.remove_standing_item(board, "minutes", version=1, by=person)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_what_building_an_agenda_costs(laid_out, secretary, sign_in, count, django_assert_num_queries):
    for number in range(count):
        make_item(laid_out, title=f"Item {number}")
    client = sign_in(secretary)
    url = reverse("meetings:edit_agenda", args=[laid_out.pk])
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
