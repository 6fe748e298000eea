"""What is open or private, and what everybody may know of a thing that is private."""

from django.db import models
from django.db.models import Q

from partners.audience import Privacy

PRIVACY_CHOICES = [(Privacy.OPEN.value, "Open"), (Privacy.PRIVATE.value, "Private")]
# the condition of a constraint
A_PRIVATE_ONE_HAS_A_REASON_AND_A_PUBLIC_TITLE = Q(privacy="open") | (~Q(private_reason="") & ~Q(public_title=""))


class MayBePrivate(models.Model):
    privacy = models.CharField(max_length=10, choices=PRIVACY_CHOICES, default=Privacy.OPEN.value)

    class Meta:
        abstract = True

    @property
    def is_private(self):
        return self.privacy == Privacy.PRIVATE


class MayHaveAPublicTitle(MayBePrivate):
    """Everybody may know that there is a private one: by its public title, and why it is private."""

    private_reason = models.CharField("why it is private", max_length=300, blank=True)
    public_title = models.CharField("public title", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def shown_title(self):
        """The title that anybody may read."""
        return self.public_title if self.is_private else self.title
