"""The information-sharing protocol: its versions, who signed them, and each authority's liaison officer."""

from django.db import models
from django.db.models import F, Q

from ccsp_portal.history.tracking import governed
from partners.models.dated import Dated, DatedQuerySet, ends_after_it_begins
from partners.models.organisations import Organisation
from partners.models.seats import never_two_at_once


@governed()
class Protocol(models.Model):
    """A version of the information-sharing protocol, which a later one replaces but never alters."""

    number = models.PositiveSmallIntegerField("version", unique=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    in_force_on = models.DateField("first day in force")
    review_on = models.DateField("day by which it is to be reviewed")

    class Meta:
        verbose_name = "information-sharing protocol"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gt=F("in_force_on")),
                name="a_protocol_is_reviewed_after_it_begins",
                violation_error_message="The review must be after the day from which the protocol is in force.",
            ),
        ]

    def __str__(self):
        return f"Information-sharing protocol, version {self.number}"


@governed()
class Signature(models.Model):
    """An authority signed a version of the protocol: who did, and when."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.CharField("who signed", max_length=150)
    position = models.CharField("their position", max_length=200)
    signed_on = models.DateField("day on which they signed")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "signature"
        ordering = ["signed_on"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "organisation"], name="an_authority_signs_a_version_once"),
        ]

    def __str__(self):
        return f"{self.organisation}, {self.protocol}"


@governed(exclude=["email", "phone"])
class LiaisonOfficer(Dated):
    """Whom an authority designated to help with disclosure. How to reach them is kept only while they are it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="liaison_officers")
    name = models.CharField("full name", max_length=150)
    position = models.CharField("their position", max_length=200)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField("telephone number", max_length=30, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "liaison officer"
        ordering = ["-from_on"]
        constraints = [
            ends_after_it_begins("liaison_officer_ends_after_they_begin"),
            never_two_at_once(
                "one_liaison_officer_at_a_time",
                "organisation",
                message="The authority has a liaison officer for some of these days. Give a later first day.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.organisation.short_name}"
