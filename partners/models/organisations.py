"""The partnership itself and the organisations in it."""

from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import governed
from partners.models.dated import Dated, DatedQuerySet, ends_after_it_begins


@governed()
class Partnership(models.Model):
    """The one row that says who we are: seeded from the profile, edited in the portal afterwards."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=20)
    area_name = models.CharField("area", max_length=100)
    area_code = models.CharField("district code", max_length=9)
    about = models.TextField(blank=True)
    contact_email = models.EmailField("contact address")
    plan_years = models.PositiveSmallIntegerField("years that a plan lasts", default=3)
    assessment_producer = models.CharField("who produces the strategic assessment", max_length=200)
    assessment_months = models.PositiveSmallIntegerField("months that an assessment covers", default=12)

    class Meta:
        verbose_name = "partnership"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="one_installation_one_partnership",
                violation_error_message="This installation already has its partnership: edit that one.",
            ),
        ]

    def __str__(self):
        return self.name


@governed()
class Organisation(Dated):
    """A legal person or an office: the council, the police, a housing provider, the commissioner."""

    class Kind(models.TextChoices):
        RESPONSIBLE_AUTHORITY = "responsible authority", "Responsible authority"
        CO_OPERATING = "co-operating", "Co-operating body"
        INVITEE = "invitee", "Invited to take part"
        PROVIDER = "provider", "Service provider"
        OVERSIGHT = "oversight", "Oversight body"

    class Sector(models.TextChoices):
        LOCAL_GOVERNMENT = "local government", "Local government"
        POLICING = "policing", "Policing and criminal justice"
        FIRE = "fire", "Fire and rescue"
        HEALTH = "health", "Health"
        HOUSING = "housing", "Housing"
        VOLUNTARY = "voluntary", "Voluntary, community and faith"
        EDUCATION = "education", "Education"
        BUSINESS = "business", "Business"

    key = models.SlugField("key in the profile", unique=True, max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    basis = models.CharField("statutory basis", max_length=200, blank=True)
    sector = models.CharField(max_length=30, choices=Sector.choices, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name="merged into"
    )
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name"]
        constraints = [
            ends_after_it_begins("organisation_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(to_on__isnull=False),
                name="a_merged_organisation_has_ended",
                violation_error_message="An organisation that merged into another needs a last day.",
            ),
        ]

    def __str__(self):
        return self.name


@governed()
class FormerName(models.Model):
    """What an organisation was called, to the end of a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    until_on = models.DateField("last day of the name")

    class Meta:
        verbose_name = "former name"
        ordering = ["-until_on", "-pk"]

    def __str__(self):
        return self.name


class ContactPoint(Dated):
    """How to reach an organisation for one purpose. It has no history: retention removes what it names."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact_points")
    purpose = models.CharField("what for", max_length=100)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField("telephone number", max_length=30, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "contact point"
        ordering = ["purpose"]
        constraints = [
            ends_after_it_begins("contact_point_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="a_contact_point_can_be_reached",
                violation_error_message="Enter an e-mail address or a telephone number.",
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name}: {self.purpose}"


@governed()
class ServiceArea(Dated):
    """A part of an organisation that takes part in its own right, such as Public Health."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="service_areas")
    name = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "service area"
        ordering = ["name"]
        constraints = [
            ends_after_it_begins("service_area_ends_after_it_begins"),
            models.UniqueConstraint(fields=["organisation", "name"], name="one_service_area_of_a_name"),
        ]

    def __str__(self):
        return f"{self.organisation.short_name}: {self.name}"
