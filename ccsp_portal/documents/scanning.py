"""Asking clamd whether a file has a virus. Without a scanner, files are "not scanned", and pages say so.

Protocol: clamd(8), INSTREAM: chunks, each with its length in four bytes, big end first; a length of nothing ends them.
"""

import logging
import socket
import struct
from contextlib import contextmanager

from django.conf import settings

from ccsp_portal.documents.models import Document

PATIENCE = 20
CHUNK = 64 * 1024

log = logging.getLogger(__name__)


def scan(data: bytes) -> str:
    """What the scanner says of a file: a `Document.ScanState`. NOT_SCANNED where none is there, or none answers."""
    if not settings.CLAMD_ADDRESS:
        return Document.ScanState.NOT_SCANNED
    try:
        answer = _ask(data)
    except OSError as trouble:
        log.warning("The virus scanner gave no answer: %s", trouble)
        return Document.ScanState.NOT_SCANNED
    if answer.endswith("FOUND"):
        return Document.ScanState.INFECTED
    return Document.ScanState.CLEAN if answer.endswith("OK") else Document.ScanState.NOT_SCANNED


def _ask(data):
    with _connection(settings.CLAMD_ADDRESS) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            scanner.sendall(struct.pack(">I", len(part)) + part)
        scanner.sendall(struct.pack(">I", 0))
        return scanner.makefile("rb").read(4096).rstrip(b"\0\n").decode("ascii", "replace")


@contextmanager
def _connection(address):
    """A connection to "host:port", or to a socket's path."""
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX) as scanner:
            scanner.settimeout(PATIENCE)
            scanner.connect(address)
            yield scanner
        return
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as scanner:
        yield scanner
