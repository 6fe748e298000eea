"""What members' calendars answer counts where it is theirs and in time; all else is refused, kept and said."""

import io
import mailbox
import sys
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsp_portal import clock, mailboxes
from ccsp_portal.calendar.answers import read_letter
from ccsp_portal.notices.models import Notice
from meetings.models import Meeting, ReadMessage, Reply
from meetings.queries.replies import seats_invited
from meetings.workflow.read_replies import read_mailbox, take_in
from meetings.workflow.replies import reply
from meetings.workflow.retention import SENDERS
from meetings.workflow.scheduling import cancel, reschedule
from partners.models import User
from partners.workflow.retention import apply
from tests.meetings.answering import answer, letter
from tests.meetings.conftest import NOW, sitting

QUOTING = '"x; dmarc=pass header.from=ccsp.example"@evil.example'
TOLD = "meetings/notices/reply_not_counted.txt"


def later(**by):
    return clock.set_to(NOW + timedelta(**by))


@pytest.mark.parametrize(("partstat", "stands"), [("ACCEPTED", "attending"), ("DECLINED", "apologies")])
@pytest.mark.parametrize("like", ["google", "outlook"])
@pytest.mark.parametrize("cte", ["base64", "quoted-printable", "7bit"])
def test_an_answer_counts(meeting, cast, partstat, stands, like, cte):
    row = take_in(letter(cast.police_lead, answer(meeting, cast.police_lead, partstat, like=like), cte=cte))
    given = Reply.objects.get()
    assert (row.outcome, row.person, row.meeting) == ("counted", cast.police_lead, meeting)
    assert (given.seat.key, given.answer, given.came_by, given.replied_by) == (
        "board-police",
        stands,
        "calendar",
        cast.police_lead,
    )


def test_a_uid_that_outlook_folded_with_a_tab_is_known(meeting, cast):
    folded = answer(meeting, cast.police_lead, like="outlook").replace(
        meeting.uid, f"{meeting.uid[:30]}\r\n\t{meeting.uid[30:]}"
    )
    assert take_in(letter(cast.police_lead, folded)).outcome == "counted"


def test_an_answer_as_a_file_alone_is_read(meeting, cast):
    calendar = answer(meeting, cast.police_lead)
    raw = letter(cast.police_lead, calendar).replace(b"text/calendar", b"application/ics")
    assert take_in(raw).outcome == "counted"


def test_letters_of_western_europe_are_read(meeting, cast):
    calendar = answer(meeting, cast.police_lead, "DECLINED", comment="Am Café")
    raw = letter(cast.police_lead, calendar, cte="8bit").replace("Café".encode(), b"Caf\xe9")
    assert take_in(raw).comment == "Am Café"


def test_who_says_how_they_come_and_then_accepts_in_their_calendar_still_comes_online(meeting, partnership, cast):
    reply(meeting, partnership.seats["police"], "attending", manner="online", by=cast.police_lead)
    with later(minutes=5):
        take_in(letter(cast.police_lead, answer(meeting, cast.police_lead)))
    assert (Reply.objects.get().manner, Reply.objects.get().came_by) == ("online", "calendar")


def test_a_person_with_two_seats_answers_for_both(meeting, cast):
    take_in(letter(cast.two_seats, answer(meeting, cast.two_seats)))
    assert {each.seat.key for each in Reply.objects.all()} == {"board-probation", "board-health"}


def test_tentative_is_no_answer_yet_and_says_so(meeting, cast):
    take_in(letter(cast.police_lead, answer(meeting, cast.police_lead), number=1))
    with later(minutes=1):
        calendar = answer(meeting, cast.police_lead, "TENTATIVE", comment="Court may run over")
        row = take_in(letter(cast.police_lead, calendar, number=2))
    asked = next(each for each in seats_invited(meeting) if each.seat.key == "board-police")
    assert (row.outcome, asked.reply, asked.undecided.note) == ("noted", None, "Court may run over")


def test_the_same_message_twice_is_one_answer(meeting, cast):
    raw = letter(cast.police_lead, answer(meeting, cast.police_lead))
    first = take_in(raw)
    with later(minutes=9):
        assert take_in(raw) == first
    assert Reply.objects.get().replied_at == NOW
    assert ReadMessage.objects.count() == 1


def test_an_older_answer_that_comes_later_does_not_count(meeting, partnership, cast):
    old = letter(cast.police_lead, answer(meeting, cast.police_lead, "ACCEPTED"), number=1)
    with later(minutes=5):
        take_in(letter(cast.police_lead, answer(meeting, cast.police_lead, "DECLINED"), number=2))
    with later(minutes=6):
        row = take_in(old)
    assert (row.outcome, row.reason) == ("refused", "A later answer had come before it. It says: attending.")
    assert Reply.objects.get().answer == "apologies"


