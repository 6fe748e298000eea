"""Minutes on their way to being published: a draft with an open and a private item, each with all there can be."""

import io
import re
import subprocess

import pikepdf
import pypandoc
import pytest
from django.urls import reverse

from ccsp_portal.typeset.reading import texts_of
from meetings.models import Minutes, MinutesFile
from meetings.workflow import minutes as acts
from meetings.workflow.publication import Correction
from meetings.workflow.records import raise_action, record_decision
from meetings.workflow.session import conclude
from tests.factories import make_meeting
from tests.meetings.packing import data
from tests.meetings.running import AT_TWO, HELD_ON, quorate, seat_of
from tests.walk.unpacking import unpacked

# what only the readers of the private item may read, and the name of a person, which the public's minutes do not give
SECRETS = ("Nightjar", "nightjar", "Q7-witness", "Rosa Whitfield")

# what a correction to the private item says
HIDDEN = "Zugzwang"
PRIVATE = {"privacy": "private", "private_reason": "It names a person", "public_title": "A matter about a person"}


def url(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def kept(minutes, kind="pdf", *, for_members=False, number=1):
    """A file of a version of the minutes."""
    return MinutesFile.objects.get(
        version__minutes=minutes, version__number=number, kind=kind, for_members=for_members
    ).document


def words_of(file, kind):
    """A file as it is read, its words with a space between them: Word and OpenDocument files by pandoc."""
    if kind == "pdf":
        with pikepdf.open(io.BytesIO(file)) as opened:
            said = " ".join(texts_of(opened))
    else:
        command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", kind, "--to", "plain", "--wrap=none"]
        said = subprocess.run(command, input=file, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", said)


def said_in(document):
    """All that a stored file says, unpacked, and what is said of it."""
    return f"{document.name} {document.facts} {document.sha256} {unpacked(data(document))}"


@pytest.fixture
def unsent(sitting_now, item, private_item, cast):
    """The minutes of a concluded meeting, still a draft with the secretary."""
    quorate(sitting_now, cast)
    for each, word in ((item, "plan"), (private_item, "Q7-witness")):
        acts.write_minute(each, f"They spoke of {word}.\n\nThey agreed on {word}.", by=cast.secretary)
        record_decision(each, outcome="agreed", text=f"Decided {word}", by=cast.secretary)
        raise_action(
            each, text=f"Do {word}", owner=seat_of(cast.police_lead), due_on=HELD_ON.replace(day=30), by=cast.secretary
        )
    conclude(sitting_now, by=cast.secretary)
    return Minutes.objects.get()


@pytest.fixture
def with_chair(unsent, secretary):
    return acts.send_to_chair(unsent, by=secretary)


@pytest.fixture
def cleared(with_chair, chair):
    return acts.clear_minutes(with_chair, by=chair)


@pytest.fixture
def next_meeting(board, secretary):
    return make_meeting(board, secretary, day=HELD_ON.replace(month=6), state="in session", opened_at=AT_TWO)


@pytest.fixture
def approved(cleared, next_meeting, item, private_item, secretary):
    """Approved with a correction to the minutes as a whole, to the open and to the private item."""
    corrections = [
        Correction("The meeting ended at 4pm."),
        Correction("In 1.1, for plan read <b>draft</b> plan.", item),
        Correction(f"For Q7-witness read {HIDDEN}.", private_item),
    ]
    return acts.approve_minutes(cleared, at=next_meeting, corrections=corrections, by=secretary)


@pytest.fixture
def taken_back(approved, item, secretary, post, client):
    """The open item is made private, on its page, after its minutes went out."""
    item.refresh_from_db()
    answer = post(secretary, reverse("meetings:set_privacy", args=[item.pk]), PRIVATE | {"version": item.version})
    assert answer.status_code == 302
    client.logout()
    return approved
