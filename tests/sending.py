"""How a test sends a form: with a token of its own, as a browser does."""

import pytest

from ccsp_portal.once.tokens import new_token


@pytest.fixture
def send(client):
    """`send(url, name="Asha")` posts the answers as a form just opened; `send(url, token=…)` sends one again."""

    def sending(url, token=None, **answers):
        return client.post(url, {"form_token": token or new_token(), **answers})

    return sending


@pytest.fixture
def words():
    """`words(response)` is the page's text, in one line."""
    return words_of


def words_of(response):
    page = response.content.decode()
    return " ".join(_without_tags(page[page.index("<main") : page.index("</main>")]).split())


def _without_tags(markup):
    text, inside = [], False
    for letter in markup:
        inside = letter == "<" or (inside and letter != ">")
        text.append(" " if inside or letter == ">" else letter)
    return "".join(text).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
