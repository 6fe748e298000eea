"""Minutes save by themselves, in revisions that can be compared and restored, and nobody's text is lost."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from ccsp_portal.workflow import Conflict, Stale
from meetings.models import AgendaItem, Decision, MinuteRevision, Minutes, MinuteText, SettledSentence
from meetings.papers.minutes import Edition, as_data
from meetings.queries.minutes import readable_minutes
from meetings.workflow import minuting as acts
from meetings.workflow.minutes import clear_minutes, send_to_chair
from meetings.workflow.records import raise_action, record_decision
from meetings.workflow.session import conclude
from partners.models import Role
from tests.cast import make_person, make_seat
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, HELD_ON


def url(name, item, *more):
    return reverse(f"meetings:{name}", args=[item.pk, *more])


@pytest.fixture
def save(post, cast, item):
    """`save(html, version)` as the editor sends it."""

    def send(html, version=0, *, by=cast.secretary, of=item, **more):
        return post(by, url("save_minute", of), {"html": html, "version": version, **more})

    return send


@pytest.fixture
def other_secretary(board, partnership):
    """Somebody else who may write the minutes."""
    seat = make_seat(board, partnership.organisations["council"], "second-secretary", role=Role.SECRETARY)
    return make_person("Bela Second", seat)


def test_action_points_stand_under_their_item_in_the_order_in_which_they_were_recorded(item, cast, sign_in):
    owner, due = cast.police_lead.appointments.first().seat, HELD_ON + timedelta(days=30)
    first = raise_action(item, text="Later", owner=owner, due_on=due, by=cast.secretary)
    second = raise_action(item, text="Sooner", owner=owner, due_on=due - timedelta(days=9), by=cast.secretary)
    page = text_of(sign_in(cast.secretary).get(reverse("meetings:run_meeting", args=[item.meeting_id])))
    assert 0 < page.index(first.reference) < page.index(second.reference)


# ── saved as it is typed ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_saved_and_cleaned(save):
    answer = save("<p onclick=x>The <b>Board</b> <script>alert(1)</script>met.</p><ul><li><p>one</p></li></ul>")
    assert answer.status_code == 200
    html = "<p>The <strong>Board</strong> met.</p><ul><li>one</li></ul>"
    assert answer.json() == {"state": "saved", "version": 1, "html": html, "at": "14:05"}
    minute = MinuteText.objects.get()
    assert (minute.html, minute.text) == (html, "The Board met.\n\n- one")
    assert [each.number for each in minute.passages] == ["1.1"]


def test_an_answer_that_was_lost_can_be_asked_for_again(save):
    save("<p>One</p>")
    again = save("<p>One</p>").json()
    assert (again["state"], again["version"]) == ("saved", 1)
    assert MinuteText.objects.get().version == 1


def test_the_editor_asks_how_a_minute_is_now(save, sign_in, secretary, item):
    assert sign_in(secretary).get(url("save_minute", item)).json()["version"] == 0
    save("<p>One</p>")
    assert sign_in(secretary).get(url("save_minute", item)).json()["html"] == "<p>One</p>"


def test_of_two_who_save_the_second_is_shown_both_escaped_and_loses_neither(save, other_secretary):
    save("<p>Theirs &lt;script&gt;alert(1)&lt;/script&gt;</p>", by=other_secretary)
    answer = save("<p>Mine &lt;img src=x onerror=y&gt;</p>")
    news = answer.json()
    assert (answer.status_code, news["state"], news["version"]) == (409, "conflict", 1)
    assert "Bela Second saved theirs at " in news["shown"]
    assert "&lt;" in news["shown"]
    assert "<script" not in news["shown"]
    assert "<img" not in news["shown"]
    assert "Theirs" in MinuteText.objects.get().text


@pytest.mark.parametrize(("keep", "text"), [("mine", "Ours\n\nMine"), ("both", "Ours\n\nTheirs\n\nMine")])
def test_one_press_keeps_mine_or_both(save, other_secretary, keep, text):
    save("<p>Ours</p><p>Theirs</p>", by=other_secretary)
    answer = save("<p>Ours</p><p>Mine</p>", 1, keep=keep)
    assert answer.json()["state"] == "saved"
    assert MinuteText.objects.get().text == text


def test_two_people_write_two_items_at_once(save, other_secretary, item, sitting_now):
    other = make_item(sitting_now, title="Another")
    assert save("<p>One</p>").status_code == save("<p>Two</p>", by=other_secretary, of=other).status_code == 200


def test_a_text_that_is_too_long_is_refused_in_a_sentence(save):
    answer = save("<p>" + "long " * 40_000 + "</p>")
    assert answer.status_code == 422
    assert "The minute must be 50,000 characters or fewer, and this is 199,999." in answer.json()["said"]
    assert save("x" * 1_000_001).status_code == 422
    assert not MinuteText.objects.exists()


def test_of_an_item_that_was_withdrawn_meanwhile_it_says_so(save, item):
    save("<p>One</p>")
    AgendaItem.objects.update(withdrawn_at=clock.now())
    answer = save("<p>One and more</p>", 1)
    assert (answer.status_code, answer.json()["state"]) == (409, "closed")
    assert answer.json()["said"] == "This item was taken off the agenda, so its minute can’t be written any more."


def test_once_the_minutes_are_with_the_chair_it_says_so(save, item, cast, sitting_now):
    record_decision(item, outcome="agreed", text="Go on", by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    send_to_chair(Minutes.objects.get(), by=cast.secretary)
    answer = save("<p>Late</p>")
    assert answer.status_code == 409
    assert "“With the chair”" in answer.json()["said"]


def test_what_is_sent_without_a_token_does_nothing(sign_in, item, secretary):
    answer = sign_in(secretary).post(url("save_minute", item), {"html": "<p>One</p>", "version": 0})
    assert answer.status_code == 400
    assert not MinuteText.objects.exists()


def test_what_cannot_be_read_is_refused(save):
    assert save("<p>One</p>", "later").status_code == 400


def test_only_who_writes_the_minutes_saves_restores_and_compares(item, cast, post, sign_in, save):
    save("<p>One</p>")
    for name, person in cast.everybody.items():
        if name == "secretary":
            continue
        expected = 302 if name == "public" else 403
        assert post(person, url("save_minute", item), {"html": "x", "version": 1}).status_code == expected, name
        assert sign_in(person).get(url("save_minute", item)).status_code == expected, name
        assert sign_in(person).get(url("list_revisions", item)).status_code == expected, name
        assert post(person, url("restore_minute", item, 1)).status_code == expected, name
        assert post(person, url("settle_sentence", item), {"sentence": "x"}).status_code == expected, name
    with pytest.raises(PermissionDenied):
        acts.write_minute(item, "x", by=cast.chair)
    assert MinuteText.objects.get().text == "One"


def test_of_a_private_item_nobody_learns_that_there_is_a_minute(private_item, cast, post, sign_in, save):
    save("<p>PLANTED</p>", of=private_item)
    for person in (cast.observer, cast.councillor, cast.auditor):
        for name in ("save_minute", "list_revisions"):
            answer = sign_in(person).get(url(name, private_item))
            assert answer.status_code == 404
            assert "PLANTED" not in answer.content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_saving_costs_the_same_however_many_items_there_are(
    sitting_now, item, secretary, sign_in, items, django_assert_num_queries
):
    for _ in range(items):
        write(make_item(sitting_now), "Said", 0, secretary)
    client, token = sign_in(secretary), new_token(secretary)
    answers = [{"form_token": token, "html": f"<p>One {number}</p>", "version": number} for number in range(2)]
    client.post(url("save_minute", item), answers[0])
    with django_assert_num_queries(22):
        client.post(url("save_minute", item), answers[1])


# ── revisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def write(item, text, version, by):
    return acts.write_minute(item, text, version=version, by=by)


def test_what_one_person_saves_within_minutes_is_one_revision_and_one_line_of_history(item, secretary):
    for number in range(4):
        with clock.set_to(AT_TWO + timedelta(seconds=5 * number)):
            minute = write(item, "word " * (number + 1), number, secretary)
    assert (minute.version, minute.revision, MinuteRevision.objects.count()) == (4, 1, 0)
    assert MinuteText.pgh_event_model.objects.filter(pgh_obj_id=minute.pk).count() == 1


@pytest.mark.parametrize("why", ["later", "another person", "most of it gone"])
def test_another_revision_begins(item, secretary, other_secretary, why):
    write(item, "One two three four", 0, secretary)
    at = AT_TWO + (timedelta(minutes=5) if why == "later" else timedelta(seconds=5))
    by = other_secretary if why == "another person" else secretary
    with clock.set_to(at):
        minute = write(item, "One" if why == "most of it gone" else "One two three four five", 1, by)
    kept = MinuteRevision.objects.get()
    assert (minute.revision, kept.number, kept.html, kept.written_by) == (2, 1, "<p>One two three four</p>", secretary)
    assert MinuteText.pgh_event_model.objects.filter(pgh_obj_id=minute.pk).count() == 2


def test_what_nobody_signed_is_in_the_history(item, secretary):
    minute = write(item, "One", 0, secretary)
    MinuteText.objects.filter(pk=minute.pk).update(text="Forged")
    assert MinuteText.pgh_event_model.objects.filter(text="Forged").count() == 1


def test_revisions_are_listed_compared_and_restored(item, secretary, other_secretary, sign_in, post):
    write(item, "The Board agreed <it>.", 0, secretary)
    write(item, "The Board noted it.", 1, other_secretary)
    page = sign_in(secretary).get(url("list_revisions", item))
    assert "2 Current Bela Second" in text_of(page)
    assert '<del><span class="govuk-visually-hidden"> [Taken out: </span>agreed' in page.content.decode()
    assert "<it>" not in page.content.decode()
    page = sign_in(secretary).get(url("restore_minute", item, 1))
    assert "The Board agreed <it>." in text_of(page)
    assert post(secretary, url("restore_minute", item, 1), {"version": 2}).status_code == 302
    minute = MinuteText.objects.get()
    assert (minute.text, minute.revision, minute.restored_from) == ("The Board agreed <it>.", 3, 1)
    assert "a copy of revision 1" in text_of(sign_in(secretary).get(url("list_revisions", item)))
    assert [each.number for each in MinuteRevision.objects.all()] == [2, 1]


def test_nothing_is_restored_over_what_somebody_wrote_meanwhile(item, secretary, other_secretary, post):
    write(item, "One", 0, secretary)
    write(item, "Two", 1, other_secretary)
    with pytest.raises(Stale):
        acts.restore_minute(item, 1, version=1, by=secretary)
    assert post(secretary, url("restore_minute", item, 1), {"version": 1}).status_code == 409
    assert post(secretary, url("restore_minute", item, 9), {"version": 2}).status_code == 404


def test_a_minute_that_was_never_written_has_no_revisions(item, secretary, sign_in):
    assert sign_in(secretary).get(url("list_revisions", item)).status_code == 404


def test_minutes_from_before_there_was_rich_text_are_paragraphs_still(item, secretary, sign_in):
    minute = MinuteText.objects.create(
        item=item, text="Old *one*.\n\nOld <two>.", written_at=AT_TWO, written_by=secretary
    )
    assert minute.paragraphs == [("1.1", "Old *one*."), ("1.2", "Old <two>.")]
    page = sign_in(secretary).get(reverse("meetings:run_meeting", args=[item.meeting_id])).content.decode()
    assert "<template><p>Old *one*.</p><p>Old &lt;two&gt;.</p></template>" in page
    assert "Old \\*one\\*." in page
    assert write(item, "Old *one*.\n\nNew", 1, secretary).html == "<p>Old *one*.</p><p>New</p>"


@pytest.mark.parametrize(("revisions", "queries"), [(1, 5), (3, 5)])
def test_what_the_list_of_revisions_costs(
    item, secretary, other_secretary, sign_in, revisions, queries, django_assert_num_queries
):
    for number in range(revisions + 1):
        write(item, f"Text {number}", number, (secretary, other_secretary)[number % 2])
    client = sign_in(secretary)
    with django_assert_num_queries(queries):
        client.get(url("list_revisions", item))


# ── a plain form ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_in_a_plain_box_marks_make_rich_text_and_nothing_is_lost(item, secretary, sign_in, post, save):
    save('<p>The <b>Board</b>:</p><ol><li>one</li></ol><p><a href="https://a.org">see</a></p>')
    marked = "The **Board**:\n\n1. one\n\n[see](https://a.org)"
    page = sign_in(secretary).get(url("write_minute", item))
    assert page.context["form"]["text"].value() == marked
    assert post(secretary, url("write_minute", item), {"text": marked, "version": 1}).status_code == 302
    assert MinuteText.objects.get().version == 1
    post(secretary, url("write_minute", item), {"text": marked + "\n\n- *new*", "version": 1})
    assert MinuteText.objects.get().html.endswith("<ul><li><em>new</em></li></ul>")


def test_in_a_plain_form_too_both_can_be_kept(item, secretary, other_secretary, post):
    write(item, "Ours.\n\nTheirs.", 0, other_secretary)
    page = post(secretary, url("write_minute", item), {"text": "Ours.\n\nMine.", "version": 0})
    assert page.status_code == 409
    for words in ("Keep yours", "Keep both", "Keep theirs, and leave yours", "Bela Second saved theirs"):
        assert words in text_of(page)
    answers = {"text": "Ours.\n\nMine.", "version": 1, "keep": "both"}
    assert post(secretary, url("write_minute", item), answers).status_code == 302
    assert MinuteText.objects.get().text == "Ours.\n\nTheirs.\n\nMine."


def test_the_page_has_a_box_for_each_item_while_minutes_can_be_written(sitting_now, item, secretary, cast, sign_in):
    address = reverse("meetings:run_meeting", args=[sitting_now.pk])
    page = sign_in(secretary).get(address).content.decode()
    assert f'name="item-{item.pk}-text"' in page
    record_decision(item, outcome="noted", text="So it was", by=secretary)
    conclude(sitting_now, by=secretary)
    assert f'name="item-{item.pk}-text"' in sign_in(secretary).get(address).content.decode()
    send_to_chair(Minutes.objects.get(), by=secretary)
    page = sign_in(secretary).get(address).content.decode()
    assert f'name="item-{item.pk}-text"' not in page
    assert "Noted: So it was" in text_of(sign_in(secretary).get(address))


# ── said, and not recorded ───────────────────────────────────────────────────────────────────────────────────────────


def test_before_concluding_and_in_the_draft_each_loose_sentence_is_listed_and_blocks_nothing(
    item, sitting_now, secretary, cast, sign_in
):
    write(item, "It was agreed to lend cameras. The police will report.", 0, secretary)
    page = text_of(sign_in(secretary).get(reverse("meetings:conclude_meeting", args=[sitting_now.pk])))
    assert "“It was agreed to lend cameras.”" in page
    assert "“The police will report.”" in page
    record_decision(item, outcome="agreed", text="That cameras be lent", by=secretary)
    conclude(sitting_now, by=secretary)
    address = reverse("meetings:show_minutes", args=[sitting_now.pk])
    page = text_of(sign_in(secretary).get(address))
    assert "“The police will report.” Raise an action point" in page
    assert "“It was agreed to lend cameras.”" not in page
    assert "Said, and not recorded" not in text_of(sign_in(cast.chair).get(address))


def test_a_sentence_that_needs_no_record_is_settled_for_good(item, sitting_now, secretary, post, sign_in):
    write(item, "The police will report.", 0, secretary)
    back = reverse("meetings:conclude_meeting", args=[sitting_now.pk])
    for _ in range(2):
        answer = post(secretary, url("settle_sentence", item), {"sentence": "The police will report.", "back": back})
        assert (answer.status_code, answer["Location"]) == (302, back)
    assert SettledSentence.objects.get().settled_by == secretary
    assert "Said, and not recorded" not in text_of(sign_in(secretary).get(back))
    answer = post(secretary, url("settle_sentence", item), {"sentence": "x", "back": "https://evil.example/"})
    assert answer["Location"] == reverse("meetings:show_minutes", args=[sitting_now.pk])


def test_a_record_can_begin_with_the_sentence(item, secretary, sign_in):
    page = sign_in(secretary).get(url("record_decision", item) + "?text=It+was+%3Cagreed%3E.&outcome=referred")
    assert "It was &lt;agreed&gt;.</textarea>" in page.content.decode()
    assert page.context["form"]["outcome"].value() == "referred"
    assert not Decision.objects.exists()


def test_a_withdrawn_item_is_written_no_more(item, secretary):
    AgendaItem.objects.update(withdrawn_at=clock.now())
    with pytest.raises(Conflict, match="taken off the agenda"):
        write(item, "Late", 0, secretary)


# ── what comes of it ─────────────────────────────────────────────────────────────────────────────────────────────────

RICH = '<p>The <b>Board</b> met.</p><ul><li>one<ol><li>of one</li></ol></li></ul><p>See <a href="https://a.org/">it</a></p>'


def test_rich_minutes_are_numbered_on_the_page_in_print_and_in_search(
    item, private_item, sitting_now, cast, save, sign_in
):
    save(RICH)
    save("<p><b>PLANTED</b></p>", of=private_item)
    record_decision(item, outcome="agreed", text="Go on", by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    cleared = clear_minutes(send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)
    client = sign_in(cast.public)
    page = client.get(reverse("meetings:show_minutes", args=[sitting_now.pk]))
    assert "1.1 The Board met. one of one 1.2 See it" in text_of(page)
    assert "<strong>Board</strong>" in page.content.decode()
    assert "PLANTED" not in page.content.decode()
    for for_members in (False, True):
        read = readable_minutes(cleared, private=for_members, names_people=for_members)
        told = json.dumps(as_data(read, Edition(1, "draft", AT_TWO), for_members=for_members))
        assert '{"number": "1.2"' in told
        assert ("PLANTED" in told) is for_members
    found = client.get(reverse("search:search") + "?q=board+met")
    assert "1 result for “board met” The plan Minutes, 11 March 2027 Board met" in text_of(found)
    assert "strong" not in text_of(found)
    assert "Nothing" in text_of(client.get(reverse("search:search") + "?q=PLANTED"))
