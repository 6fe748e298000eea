"""What was deferred, referred to another body, or not decided in writing comes before a meeting again by itself."""

from datetime import date

from django.urls import reverse

from ccsp_portal.notices.models import Notice
from meetings.models import PlannedItem
from meetings.workflow import forward
from meetings.workflow.agenda import set_privacy
from meetings.workflow.exclusions import leave_out
from meetings.workflow.forward import Slot
from meetings.workflow.records import record_decision
from meetings.workflow.scheduling import convene
from meetings.workflow.session import conclude
from partners.models import Appointment, Role
from tests.cast import LONG_AGO, make_person, make_seat
from tests.factories import make_decision, make_item, make_meeting
from tests.meetings.conftest import sitting, text_of
from tests.meetings.packing import data, out
from tests.meetings.running import AT_TWO, seat_of
from tests.walk.unpacking import unpacked


def defer(item, cast):
    return record_decision(item, outcome="deferred", text="More figures are wanted", by=cast.secretary)


def test_what_a_meeting_deferred_is_proposed_for_the_next_once_it_has_concluded(sitting_now, item, cast, sign_in):
    june = convene(sitting_now.body, sitting(date(2027, 6, 10)), by=cast.secretary)
    item.presenter = seat_of(cast.police_lead)
    item.save()
    decision = defer(item, cast)
    assert not PlannedItem.objects.exists()
    conclude(sitting_now, by=cast.secretary)
    planned = PlannedItem.objects.get()
    assert (planned.title, planned.state, planned.meeting, planned.owner) == (
        "The plan",
        "proposed",
        june,
        item.presenter,
    )
    assert planned.why == f"A request: Deferred by decision {decision.reference}"
    page = text_of(sign_in(cast.police_lead).get(reverse("meetings:show_decision", args=[decision.pk])))
    assert "Proposed for CCSP Board, 10 June 2027: The plan" in page
    register = text_of(sign_in(cast.police_lead).get(reverse("meetings:list_decisions")))
    assert "Proposed for CCSP Board, 10 June 2027" in register
    page = text_of(sign_in(cast.police_lead).get(planned.get_absolute_url()))
    assert f"Item 1 of {sitting_now}, with its papers Decision {decision.reference}" in page
    assert "By itself, as it was not decided, on 11 March 2027" in page
    history = page.split("History")[1]
    assert "Asha Patel concluded the meeting that put off: the item of the forward plan “The plan”." in history
    assert "proposed" not in history
    forward.place(planned, Slot(june), by=cast.secretary)
    assert june.items.filter(title="The plan").exists()


def test_what_a_duty_brought_stays_the_duty(sitting_now, item, cast):
    PlannedItem.objects.create(
        body=sitting_now.body, title="The plan", owner=seat_of(cast.secretary), ground="duty", duty="C14", item=item,
        state="placed", meeting=sitting_now, proposed_at=AT_TWO, proposed_by=cast.secretary, decided_at=AT_TWO,
        decided_by=cast.secretary,
    )  # fmt: skip
    decision = defer(item, cast)
    conclude(sitting_now, by=cast.secretary)
    again = PlannedItem.objects.get(state="proposed")
    assert again.duty == "C14"
    assert again.why.endswith(f". Deferred by decision {decision.reference}")


def test_what_is_made_private_after_it_was_deferred_comes_back_private(sitting_now, item, cast, post, sign_in):
    defer(item, cast)
    conclude(sitting_now, by=cast.secretary)
    planned = PlannedItem.objects.get()
    assert sign_in(cast.observer).get(planned.get_absolute_url()).status_code == 200
    item.refresh_from_db()
    sent = {
        "privacy": "private",
        "private_reason": "It names a person",
        "public_title": "A case",
        "version": item.version,
    }
    assert post(cast.secretary, reverse("meetings:set_privacy", args=[item.pk]), sent).status_code == 302
    assert sign_in(cast.observer).get(planned.get_absolute_url()).status_code == 404
    planned.refresh_from_db()
    assert (planned.privacy, planned.public_title) == ("private", "A case")


