"""Minutes list who was in a seat one after the other, with the items; the public reads the seat, and no names."""

import pytest
from django.urls import reverse

from meetings.models import Minutes
from meetings.papers.minutes import Edition, as_data, printed_minutes
from meetings.queries.minutes import readable_minutes
from meetings.workflow.chairing import take_chair
from meetings.workflow.presence import take_over
from meetings.workflow.session import conclude
from tests.cast import make_person
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, quorate, seat_of
from tests.walk.unpacking import unpacked

CABINET = "Cabinet Member for Policing and Equalities, The Council"
COMMANDER = "Local policing area commander, West Midlands Police"


def to(name, thing):
    return reverse(f"meetings:{name}", args=[thing.pk])


@pytest.fixture
def minuted(sitting_now, cast):
    """Concluded and cleared: the deputy took the police's seat over at item 5, and the chair's deputy both, at 3."""
    items = [make_item(sitting_now, title=f"Matter {n}", purpose="note") for n in range(1, 7)]
    quorate(sitting_now, cast)
    deputy = make_person("Ann Lee", seat_of(cast.chair), kind="deputy")
    take_over(items[4], cast.deputy.appointments.get(), by=cast.secretary)
    take_over(items[2], deputy.appointments.get(), by=cast.secretary)
    take_chair(items[2], sitting_now.attendances.get(seat=seat_of(cast.chair)), by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    Minutes.objects.update(state="cleared", cleared_at=AT_TWO, cleared_by=cast.chair)
    return Minutes.objects.get()


def test_minutes_say_who_was_in_the_seat_and_when(minuted, cast, sign_in):
    read = readable_minutes(minuted, private=True, names_people=True)
    assert read.groups[0].lines[:4] == [
        f"Rosa Whitfield, {CABINET} (in the chair; until item 2)",
        f"Ann Lee, {CABINET} (deputy; in the chair; from item 3)",
        f"Daniel Okafor, {COMMANDER} (until item 4)",
        f"Megan Price, {COMMANDER} (deputy; from item 5)",
    ]
    assert [each.chair for each in read.items] == ["", "", f"Ann Lee, {CABINET}, took the chair.", "", "", ""]
    page = text_of(sign_in(cast.secretary).get(to("show_minutes", minuted.meeting)))
    for line in read.groups[0].lines:
        assert line in page


def test_the_public_reads_the_seat_and_no_names(minuted, sign_in, cast):
    read = readable_minutes(minuted, private=False, names_people=False)
    assert read.groups[0].lines[2:4] == [f"{COMMANDER} (until item 4)", f"{COMMANDER} (deputy; from item 5)"]
    page = text_of(sign_in(cast.public).get(to("show_minutes", minuted.meeting)))
    for line in read.groups[0].lines:
        assert line in page
    for name in ("Megan", "Price", "Ann Lee", "Okafor", "Whitfield"):
        assert name not in page


def test_the_files_say_the_same(minuted):
    edition = Edition(1, "draft", AT_TWO)
    data = as_data(readable_minutes(minuted, private=True, names_people=True), edition, for_members=True)
    files = {each.kind: each.data for each in printed_minutes(minuted, data, edition, for_members=True)}
    assert sorted(files) == ["docx", "odt", "pdf"]
    for content in files.values():
        words = " ".join(unpacked(content).split())
        assert f"Daniel Okafor, {COMMANDER} (until item 4)" in words
        assert f"Megan Price, {COMMANDER} (deputy; from item 5)" in words
