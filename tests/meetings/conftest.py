"""What tests about meetings start from: a day in May 2027, and a meeting or two."""

import html
import re
from datetime import date, datetime, time

import pytest

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from meetings.workflow.scheduling import Sitting, convene

NOW = datetime(2027, 5, 4, 10, 0, tzinfo=clock.LONDON)


def sitting(day, starts=time(14), ends=time(16), venue="Council House", **more):
    """When and where: two hours from 2pm, unless said otherwise."""
    return Sitting(
        datetime.combine(day, starts, clock.LONDON), datetime.combine(day, ends, clock.LONDON), venue, **more
    )


@pytest.fixture
def in_may():
    """Hold the clock at 10am on Tuesday 4 May 2027."""
    with clock.set_to(NOW):
        yield


@pytest.fixture
def meeting(in_may, board, secretary):
    """The Board meets on Thursday 10 June 2027 from 2pm to 4pm."""
    return convene(board, sitting(date(2027, 6, 10)), by=secretary)


@pytest.fixture
def post(sign_in):
    """`post(person, url, answers)` sends a form as that person, with a token as the page would have given it."""

    def send(person, url, answers=None, **more):
        client = sign_in(person)
        return client.post(url, {"form_token": new_token(person), **(answers or {})}, **more)

    return send


def boxes(name, day):
    """A day as three boxes send it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def text_of(response):
    """The words of a page's main part, as they are read: tags gone, spaces one."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))).strip()
