"""What was typed is not lost when the session is over, or when one has signed in again in another tab."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from tests.cast import PASSWORD
from tests.sending import words_of

pytestmark = pytest.mark.django_db
PAGE, PAPER = "/partners/account/", "/meetings/items/1/paper/"
SIGN_IN = "/account/sign-in/?next=/unsent/"
NOT_YET = "Nothing was done, and nothing is lost."


@pytest.fixture
def client(settings, sign_in, chair):
    """The chair's browser, three hours after they signed in: their session is over."""
    settings.SESSION_IDLE, settings.SESSION_WHOLE = timedelta(hours=2), timedelta(hours=12)
    client = sign_in(chair)
    with clock.set_to(clock.now() + timedelta(hours=3)):
        yield client


def press(client, person, address=PAGE, **fields):
    sent = {"form_token": new_token(person), "csrfmiddlewaretoken": "x", "name": "Rosa Jane\r\nWhitfield"} | fields
    return client.post(address, sent, headers={"Referer": f"http://testserver{PAGE}"})


def sign_in_again(client, person):
    return client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})["Location"]


def hidden_in(answer):
    form = answer.content.decode().partition("<h1")[2]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def test_what_was_sent_after_the_session_was_over_is_offered_once_signed_in(client, chair):
    asked = press(client, chair, pronouns="<b>she</b> or they", number="12")
    assert asked["Location"] == SIGN_IN
    asked_again = client.get(SIGN_IN)
    assert "You were signed out, so this was not done. Sign in, and you can send it again." in words_of(asked_again)
    assert "Rosa Jane" not in asked_again.content.decode()
    assert sign_in_again(client, chair) == "/unsent/"
    page = client.get("/unsent/")
    assert NOT_YET in words_of(page)
    assert "What you pressed: Account" in words_of(page)
    assert "What you typed Name Rosa Jane Whitfield Pronouns she or they" in words_of(page)
    assert "Number" not in words_of(page)
    assert f'<form method="post" action="{PAGE}">' in page.content.decode()
    assert f'href="{PAGE}">Go back to the page without sending it' in page.content.decode()
    kept = hidden_in(page)
    assert {"name": "Rosa Jane\r\nWhitfield", "pronouns": "<b>she</b> or they", "number": "12"}.items() <= kept.items()


def test_it_is_sent_with_one_press_and_done_but_once(client, chair):
    press(client, chair, name="Rosa Jane Whitfield")
    sign_in_again(client, chair)
    fields = hidden_in(client.get("/unsent/"))
    outcomes = [client.post(PAGE, fields) for _ in range(2)]
    assert [outcome.status_code for outcome in outcomes] == [302, 302]
    chair.refresh_from_db()
    assert chair.name == "Rosa Jane Whitfield"
    assert client.get("/unsent/").status_code == 302
    assert "unsent" not in client.session


def test_what_is_to_be_corrected_stands_on_its_form_and_is_held_no_longer(client, chair):
    press(client, chair, name="")
    sign_in_again(client, chair)
    answer = client.post(PAGE, hidden_in(client.get("/unsent/")))
    assert answer.status_code == 422
    assert "unsent" not in client.session


def test_a_file_has_to_be_chosen_again(client, chair):
    press(client, chair, PAPER, paper=SimpleUploadedFile("burglary.pdf", b"%PDF-"), title="Burglary")
    sign_in_again(client, chair)
    page = client.get("/unsent/")
    said = "burglary.pdf could not be kept. Send this now, and choose the file again on the page that follows."
    assert said in words_of(page)
    assert f'action="{PAPER}"' in page.content.decode()


def test_somebody_else_at_the_same_computer_is_shown_nothing_of_it(client, chair, councillor):
    press(client, chair, name="PLANTED")
    sign_in_again(client, councillor)
    answer = client.get("/unsent/", follow=True)
    assert answer.redirect_chain == [("/home/", 302)]
    assert "PLANTED" not in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"form_token": "forged"},
        {"form_token": new_token()},
        {"oldpassword": "PLANTED"},
        {"name": "PLANTED" * 150_000},
    ],
    ids=["a token that is not ours", "a visitor's token", "a password", "more than anybody types"],
)
def test_what_no_page_of_theirs_sent_and_what_is_secret_is_not_kept(client, chair, fields):
    assert press(client, chair, **fields)["Location"] == f"/account/sign-in/?next={PAGE}"
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert not any("unsent" in each for each in kept)


def test_who_signed_in_again_in_another_tab_sends_what_they_typed_with_one_more_press(chair):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chair)
    answer = press(client, chair, name="Rosa Jane Whitfield")
    assert answer.status_code == 403
    assert NOT_YET in words_of(answer)
    fields = hidden_in(answer)
    assert client.post(PAGE, fields).status_code == 302
    chair.refresh_from_db()
    assert chair.name == "Rosa Jane Whitfield"


def test_what_a_page_elsewhere_sends_is_not_offered(chair, councillor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chair)
    for token in ("forged", new_token(councillor), new_token()):
        answer = press(client, chair, form_token=token, name="PLANTED")
        assert answer.status_code == 403
        assert "Please send that again" in words_of(answer)
        assert "PLANTED" not in answer.content.decode()