def test_what_was_said_in_the_portal_since_stands(meeting, partnership, cast):
    old = letter(cast.police_lead, answer(meeting, cast.police_lead, "ACCEPTED"))
    with later(minutes=5):
        reply(meeting, partnership.seats["police"], "apologies", by=cast.police_lead)
        take_in(old)
    assert Reply.objects.get().answer == "apologies"


def test_a_clock_that_runs_ahead_shuts_nothing_out(meeting, cast):
    future = answer(meeting, cast.police_lead, "ACCEPTED", stamp=NOW + timedelta(days=400))
    take_in(letter(cast.police_lead, future, number=1))
    with later(minutes=1):
        take_in(letter(cast.police_lead, answer(meeting, cast.police_lead, "DECLINED"), number=2))
    assert Reply.objects.get().answer == "apologies"


FORGED = {
    "another address sends it": {"sender": "stranger@elsewhere.example"},
    "another member sends it": {"sender": "tom.hargreaves@ccsp.example"},
}
UNTOLD = (
    "{them} <mallory@evil.example>",
    "{them} (x) <mallory@evil.example>",
    "<{them}> <mallory@evil.example>",
    "{them}, mallory@evil.example",
    "{them}\r\nFrom: mallory@evil.example",
    "undisclosed",
)


@pytest.mark.parametrize("which", FORGED)
def test_a_forged_answer_is_refused_kept_and_never_answered(meeting, cast, which):
    letters = Notice.objects.count()
    row = take_in(letter(cast.police_lead, answer(meeting, cast.police_lead), **FORGED[which]))
    assert (row.outcome, row.person) == ("refused", None)
    said = "The address that it is from is not the one that it answers for. It answers for Daniel Okafor: attending."
    assert row.reason == said
    assert Reply.objects.count() == 0
    assert Notice.objects.count() == letters


def test_an_address_that_was_only_written_down_answers_for_nobody(meeting, cast):
    cast.police_lead.emailaddress_set.create(email="other@elsewhere.example", verified=False)
    stranger = SimpleNamespace(email="other@elsewhere.example", name="Daniel", pk=0)
    row = take_in(letter(stranger, answer(meeting, stranger)))
    said = "Nobody who is asked to the meeting has this address. It says: attending."
    assert (row.outcome, row.reason) == ("refused", said)
    assert Reply.objects.count() == 0


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ([("Authentication-Results", "mx.council.example; dmarc=pass header.from=ccsp.example")], "counted"),
        (
            [("Authentication-Results", "mx.council.example; spf=pass; dmarc=pass (p=NONE) header.from=ccsp.example")],
            "counted",
        ),
        ([("Authentication-Results", "mx.council.example; dmarc=fail")], "refused"),
        ([("Authentication-Results", "mx.council.example; dmarc=pass header.from=evil.example")], "refused"),
        ([("Authentication-Results", "mx.council.example; dmarc=pass")], "refused"),
        (
            [("Authentication-Results", f"mx.council.example; spf=pass smtp.mailfrom={QUOTING}; dmarc=fail")],
            "refused",
        ),
        ([("Authentication-Results", "mx.stranger.example; dmarc=pass")], "refused"),
        ([], "refused"),
    ],
)
def test_where_the_mail_server_is_asked_only_what_it_vouches_for_counts(settings, meeting, cast, headers, outcome):
    settings.REPLIES_AUTHENTICATED_BY = "mx.council.example"
    assert take_in(letter(cast.police_lead, answer(meeting, cast.police_lead), headers=headers)).outcome == outcome


@pytest.mark.parametrize("line", UNTOLD)
def test_a_letter_whose_sender_programs_would_read_apart_is_from_nobody(meeting, cast, line):
    raw = letter(cast.police_lead, answer(meeting, cast.police_lead), sender="placeholder@evil.example")
    forged = raw.replace(b"placeholder@evil.example", line.format(them=cast.police_lead.email).encode(), 1)
    row = take_in(forged)
    assert (row.outcome, row.person) == ("refused", None)
    assert row.reason == (
        "Its sender can’t be told: it names nobody, or more than one. It answers for Daniel Okafor: attending."
    )
    assert Reply.objects.count() == 0


