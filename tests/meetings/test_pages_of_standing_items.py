"""The last minutes, the action log and the risk register are pages of the pack, for each circle of readers its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy

from ccsp_portal.jobs.models import Job
from meetings.models import ItemExclusion, MinutesFile, Opening, Pack, PackWithdrawal
from meetings.tasks import assemble_pack, make_personal_pack
from meetings.workflow import agenda, papers
from meetings.workflow.agenda import set_privacy
from meetings.workflow.circulation import circulate
from meetings.workflow.exclusions import end_exclusion
from tests.factories import make_item
from tests.meetings.conftest import NOW, text_of
from tests.meetings.packing import data, labels, out
from tests.meetings.pdfs import pdf, trouble_in, upload
from tests.meetings.publishing import SECRETS
from tests.walk.unpacking import unpacked

RISK = "Zephyr"
STANDING = (("minutes", "Minutes of the last meeting"), ("actions", "Action log"), ("risks", "Risk register"))
FEED = reverse_lazy("public:feed")
CARELESS = "Careless words about Ms Quill"
PRIVATE = {"privacy": "private", "private_reason": "It names a person", "public_title": "A matter"}


@pytest.fixture
def carrying(cleared, meeting, add_risk, secretary):
    """The minutes of March, with a private item, are out; the agenda of June has the standing items and a paper."""
    add_risk(title=f"{RISK} fails", privacy="private")
    for key, title in STANDING:
        make_item(meeting, title=title, purpose="note", standing=key)
    plan = agenda.add_item(meeting, title="The plan", purpose="decide", by=secretary)
    papers.bring_paper(plan, upload(pdf(2, words="Plan words")), title="Plan", by=secretary)
    return meeting


@pytest.fixture
def first(carrying, secretary):
    return out(carrying, secretary)


def runs(meeting):
    return [(run.item.number, run.readers, run.title, run.words) for run in meeting.page_runs.all()]


def read_by(client, meeting, name="read_pack"):
    return client.get(reverse(f"meetings:{name}", args=[meeting.pk]))


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def make_own():
    for job in Job.objects.filter(kind="meetings.make_personal_pack", state="queued"):
        make_personal_pack(job.pk)


def test_each_copy_has_page_numbers_of_its_own_behind_which_the_papers_follow(first, carrying):
    assert runs(carrying) == [
        ("1", "members", "Draft minutes of Thursday 11 March 2027", "page 1"),
        ("1", "public", "Draft minutes of Thursday 11 March 2027", "page 2"),
        ("2", "members", "Action log, 4 May 2027", "page 3"),
        ("2", "public", "Action log, 4 May 2027", "page 4"),
        ("3", "everybody", "Plan", "pages 5 to 6"),
        ("4", "members", "Risk register, 4 May 2027", "page 7"),
    ]
    assert labels(data(first.members_document)) == ["i", "1", "3", "5", "6", "7"]
    assert labels(data(first.open_document)) == ["i", "2", "4", "5", "6"]


def test_the_members_pack_holds_the_minutes_the_whole_log_and_the_register(first):
    said = unpacked(data(first.members_document))
    for words in ("They spoke of Q7-witness", "Do Q7-witness", "Do plan", f"{RISK} fails", "Probation"):
        assert words in said, words


def test_nothing_private_is_in_any_byte_of_the_open_pack(first):
    said = unpacked(data(first.open_document))
    assert "They spoke of plan" in said
    assert "Do plan" in said
    for secret in (*SECRETS, RISK):
        assert secret not in said, secret
    assert first.open_document.marking == "OFFICIAL"
    assert first.members_document.marking == "OFFICIAL-SENSITIVE"


def test_the_minutes_are_the_very_pages_that_were_published(first, cleared, carrying):
    for readers, for_members in (("members", True), ("public", False)):
        file = MinutesFile.objects.get(version__minutes=cleared, kind="pdf", for_members=for_members)
        assert carrying.page_runs.get(item__standing="minutes", readers=readers).document == file.document


def test_the_front_says_which_pages_others_have(first):
    members, opened = (unpacked(data(each)) for each in (first.members_document, first.open_document))
    assert "In the open pack: page 2." in members
    assert "For members: page 1." in opened
    assert "For members: page 7." in opened


def test_the_pages_have_tags_and_keep_the_pack_sound(carrying, first):
    for run in carrying.page_runs.filter(version_of=None):
        assert trouble_in(data(run.document)) == [], run
    assert first.untagged == ["Plan"]


def test_on_the_web_each_reads_the_copy_of_their_circle_under_its_numbers(first, carrying, sign_in, cast):
    for name in ("public", "observer", "police_lead"):
        page = read_by(sign_in(cast.everybody[name]), carrying)
        html, words = page.content.decode(), text_of(page)
        own, others = (("1", "3", "7"), ("2", "4")) if name == "police_lead" else (("2", "4"), ("1", "3", "7"))
        for number in own:
            assert html.count(f'id="page-{number}"') == 1, (name, number)
        for number in others:
            assert f'id="page-{number}"' not in html, (name, number)
        assert "They spoke of plan." in words
        for secret in (*SECRETS[:3], RISK):
            assert (secret in html) == (name == "police_lead" and secret != "nightjar"), (name, secret)
        assert ("For members: page 7." in words) == (name != "police_lead")


def test_the_file_to_take_along_holds_the_same_pages_and_no_second_copy(first, carrying, sign_in, cast):
    for name in ("public", "observer", "police_lead"):
        page = read_by(sign_in(cast.everybody[name]), carrying, "download_offline_pack").content.decode()
        assert page.count("They spoke of plan.") == 1, name
        for secret in (*SECRETS[:3], RISK):
            assert (secret in page) == (name == "police_lead" and secret != "nightjar"), (name, secret)
    assert (
        f"Private copy for {cast.police_lead.name}."
        in read_by(sign_in(cast.police_lead), carrying, "download_offline_pack").content.decode()
    )


def test_reading_a_members_copy_is_noted_for_the_auditor(first, carrying, sign_in, cast):
    read_by(sign_in(cast.observer), carrying)
    assert not Opening.objects.exists()
    read_by(sign_in(cast.police_lead), carrying)
    assert Opening.objects.get().opened_by == cast.police_lead


def test_where_there_is_nothing_to_carry_the_item_says_so(meeting, secretary, client):
    for key, title in STANDING:
        make_item(meeting, title=title, purpose="note", standing=key)
    pack = out(meeting, secretary)
    assert runs(meeting) == []
    said = (
        "No minutes of an earlier meeting were published when these papers went out.",
        "No action point was open when these papers went out.",
        "No risk was on the register when these papers went out.",
    )
    page, file = text_of(read_by(client, meeting)), unpacked(data(pack.open_document)).replace("\n", " ")
    for words in said:
        assert words in page
        assert words in file


def test_what_a_pack_was_never_to_carry_it_does_not_miss(meeting, secretary, client):
    make_item(meeting, title="Action log", purpose="note", standing="actions")
    pack = out(meeting, secretary)
    del pack.told["carried"]
    Pack.objects.filter(pk=pack.pk).update(told=pack.told)
    assert "No action point" not in text_of(read_by(client, meeting))


def test_a_supplement_brings_none_of_it_again(first, carrying, secretary):
    before = runs(carrying)
    plan = carrying.items.get(title="The plan")
    papers.bring_paper(plan, upload(pdf(1)), title="Late", by=secretary)
    second = out(carrying, secretary, "Late")
    assert runs(carrying) == [*before[:5], ("3", "everybody", "Late", "page 6A"), *before[5:]]
    assert labels(data(second.members_supplement)) == ["i", "6A"]
    assert labels(data(second.open_document)) == ["i", "2", "4", "5", "6", "6A"]


def test_a_standing_item_that_is_new_comes_with_its_pages_in_the_supplement(cleared, meeting, secretary):
    plan = agenda.add_item(meeting, title="The plan", purpose="decide", by=secretary)
    papers.bring_paper(plan, upload(pdf(1)), title="Plan", by=secretary)
    out(meeting, secretary)
    make_item(meeting, title="Action log", purpose="note", standing="actions", number="")
    second = out(meeting, secretary, "The action log was missing")
    assert labels(data(second.members_supplement)) == ["i", "1A"]
    assert labels(data(second.open_supplement)) == ["i", "1B"]
    assert "In this supplement: page 1A" in unpacked(data(second.members_supplement))


def test_who_takes_no_part_in_an_item_of_the_last_meeting_gets_the_open_copies(
    cleared, carrying, private_item, secretary, sign_in, police_lead
):
    kept_out = ItemExclusion.objects.create(
        item=private_item, person=police_lead, reason="Their firm", excluded_at=NOW, excluded_by=secretary
    )
    out(carrying, secretary)
    make_own()
    client = sign_in(police_lead)
    own = body(read_by(client, carrying, "members_pack"))
    assert labels(own) == ["i", "2", "4", "5", "6", "7"]
    for said in (
        unpacked(own),
        *(read_by(client, carrying, name).content.decode() for name in ("read_pack", "download_offline_pack")),
    ):
        assert "They spoke of plan" in said
        assert RISK in said
        for secret in SECRETS[:3]:
            assert secret not in said, secret
    assert client.get(reverse("meetings:pack_file", args=[carrying.pk, 1, "members"])).status_code == 404
    end_exclusion(kept_out, by=secretary)
    assert labels(body(read_by(client, carrying, "members_pack"))) == ["i", "1", "3", "5", "6", "7"]


def test_an_item_of_the_last_meeting_made_private_takes_the_open_pack_back(
    first, carrying, item, secretary, client, sign_in, police_lead
):
    set_privacy(item, version=item.version, **PRIVATE, by=secretary)
    withdrawal = PackWithdrawal.objects.get(pack=first)
    assert withdrawal.document == first.open_document
    gone = client.get(reverse("meetings:pack_file", args=[carrying.pk, 1, "open"]))
    assert gone.status_code == 410
    assert "It shows an item of an earlier meeting, which is private now: It names a person." in text_of(gone)
    for name in ("read_pack", "download_offline_pack"):
        assert "They spoke of plan" not in read_by(client, carrying, name).content.decode()
    again = Pack.objects.get(meeting=carrying, state="making")
    assemble_pack(again.job_id)
    again.refresh_from_db()
    assert (again.kind, labels(data(again.open_document))) == ("reissue", ["i", "5", "6"])
    assert "They spoke of plan" not in unpacked(data(again.open_document))
    assert "They spoke of plan." in text_of(read_by(sign_in(police_lead), carrying))


def test_a_careless_title_for_the_public_is_taken_back_from_a_later_pack_that_carries_the_minutes(
    carrying, private_item, cast, secretary, post, client, sign_in
):
    private_item.refresh_from_db()
    set_privacy(private_item, version=private_item.version, **PRIVATE | {"public_title": CARELESS}, by=secretary)
    # who takes no part in an item of those minutes reads the public's copy of them
    ItemExclusion.objects.create(
        item=private_item, person=cast.police_lead, reason="Their firm", excluded_at=NOW, excluded_by=secretary
    )
    first = out(carrying, secretary)
    make_own()
    own = sign_in(cast.police_lead)
    assert CARELESS in unpacked(data(first.open_document))
    assert CARELESS in unpacked(body(read_by(own, carrying, "members_pack")))
    private_item.refresh_from_db()
    sent = PRIVATE | {"version": private_item.version, "public_title": "A safeguarding matter"}
    assert post(secretary, reverse("meetings:set_privacy", args=[private_item.pk]), sent).status_code == 302
    client.logout()
    gone = client.get(reverse("meetings:pack_file", args=[carrying.pk, 1, "open"]))
    assert gone.status_code == 410
    assert "It shows an item of an earlier meeting, which is private now: It names a person." in text_of(gone)
    again = Pack.objects.get(meeting=carrying, state="making")
    for made in (False, True):
        if made:
            assemble_pack(again.job_id)
            make_own()
        for reader in (client, sign_in(cast.observer), own):
            for name in ("read_pack", "download_offline_pack", "open_pack", "members_pack", "show_meeting"):
                assert CARELESS not in unpacked(body(read_by(reader, carrying, name))), (made, name)
            for address in (f"{reverse('search:search')}?q=careless", reverse("meetings:list_published"), FEED):
                assert CARELESS not in reader.get(address).content.decode(), address
    again.refresh_from_db()
    assert labels(data(again.open_document)) == ["i", "4", "5", "6"]
    # the members have what they had
    assert "Q7-witness" in unpacked(body(read_by(sign_in(cast.chair), carrying, "members_pack")))


def test_an_item_made_private_while_the_pack_is_made_is_left_out_of_it(carrying, item, secretary):
    pack = circulate(carrying, by=secretary)
    item.refresh_from_db()
    set_privacy(item, version=item.version, **PRIVATE, by=secretary)
    assemble_pack(pack.job_id)
    pack.refresh_from_db()
    assert "Do plan" not in unpacked(data(pack.open_document))


def test_it_costs_the_same_with_one_standing_item_and_with_three(cleared, meeting, add_risk, cast, sign_in):
    client, secretary = sign_in(cast.observer), cast.secretary
    make_item(meeting, title="Action log", purpose="note", standing="actions")
    out(meeting, secretary)
    read_by(client, meeting)
    with CaptureQueriesContext(connection) as once:
        read_by(client, meeting)
    add_risk()
    for key, title in (STANDING[0], STANDING[2]):
        make_item(meeting, title=title, purpose="note", standing=key, number="")
    out(meeting, secretary, "More")
    with CaptureQueriesContext(connection) as more:
        read_by(client, meeting)
    assert len(more) == len(once)
