"""Putting a profile's wards into the tables, as partners/seeding.py puts the rest."""

from django.db import transaction

from assessments.models import Area
from ccsp_portal.profile import Profile
from ccsp_portal.workflow import one_at_a_time
from partners.seeding import Report


@transaction.atomic
def load_wards(profile: Profile) -> Report:
    """Add the wards that the tables lack, each with its days and its cell on the tile map; report what differs."""
    one_at_a_time("load of the profile")
    report = Report()
    for ward in profile.wards:
        key = {"kind": Area.Kind.WARD, "code": ward.code, "from_on": ward.from_on}
        facts = {"name": ward.name, "to_on": ward.to_on, "tile_row": ward.row, "tile_column": ward.column}
        report.add_missing(Area, key, facts)
    return report