@pytest.mark.parametrize(
    "line",
    ['"{them}" <mallory@evil.example>', "=?utf-8?q?harjit=40ccsp=2Eexample?= <mallory@evil.example>"],
)
def test_a_name_that_looks_like_an_address_is_only_a_name(line):
    raw = f"From: {line.format(them='harjit@ccsp.example')}\r\n\r\n"
    assert read_letter(raw.encode()).sender == "mallory@evil.example"


@pytest.mark.parametrize(
    "line", ["Daniel <d@ccsp.example>", "d@ccsp.example (Daniel)", '"Okafor, D." <D@ccsp.example>']
)
def test_a_sender_as_mail_programs_write_it_is_told(line):
    assert read_letter(f"From: {line}\r\n\r\n".encode()).sender == "d@ccsp.example"


def test_somebody_who_left_is_told_so_and_no_more(meeting, cast):
    cast.police_lead.appointments.update(to_on=clock.today())
    with later(days=1):
        row = take_in(letter(cast.police_lead, answer(meeting, cast.police_lead)))
    told = Notice.objects.get(template=TOLD)
    assert (row.outcome, told.recipient) == ("refused", cast.police_lead)
    assert "You have no seat on the CCSP Board that is asked to its meetings." in told.text
    assert "10 June" not in told.text + told.subject
    assert Reply.objects.count() == 0


def test_an_unknown_invitation_is_refused_without_a_letter(meeting, cast):
    row = take_in(letter(cast.police_lead, answer(meeting, cast.police_lead, uid="meeting-1@elsewhere.example")))
    assert (row.outcome, row.meeting) == ("refused", None)
    assert not Notice.objects.filter(template=TOLD).exists()


def moved(meeting, cast):
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=cast.secretary)


def called_off(meeting, cast):
    cancel(meeting, reason="Local elections", by=cast.secretary)


def opened(meeting, cast):
    Meeting.objects.update(state="in session", circulated_at=NOW, opened_at=NOW)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (moved, "It answers an earlier date: the meeting has moved since."),
        (called_off, "The meeting is cancelled."),
        (opened, "The meeting has begun, or is over."),
    ],
)
def test_what_comes_too_late_is_refused_and_its_sender_told_once(meeting, cast, happens, reason):
    calendar = answer(meeting, cast.police_lead, sequence=0)
    happens(meeting, cast)
    for number in (1, 2):
        assert take_in(letter(cast.police_lead, calendar, number=number)).reason == f"{reason} It says: attending."
    told, now = Notice.objects.get(template=TOLD, recipient=cast.police_lead), Meeting.objects.get()
    assert told.subject == f"Your reply was not counted: {now}"
    assert f"mailbox for replies about {now}. {reason}\n" in told.text
    assert Reply.objects.count() == 0


def test_an_answer_from_before_another_venue_still_counts(meeting, cast):
    calendar = answer(meeting, cast.police_lead, sequence=0)
    reschedule(meeting, sitting(meeting.day, venue="Friargate"), version=1, by=cast.secretary)
    assert take_in(letter(cast.police_lead, calendar)).outcome == "counted"


def test_passing_the_invitation_on_is_refused_with_what_to_do(meeting, cast):
    row = take_in(letter(cast.police_lead, answer(meeting, cast.police_lead, "DELEGATED")))
    assert row.outcome == "refused"
    assert "say which deputy you send" in Notice.objects.get(template=TOLD).text


def test_another_time_that_is_proposed_is_for_the_secretary_to_see(meeting, cast):
    calendar = answer(
        meeting, cast.police_lead, "TENTATIVE", method="COUNTER", like="outlook", comment="Could we start at 3?"
    )
    row = take_in(letter(cast.police_lead, calendar))
    assert (row.outcome, row.comment) == ("noted", "Could we start at 3?")
    assert row.reason == "They propose another time: Thursday 17 June 2027, 3pm to 5pm."
    assert Reply.objects.count() == 0


def test_a_deputys_calendar_does_not_answer_for_the_holder(meeting, partnership, cast):
    row = take_in(letter(cast.deputy, answer(meeting, cast.deputy), number=1))
    assert (row.outcome, Reply.objects.count()) == ("noted", 0)
    cast.police_lead.appointments.update(to_on=clock.today() - timedelta(days=1))
    with later(minutes=1):
        assert take_in(letter(cast.deputy, answer(meeting, cast.deputy), number=2)).outcome == "counted"


def winmail(person):
    raw = letter(person, "x", subtype="plain")
    return raw.replace(b"text/plain", b"application/ms-tnef", 1)


def test_winmail_is_refused_politely(meeting, cast):
    row = take_in(winmail(cast.police_lead))
    assert row.outcome == "unreadable"
    assert "winmail.dat" in Notice.objects.get(template=TOLD).text


