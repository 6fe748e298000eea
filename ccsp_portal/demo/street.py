"""Police street files of made-up months, in the shape that data.police.uk publishes. No row is of a real incident."""

import csv
import hashlib
import io
import math
import random
from datetime import date

from assessments.street import HEADINGS

# crime type: a usual month's count, its swing through the year, and its drift over a year
TYPES = {
    "Violence and sexual offences": (1280, 0.08, 0.01),
    "Anti-social behaviour": (410, 0.28, -0.09),
    "Vehicle crime": (330, 0.06, -0.12),
    "Shoplifting": (300, 0.05, 0.17),
    "Criminal damage and arson": (265, 0.08, -0.03),
    "Public order": (250, 0.12, -0.02),
    "Burglary": (185, 0.15, -0.08),
    "Other theft": (180, 0.06, 0.0),
    "Robbery": (72, 0.10, -0.05),
    "Drugs": (70, 0.05, 0.12),
    "Other crime": (62, 0.04, 0.0),
    "Possession of weapons": (44, 0.09, -0.10),
    "Theft from the person": (33, 0.12, 0.05),
    "Bicycle theft": (28, 0.35, -0.04),
}
STREETS = ("High Street", "Station Road", "Church Lane", "Parking Area", "Supermarket", "Park/Open Space", "Mill Lane")
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Under investigation",
    "Awaiting court outcome",
    "Local resolution",
)
AREAS = 42
FIRST = date(2020, 1, 1)


def file_name(month: date, slug: str) -> str:
    return f"{month:%Y-%m}-{slug}-street.csv"


def street_file(month: date, force: str, prefix: str) -> bytes:
    """A month's file: the area's rows (whose LSOA names begin with `prefix`), some of elsewhere, some without a place.

    The same month always has the same bytes.
    """
    chance = random.Random(f"{force} {month}")  # noqa: S311
    rows = [
        row for crime_type, shape in TYPES.items() for row in _rows(crime_type, shape, month, force, prefix, chance)
    ]
    chance.shuffle(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return out.getvalue().encode()


def _rows(crime_type, shape, month, force, prefix, chance):
    usual, swing, drift = shape
    years = (month - FIRST).days / 365
    season = 1 + swing * math.cos((month.month - 7) * math.pi / 6)
    count = max(0, round(chance.gauss(usual * season * (1 + drift) ** (years - 5), math.sqrt(usual))))
    for number in range(count):
        yield _row(crime_type, month, force, _place(prefix, chance), number, chance)


def _place(prefix, chance):
    """An LSOA's code and name: mostly ours, some of the force's other districts, and a few rows without a place."""
    number = chance.randrange(1, AREAS)
    draw = chance.random()
    if draw < 0.02:
        return "", ""
    if draw < 0.10:
        return f"E0100{8800 + number}", f"Elsewhere {number:03d}A"
    letter = chance.choice("ABCDE")
    return f"E0100{9520 + number}", f"{prefix}{number:03d}{letter}"


def _row(crime_type, month, force, place, number, chance):
    code, name = place
    is_incident = crime_type == "Anti-social behaviour"
    # 64 hexadecimal digits, as the police's own; incidents have none
    crime_id = "" if is_incident else hashlib.sha256(f"{month}{crime_type}{number}".encode()).hexdigest()
    location = f"On or near {chance.choice(STREETS)}" if code else "No Location"
    outcome = "" if is_incident else chance.choice(OUTCOMES)
    return [crime_id, f"{month:%Y-%m}", force, force, "", "", location, code, name, crime_type, outcome, ""]
