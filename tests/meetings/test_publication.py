"""What is published of minutes stays as it was: each version with its files, what replaced it, what was taken back."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import NotOpen, Stale
from meetings.models import Minutes, MinutesCorrection, MinutesFile, MinutesVersion
from meetings.workflow import minutes as acts
from meetings.workflow.publication import LONGEST, Correction, correct_minutes
from tests.factories import make_meeting
from tests.meetings.conftest import text_of
from tests.meetings.publishing import HIDDEN, SECRETS, kept, said_in, url
from tests.meetings.running import AT_TWO, HELD_ON
from tests.walk.unpacking import unpacked

# ── approved by the next meeting ─────────────────────────────────────────────────────────────────────────────────────


def test_the_approved_minutes_are_a_version_of_their_own_and_the_draft_is_kept(approved, client):
    _, corrected = MinutesVersion.objects.order_by("number")
    assert (corrected.stage, corrected.note) == ("approved", "Approved with corrections.")
    for number in (1, 2):
        for kind in ("pdf", "docx", "odt"):
            answer = client.get(url("minutes_file", approved.meeting, number, kind))
            digest = hashlib.sha256(b"".join(answer.streaming_content)).hexdigest()
            assert digest == kept(approved, kind, number=number).sha256
    assert kept(approved).sha256 != kept(approved, number=2).sha256
    page = text_of(client.get(url("show_minutes_version", approved.meeting, 1)))
    assert "Replaced on Thursday 11 March 2027 by version 2, approved minutes : Approved with corrections." in page
    assert "1.1 They spoke of plan." in page
    assert "The meeting ended at 4pm." not in page
    page = text_of(client.get(url("show_minutes_version", approved.meeting, 2)))
    assert "Replaced" not in page
    assert "The minutes as a whole: The meeting ended at 4pm." in page
    assert "Correction: In 1.1, for plan read <b>draft</b> plan." in page


def test_a_correction_to_a_private_item_is_for_its_readers(approved, cast, sign_in):
    for name in ("public", "observer", "police_lead"):
        client, may_read = sign_in(cast.everybody[name]), name == "police_lead"
        for page in (url("show_minutes", approved.meeting), url("show_minutes_version", approved.meeting, 2)):
            said = client.get(page).content.decode()
            assert (HIDDEN in said) is may_read, (name, page)
            assert "The meeting ended at 4pm." in said
    for kind in ("pdf", "docx", "odt"):
        assert HIDDEN not in said_in(kept(approved, kind, number=2))
        assert "The meeting ended at 4pm." in said_in(kept(approved, kind, number=2))
        assert HIDDEN in said_in(kept(approved, kind, number=2, for_members=True))


def test_the_secretary_records_each_correction_in_its_own_box(cleared, next_meeting, item, cast, post, sign_in):
    page = sign_in(cast.secretary).get(url("approve_minutes", cleared.meeting))
    assert "Correction to item 2, Operation Nightjar (optional)" in text_of(page)
    assert "Private: only those who may read the item see it." in text_of(page)
    answers = {"at": next_meeting.pk, "version": cleared.version, "resolved": "with corrections",
               f"item-{item.pk}": "For plan read draft."}  # fmt: skip
    assert post(cast.secretary, url("approve_minutes", cleared.meeting), answers).status_code == 302
    correction = MinutesCorrection.objects.get()
    assert (correction.item, correction.agreed_by, correction.first_version) == (item, next_meeting, 2)


@pytest.mark.parametrize(("resolved", "whole", "said"), [
    ("", "", "Select what the meeting resolved"),
    ("with corrections", " ", "Enter at least one correction"),
    ("as they were", "It ended at 4pm.", "Select that they were approved with corrections, or clear the corrections"),
])  # fmt: skip
def test_what_was_resolved_is_asked_and_agrees_with_what_is_corrected(
    cleared, next_meeting, cast, post, sign_in, resolved, whole, said
):
    asked = text_of(sign_in(cast.secretary).get(url("approve_minutes", cleared.meeting)))
    assert "undo this. What is published stays on record." in asked
    answers = {"at": next_meeting.pk, "version": cleared.version, "resolved": resolved, "whole": whole}
    page = post(cast.secretary, url("approve_minutes", cleared.meeting), answers)
    assert page.status_code == 422
    assert said in text_of(page)
    assert Minutes.objects.get().state == "cleared"
    answers |= {"resolved": "as they were", "whole": ""}
    assert post(cast.secretary, url("approve_minutes", cleared.meeting), answers).status_code == 302
    assert MinutesVersion.objects.first().note == "Approved as they were."


def test_a_correction_that_is_too_long_is_refused_and_nothing_of_it_is_lost(cleared, next_meeting, item, cast, post):
    answers = {"at": next_meeting.pk, "version": cleared.version, f"item-{item.pk}": "x" * (LONGEST + 1)}
    page = post(cast.secretary, url("approve_minutes", cleared.meeting), answers)
    assert page.status_code == 422
    assert "The correction to item 1 must be 2000 characters or fewer" in text_of(page)
    assert "x" * (LONGEST + 1) in page.content.decode()
    assert '<details class="govuk-details" open>' in page.content.decode()
    with pytest.raises(ValidationError, match="2,000 characters or fewer"):
        long = [Correction("x" * (LONGEST + 1))]
        acts.approve_minutes(cleared, at=next_meeting, corrections=long, by=cast.secretary)
    assert Minutes.objects.get().state == "cleared"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_does(cleared, next_meeting, secretary):
    def approve(_):
        try:
            return acts.approve_minutes(cleared, at=next_meeting, by=secretary).state
        except NotOpen:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(approve, range(2))) == ["approved", "too late"]
    assert MinutesVersion.objects.count() == 2


def test_who_approves_too_late_sees_both_and_publishes_theirs_as_a_correction(approved, next_meeting, cast, post):
    answers = {"at": next_meeting.pk, "version": approved.version - 1, "whole": "I was there too."}
    page = post(cast.secretary, url("approve_minutes", approved.meeting), answers)
    assert page.status_code == 409
    assert "Somebody else recorded the approval while you were writing." in text_of(page)
    assert "The minutes as a whole: The meeting ended at 4pm." in text_of(page)
    assert "I was there too.</textarea>" in page.content.decode()
    assert f'action="{url("correct_minutes", approved.meeting)}"' in page.content.decode()
    answers |= {"reason": "It was forgotten", "version": approved.version}
    assert post(cast.secretary, url("correct_minutes", approved.meeting), answers).status_code == 302
    assert MinutesVersion.objects.first().note == "It was forgotten"


def test_a_cancelled_meeting_approves_nothing_and_has_no_minutes_to_approve(cleared, board, cast, secretary, sign_in):
    cancelled = make_meeting(
        board, secretary, day=HELD_ON.replace(month=7), state="cancelled", cancelled_at=AT_TWO, cancelled_by=secretary,
        cancelled_reason="No quorum",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="that has opened"):
        acts.approve_minutes(cleared, at=cancelled, by=secretary)
    assert sign_in(secretary).get(url("approve_minutes", cancelled)).status_code == 404
    page = text_of(sign_in(secretary).get(url("approve_minutes", cleared.meeting)))
    assert "No later meeting of this body has opened yet." in page


# ── signed ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_chair_signs_at_a_meeting_and_the_public_is_told_no_name(approved, next_meeting, cast, post, sign_in):
    assert post(cast.chair, url("sign_minutes", approved.meeting), {"at": next_meeting.pk}).status_code == 302
    signed = Minutes.objects.get()
    assert (signed.state, signed.signed_by, signed.signed_at_meeting) == ("signed", cast.chair, next_meeting)
    said = "on Thursday 11 March 2027 at the meeting of Friday 11 June 2027."
    page = text_of(sign_in(cast.public).get(url("show_minutes", signed.meeting)))
    assert f"Signed by the chair {said}" in page
    assert cast.chair.name not in page
    page = text_of(sign_in(cast.police_lead).get(url("show_minutes", signed.meeting)))
    assert f"Signed by {cast.chair.name}, chair, {said}" in page
    assert cast.chair.name not in said_in(kept(signed, number=3))
    assert cast.chair.name in said_in(kept(signed, number=3, for_members=True))


def test_the_chair_is_told_that_approved_minutes_wait_to_be_signed(approved, cast):
    letter = Notice.objects.get(template="meetings/notices/minutes_to_sign.txt")
    assert (letter.recipient, letter.subject) == (cast.chair, "Minutes to sign: CCSP Board, Thursday 11 March 2027")
    assert "The meeting of Friday 11 June 2027 approved these minutes. Please sign them:" in letter.text


def test_minutes_are_signed_between_meetings_too(approved, cast, post):
    assert post(cast.chair, url("sign_minutes", approved.meeting), {"at": ""}).status_code == 302
    assert Minutes.objects.get().signed_at_meeting is None


# ── corrected ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_correction_publishes_a_new_version_says_why_and_tells_the_members(cleared, cast, post, client):
    address = url("correct_minutes", cleared.meeting)
    for answers, missing in (
        ({"whole": "x"}, "Enter why the minutes are corrected"),
        ({"reason": "A slip"}, "Enter at least one correction."),
    ):
        page = post(cast.secretary, address, {"version": cleared.version, **answers})
        assert page.status_code == 422
        assert missing in text_of(page)
    answers = {"version": cleared.version, "reason": "A slip", "whole": "For north read south."}
    assert post(cast.secretary, address, answers).status_code == 302
    assert Notice.objects.filter(template="meetings/notices/minutes_corrected.txt").count() == 11
    client.logout()
    page = text_of(client.get(url("show_minutes", cleared.meeting)))
    assert "For north read south." in page
    assert "Download version 2, corrected minutes" in page
    feed = client.get(reverse("public:feed")).content.decode()
    assert "<title>Corrected minutes: CCSP Board" in feed
    assert "<summary>A slip</summary>" in feed


def test_only_the_secretary_corrects_and_of_two_at_once_the_second_sees_both(cleared, cast, post):
    for person in (cast.chair, cast.police_lead, cast.auditor):
        with pytest.raises(PermissionDenied):
            correct_minutes(cleared, corrections=[Correction("x")], reason="x", version=cleared.version, by=person)
    one = {"corrections": [Correction("Theirs")], "reason": "A slip", "version": cleared.version}
    correct_minutes(cleared, **one, by=cast.secretary)
    with pytest.raises(Stale):
        correct_minutes(cleared, **one, by=cast.secretary)
    answers = {"version": cleared.version, "reason": "Mine", "whole": "My text"}
    page = post(cast.secretary, url("correct_minutes", cleared.meeting), answers)
    assert page.status_code == 409
    assert "Theirs" in text_of(page)
    assert "My text</textarea>" in page.content.decode()


def test_a_draft_is_not_corrected_but_written(unsent, cast, post):
    assert post(cast.secretary, url("correct_minutes", unsent.meeting)).status_code == 409


@pytest.mark.parametrize("model", [MinutesVersion, MinutesFile, MinutesCorrection])
def test_the_database_refuses_to_change_what_was_published(model, approved):
    row = model.objects.order_by("pk").first()
    for change in ({"pk": row.pk}, {}):
        with pytest.raises(DatabaseError), transaction.atomic():
            if change:
                model.objects.filter(**change).update(**{model._meta.fields[2].attname: 7})
            else:
                model.objects.filter(pk=row.pk)._raw_delete("default")


# ── the register of what was published ───────────────────────────────────────────────────────────────────────────────


def test_the_register_says_what_was_published_when_with_its_hash_and_what_replaced_it(approved, client):
    for address in (url("show_published", approved.meeting), reverse("meetings:list_published")):
        page = client.get(address)
        said = text_of(page)
        assert "<s><a" in page.content.decode()
        assert "Replaced on 11 March 2027 by Approved minutes: Approved with corrections." in said
        for number in (1, 2):
            for kind in ("pdf", "docx", "odt"):
                assert kept(approved, kind, number=number).sha256 in said
                assert kept(approved, kind, number=number, for_members=True).sha256 not in said


def test_the_register_says_what_was_withdrawn_and_gives_nothing_of_it(taken_back, client):
    page = client.get(url("show_published", taken_back.meeting))
    assert text_of(page).count("Withdrawn at") == 2
    assert "Item 1 is private: It names a person." in text_of(page)
    assert url("minutes_file", taken_back.meeting, 1, "pdf") not in page.content.decode()


def test_the_register_is_the_publics_whoever_asks(approved, cast, sign_in):
    for person in (cast.public, cast.secretary, cast.police_lead):
        said = sign_in(person).get(reverse("meetings:list_published")).content.decode()
        for secret in (*SECRETS, HIDDEN, "members-"):
            assert secret not in said, secret


def test_the_register_is_narrowed_down_by_what_can_be_read(approved, client):
    address = reverse("meetings:list_published")
    assert "2 publications" in text_of(client.get(address, {"kind": "minutes", "body": "board", "year": "2026"}))
    for question in ({"kind": "pack"}, {"year": "2027"}):
        assert "Nothing of this kind is published." in text_of(client.get(address, question))
    assert "2 publications" in text_of(client.get(address, {"kind": "nonsense", "year": "x", "page": "99"}))


@pytest.mark.parametrize("rows", [1, 3])
def test_what_the_pages_cost_does_not_grow_with_the_versions(rows, cleared, cast, sign_in):
    for number in range(rows - 1):
        version = Minutes.objects.get().version
        correction = [Correction(f"Correction {number}")]
        correct_minutes(cleared, corrections=correction, reason="A slip", version=version, by=cast.secretary)
    browser, costs = sign_in(cast.secretary), []
    for address in (
        url("show_published", cleared.meeting),
        reverse("meetings:list_published"),
        url("show_minutes_version", cleared.meeting, 1),
        url("show_minutes", cleared.meeting),
    ):
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        costs.append(len(asked))
    assert costs == [7, 8, 8, 21]


# ── what the public is sent holds nothing private ────────────────────────────────────────────────────────────────────


def test_no_public_byte_holds_what_is_private(approved, client):
    """Pages, files unpacked with their metadata and names, feeds, search, calendars, ETags and all other headers."""
    meeting = approved.meeting
    addresses = [
        *(url(name, meeting) for name in ("show_meeting", "show_minutes", "show_published", "download_minutes")),
        url("meeting_calendar", meeting),
        *(url("show_minutes_version", meeting, number) for number in (1, 2)),
        *(url("minutes_file", meeting, number, kind) for number in (1, 2) for kind in ("pdf", "docx", "odt")),
        *(reverse(name) for name in ("public:front", "public:feed", "public:sitemap", "meetings:list_published")),
        *(reverse(f"meetings:{name}") for name in ("list_meetings", "list_decisions", "export_decisions")),
        reverse("meetings:calendar_feed"),
        *(f"{reverse('search:search')}?q={word}" for word in ("plan", *SECRETS, HIDDEN)),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = json.dumps(dict(answer.headers))
        asked = address.partition("?q=")[2]
        # the page repeats what was searched for
        said = (unpacked(body) + headers).replace(asked or "\0", "")
        for secret in (*SECRETS, HIDDEN):
            assert secret not in said, (secret, address)
    everything = json.dumps(list(MinutesVersion.objects.values_list("open_data", flat=True)))
    for secret in (*SECRETS, HIDDEN):
        assert secret not in everything


def test_the_files_are_found_to_hold_them_where_they_may(approved):
    """So that the test above would find a leak."""
    for kind in ("pdf", "docx", "odt"):
        told = said_in(kept(approved, kind, number=2, for_members=True))
        for secret in ("Operation Nightjar", "Q7-witness", "Rosa Whitfield", HIDDEN):
            assert secret in told, (kind, secret)
