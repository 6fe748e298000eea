"""A body with ten years of meetings behind it, against the same body after one: queries, and time."""

from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench.log import measured
from bench.queries import BACKEND, Undo
from bench.rows import make_agenda, make_people
from ccsp_portal import clock
from ccsp_portal.documents.store import store_bytes
from meetings.models import (
    ActionPoint,
    Attendance,
    Decision,
    Minutes,
    MinutesFile,
    MinutesVersion,
    MinuteText,
    Pack,
    Reply,
)
from partners.models import Appointment
from tests.factories import make_item, make_meeting

YEARS = (1, 10)
A_YEAR, ITEMS = 4, 12
# ten times as much lies behind the body: what a page shows of it may cost this much more
MOST_GROWTH = 3


def measure_decade():
    """Rows of the table."""
    found = {years: _after(years) for years in YEARS}
    first, last = YEARS
    for name in found[first]:
        (queries, taken), (more_queries, longer) = found[first][name], found[last][name]
        words = f"{queries} after {first} year, {more_queries} after {last}"
        yield f"{name}: queries", words, "constant", queries == more_queries
        growth = longer / taken
        words = f"{growth:.1f} times for {last} times the years ({taken * 1000:.0f} ms, {longer * 1000:.0f} ms)"
        yield f"{name}: time", words, f"at most {MOST_GROWTH} times", growth <= MOST_GROWTH


def _after(years):
    """{page: (queries, median seconds)} for the secretary of a body that has met for so long."""
    found = {}
    try:
        with transaction.atomic():
            board, secretary = make_people()
            last, coming = _meet(board, secretary, years)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            client = Client()
            client.force_login(secretary, backend=BACKEND)
            for name, url in _pages(board, last, coming).items():
                found[name] = measured(client, url)
            raise Undo
    except Undo:
        return found


def _pages(board, last, coming):
    return {
        "home": reverse("home:home"),
        "meetings to come": reverse("meetings:list_meetings"),
        "all meetings": reverse("meetings:list_meetings") + "?when=all",
        "the body": reverse("partners:show_body", args=[board.key]),
        "attendance": reverse("meetings:show_attendance", args=[board.key]),
        "the last meeting": reverse("meetings:show_meeting", args=[last.pk]),
        "its minutes": reverse("meetings:show_minutes", args=[last.pk]),
        "the next agenda": reverse("meetings:edit_agenda", args=[coming.pk]),
        "the chair's brief": reverse("meetings:show_brief", args=[coming.pk]),
        "forward plan": reverse("meetings:show_forward_plan", args=[board.key]),
        "decisions": reverse("meetings:list_decisions"),
        "a word in decisions": reverse("meetings:list_decisions") + "?q=city",
        "action log": reverse("meetings:list_actions"),
        "what was published": reverse("meetings:list_published"),
        "late papers": reverse("meetings:list_late_papers"),
        "search": reverse("search:search") + "?q=city",
    }


def _meet(board, by, years):
    """Quarterly meetings until now, each with its papers, its people, and what was decided; the last, and the next."""
    seats, today, count = list(board.seats.all()), clock.today(), A_YEAR * years
    for number in range(count):
        day = today - timedelta(days=91 * (count - number) - 60)
        last = make_meeting(board, by, day=day, state="concluded")
        make_agenda(last, by, ITEMS, 1)
        _publish_pack(last, by)
        _hold(last, by, seats, number)
        _publish_minutes(last, by)
    coming = make_meeting(board, by, day=today + timedelta(days=31))
    for number in range(ITEMS):
        make_item(coming, title=f"Item {number}", presenter=seats[number % len(seats)])
    return last, coming


def _hold(meeting, by, seats, number):
    then = meeting.starts_at
    Reply.objects.bulk_create(
        Reply(meeting=meeting, seat=seat, answer="attending", manner="in person", came_by="portal", sequence=0,
              replied_at=then - timedelta(days=5), replied_by=by)
        for seat in seats
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=each.seat, status="apologies" if (place + number) % 7 == 0 else "present",
                   appointment=each, recorded_at=then, recorded_by=by)
        for place, each in enumerate(Appointment.objects.filter(seat__in=seats).select_related("seat"))
    )  # fmt: skip
    items = list(meeting.items.all())
    MinuteText.objects.bulk_create(
        MinuteText(item=item, html="<p>Members asked about the city centre.</p>",
                   text="Members asked about the city centre.", written_at=then, written_by=by)
        for item in items
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(item=item, reference=f"BENCH/D{number:02d}{place:02d}", outcome="agreed", quorate=True,
                 text="The Board agreed the report on the city centre.", decided_at=then, recorded_by=by)
        for place, item in enumerate(items)
    )  # fmt: skip
    ActionPoint.objects.bulk_create(
        ActionPoint(item=item, reference=f"BENCH/{number:02d}{place:02d}", text="Bring the figures.",
                    owner=seats[place], due_on=then.date() + timedelta(days=91),
                    first_due_on=then.date() + timedelta(days=91), state="complete",
                    ended_at=then + timedelta(days=80), raised_at=then, raised_by=by)
        for place, item in enumerate(items[:6])
    )  # fmt: skip


def _publish_pack(meeting, by):
    Pack.objects.create(
        meeting=meeting, number=1, state="ready", asked_at=meeting.circulated_at, asked_by=by,
        circulated_at=meeting.circulated_at, members_document=_file(by), open_document=_file(by), members_pages=40,
        open_pages=40,
    )  # fmt: skip


def _publish_minutes(meeting, by):
    done = meeting.ends_at + timedelta(days=10)
    minutes = Minutes.objects.create(
        meeting=meeting, state="cleared", sent_to_chair_at=done, cleared_at=done, cleared_by=by
    )
    version = MinutesVersion.objects.create(
        minutes=minutes, number=1, stage="draft", published_at=done, published_by=by
    )
    for kind in MinutesFile.Kind:
        for for_members in (True, False):
            MinutesFile.objects.create(version=version, kind=kind, for_members=for_members, document=_file(by))


def _file(by):
    return store_bytes(b"%PDF-1.7", "paper.pdf", "application/pdf", by=by)
