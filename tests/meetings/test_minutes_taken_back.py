"""Published minutes whose item was made private, or open, since: what showed too much is withdrawn with a record."""

import hashlib

from django.urls import reverse

from meetings.models import MinutesVersion, MinutesWithdrawal, Opening
from meetings.workflow.agenda import set_privacy
from meetings.workflow.exclusions import leave_out
from tests.meetings.conftest import text_of
from tests.meetings.publishing import PRIVATE, kept, said_in, url


def test_minutes_that_show_what_became_private_are_withdrawn_with_a_record(taken_back, client):
    meeting = taken_back.meeting
    assert MinutesWithdrawal.objects.count() == 2
    for address in (
        *(url("minutes_file", meeting, number, kind) for number in (1, 2) for kind in ("pdf", "docx", "odt")),
        *(url("show_minutes_version", meeting, number) for number in (1, 2)),
    ):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "Item 1 is private: It names a person." in text_of(answer)
        assert "plan" not in text_of(answer)
    for address in (url("download_minutes", meeting), url("show_minutes_version", meeting, 3)):
        assert client.get(address).status_code == 200
    for kind in ("pdf", "docx", "odt"):
        told = said_in(kept(taken_back, kind, number=3))
        assert "They spoke of plan" not in told
        assert "A matter about a person" in told


def test_a_careless_title_for_the_public_is_taken_back_with_what_was_published_under_it(
    taken_back, item, post, client, secretary
):
    item.refresh_from_db()
    sent = PRIVATE | {"version": item.version, "public_title": "A safeguarding matter"}
    assert post(secretary, reverse("meetings:set_privacy", args=[item.pk]), sent).status_code == 302
    client.logout()
    assert MinutesWithdrawal.objects.count() == 3
    assert client.get(url("show_minutes_version", taken_back.meeting, 3)).status_code == 410
    now = text_of(client.get(url("show_minutes_version", taken_back.meeting, 4)))
    assert "A safeguarding matter" in now
    assert "A matter about a person" not in now


def test_members_keep_what_they_had(taken_back, cast, sign_in):
    client = sign_in(cast.police_lead)
    for number in (1, 2, 3):
        assert client.get(url("minutes_file", taken_back.meeting, number, "members-pdf")).status_code == 200
    assert Opening.objects.count() == 3


def test_what_became_open_is_published_with_the_next_version(approved, private_item, secretary, client):
    private_item.refresh_from_db()
    set_privacy(private_item, version=private_item.version, privacy="open", by=secretary)
    assert MinutesVersion.objects.first().note == "Item 2 is open now."
    page = text_of(client.get(url("show_minutes_version", approved.meeting, 3)))
    assert "They spoke of Q7-witness." in page
    assert client.get(url("show_minutes_version", approved.meeting, 2)).status_code == 200


def test_who_takes_no_part_in_an_item_has_the_minutes_without_it(
    sitting_now, item, private_item, cast, secretary, request, sign_in
):
    leave_out(private_item, cast.police_lead, reason="Their firm is named", by=secretary)
    cleared = request.getfixturevalue("cleared")
    client = sign_in(cast.police_lead)
    for address in (url("show_minutes", cleared.meeting), url("show_minutes_version", cleared.meeting, 1)):
        assert "Q7-witness" not in client.get(address).content.decode()
    assert client.get(url("minutes_file", cleared.meeting, 1, "members-docx")).status_code == 404
    answer = client.get(url("download_minutes", cleared.meeting))
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == kept(cleared).sha256
