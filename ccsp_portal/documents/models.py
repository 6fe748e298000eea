"""Document: a stored file that never changes, its hash, its marking, and whether it was scanned."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from ccsp_portal.history.tracking import governed

FIXED = ["name", "media_type", "size", "sha256", "file", "uploaded_by", "uploaded_at"]


def place_for(document, name):
    """Where a file is kept: by a reference that tells nothing of its name."""
    reference = uuid.uuid4().hex
    return f"{reference[:2]}/{reference}"


@pgtrigger.register(
    pgtrigger.Protect(
        name="what_is_stored_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*FIXED),
    )
)
@governed()
class Document(models.Model):
    """One stored file. Who may see it is for the row that owns it to say, never for the document."""

    class Marking(models.TextChoices):
        OFFICIAL = "OFFICIAL", "OFFICIAL"
        SENSITIVE = "OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"

    class ScanState(models.TextChoices):
        NOT_SCANNED = "not scanned", "Not scanned for viruses"
        CLEAN = "clean", "Scanned for viruses"
        INFECTED = "infected", "A virus was found"

    name = models.CharField("file name", max_length=200)
    media_type = models.CharField("kind of file", max_length=100)
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField("hash", max_length=64)
    file = models.FileField(upload_to=place_for, max_length=100)
    marking = models.CharField(max_length=20, choices=Marking.choices, default=Marking.OFFICIAL)
    scan_state = models.CharField("virus scan", max_length=20, choices=ScanState.choices, default=ScanState.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    # what was learnt of it when it came: {"pages": 12, "tagged": true}
    facts = models.JSONField(default=dict, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "document"
        indexes = [models.Index(fields=["scan_state"], condition=models.Q(scan_state="not scanned"), name="to_scan")]

    def __str__(self):
        return self.name

    @property
    def is_infected(self):
        return self.scan_state == self.ScanState.INFECTED

    @property
    def kind(self):
        """The kind of file as people call it: "PDF", "Word document"."""
        return KINDS_IN_WORDS.get(self.media_type, "File")


PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
SVG = "image/svg+xml"
PNG = "image/png"
JPEG = "image/jpeg"
KINDS_IN_WORDS = {
    PDF: "PDF",
    DOCX: "Word document",
    ODT: "OpenDocument text",
    XLSX: "Excel workbook",
    CSV: "CSV file",
    SVG: "Picture",
    PNG: "PNG picture",
    JPEG: "JPEG picture",
}
EXTENSIONS = {
    PDF: ".pdf",
    DOCX: ".docx",
    ODT: ".odt",
    XLSX: ".xlsx",
    CSV: ".csv",
    SVG: ".svg",
    PNG: ".png",
    JPEG: ".jpg",
}
PICTURES = (PNG, JPEG)
