"""Who opened which closed file: for the auditor, who asks after a paper has been seen where it should not."""

from django.db import models

from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import governed
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting


@governed()
class Opening(models.Model):
    """A file that not everybody may read, opened by somebody who may. No device and no address: sign-ins have these."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="openings")
    # the item that the file is a paper to; a members' pack and members' minutes are of the whole meeting
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="openings")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    # as the person was shown it then
    name = models.CharField(max_length=300)
    opened_by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = "closed file"
        ordering = ["-opened_at", "-pk"]

    def __str__(self):
        return self.name
