"""The statements are true: of cookies, of whom to write to, of where help is."""

import pytest
from django.urls import reverse

from ccsp_portal.public.views import COOKIES
from tests.cast import PASSWORD

STATEMENTS = ("accessibility", "privacy", "cookies", "contact")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", STATEMENTS)
def test_anybody_reads_a_statement_in_one_query_once_they_have_it(client, partnership, name, django_assert_num_queries):
    page = client.get(reverse(f"public:{name}"))
    assert page.status_code == 200
    with django_assert_num_queries(1):
        again = client.get(reverse(f"public:{name}"), headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["accessibility", "privacy", "contact"])
def test_each_statement_says_whom_to_write_to(client, partnership, name):
    assert "mailto:secretariat@ccsp.example" in client.get(reverse(f"public:{name}")).content.decode()


def test_the_footer_leads_to_every_statement(client, partnership):
    page = client.get("/").content.decode()
    for name in STATEMENTS:
        assert f'href="{reverse(f"public:{name}")}"' in page


def test_the_cookies_page_lists_every_cookie_that_the_portal_sets_and_no_other(client, send, secretary, words):
    client.get("/")
    assert not client.cookies, "a visitor who only reads is given no cookie"
    seen = set()
    sign_in, sign_out = reverse("account_login"), reverse("account_logout")
    for answer in (
        client.get(sign_in),
        send(sign_in, login=secretary.email, password=PASSWORD, next="/"),
        client.get(reverse("public:front")),
        send(sign_out),
    ):
        seen |= {name for name, cookie in answer.cookies.items() if cookie.value}
    listed = {name for name, _, _ in COOKIES}
    assert seen == listed
    said = words(client.get(reverse("public:cookies")))
    assert all(name in said for name in listed)


def test_help_in_an_emergency_stands_before_everything_else(client, partnership, words):
    said = words(client.get(reverse("public:contact")))
    assert said.index("999") < said.index("101") < said.index("secretariat@ccsp.example")
