"""A stored file is given with headers under which nothing in it can act."""

import pytest
from django.test import RequestFactory

from ccsp_portal.documents.download import respond
from ccsp_portal.documents.models import SVG, Document
from ccsp_portal.documents.store import store_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return store_bytes(b"%PDF-1.7 words", "Adroddiad Siân.pdf", "application/pdf", by=None)


def ask(**headers):
    return RequestFactory().get("/", headers=headers)


def test_a_private_file_is_an_attachment_that_no_cache_keeps(document):
    answer = respond(document, ask())
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 words"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == "14"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Adroddiad%20Si%C3%A2n.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert "ETag" not in answer


def test_a_public_file_that_has_not_changed_is_not_sent_again(document):
    first = respond(document, ask(), public=True)
    second = respond(document, ask(if_none_match=first["ETag"]), public=True)
    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")


def test_a_picture_is_shown_in_its_page():
    picture = store_bytes(b"<svg/>", "chart.svg", SVG, by=None)
    assert respond(picture, ask())["Content-Disposition"].startswith("inline")


def test_an_infected_file_is_given_to_nobody(document):
    Document.objects.filter(pk=document.pk).update(scan_state="infected")
    document.refresh_from_db()
    answer = respond(document, ask())
    assert answer.status_code == 403
    assert "A virus was found" in answer.content.decode()
