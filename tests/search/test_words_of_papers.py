"""A paper written in the portal's form is found by its words, by whoever is shown those words and nobody else."""

import pytest

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.search import queries
from meetings.models import AgendaItem, CoverReport, Paper, PaperVersion, Submission

pytestmark = pytest.mark.django_db

PARTS = ("purpose", "recommendations", "summary", "implications", "background")


def content(word, part="summary"):
    """What a form says, with the word in one part of it."""
    said = dict.fromkeys(("purpose", "summary", "background"), "Nothing.")
    said |= {"recommendations": ["Note it."], "attachments": []}
    said["implications"] = {key: {"none": True, "text": "None."} for key in CoverReport.IMPLICATIONS}
    if part == "recommendations":
        return said | {part: ["Note it.", f"Agree\nthe {word}."]}
    if part == "implications":
        said[part]["data"] = {"none": False, "text": f"About the {word}."}
        return said
    return said | {part: f"What the {word} is."}


@pytest.fixture
def form(held, secretary):
    paper = Paper.objects.create(item=held.item, title="Burglary")
    return CoverReport.objects.create(
        paper=paper, title="Burglary", summary="A draft of zebras", written_at=clock.now(), written_by=secretary
    )


@pytest.fixture
def submit(form, secretary):
    def submitted(number, word, part="summary", **fields):
        return Submission.objects.create(
            report=form, number=number, title="Burglary", marking="OFFICIAL", content=content(word, part),
            submitted_at=clock.now(), submitted_by=secretary, due_on=clock.today(), **fields,
        )  # fmt: skip

    return submitted


@pytest.fixture
def accept(submit, form, secretary):
    def accepted(number, word, part="summary", **fields):
        document = Document.objects.create(
            name="p.pdf", media_type="application/pdf", size=1, sha256="0" * 64, uploaded_by=secretary,
            uploaded_at=clock.now(),
        )  # fmt: skip
        return PaperVersion.objects.create(
            paper=form.paper, number=number, document=document, submission=submit(number, word, part),
            uploaded_at=clock.now(), uploaded_by=secretary, **fields,
        )  # fmt: skip

    return accepted


def finders(cast, word):
    """Who finds a paper by the word."""
    everybody = {name: queries.search(person, word) for name, person in cast.everybody.items()}
    return {name for name, (page, counts) in everybody.items() if page.object_list or counts}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_a_paper_that_went_out_is_found_by_everybody(part, accept, client, words):
    accept(1, "wobblestones", part, published_at=clock.now())
    page = words(client.get("/search/", {"q": "wobblestone"}))
    assert "1 result for “wobblestone”" in page
    assert "wobblestones" in page


def test_words_that_were_not_accepted_are_found_by_nobody(form, submit, cast):
    submit(1, "wobblestone", returned_at=clock.now(), returned_by=cast.secretary, comments="Shorter, please")
    submit(2, "quagga")
    assert finders(cast, "wobblestone") == finders(cast, "quagga") == finders(cast, "zebras") == set()


def test_words_that_did_not_go_out_are_found_by_the_body_s_own(accept, cast):
    accept(1, "wobblestone")
    own = finders(cast, "wobblestone")
    assert {"secretary", "chair", "police_lead"} <= own
    assert not own & {"public", "former_member"}


def test_a_paper_is_found_by_the_version_that_its_reader_is_shown(accept, cast):
    accept(1, "wobblestone", published_at=clock.now())
    accept(2, "quagga")
    assert "public" in finders(cast, "wobblestone")
    assert not finders(cast, "wobblestone") & {"secretary", "chair", "police_lead"}
    assert {"secretary", "chair", "police_lead"} <= finders(cast, "quagga")
    assert "public" not in finders(cast, "quagga")


def test_a_private_paper_is_found_by_those_who_may_read_it(accept, cast):
    version = accept(1, "wobblestone", published_at=clock.now())
    AgendaItem.objects.filter(pk=version.paper.item_id).update(
        privacy="private", private_reason="It names a victim", public_title="A review"
    )
    found = finders(cast, "wobblestone")
    assert "police_lead" in found
    assert not found & {"public", "observer", "former_member"}
    Paper.objects.update(withdrawn_at=clock.now(), withdrawn_reason="It was wrong")
    assert finders(cast, "wobblestone") == set()


def test_the_page_says_what_is_searched(client, words):
    said = "Papers written on the portal are searched, but not the words inside files."
    assert said in words(client.get("/search/", {"q": "gibberishness"}))
