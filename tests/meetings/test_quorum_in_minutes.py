"""Minutes say for which items the meeting was not quorate, where they say who was there and at each item."""

import pytest
from django.urls import reverse

from meetings.models import Attendance, Minutes, MinutesVersion
from meetings.papers.minutes import Edition, minutes_data
from meetings.workflow import minutes as acts
from meetings.workflow.presence import leave
from meetings.workflow.session import conclude
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.packing import data
from tests.meetings.publishing import kept, words_of
from tests.meetings.running import AT_TWO, quorate

WHOLE = "Quorate for items 1 and 2: 4 present, 4 needed. Not quorate for items 3 and 4."
AT_THE_ITEM = "Not quorate: 3 present, 4 needed. It lacks 1 more present and West Midlands Police."


@pytest.fixture
def cleared(sitting_now, cast):
    """Of a meeting that the police left after item 2 of four, the last of them private."""
    items = [make_item(sitting_now, title=f"Matter {n}", purpose="note") for n in range(1, 4)]
    make_item(sitting_now, title="Operation Nightjar", purpose="note", privacy="private")
    quorate(sitting_now, cast)
    leave(items[1], Attendance.objects.get(appointment__person=cast.police_lead), by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    return acts.clear_minutes(acts.send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)


@pytest.mark.parametrize(("reader", "times"), [("chair", 2), ("public", 1)])
def test_the_page_says_it_whole_and_at_each_item_that_the_reader_may_read(cleared, reader, times, cast, sign_in):
    page = text_of(sign_in(cast.everybody[reader]).get(cleared.get_absolute_url()))
    assert f"Quorum {WHOLE}" in page
    assert page.count(AT_THE_ITEM) == times
    assert page.index("3. Matter 3") < page.index(AT_THE_ITEM)


@pytest.mark.parametrize(("for_members", "times"), [(True, 2), (False, 1)])
def test_so_do_the_files_and_the_page_of_a_version(cleared, for_members, times, cast, sign_in):
    for kind in ("docx", "odt", "pdf"):
        said = words_of(data(kept(cleared, kind, for_members=for_members)), kind)
        assert WHOLE in said, kind
        assert said.count(AT_THE_ITEM) == times, kind
    reader = cast.chair if for_members else cast.public
    number = MinutesVersion.objects.get().number
    address = reverse("meetings:show_minutes_version", args=[cleared.meeting_id, number])
    page = text_of(sign_in(reader).get(address))
    assert WHOLE in page
    assert page.count(AT_THE_ITEM) == times


def test_nothing_is_said_where_nobody_was_recorded(sitting_now, item, cast):
    item.decisions.create(
        reference="X/1", outcome="noted", text="Noted", quorate=False, decided_at=AT_TWO, recorded_by=cast.secretary
    )  # fmt: skip
    conclude(sitting_now, by=cast.secretary)
    made = minutes_data(Minutes.objects.get(), Edition(1, "draft", AT_TWO), for_members=True)
    assert (made["quorum"], made["items"][0]["quorum"]) == ("", "")
