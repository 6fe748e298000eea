"""Walking: every page is asked for by everybody, first to read and then to act, and nothing that is done stays done."""

import logging
from dataclasses import dataclass

from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import Resolver404, resolve

from ccsp_portal.freshness import PAGES, QUESTIONS
from ccsp_portal.once.tokens import new_token
from tests.walk import table
from tests.walk.places import rows
from tests.walk.unpacking import unpacked

BACKEND = "partners.backend.AuthenticationBackend"


@dataclass(frozen=True)
class Answer:
    """What came back: its letter in the table, and all that was said in it, headers too; a file is unpacked."""

    letter: str
    said: str


@dataclass(frozen=True)
class Walked:
    """`answers[row, person]` is the pair of answers to GET and to POST."""

    answers: dict
    cast: list[str]
    rows: list[str]
    secrets: object

    def line(self, row):
        """The letters of a row for GET and for POST, in the cast's order."""
        return tuple("".join(self.answers[row, name][way].letter for name in self.cast) for way in (0, 1))


def walk(world) -> Walked:
    """Open every place as everybody. A POST sends an empty form with a good token."""
    places, answers = rows(world), {}
    logging.disable(logging.CRITICAL)
    for name, person in world.cast.everybody.items():
        browser = Browser(person)
        for row, address in places:
            answers[row, name] = browser.ask(address), browser.act(address)
    logging.disable(logging.NOTSET)
    return Walked(answers, list(world.cast.everybody), [row for row, _ in places], world.secrets)


class Browser(RequestFactory):
    """One person's. It asks the portal itself, without all that Django's test client keeps of every page it draws."""

    def __init__(self, person):
        super().__init__()
        self.person, self.portal = person, ClientHandler(enforce_csrf_checks=False)
        if person.is_authenticated:
            client = Client()
            client.force_login(person, backend=BACKEND)
            self.cookies = client.cookies

    def request(self, **environ):
        return self.portal(self._base_environ(**environ))

    def ask(self, address):
        """GET it. Nothing of what was drawn for another is kept for it."""
        PAGES.clear()
        QUESTIONS.clear()
        return _answer(self.get(address))

    def act(self, address):
        """POST to it, and undo what that wrote."""
        with transaction.atomic():
            answer = _answer(self.post(address, {"form_token": new_token(self.person)}))
            transaction.set_rollback(True)
        return answer


def _answer(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return Answer(_letter(response), f"{headers}\n\n{unpacked(body)}")


def _letter(response):
    if response.status_code in {301, 302, 303}:
        return table.SIGN_IN if _leads_to_sign_in(response["Location"]) else table.ELSEWHERE
    return table.LETTERS.get(response.status_code, table.BROKEN)


def _leads_to_sign_in(location):
    try:
        return resolve(location.split("?")[0]).url_name == "account_login"
    except Resolver404:
        return False
