"""Minutes say where the meeting was held and when it opened and closed; how to join it online they do not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Meeting, Minutes
from meetings.workflow import minutes as acts
from meetings.workflow.session import conclude
from tests.meetings.conftest import text_of
from tests.meetings.packing import data
from tests.meetings.publishing import kept, words_of
from tests.meetings.running import AT_TWO
from tests.walk.unpacking import unpacked

LINES = (
    "Place: Council House",
    "Planned for: 2pm to 4pm on Thursday 11 March 2027",
    "Opened: 2.05pm",
    "Closed: 3.40pm",
)
JOINING = "https://meet.example/zugzwang"


def concluded(meeting, cast, after=timedelta(minutes=95)):
    meeting.items.update(purpose="note")
    Meeting.objects.filter(pk=meeting.pk).update(joining_link=JOINING)
    with clock.set_to(AT_TWO + after):
        conclude(meeting, by=cast.secretary)
        return acts.clear_minutes(acts.send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)


@pytest.mark.parametrize("reader", ["chair", "public"])
def test_every_reader_s_page_and_files_say_so(sitting_now, item, reader, cast, sign_in):
    minutes, client = concluded(sitting_now, cast), sign_in(cast.everybody[reader])
    version = reverse("meetings:show_minutes_version", args=[sitting_now.pk, 1])
    for address in (minutes.get_absolute_url(), version):
        assert " ".join(LINES) in text_of(client.get(address)), address
        assert JOINING not in client.get(address).content.decode()
    for kind in ("pdf", "docx", "odt"):
        file = data(kept(minutes, kind, for_members=reader == "chair"))
        said = words_of(file, kind)
        for line in LINES:
            assert line in said, kind
        assert "zugzwang" not in unpacked(file)


def test_what_was_closed_another_day_is_not_said_to_have_closed_then(sitting_now, item, cast, client):
    minutes = concluded(sitting_now, cast, after=timedelta(days=1))
    page = text_of(client.get(minutes.get_absolute_url()))
    assert "Opened: 2.05pm" in page
    assert "Closed:" not in page
