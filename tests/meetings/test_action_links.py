"""The link in a reminder: signed, for one person and one action point, and never for more than that."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.logs import PersonalLinks
from ccsp_portal.notices import delivery
from ccsp_portal.notices.models import Notice
from ccsp_portal.notices.personal import fill_in, leave_out, token_for
from ccsp_portal.once.models import FormToken
from ccsp_portal.once.tokens import new_token
from meetings.models import ActionPoint, ActionStep, Redating
from meetings.workflow import actions as acts
from meetings.workflow.links import LASTS, PURPOSE, action_link
from meetings.workflow.records import raise_action
from meetings.workflow.reminders import remind_of_actions
from partners.models import Appointment, User
from tests.meetings.conftest import boxes, text_of
from tests.meetings.running import HELD_ON, seat_of

DUE = date(2027, 4, 30)


def asked(item, cast, text="Write to the schools"):
    return raise_action(item, text=text, owner=seat_of(cast.police_lead), due_on=DUE, by=cast.secretary)


@pytest.fixture
def action(item, cast):
    return asked(item, cast)


def path_of(person, action):
    return "/" + fill_in(action_link(action), person).split("/", 3)[3]


def send(client, path, **answers):
    return client.post(path, {"form_token": new_token(), **answers})


def test_whoever_has_it_says_how_it_stands_without_signing_in(action, cast, client):
    path = path_of(cast.police_lead, action)
    page = text_of(client.get(path))
    assert "Write to the schools" in page
    assert ActionPoint.objects.get().version == 1
    answer = send(client, path, text="Half are sent", stands="going")
    assert (answer.status_code, answer["Location"]) == (302, reverse("meetings:thank_for_update"))
    assert "What you said is saved" in text_of(client.get(answer["Location"]))
    step = ActionStep.objects.get()
    assert (step.kind, step.text, step.by, step.by_link) == ("updated", "Half are sent", cast.police_lead, True)
    assert step.appointment.person == cast.police_lead


@pytest.mark.parametrize(
    "place",
    [
        "https://elsewhere.example/⟪action/1/800000⟫",
        "⟪action/1/800000⟫",
        "https://elsewhere.example/?to={base}/meetings/actions/link/⟪action/1/800000⟫",
        "{base}.elsewhere.example/meetings/actions/link/⟪action/1/800000⟫",
        "{base}@elsewhere.example/⟪action/1/800000⟫",
        "{base}/meetings/actions/link/⟪action/" + "1" * 5000 + "⟫",
    ],
)
def test_what_somebody_writes_never_becomes_a_link_of_the_reader_that_leads_elsewhere(place, cast, settings):
    written = f"Read {place.format(base=settings.PORTAL_BASE_URL)} now"
    assert fill_in(written, cast.police_lead) == written


def test_a_word_however_long_is_looked_through_once_for_a_link():
    word = "x" * 300_000
    assert leave_out(f"{word} {word}⟪action/1/2⟫/ end") == f"{word} (a personal link, which only the letter holds) end"


def test_a_last_day_that_no_calendar_has_is_long_over(action, cast, client):
    for last_day in (0, 10**9):
        token = token_for(cast.police_lead, PURPOSE, action.pk, last_day)
        assert client.get(reverse("meetings:update_by_link", args=[token])).status_code == 410


def test_it_works_where_no_cookie_is_kept(action, cast, client):
    client.handler.enforce_csrf_checks = True
    assert send(client, path_of(cast.police_lead, action), text="Half", stands="going").status_code == 302


def test_it_says_done_or_asks_for_a_date(item, cast, client):
    done, later = asked(item, cast), asked(item, cast)
    assert send(client, path_of(cast.police_lead, done), text="All", stands="done").status_code == 302
    answers = {"text": "Holidays", "stands": "later", **boxes("due_on", DUE + timedelta(7))}
    assert send(client, path_of(cast.police_lead, later), **answers).status_code == 302
    assert ActionPoint.objects.get(pk=done.pk).state == "proposed"
    assert Redating.objects.get().action == later
    again = send(client, path_of(cast.police_lead, done), text="All", stands="done")
    assert again.status_code == 422
    assert again.context["form"]["text"].value() == "All"


def test_a_double_click_is_one_update(action, cast, client):
    path, token = path_of(cast.police_lead, action), new_token()
    for _ in range(2):
        assert client.post(path, {"form_token": token, "text": "Half", "stands": "going"}).status_code == 302
    assert ActionStep.objects.count() == 1


def test_whoever_is_signed_in_as_somebody_else_says_nothing_in_anothers_name(action, cast, sign_in):
    path = path_of(cast.deputy, action)
    answer = sign_in(cast.secretary).post(path, {"form_token": new_token(cast.secretary), "text": "Half"})
    assert answer.status_code == 403
    assert "Write to the schools" not in text_of(answer)
    assert not ActionStep.objects.exists()
    mine = {"form_token": new_token(cast.deputy), "text": "Half"}
    assert sign_in(cast.deputy).post(path, mine).status_code == 302
    assert ActionStep.objects.get().by == cast.deputy


def is_dead(client, path, why):
    for answer in (client.get(path), send(client, path, text="Half", stands="going")):
        assert answer.status_code == 410
        assert why in text_of(answer)
        assert "Write to the schools" not in text_of(answer)
    assert not ActionStep.objects.filter(kind="updated").exists()
    return True


def test_it_runs_out(action, cast, client, clock_at):
    path = path_of(cast.police_lead, action)
    with clock_at(HELD_ON + LASTS):
        assert client.get(path).status_code == 200
    with clock_at(HELD_ON + LASTS + timedelta(1)):
        assert is_dead(client, path, "has run out")


def test_it_ends_with_the_seat_the_address_and_the_account(action, cast, client, clock_at):
    path = path_of(cast.police_lead, action)
    User.objects.filter(pk=cast.police_lead.pk).update(email="moved@ccsp.example")
    assert is_dead(client, path, "no longer works")
    path = path_of(User.objects.get(pk=cast.police_lead.pk), action)
    User.objects.filter(pk=cast.police_lead.pk).update(is_active=False)
    assert is_dead(client, path, "no longer works")
    User.objects.filter(pk=cast.police_lead.pk).update(is_active=True)
    Appointment.objects.filter(person=cast.police_lead).update(to_on=HELD_ON)
    with clock_at(HELD_ON + timedelta(1)):
        assert is_dead(client, path, "not yours any more")


def test_it_ends_when_the_action_point_is_closed(action, cast, client):
    path = path_of(cast.police_lead, action)
    acts.complete_action(action, by=cast.secretary)
    assert is_dead(client, path, "is closed already")


def test_a_link_that_was_tampered_with_opens_nothing(item, cast, client):
    mine, other = asked(item, cast), asked(item, cast)
    path = path_of(cast.police_lead, mine)
    anothers = token_for(cast.police_lead, PURPOSE, other.pk, date(2030, 1, 1).toordinal())
    forged = anothers.rsplit(":", 1)[0] + ":" + path[:-1].rsplit(":", 1)[1]
    for token in (forged, token_for(cast.police_lead, "reply", mine.pk, 1), "no-such", "a.b", "a:b:c"):
        assert is_dead(client, reverse("meetings:update_by_link", args=[token]), "may have been cut short")


def test_it_is_nobodys_who_could_not_update_it(action, cast, client):
    for name in ("chair", "observer", "former_member"):
        assert client.get(path_of(cast.everybody[name], action)).status_code == 410, name


def test_a_private_items_action_point_asks_to_sign_in_and_shows_no_word_of_it(private_item, cast, client):
    action = asked(private_item, cast, "Move the Q7-witness")
    path = path_of(cast.police_lead, action)
    for page in (client.get(path), send(client, path, text="Moved", stands="done")):
        assert "Sign in" in text_of(page)
        assert "Q7-witness" not in page.content.decode()
        assert "Nightjar" not in page.content.decode()
    assert not ActionStep.objects.exists()


def test_its_token_is_kept_in_no_table_and_no_log(action, cast, client, caplog):
    path = path_of(cast.police_lead, action)
    token = path.split("/")[-2]
    # as the settings have it of every handler
    caplog.handler.addFilter(PersonalLinks())
    with caplog.at_level(logging.DEBUG):
        client.get(path)
        assert send(client, path, text="", stands="going").status_code == 422
        assert send(client, path, text="Half are sent", stands="going").status_code == 302
    assert "/meetings/actions/link/<str:token>/" in caplog.text
    assert token not in caplog.text
    assert FormToken.objects.exists()
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS kept WHERE kept::text LIKE %s', [f"%{token}%"])  # noqa: S608
            assert cursor.fetchone()[0] == 0, table


# ── the letter ───────────────────────────────────────────────────────────────────────────────────────────────────────


def on(day):
    return clock.set_to(clock.now() + timedelta((day - clock.today()).days))


def test_one_letter_holds_all_that_a_person_owes_with_a_link_for_each(item, private_item, cast, mailoutbox):
    asked(item, cast, "Write to the schools")
    asked(private_item, cast, "Move the Q7-witness")
    raise_action(
        item, text="Much later", owner=seat_of(cast.police_lead), due_on=DUE + timedelta(90), by=cast.secretary
    )
    with on(DUE):
        remind_of_actions([5, 1])
        remind_of_actions([5, 1])
        delivery.deliver()
    [letter] = [mail for mail in mailoutbox if mail.to == [cast.police_lead.email]]
    assert letter.subject == "Action due by Friday 30 April 2027: CCSP/2026/A001, and 2 more"
    assert "Q7-witness" not in letter.body
    assert len(re.findall(r"/meetings/actions/link/\S+", letter.body)) == 2
    assert "/meetings/actions/2/" not in letter.body
    # what is kept, and could be sent again, has no token in it
    kept = "".join(Notice.objects.filter(recipient=cast.police_lead).values_list("text", flat=True))
    assert kept.count("⟪action/") == 2
    assert not set(re.findall(r"link/(\S+)/", letter.body)) & set(re.findall(r"link/(\S+)/", kept))


def test_overdue_it_goes_each_week_to_the_deputy_too_and_says_when_the_chair_has_it(action, cast):
    got = {}
    for days in (1, 6, 7, 8, 13, 14, 21):
        with on(DUE + timedelta(days)):
            before = set(Notice.objects.values_list("pk", flat=True))
            remind_of_actions([5])
            got[days] = [
                (each.recipient.name, "chair’s list" in each.text) for each in Notice.objects.exclude(pk__in=before)
            ]
    both = [("Daniel Okafor", False), ("Megan Price", False)]
    assert {day: sorted(names) for day, names in got.items()} == {
        1: [], 6: [], 7: both, 8: [], 13: [], 14: both, 21: [("Daniel Okafor", True), ("Megan Price", True)],
    }  # fmt: skip


def test_who_said_that_it_is_done_or_wants_no_reminder_gets_none(item, cast):
    acts.propose_completion(asked(item, cast), text="Done", by=cast.police_lead)
    asked(item, cast)
    User.objects.filter(pk=cast.police_lead.pk).update(unwanted=["action"])
    before = Notice.objects.count()
    with on(DUE):
        remind_of_actions([5])
    assert Notice.objects.count() == before


@pytest.mark.parametrize("count", [1, 6])
def test_what_the_letters_cost(item, cast, count, django_assert_num_queries):
    for _ in range(count):
        asked(item, cast)
    with on(DUE), django_assert_num_queries(10):
        remind_of_actions([5])


def test_the_log_keeps_the_rule_in_the_settings_too(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["personal links"]
