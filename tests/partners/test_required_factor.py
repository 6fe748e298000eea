"""Who must show a second factor: asked by role, set up kindly, and nothing is seen before."""

import re

import pytest
from allauth.mfa.models import Authenticator

from ccsp_portal import clock
from ccsp_portal.profile import ProfileError, load
from partners import demo_codes
from partners.models import Appointment
from partners.required_factor import must_show
from partners.second_factor import SecondFactorAdapter
from partners.workflow.people import remove_second_factor
from tests.cast import PASSWORD

SIGN_IN, CODE, BEGIN = "/account/sign-in/", "/account/second-factor/code/", "/account/second-factor/begin/"
APP, CHECK = "/account/second-factor/app/", "/account/second-factor/check/"
CODES = "/account/second-factor/recovery-codes/"
MUST = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "auditor", "two_seats"}


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def enter_password(client, person):
    return client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})


def code_of(person):
    app = Authenticator.objects.get(user=person, type="totp")
    return demo_codes.code_of(SecondFactorAdapter().decrypt(app.data["secret"]))


def set_up(client):
    client.post("/account/check-password/", {"password": PASSWORD})
    key = re.search(r'portal-key">(\w+)<', client.get(APP).content.decode())[1]
    return client.post(APP, {"code": demo_codes.code_of(key)})


def test_those_who_may_read_private_items_and_the_auditor_must_and_nobody_else(cast):
    assert {name for name, person in cast.everybody.items() if must_show(person)} == MUST


def test_a_member_is_led_to_set_it_up_and_on_to_the_page_that_they_wanted(client, police_lead, words):
    enter_password(client, police_lead)
    wanted = "/partners/directory/?words=fire"
    assert client.get(wanted)["Location"] == BEGIN
    assert "takes about three minutes" in words(client.get(BEGIN))
    assert set_up(client)["Location"] == CODES
    page = client.get(CODES)
    assert "I have kept them" in words(page)
    assert f'href="{wanted}"' in page.content.decode()
    assert client.get(wanted).status_code == 200


def test_until_then_they_see_and_do_nothing_but_leave(client, police_lead):
    enter_password(client, police_lead)
    for address in ("/", "/home/", "/meetings/", "/partners/directory/", "/search/?q=x", "/partners/account/"):
        assert client.get(address)["Location"] == BEGIN, address
    assert client.post("/partners/account/", {"name": "Changed"})["Location"] == BEGIN
    assert client.post("/account/e-mail/", {"email": "a@b.example", "action_add": "add"})["Location"] == BEGIN
    police_lead.refresh_from_db()
    assert police_lead.name == "Daniel Okafor"
    assert client.get("/account/sign-out/").status_code == 200


def test_who_reads_nothing_private_needs_a_password_alone(client, observer):
    enter_password(client, observer)
    assert client.get("/home/").status_code == 200


def test_the_code_follows_the_password(client, secretary):
    demo_codes.set_up_for([secretary])
    assert enter_password(client, secretary)["Location"] == CODE
    assert client.get("/home/").status_code == 302
    assert client.post(CODE, {"code": code_of(secretary)})["Location"] == "/home/"
    assert client.get("/home/").status_code == 200


def test_who_set_it_up_on_another_device_shows_it_on_this_one_and_goes_on(client, secretary, words):
    enter_password(client, secretary)
    demo_codes.set_up_for([secretary])
    led = client.get("/meetings/?when=all")["Location"]
    assert led == CHECK + "?next=%2Fmeetings%2F%3Fwhen%3Dall"
    page = words(client.get(led))
    assert "You signed in before your second factor was set up." in page
    assert "password instead" not in page
    assert client.post(led, {"code": code_of(secretary)})["Location"] == "/meetings/?when=all"
    assert client.get("/meetings/?when=all").status_code == 200


def test_the_password_again_is_not_enough(client, secretary):
    enter_password(client, secretary)
    demo_codes.set_up_for([secretary])
    client.post("/account/check-password/", {"password": PASSWORD})
    assert client.get("/home/")["Location"].startswith(CHECK)


def test_who_turns_it_off_sets_up_another_before_going_on(client, secretary):
    enter_password(client, secretary)
    set_up(client)
    assert client.get("/home/").status_code == 200
    assert client.post(APP + "remove/").status_code == 302
    assert client.get("/home/")["Location"] == BEGIN


def test_whose_factor_the_secretary_removed_sets_up_another_at_the_next_sign_in(client, secretary, chair):
    demo_codes.set_up_for([chair])
    remove_second_factor(chair, by=secretary)
    assert enter_password(client, chair)["Location"] == "/home/"
    assert client.get("/home/")["Location"] == BEGIN


def test_a_role_given_today_asks_for_it_at_the_next_request(client, observer, partnership):
    enter_password(client, observer)
    assert client.get("/home/").status_code == 200
    seat = partnership.seats["fire"]
    Appointment.objects.create(seat=seat, person=observer, from_on=clock.today())
    assert client.get("/home/")["Location"] == BEGIN


@pytest.mark.parametrize("who", ["secretary", "observer"])
def test_it_costs_one_query_that_most_pages_ask_anyway(client, cast, who, django_assert_num_queries):
    person = cast.everybody[who]
    enter_password(client, person)
    if who == "secretary":
        set_up(client)
    # the session, the person, and their standing
    client.get("/contact/")
    with django_assert_num_queries(2):
        client.post("/meetings/calendar.ics")


def test_the_profile_says_for_which_roles(settings, tmp_path, police_lead):
    text = settings.PORTAL_PROFILE.read_text()
    named = '["secretary", "member", "adviser", "auditor", "chair", "vice chair", "lead"]'
    assert named in text
    path = tmp_path / "ours.toml"
    path.write_text(text.replace(named, '["secretary"]'))
    settings.PORTAL_PROFILE = path
    assert not must_show(police_lead)
    path.write_text(text.replace(named, '"secretary"'))
    with pytest.raises(ProfileError):
        load(path)


# ── the demonstration ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_demonstration_alone_tells_the_code(client, secretary, settings, words):
    demo_codes.set_up_for([secretary])
    enter_password(client, secretary)
    assert code_of(secretary) not in client.get(CODE).content.decode()
    settings.DEMO = True
    page = client.get(CODE)
    told = re.search(r"The code of this moment is (\d{6})", words(page))[1]
    assert f'value="{told}"' in page.content.decode()
    assert client.post(CODE, {"code": told})["Location"] == "/home/"


def test_the_demonstration_tells_another_code_to_the_next_visitor(client, secretary, settings, words):
    settings.DEMO = True
    demo_codes.set_up_for([secretary])
    for _ in range(2):
        enter_password(client, secretary)
        told = re.search(r"The code of this moment is (\d{6})", words(client.get(CODE)))[1]
        assert client.post(CODE, {"code": told})["Location"] == "/home/"
        client.logout()


def test_who_has_no_app_yet_is_told_the_code_of_the_one_that_they_set_up(client, secretary, settings, words):
    settings.DEMO = True
    enter_password(client, secretary)
    client.post("/account/check-password/", {"password": PASSWORD})
    told = re.search(r"The code of this moment is (\d{6})", words(client.get(APP)))[1]
    assert client.post(APP, {"code": told})["Location"] == CODES
