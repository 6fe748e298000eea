"""A street file is read as the police write it, or refused with a sentence that says what to do."""

import io
from datetime import date

import pytest

from assessments.street import HEADINGS, UnusableFile, read_rows

HEADING = ",".join(HEADINGS)
WHERE = "2026-09,West Midlands Police,West Midlands Police,-1.5,52.4,On or near High Street,E01009522,Coventry 014A"
CRIME = f"ab12,{WHERE},Burglary,Under investigation,"
INCIDENT = f",{WHERE},Anti-social behaviour,,"


def read(*lines, end="\n", start=b""):
    return list(read_rows(io.BytesIO(start + end.join(lines).encode())))


def test_a_row_says_where_it_stands_and_what_it_says():
    [row] = read(HEADING, CRIME)
    assert (row.line, row.crime_id, row.month, row.force) == (2, "ab12", date(2026, 9, 1), "West Midlands Police")
    assert (row.lsoa_code, row.lsoa_name, row.crime_type) == ("E01009522", "Coventry 014A", "Burglary")
    assert (row.location, row.outcome) == ("On or near High Street", "Under investigation")


def test_identical_incidents_are_all_kept():
    assert len(read(HEADING, INCIDENT, INCIDENT, INCIDENT)) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_both_line_endings_and_a_byte_order_mark_are_read(end, start):
    rows = read(HEADING, CRIME, INCIDENT, end=end, start=start)
    assert [row.crime_type for row in rows] == ["Burglary", "Anti-social behaviour"]


REFUSED = {
    "nothing at all": ([], "The file is empty"),
    "no rows": ([HEADING], "has headings and no rows"),
    "another file": (["name,date of birth", "A,B"], "has no column “Crime ID”"),
    "an outcomes file": ([HEADING.replace("Last outcome category", "Outcome type")], "This is a file of outcomes"),
    "a column too many": ([f"{HEADING},Victim name", f"{CRIME},Jo"], "a column “Victim name” that street files"),
    "columns in another order": ([",".join(reversed(HEADINGS)), CRIME], "its columns in another order"),
    "a row cut short": ([HEADING, CRIME, "ab13,2026-09,West"], "Line 3 has 3 columns and should have 12"),
    "a month that is none": ([HEADING, CRIME.replace("2026-09", "2026-13")], "Line 2 gives the month as “2026-13”"),
    "no crime type": ([HEADING, CRIME.replace("Burglary", "")], "Line 2 has no crime type"),
}


@pytest.mark.parametrize(("lines", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_street_file_is_refused_with_the_reason(lines, sentence):
    with pytest.raises(UnusableFile) as refusal:
        read(*lines)
    assert sentence in str(refusal.value)


def test_a_file_in_another_encoding_is_refused():
    data = f"{HEADING}\n{CRIME.replace('Street', 'Café')}".encode("latin-1")
    with pytest.raises(UnusableFile, match="not written in UTF-8"):
        list(read_rows(io.BytesIO(data)))