WHY = {"privacy": "private", "private_reason": "It names a person", "public_title": "A case"}


def test_what_stands_on_a_later_agenda_by_then_becomes_private_with_it_and_the_page_says_so(
    sitting_now, item, cast, post, sign_in, client
):
    june = convene(sitting_now.body, sitting(date(2027, 6, 10)), by=cast.secretary)
    defer(item, cast)
    conclude(sitting_now, by=cast.secretary)
    forward.place(PlannedItem.objects.get(), Slot(june), by=cast.secretary)
    pack = out(june, cast.secretary)
    assert "The plan" in unpacked(data(pack.open_document))
    page = reverse("meetings:set_privacy", args=[item.pk])
    said = "this is private with it, in the same words: “The plan”, CCSP Board, 10 June 2027"
    assert said in text_of(sign_in(cast.secretary).get(page))
    item.refresh_from_db()
    post(cast.secretary, page, WHY | {"version": item.version})
    saved = "It is saved who may see the item. Private with it: “The plan”, CCSP Board, 10 June 2027."
    assert saved in text_of(client.get(reverse("meetings:show_item", args=[item.pk])))
    again = june.items.get(title="The plan")
    assert (again.privacy, again.private_reason, again.public_title) == tuple(WHY.values())
    client.logout()
    for reader in (client, sign_in(cast.observer)):
        assert reader.get(reverse("meetings:show_item", args=[again.pk])).status_code == 404
        gone = reader.get(reverse("meetings:pack_file", args=[june.pk, 1, "open"]))
        assert (gone.status_code, "It names a person" in text_of(gone)) == (410, True)
        assert "The plan" not in text_of(reader.get(reverse("meetings:read_pack", args=[june.pk])))
    # a careless title of the first is taken back from the other too; words of its own stay
    item.refresh_from_db()
    post(cast.secretary, page, WHY | {"version": item.version, "public_title": "A matter"})
    again.refresh_from_db()
    assert again.public_title == "A matter"
    said = "If you change its public title, or why it is private, the words of this change with it."
    assert f"{said} If you make it open, this stays private: “The plan”, CCSP Board" in text_of(client.get(page))
    its_own = text_of(client.get(reverse("meetings:set_privacy", args=[again.pk])))
    assert f"The earlier item {item.number} of {sitting_now} stays private." in its_own
    own = {"public_title": "Its own words", "version": again.version}
    post(cast.secretary, reverse("meetings:set_privacy", args=[again.pk]), WHY | own)
    assert "change with it" not in text_of(client.get(page))
    item.refresh_from_db()
    post(cast.secretary, page, WHY | {"version": item.version, "public_title": "A third"})
    assert "Private with it" not in text_of(client.get(reverse("meetings:show_item", args=[item.pk])))
    again.refresh_from_db()
    assert again.public_title == "Its own words"


