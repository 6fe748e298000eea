"""Queries per page with 1, 10 and 100 rows of what it lists."""

from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.rows import FIRST_DAY, make_agenda, make_meetings, make_people
from ccsp_portal import clock
from meetings.models import ActionPoint, PlannedItem
from meetings.workflow.minuting import write_minute
from tests.factories import make_decision, make_item, make_meeting

SIZES = (1, 10, 100)
MOST = 12
# the page of a running meeting: attendance, quorum, interests, agenda, papers, minutes and records are all on it
MOST_WHILE_MINUTING = 14
TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
BACKEND = "partners.backend.AuthenticationBackend"


class Undo(Exception):
    """Takes back what was made to be counted."""


def list_of_meetings(board, by, size):
    make_meetings(board, by, size)
    return reverse("meetings:list_meetings") + "?when=all"


def meeting(board, by, size):
    held = make_meeting(board, by, day=FIRST_DAY, state="circulated")
    make_agenda(held, by, size, 1)
    return reverse("meetings:show_meeting", args=[held.pk])


def minuting(board, by, size):
    held = make_meeting(board, by, day=FIRST_DAY - timedelta(days=90), state="in session", opened_at=clock.now())
    make_agenda(held, by, size, 1)
    for item in held.items.all():
        write_minute(item, "The Board noted the report.", by=by)
    return reverse("meetings:run_meeting", args=[held.pk])


def agenda(board, by, size):
    held = make_meeting(board, by, day=FIRST_DAY + timedelta(days=10_000))
    for number in range(size):
        make_item(held, title=f"Item {number}")
    return reverse("meetings:edit_agenda", args=[held.pk])


def forward_plan(board, by, size):
    for number in range(size):
        PlannedItem.objects.create(
            body=board,
            title=f"Item {number}",
            owner=board.seats.first(),
            ground="request",
            ground_text="Asked for",
            year=clock.today().year + 1,
            quarter=1 + number % 4,
            proposed_at=clock.now(),
            proposed_by=by,
        )
    return reverse("meetings:show_forward_plan", args=[board.key])


def call_for_papers(board, by, size):
    held = make_meeting(board, by, day=FIRST_DAY + timedelta(days=10_000))
    for number in range(size):
        make_item(held, title=f"Item {number}", presenter=board.seats.first())
    return reverse("meetings:call_for_papers", args=[held.pk])


def decisions(board, by, size):
    item = make_item(make_meeting(board, by, day=FIRST_DAY, state="concluded"))
    for _ in range(size):
        make_decision(item, by)
    return reverse("meetings:list_decisions")


def action_points(board, by, size):
    item = make_item(make_meeting(board, by, day=FIRST_DAY - timedelta(days=700), state="concluded"))
    for number in range(size):
        ActionPoint.objects.create(
            item=item,
            reference=f"BENCH/{number}",
            text="To be done",
            owner=board.seats.first(),
            due_on=FIRST_DAY,
            first_due_on=FIRST_DAY,
            raised_at=clock.now(),
            raised_by=by,
        )
    return reverse("meetings:list_actions")


def home(board, by, size):
    action_points(board, by, size)
    make_meetings(board, by, size)
    return reverse("home:home")


def bodies(board, by, size):
    return reverse("partners:show_body", args=[board.key])


def history(board, by, size):
    meeting(board, by, size)
    held = board.meetings.get(starts_at__date=FIRST_DAY)
    return reverse("meetings:show_history", args=[held.pk])


def search(board, by, size):
    make_meetings(board, by, size)
    return reverse("search:search") + "?q=board"


PAGES = (
    list_of_meetings,
    meeting,
    minuting,
    agenda,
    forward_plan,
    call_for_papers,
    decisions,
    action_points,
    home,
    bodies,
    history,
    search,
)


def count_queries():
    """Rows of the table: the page, its queries at each size, and whether it holds to the aim."""
    for page in PAGES:
        counts = [count(page, size) for size in SIZES]
        name, most = page.__name__.replace("_", " "), most_of(page)
        yield name, ", ".join(map(str, counts)), f"at most {most}, constant", max(counts) <= most


def most_of(page):
    return MOST_WHILE_MINUTING if page is minuting else MOST


def count(page, size):
    """The queries of the page's second view by the secretary: the first fills what a process keeps."""
    number = 0
    try:
        with transaction.atomic():
            board, secretary = make_people(max(14, size if page is bodies else 14))
            url = page(board, secretary, size)
            client = Client()
            client.force_login(secretary, backend=BACKEND)
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)
            # what begins and ends a transaction asks for nothing
            number = sum(not each["sql"].startswith(TRANSACTION) for each in captured)
            raise Undo
    except Undo:
        return number
