"""The rows that are measured: a meeting of 20 items, 40 papers and 25 seats among 200 meetings."""

from datetime import date, timedelta

from django.utils import timezone

from ccsp_portal.documents.store import store_bytes
from meetings.models import Paper, PaperVersion
from tests.cast import make_partnership, make_person, make_seat
from tests.factories import make_item, make_meeting

FIRST_DAY = date(2010, 1, 5)


def make_people(seats=25):
    """The partnership with so many filled seats; gives its Board and its secretary."""
    house = make_partnership()
    people = [make_person(f"Person {number}", seat) for number, seat in enumerate(house.seats.values())]
    for number in range(len(people), seats):
        seat = make_seat(house.board, house.organisations["housing"], f"more-{number}")
        make_person(f"Person {number}", seat)
    return house.board, people[list(house.seats).index("secretary")]


def make_meetings(board, by, count=200):
    """So many circulated meetings, a month apart."""
    return [
        make_meeting(board, by, day=FIRST_DAY + timedelta(days=30 * number), state="circulated")
        for number in range(count)
    ]


def make_agenda(meeting, by, items=20, papers=2):
    """So many items with papers, as the public sees them once they are circulated."""
    for number in range(items):
        item = make_item(meeting, title=f"Item {number}", purpose="note")
        for place in range(papers):
            make_paper(item, by, f"Paper {number}.{place}", place)


def make_paper(item, by, title, place=0):
    now = timezone.now()
    document = store_bytes(b"%PDF-1.7", "paper.pdf", "application/pdf", by=by)
    paper = Paper.objects.create(item=item, title=title, position=place)
    PaperVersion.objects.create(
        paper=paper, number=1, document=document, uploaded_at=now, uploaded_by=by, published_at=now
    )
