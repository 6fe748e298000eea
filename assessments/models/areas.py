"""Where things happen: wards and LSOAs, each with the days on which its boundary held."""

from django.db import models
from django.db.models import Q

from ccsp_portal.history.tracking import governed
from partners.models.dated import Dated, DatedQuerySet, ends_after_it_begins


@governed()
class Area(Dated):
    """A ward, with its cell on the tile map, or an LSOA of one census. Boundaries change: compare like with like."""

    class Kind(models.TextChoices):
        WARD = "ward", "Ward"
        LSOA_2011 = "lsoa 2011", "LSOA (2011)"
        LSOA_2021 = "lsoa 2021", "LSOA (2021)"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=100)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "area"
        ordering = ["name"]
        constraints = [
            ends_after_it_begins("area_ends_after_it_begins"),
            models.UniqueConstraint(fields=["kind", "code", "from_on"], name="one_area_a_code_and_day"),
            models.UniqueConstraint(
                fields=["tile_row", "tile_column"],
                condition=Q(kind="ward", to_on__isnull=True),
                name="one_ward_a_tile",
            ),
        ]

    def __str__(self):
        return self.name
