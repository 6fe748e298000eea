"""People by the hundred: the directory, a body's page, the permission check, and a list of a thousand to invite."""

import statistics
import time
import uuid

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.queries import BACKEND, TRANSACTION, Undo
from ccsp_portal import clock
from ccsp_portal.notices.models import Mail, Notice
from partners.lists import COLUMNS, read_list
from partners.models import Appointment, Invitation, Seat, SeatTerms, User
from partners.models.people import sort_key
from partners.workflow.many import invite_list, try_list
from tests.cast import LONG_AGO, make_partnership, make_person

SIZES = (10, 100, 1000)
ROUNDS, CHECKS = 7, 2000
A_LIST, LIST_AIM = 1000, 8


def measure_people():
    """Rows of the table."""
    yield from _pages("directory", lambda house: reverse("partners:directory"), "__row")
    yield from _pages(
        "a body's page", lambda house: reverse("partners:show_body", args=[house.board.key]), 'scope="row"'
    )
    yield from _pages("access review", lambda house: reverse("partners:review_access"), "govuk-radios__input")
    yield from _pages("register of interests", lambda house: reverse("partners:list_interests"), 'scope="row"')
    yield _permission_check()
    yield _list_of_invitations()


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pages(name, address, mark):
    """A page's queries and time at each size, against the rows that it shows: `mark` stands in it once for each."""
    found = [_page(size, address, mark) for size in SIZES]
    queries, shown, taken = zip(*found, strict=True)
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    yield f"{name}: queries", f"{', '.join(map(str, queries))} with {sizes} people", "constant", len(set(queries)) == 1
    rows, growth = shown[-1] / shown[0], taken[-1] / taken[0]
    words = f"{growth:.1f} times from {shown[0]} to {shown[-1]} rows shown ({_milliseconds(taken)})"
    yield f"{name}: time", words, f"at most {rows:.0f} times", growth <= rows


def _page(size, address, mark):
    def measured(house, by):
        client, url = Client(), address(house)
        client.force_login(by, backend=BACKEND)
        shown = client.get(url).content.decode().count(mark)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        queries = sum(not each["sql"].startswith(TRANSACTION) for each in captured)
        return queries, shown, _median(lambda: client.get(url))

    return _among(size, measured)


def _among(size, measured):
    """What `measured` gives in a partnership of so many people in seats, which is then taken back."""
    found = None
    try:
        with transaction.atomic():
            house = make_partnership()
            by = make_person("Person secretary", house.seats["secretary"])
            seats = [seat for seat in house.seats.values() if seat.key != "board-secretary"][: size - 1]
            seats += _more_seats(house, size - 1 - len(seats))
            _fill(seats)
            with connection.cursor() as cursor:
                # as the server does by itself once so many rows have come
                cursor.execute("ANALYZE")
            found = measured(house, by)
            raise Undo
    except Undo:
        return found


def _more_seats(house, count, word="more"):
    organisation = house.organisations["housing"]
    seats = Seat.objects.bulk_create(
        Seat(key=f"{word}-{n}", body=house.board, organisation=organisation, title=f"Seat {n}", from_on=LONG_AGO)
        for n in range(count)
    )
    SeatTerms.objects.bulk_create(SeatTerms(seat=seat, role="member", from_on=LONG_AGO) for seat in seats)
    return seats


def _fill(seats):
    people = User.objects.bulk_create(
        User(email=f"p{n}@ccsp.example", name=f"Person {n}", sort_key=sort_key(f"Person {n}"))
        for n in range(len(seats))
    )
    Appointment.objects.bulk_create(
        Appointment(seat=seat, person=person, from_on=LONG_AGO) for seat, person in zip(seats, people, strict=True)
    )


# ── the permission check ─────────────────────────────────────────────────────────────────────────────────────────────


def _permission_check():
    def measured(house, by):
        # the first request of a process warms it up
        by.has_perm("partners.invite", house.board)
        person = User.objects.get(pk=by.pk)
        with CaptureQueriesContext(connection) as captured:
            first = _taken(lambda: person.has_perm("partners.invite", house.board))
            later = _taken(lambda: [person.has_perm("partners.invite", house.board) for _ in range(CHECKS)]) / CHECKS
            person.has_perm("meetings.convene_meeting", house.board)
        return len(captured), first, later

    queries, first, later = _among(25, measured)
    words = f"{queries} query a request; the first check {first * 1e6:,.0f} µs, each after it {later * 1e6:.1f} µs"
    return "permission check", words, "at most 1 query", queries <= 1


# ── a list of a thousand ─────────────────────────────────────────────────────────────────────────────────────────────


def _list_of_invitations():
    """Reading, trying and sending a list, against writing the same rows without a question asked."""

    def measured(house, by):
        seats = _more_seats(house, A_LIST, "vacant")
        text = "\n".join(
            [",".join(COLUMNS), *(f"Person {seat.key},{seat.key}@a.example,Board,,{seat.key}" for seat in seats)]
        )
        tried = _taken(lambda: try_list(read_list(text).rows, by=by))
        with CaptureQueriesContext(connection) as captured:
            sent = _taken(lambda: invite_list(read_list(text).rows, by=by))
        assert Invitation.objects.count() == A_LIST
        return len(captured), tried, sent, _taken(_write_them_again)

    queries, tried, sent, floor = _among(25, measured)
    times = f"tried in {tried:.2f} s, sent in {sent:.2f} s with {queries} queries, to {floor:.2f} s"
    words = f"{(tried + sent) / floor:.1f} times its bare rows ({times})"
    return f"{A_LIST:,} people invited by CSV", words, f"at most {LIST_AIM} times", tried + sent <= LIST_AIM * floor


def _write_them_again():
    invitations = list(Invitation.objects.all())
    for each in invitations:
        each.pk, each.token_hash, each.email = None, uuid.uuid4().hex * 2, f"again-{each.email}"
    Invitation.objects.bulk_create(invitations)
    notices = list(Notice.objects.all())
    for notice in notices:
        notice.pk, notice.once_key = None, f"again-{notice.once_key}"
    Notice.objects.bulk_create(notices)
    now, link = clock.now(), Mail.notices.through
    mails = Mail.objects.bulk_create(Mail(next_try_at=now, written_at=now) for _ in notices)
    link.objects.bulk_create(link(mail=mail, notice=notice) for mail, notice in zip(mails, notices, strict=True))


def _median(act):
    return statistics.median(_taken(act) for _ in range(ROUNDS))


def _taken(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _milliseconds(taken):
    return ", ".join(f"{each * 1000:.0f}" for each in taken) + " ms"
