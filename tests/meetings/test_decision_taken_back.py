"""A decision that was recorded by mistake is taken back: it keeps its number, and counts nowhere."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from meetings.models import Decision, Minutes, PlannedItem
from meetings.queries.session import undecided
from meetings.workflow import forward
from meetings.workflow.actions import drop_action
from meetings.workflow.forward import Slot
from meetings.workflow.minutes import clear_minutes, send_to_chair
from meetings.workflow.records import raise_action, record_decision
from meetings.workflow.scheduling import convene
from meetings.workflow.session import conclude
from tests.factories import make_item
from tests.meetings.conftest import sitting, text_of
from tests.meetings.running import HELD_ON, quorate, seat_of

WHY = "It was recorded twice"
REGISTER = reverse("meetings:list_decisions")


@pytest.fixture
def there(sitting_now, cast):
    quorate(sitting_now, cast)
    return sitting_now


@pytest.fixture
def right(there, item, cast):
    return record_decision(item, outcome="agreed", text="Adopt the plan.", by=cast.secretary)


@pytest.fixture
def twice(right, item, cast):
    return record_decision(item, outcome="agreed", text="Zugzwang.", by=cast.secretary)


@pytest.fixture
def take_back(post, cast):
    def send(decision, person=None, reason=WHY):
        url = reverse("meetings:take_back_decision", args=[decision.pk])
        return post(person or cast.secretary, url, {"reason": reason})

    return send


def page(sign_in, person, address):
    return text_of(sign_in(person).get(address))


def test_it_keeps_its_number_and_counts_nowhere(there, right, twice, item, take_back, cast, sign_in):
    assert "Take the decision back" in page(sign_in, cast.secretary, twice.get_absolute_url())
    assert take_back(twice)["Location"] == f"{reverse('meetings:run_meeting', args=[there.pk])}#item-{item.pk}"
    later = record_decision(item, outcome="noted", text="Noted.", by=cast.secretary)
    assert later.reference[-3:] == "003"
    for name in ("run_meeting", "conclude_meeting", "show_meeting"):
        words = page(sign_in, cast.secretary, reverse(f"meetings:{name}", args=[there.pk]))
        assert twice.reference not in words and "Zugzwang" not in words, name
    conclude(there, by=cast.secretary)
    minutes = page(sign_in, cast.secretary, reverse("meetings:show_minutes", args=[there.pk]))
    assert right.reference in minutes
    assert "Zugzwang" not in minutes


def test_the_register_says_so_to_members_with_the_reason_and_to_the_public_without(
    there, twice, take_back, cast, sign_in
):
    take_back(twice)
    conclude(there, by=cast.secretary)
    # nothing is public yet
    assert sign_in(cast.public).get(twice.get_absolute_url()).status_code == 404
    clear_minutes(send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)
    addresses = (twice.get_absolute_url(), REGISTER, reverse("meetings:export_decisions"))
    for address in addresses:
        public = sign_in(cast.public).get(address).content.decode()
        member = sign_in(cast.police_lead).get(address).content.decode()
        assert twice.reference in public and "Taken back" in public, address
        assert WHY not in public and "Zugzwang" not in public, address
        assert f"Taken back: {WHY}" in member, address
    assert "Zugzwang" in page(sign_in, cast.police_lead, twice.get_absolute_url())


def test_its_words_are_not_found(there, twice, take_back, cast, sign_in):
    take_back(twice)
    for person in (cast.secretary, cast.public):
        for address in (
            f"{REGISTER}?words=Zugzwang",
            f"{reverse('search:search')}?q=Zugzwang",
            f"{REGISTER}?outcome=agreed",
        ):
            assert twice.reference not in page(sign_in, person, address)


def test_an_item_for_decision_is_undecided_again_while_the_meeting_sits(there, right, take_back):
    assert undecided(there) == []
    take_back(right)
    assert undecided(there) == [right.item]


def test_after_the_meeting_the_only_decision_on_an_item_for_decision_is_corrected_instead(
    there, right, take_back, cast
):
    conclude(there, by=cast.secretary)
    answer = take_back(right)
    assert answer.status_code == 409
    assert (
        "This is the only decision on item 1, which is for decision, and the meeting is concluded. Correct the "
        "decision instead."
    ) in text_of(answer)


def test_where_it_can_never_be_taken_back_nothing_is_asked_to_be_dropped_for_nothing(
    there, right, item, take_back, cast, sign_in
):
    raise_action(
        item, text="Write to all.", owner=seat_of(cast.police_lead), due_on=HELD_ON, decision=right, by=cast.secretary
    )
    assert "Take the decision back" in page(sign_in, cast.secretary, right.get_absolute_url())
    conclude(there, by=cast.secretary)
    answer = text_of(take_back(right))
    assert "This can no longer be done" in answer
    assert "Correct the decision instead." in answer and "Drop it first" not in answer
    shown = page(sign_in, cast.secretary, right.get_absolute_url())
    assert "Correct the decision" in shown and "Take the decision back" not in shown


def test_all_that_is_to_be_done_first_is_said_at_once(right, twice, item, take_back, cast):
    action = raise_action(
        item, text="Write to all.", owner=seat_of(cast.police_lead), due_on=HELD_ON, decision=right, by=cast.secretary
    )
    later = record_decision(item, outcome="agreed", text="Later.", supersedes=right, by=cast.secretary)
    answer = take_back(right)
    assert answer.status_code == 409
    words = text_of(answer)
    assert "This can’t be done yet" in words and "can no longer" not in words
    assert (
        f"{later.reference} supersedes this decision. Correct that one first: it supersedes another, or none. "
        f"{action.reference} follows from this decision. Drop it first: an action point is ended on its page."
    ) in words


def test_who_wants_to_supersede_it_is_told_that_there_is_nothing_to_supersede(twice, item, take_back, post, cast):
    take_back(twice)
    answers = {"outcome": "noted", "text": "Noted.", "supersedes": twice.reference}
    answer = post(cast.secretary, reverse("meetings:record_decision", args=[item.pk]), answers)
    assert answer.status_code == 422
    words = text_of(answer)
    assert f"{twice.reference} was taken back, so there is nothing to supersede." in words
    assert "There is no decision" not in words


def test_an_action_point_that_follows_from_it_is_dropped_first(twice, item, take_back, cast):
    action = raise_action(
        item, text="Write to all.", owner=seat_of(cast.police_lead), due_on=HELD_ON, decision=twice, by=cast.secretary
    )
    answer = take_back(twice)
    assert answer.status_code == 409
    assert f"{action.reference} follows from this decision. Drop it first" in text_of(answer)
    drop_action(action, reason="Raised by mistake", by=cast.secretary)
    assert take_back(twice).status_code == 302


def test_what_it_superseded_is_in_force_again_and_what_supersedes_it_goes_first(
    right, twice, item, take_back, cast, sign_in
):
    later = record_decision(item, outcome="agreed", text="Later.", supersedes=right, by=cast.secretary)
    assert f"{later.reference} supersedes this decision." in text_of(take_back(right))
    take_back(later)
    assert list(Decision.objects.binding().order_by("pk")) == [right, twice]
    assert "Superseded" not in page(sign_in, cast.secretary, right.get_absolute_url())


def test_what_it_put_off_is_proposed_no_more(there, take_back, cast):
    june = convene(there.body, sitting(date(2027, 6, 10)), by=cast.secretary)
    item = make_item(there, title="Late matter", purpose="note")
    first, second = (record_decision(item, outcome="deferred", text="In June", by=cast.secretary) for _ in range(2))
    conclude(there, by=cast.secretary)
    assert take_back(second).status_code == 302
    planned = PlannedItem.objects.order_by("pk")
    assert [each.state for each in planned] == ["proposed", "withdrawn"]
    assert planned[1].reason == f"Decision {second.reference} was taken back"
    forward.place(planned[0], Slot(june), by=cast.secretary)
    assert "It is planned for CCSP Board, 10 June 2027 by now." in text_of(take_back(first))


def test_a_decision_that_was_taken_back_before_the_end_brings_nothing_back(there, take_back, cast):
    item = make_item(there, title="Late matter", purpose="note")
    take_back(record_decision(item, outcome="deferred", text="In June", by=cast.secretary))
    conclude(there, by=cast.secretary)
    assert not PlannedItem.objects.exists()


def test_nothing_of_it_can_be_changed_any_more(twice, take_back, post, cast):
    take_back(twice)
    said = "This decision was taken back: nothing of it can be changed."
    for name in ("correct_decision", "record_dissent", "take_back_decision"):
        answer = post(cast.secretary, reverse(f"meetings:{name}", args=[twice.pk]), {"reason": WHY})
        assert (answer.status_code, said in text_of(answer)) == (409, True), name


def test_without_a_reason_it_stands(twice, take_back):
    answer = take_back(twice, reason=" ")
    assert answer.status_code == 422
    assert "Enter why it is taken back" in text_of(answer)
    assert Decision.objects.standing().filter(pk=twice.pk).exists()


def test_only_the_secretary_and_only_until_the_minutes_are_with_the_chair(there, twice, take_back, cast):
    for person in (cast.chair, cast.police_lead, cast.observer):
        assert take_back(twice, person).status_code == 403
    conclude(there, by=cast.secretary)
    send_to_chair(Minutes.objects.get(), by=cast.secretary)
    answer = take_back(twice)
    assert answer.status_code == 409
    assert "Ask the chair to return them first." in text_of(answer)


def test_the_database_wants_to_know_when_by_whom_and_why(twice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=twice.pk).update(taken_back_because=WHY)


def test_the_history_says_who_took_it_back(there, twice, take_back, cast, sign_in):
    take_back(twice)
    page_of_history = page(sign_in, cast.secretary, reverse("meetings:show_history", args=[there.pk]))
    said = (
        f"Asha Patel took a decision back: the decision “{twice.reference}: Zugzwang.”: why it was taken back: {WHY}."
    )
    assert said in page_of_history
