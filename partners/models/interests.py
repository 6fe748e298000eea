"""The register of interests: what each person declared, and when they last confirmed that it is all."""

from django.db import models

from ccsp_portal.history.tracking import governed
from partners.models.dated import Dated, DatedQuerySet, ends_after_it_begins


@governed()
class Interest(Dated):
    """Something that could be thought to sway a person in the partnership's business. It is never deleted: it ends."""

    class Category(models.TextChoices):
        WORK = "work", "Work, business or profession"
        ORGANISATION = "organisation", "Office in another organisation, such as trustee, governor or director"
        CONTRACT = "contract", "Contract with, or grant from, a partner"
        PROPERTY = "property", "Land or property in the area"
        FAMILY = "family", "Interest of a close relative or friend"
        OTHER = "other", "Something else"

    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="interests")
    category = models.CharField("what kind of interest", max_length=20, choices=Category.choices)
    text = models.CharField("what it is", max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "interest"
        ordering = ["from_on", "pk"]
        constraints = [ends_after_it_begins("interest_ends_after_it_begins")]

    def __str__(self):
        return self.text


@governed()
class InterestsConfirmation(models.Model):
    """A person said on a day that the register has all their interests, or that they have none."""

    person = models.ForeignKey("partners.User", on_delete=models.PROTECT, related_name="interests_confirmations")
    confirmed_on = models.DateField("day on which they confirmed")

    class Meta:
        verbose_name = "confirmation of interests"
        verbose_name_plural = "confirmations of interests"
        ordering = ["-confirmed_on"]
        constraints = [
            models.UniqueConstraint(fields=["person", "confirmed_on"], name="a_person_confirms_interests_once_a_day"),
        ]

    def __str__(self):
        return f"{self.person}, {self.confirmed_on:%-d %B %Y}"
