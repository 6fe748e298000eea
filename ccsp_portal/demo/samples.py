"""Files to try uploads with: the next months of police figures, one that is damaged, and papers."""

from datetime import date
from pathlib import Path

from assessments.months import month_of, months_after
from ccsp_portal.demo.evidence import PUBLISHED_AFTER
from ccsp_portal.demo.street import file_name, street_file
from ccsp_portal.profile import Profile


def write_samples(folder: Path, profile: Profile, today: date):
    """Write the samples that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    police = profile.police
    next_month = months_after(month_of(today), 1 - PUBLISHED_AFTER)
    for month in (next_month, months_after(next_month, 1)):
        path = folder / file_name(month, police.slug)
        if not path.exists():
            path.write_bytes(street_file(month, police.force, police.lsoa_name_prefix))
