"""A virus scanner is asked where there is one; where there is none, the portal says so and goes on."""

import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal.documents.models import Document
from ccsp_portal.documents.store import store, store_bytes
from ccsp_portal.documents.tasks import scan_waiting
from tests.documents.test_store import pdf

pytestmark = pytest.mark.django_db
VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does, and knows one virus."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in data else b"stream: OK\0")


@pytest.fixture
def scanner(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


def test_a_clean_file_says_that_it_was_scanned(scanner):
    document = store(SimpleUploadedFile("paper.pdf", pdf()), by=None)
    assert (document.scan_state, document.scanned_at is not None) == ("clean", True)


def test_a_file_with_a_virus_is_refused(scanner):
    with pytest.raises(ValidationError, match="A virus was found"):
        store(SimpleUploadedFile("paper.pdf", pdf() + b"\n%" + VIRUS + b"\n"), by=None)
    assert not Document.objects.exists()


def test_a_scanner_that_is_away_leaves_the_file_not_scanned(settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    assert store(SimpleUploadedFile("paper.pdf", pdf()), by=None).scan_state == "not scanned"


def test_files_that_waited_are_scanned_when_the_scanner_is_there(scanner):
    clean, infected = (store_bytes(data, "a.csv", "text/csv", by=None) for data in (b"a,b", VIRUS))
    scan_waiting()
    for document, state in ((clean, "clean"), (infected, "infected")):
        document.refresh_from_db()
        assert document.scan_state == state