def test_where_another_body_took_it_over_its_secretary_is_told(sitting_now, item, cast, partnership, board):
    group = partnership.group
    keeper = make_person(
        "Gil Frost",
        make_seat(group, partnership.organisations["council"], "group-secretary", role=Role.SECRETARY),
    )
    theirs = make_meeting(group, keeper, day=date(2027, 6, 10))
    record_decision(item, outcome="referred", text="For the group", referred_to=group, by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    forward.place(PlannedItem.objects.get(), Slot(theirs), by=keeper)
    item.refresh_from_db()
    set_privacy(item, version=item.version, **WHY, by=cast.secretary)
    assert theirs.items.get(title="The plan").is_private
    [notice] = Notice.objects.filter(template="meetings/notices/became_private.txt")
    assert (notice.recipient, notice.subject) == (keeper, f"An item of {theirs} is private now: A case")
    item.refresh_from_db()
    set_privacy(item, version=item.version, **WHY | {"public_title": "A matter"}, by=cast.secretary)
    assert theirs.items.get(title="The plan").public_title == "A matter"
    assert Notice.objects.filter(template="meetings/notices/became_private.txt").count() == 1
    [notice] = Notice.objects.filter(template="meetings/notices/public_title_changed.txt")
    assert (notice.recipient, notice.subject) == (
        keeper,
        f"The public title of a private item of {theirs} has changed: A matter",
    )
    assert "It was private before, and still is." in notice.text
    item.refresh_from_db()
    again = WHY | {"public_title": "A matter", "private_reason": "It names a witness"}
    set_privacy(item, version=item.version, **again, by=cast.secretary)
    assert theirs.items.get(title="The plan").private_reason == "It names a witness"
    assert Notice.objects.filter(template="meetings/notices/public_title_changed.txt").count() == 1


def test_without_a_meeting_ahead_it_waits_in_the_next_quarter_and_what_was_decided_comes_no_more(
    sitting_now, item, cast
):
    defer(item, cast)
    make_decision(make_item(sitting_now, title="Budget"), cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    planned = PlannedItem.objects.get()
    assert (planned.title, planned.year, planned.quarter, planned.owner.terms.get().role) == (
        "The plan",
        2027,
        1,
        Role.SECRETARY,
    )


def test_the_last_minutes_come_back_by_themselves(sitting_now, cast, sign_in):
    decision = defer(make_item(sitting_now, title="Minutes of the last meeting", standing="minutes"), cast)
    conclude(sitting_now, by=cast.secretary)
    assert not PlannedItem.objects.exists()
    page = text_of(sign_in(cast.secretary).get(decision.get_absolute_url()))
    assert "It stands on the agenda of the next meeting by itself." in page


def test_what_is_put_off_under_any_other_business_comes_back_in_the_words_of_the_decision(
    sitting_now, cast, sign_in, partnership
):
    make_seat(partnership.group, partnership.organisations["council"], "group-secretary", role=Role.SECRETARY)
    june = convene(sitting_now.body, sitting(date(2027, 6, 10)), by=cast.secretary)
    aob = make_item(sitting_now, title="Any other business", purpose="note", standing="other-business")
    words = "Move to Fridays. Members are asked first."
    decision = record_decision(aob, outcome="deferred", text=words, by=cast.secretary)
    client = sign_in(cast.secretary)
    assert "once this one is concluded" in text_of(client.get(decision.get_absolute_url()))
    form = text_of(client.get(reverse("meetings:record_decision", args=[aob.pk])))
    assert "It comes back in the words of the decision: its first sentence is the title." in form
    referred = "For the group: " + "needles " * 40
    record_decision(aob, outcome="referred", text=referred, referred_to=partnership.group, by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    first, second = PlannedItem.objects.order_by("pk")
    assert (first.title, first.description, first.meeting) == ("Move to Fridays", words, june)
    assert (second.body, len(second.title)) == (partnership.group, 200)
    page = text_of(client.get(decision.get_absolute_url()))
    assert "Proposed for CCSP Board, 10 June 2027: Move to Fridays" in page
    assert "Nothing hangs on it yet" not in page
    forward.place(first, Slot(june), by=cast.secretary)
    assert june.items.filter(title="Move to Fridays", standing="").exists()
    made = text_of(client.get(first.get_absolute_url()))
    assert "Item 1 of CCSP Board, 11 March 2027" in made and "with its papers" not in made


def test_what_is_referred_to_a_body_without_a_forward_plan_is_said_not_to_come_back(
    sitting_now, item, cast, sign_in, partnership
):
    group, council = partnership.group, partnership.organisations["council"]
    client = sign_in(cast.secretary)
    form = text_of(client.get(reverse("meetings:record_decision", args=[item.pk])))
    assert (
        "Referred to an organisation or to Drugs and Alcohol Delivery Group, it doesn’t come back by itself: they "
        "keep no forward plan here."
    ) in form
    to_group, to_council = (
        record_decision(item, outcome="referred", text="Theirs", referred_to=each, by=cast.secretary)
        for each in (group, council)
    )
    said = [f"It doesn’t come back by itself: {each} keeps no forward plan here." for each in (group, council)]
    for decision, words in zip((to_group, to_council), said, strict=True):
        page = text_of(client.get(decision.get_absolute_url()))
        assert words in page
        assert "once this one is concluded" not in page
    conclude(sitting_now, by=cast.secretary)
    assert said[0] in text_of(client.get(to_group.get_absolute_url()))
    assert not PlannedItem.objects.exists()


def test_a_body_whose_secretary_is_here_is_not_among_those_without_a_forward_plan(
    sitting_now, item, cast, sign_in, partnership
):
    make_seat(partnership.group, partnership.organisations["council"], "group-secretary", role=Role.SECRETARY)
    form = text_of(sign_in(cast.secretary).get(reverse("meetings:record_decision", args=[item.pk])))
    assert "Referred to an organisation, it doesn’t come back by itself: they keep no forward plan here." in form


def test_a_deferral_that_was_superseded_brings_nothing_back(sitting_now, item, cast):
    deferred = defer(item, cast)
    record_decision(item, outcome="agreed", text="Agreed after all", supersedes=deferred, by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    assert not PlannedItem.objects.exists()


def test_what_is_referred_to_a_group_is_proposed_to_it_and_its_secretary_told(sitting_now, item, cast, partnership):
    group = partnership.group
    seat = make_seat(group, partnership.organisations["council"], "group-secretary", role=Role.SECRETARY)
    keeper = make_person("Gil Frost", seat)
    record_decision(item, outcome="referred", text="For the group", referred_to=group, by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    planned = PlannedItem.objects.get()
    assert (planned.body, planned.owner) == (group, seat)
    assert planned.why.startswith("A request: Referred by the Board by decision ")
    assert [each.recipient for each in Notice.objects.filter(template="meetings/notices/proposed.txt")] == [keeper]


def test_who_keeps_the_board_and_a_group_finds_what_was_referred_to_the_group(
    sitting_now, item, cast, partnership, sign_in
):
    group = partnership.group
    seat = make_seat(group, partnership.organisations["council"], "group-secretary", role=Role.SECRETARY)
    client = sign_in(cast.secretary)
    assert client.get("/meetings/forward/").status_code == 302
    Appointment.objects.create(seat=seat, person=cast.secretary, kind="substantive", from_on=LONG_AGO)
    decision = record_decision(item, outcome="referred", text="For the group", referred_to=group, by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    listed = text_of(client.get("/meetings/forward/"))
    assert "CCSP Board Drugs and Alcohol Delivery Group : 1 proposal waits to be placed or declined" in listed
    plan = client.get("/meetings/forward/drugs-group/")
    assert "The plan Proposed" in text_of(plan)
    at_home = client.get("/home/")
    assert "Place or decline what is proposed for the forward plan of the Drugs group: 1" in text_of(at_home)
    told = text_of(client.get(decision.get_absolute_url()))
    assert "Proposed for another meeting of the Drugs group: The plan" in told


def test_who_was_left_out_of_a_private_item_learns_nothing_of_its_coming_back(
    sitting_now, private_item, item, cast, sign_in
):
    make_decision(item, cast.secretary)
    leave_out(private_item, cast.police_lead, reason="Their firm is named", by=cast.secretary)
    june = convene(sitting_now.body, sitting(date(2027, 6, 10)), by=cast.secretary)
    defer(private_item, cast)
    conclude(sitting_now, by=cast.secretary)
    planned = PlannedItem.objects.get()
    assert (planned.is_private, planned.public_title) == (True, private_item.public_title)
    # what became of it says the title that the forward plan says, to the same readers
    became = reverse("meetings:show_decision", args=[private_item.decisions.get().pk])
    assert "Proposed for CCSP Board, 10 June 2027: Operation Nightjar" in text_of(sign_in(cast.chair).get(became))
    address = planned.get_absolute_url()
    assert sign_in(cast.chair).get(address).status_code == 200
    assert sign_in(cast.police_lead).get(address).status_code == 404
    forward.place(planned, Slot(june), by=cast.secretary)
    again = june.items.get(title="Operation Nightjar")
    assert [each.person for each in again.exclusions.all()] == [cast.police_lead]
    assert sign_in(cast.police_lead).get(reverse("meetings:show_item", args=[again.pk])).status_code == 404
    assert sign_in(cast.chair).get(reverse("meetings:show_item", args=[again.pk])).status_code == 200