@pytest.mark.parametrize(
    "headers", [[("Auto-Submitted", "auto-replied")], [("Return-Path", "<>")], [("Precedence", "bulk")]]
)
def test_a_machine_is_never_answered(meeting, cast, headers):
    assert take_in(letter(cast.police_lead, None, headers=headers)).outcome == "unreadable"
    assert not Notice.objects.filter(template=TOLD).exists()


def test_a_letter_in_words_is_answered_with_what_to_do(meeting, cast):
    take_in(letter(cast.police_lead, None))
    assert "Nobody reads that mailbox." in Notice.objects.get(template=TOLD).text


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.binary(max_size=400), st.integers(0, 900), st.integers(0, 900))
def test_whatever_comes_is_read_to_an_end(rubbish, start, end):
    person = SimpleNamespace(email="a@b.example", name="A", pk=1)
    whole = letter(person, answer(SimpleNamespace(uid="u@x", sequence=0), person))
    read_letter(rubbish)
    read_letter(whole[:start] + rubbish + whole[end:])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"From: \xff\xfe <\n\n",
        b"From: a\xff@b.example\nSubject: \xff\xfe\nMessage-ID: <\xff>\n\n\xff",
        b"Subject: =?utf-8?b?7aC97bi?=\n\n",
        b"Content-Type: text/calendar; charset=klingon\n\nBEGIN:VCALENDAR",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 3000,
        b"x" * 1_000_001,
        b"From: a@b.example\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:\x00\nSEQUENCE:"
        + b"9" * 400
        + b"\nDTSTAMP:99999999T999999Z\nEND:VEVENT\nEND:VCALENDAR",
    ],
)
def test_what_no_calendar_writes_is_kept_as_unreadable(db, raw):
    assert take_in(raw).outcome == "unreadable"


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
BOMBS = {
    "a sender in brackets without end": b"From: " + b"(" * 100_000 + b"\r\n\r\n",
    "brackets that are short enough": b"From: " + b"(" * 3_000 + b"\r\n\r\n",
    "very many senders": b"From: " + b"a," * 100_000 + b"\r\n\r\n",
    "very many lines of senders": b"From: a@b.example\r\n" * 40_000 + b"\r\n",
    "a kind without end": b"Content-Type: " + b"a;" * 100_000 + b"\r\n\r\n",
    "the same, folded": b"Content-Type: " + b"a;\r\n " * 100_000 + b"\r\n\r\n",
    "parts in parts without end": NESTED,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_letter_that_is_made_to_be_hard_to_read_keeps_no_other_waiting(meeting, cast, settings, tmp_path, bomb):
    settings.REPLIES_MAILBOX = mailboxes.Maildir(tmp_path / "replies")
    inbox = mailbox.Maildir(tmp_path / "replies", create=True)
    inbox.add(BOMBS[bomb])
    inbox.add(letter(cast.police_lead, answer(meeting, cast.police_lead)))
    assert read_mailbox() == 2
    assert sorted(ReadMessage.objects.values_list("outcome", flat=True)) == ["counted", "unreadable"]


def test_who_sent_it_is_forgotten_after_90_days_and_what_came_of_it_stays(meeting, cast):
    take_in(letter(cast.police_lead, answer(meeting, cast.police_lead, comment="Private matter")))
    timetable = User.objects.timetable()
    with later(days=89):
        assert apply(SENDERS, by=timetable) == 0
    with later(days=91):
        assert [apply(SENDERS, by=timetable) for _ in range(2)] == [1, 0]
    row = ReadMessage.objects.get()
    assert (row.sender, row.subject, row.comment, row.outcome) == ("", "", "", "counted")


def test_a_mail_server_pipes_a_message_in(meeting, cast, monkeypatch):
    raw = letter(cast.police_lead, answer(meeting, cast.police_lead))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    said = io.StringIO()
    call_command("read_reply", stdout=said)
    assert said.getvalue() == "Counted: Their calendar says: attending.\n"


def test_a_maildir_is_read_once_and_nothing_in_it_is_lost(meeting, cast, settings, tmp_path):
    settings.REPLIES_MAILBOX = mailboxes.Maildir(tmp_path / "box")
    box = mailbox.Maildir(tmp_path / "box")
    box.add(letter(cast.police_lead, answer(meeting, cast.police_lead)))
    box.add(b"rubbish")
    assert (read_mailbox(), read_mailbox()) == (2, 0)
    assert sorted(ReadMessage.objects.values_list("outcome", flat=True)) == ["counted", "unreadable"]
    assert len(box.get_folder(mailboxes.ASIDE)) == 2
