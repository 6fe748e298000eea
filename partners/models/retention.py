"""Each time that something was removed because it was past its time."""

from django.db import models

from ccsp_portal.history.tracking import governed


@governed()
class Removal(models.Model):
    """That a rule of retention found something one night: what, from before which day, and how many.

    Of whom it was is not said: that is what goes.
    """

    class What(models.TextChoices):
        CONTACT_DETAILS = "contact details", "Contact details of people who left"
        DEVICES = "devices", "Addresses and browsers of sign-ins"
        LETTERS = "letters", "Words and enclosures of old letters"
        RECEIPTS = "receipts", "Records of who opened a meeting’s page and pack"
        SENDERS = "senders", "Senders and words of messages from calendars"
        REMOVED_NOTES = "removed notes", "Private notes that their authors removed"
        NOTES_OF_LEAVERS = "notes of leavers", "Private notes of people who left"
        NOTES = "notes", "Private notes on old meetings"

    what = models.CharField(
        max_length=40, choices=What.choices, default=What.CONTACT_DETAILS, db_default=What.CONTACT_DETAILS
    )
    removed_at = models.DateTimeField()
    # the first day that is kept
    before = models.DateField("from before")
    number = models.PositiveIntegerField("how many")
    by = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "removal"
        ordering = ["-removed_at", "-pk"]

    def __str__(self):
        return f"{self.get_what_display()}, from before {self.before:%-d %B %Y}: {self.number}"
