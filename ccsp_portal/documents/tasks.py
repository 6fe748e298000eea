"""Scanning what came while the scanner was away."""

from celery import shared_task
from django.conf import settings

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.documents.scanning import scan

AT_ONCE = 50


@shared_task(name="documents.scan_waiting")
def scan_waiting():
    """Scan the oldest files that nobody has scanned; none where there is no scanner."""
    if not settings.CLAMD_ADDRESS:
        return
    for document in Document.objects.filter(scan_state=Document.ScanState.NOT_SCANNED).order_by("pk")[:AT_ONCE]:
        with document.file.open("rb") as stored:
            state = scan(stored.read())
        if state == Document.ScanState.NOT_SCANNED:
            return
        Document.objects.filter(pk=document.pk).update(scan_state=state, scanned_at=clock.now())
