"""A profile says who we are; a wrong one stops the start with the key, what is wrong and what to write instead."""

import os
import subprocess
import sys
from datetime import date, time

import pytest
from django.conf import settings

from ccsp_portal.profile import ProfileError, load

COVENTRY = settings.BASE_DIR / "profiles" / "coventry.toml"
SECOND = settings.BASE_DIR / "profiles" / "fenwick-and-marsh.toml"


def test_coventry_is_told_as_its_page_tells_it():
    profile = load(COVENTRY)
    authorities = [each.name for each in profile.organisations if each.kind == "responsible authority"]
    assert authorities == [
        "Coventry City Council",
        "West Midlands Police",
        "West Midlands Fire and Rescue Authority",
        "West Midlands Probation Services",
        "Coventry and Warwickshire Integrated Care Board",
    ]
    assert profile.organisations[0].service_areas == (
        "Regulatory Services",
        "Public Health",
        "Youth Offending Services",
    )
    panel = next(body for body in profile.bodies if body.key == "panel")
    assert [(count.councillors, count.independents, count.as_at) for count in panel.counts] == [
        (12, 2, date(2026, 6, 1)),
        (12, 3, date(2024, 8, 6)),
    ]
    assert len(panel.counts[0].authorities) == 7
    assert (profile.assessment.months, profile.plan.years, len(profile.problems)) == (12, 3, 5)
    assert (profile.meetings.months, profile.meetings.at) == ((6, 9, 12, 3), time(14))


def test_the_18_wards_have_a_code_and_a_cell_each():
    wards = load(COVENTRY).wards
    assert len(wards) == len({ward.code for ward in wards}) == len({(ward.row, ward.column) for ward in wards}) == 18


def test_another_partnership_is_another_file():
    profile = load(SECOND)
    assert (profile.short_name, profile.meetings.months, profile.meetings.notice_days) == ("FMSP", (5, 7, 10, 1), 3)


# what is changed in the file: the sentence that says so
WRONG = {
    (
        'weekday = "thu"',
        'weekday = "thursday"',
    ): "meetings.weekday: “thursday” is not one of mon, tue, wed, thu, fri, sat, sun. Write a day of the week.",
    ("nth = 2", "nth = 6"): "meetings.nth: 6 is too large: the most is 5. Write which one in the month, from 1 to 5.",
    (
        'at = "14:00"',
        'at = "2 o\'clock"',
    ): "meetings.at: “2 o'clock” is not a time. Write the time at which it starts, like “14:00”.",
    (
        "months = [6, 9, 12, 3]",
        "months = [6, 13]",
    ): "meetings.months[2]: 13 is too large: the most is 12. Write the months it meets in, like [6, 9, 12, 3].",
    ('venue = "', 'venu = "'): "meetings.venu: there is no such key. Did you mean venue?",
    (
        "at_least = 4",
        'at_least = "four"',
    ): "meetings.quorum.at_least: “four” is not a whole number. Write a number of seats, like 4.",
    ("at_least = 4", "at_least = 40"): "meetings.quorum.at_least: 40 are needed, and only 8 seats count. Write fewer.",
    (
        'share = "1/3"',
        'share = "4/3"',
    ): "meetings.quorum.share: “4/3” is not a share. Write a fraction from 0 to 1, like “1/3”.",
    (
        'of = ["council", "police"]',
        'of = ["council", "army"]',
    ): "meetings.quorum.of: there is no seat that counts to quorum, or organisation with one, “army” in this file.",
    (
        "years = 3",
        "years = true",
    ): "plan.years: “True” is not a whole number. Write how many years a plan lasts, like 3.",
    (
        "receipts_years = 2",
        "receipts_years = 0",
    ): "retention.receipts_years: 0 is too small: the least is 1. Write after how many years who opened a meeting’s",
    (
        "removed_notes_days = 30",
        "removed_notes_days = 400",
    ): "retention.removed_notes_days: 400 is too large: the most is 365. Write for how many days a removed note can",
    (
        "notes_years = 6",
        'notes_years = "six"',
    ): "retention.notes_years: “six” is not a whole number. Write after how many years people’s private notes",
    (
        "calendar_messages_days = 90",
        "calendar_message_days = 90",
    ): "retention.calendar_message_days: there is no such key. Did you mean calendar_messages_days?",
    (
        "row = 1\ncolumn = 3",
        "row = 1\ncolumn = 1",
    ): "wards[7].row: Holbrook stands in the cell of Bablake (row 1, column 1). Write a free cell.",
    (
        "from = 2011-01-01",
        "from = 2011-01-01\nto = 2010-05-05",
    ): "wards[1].to: it lies before its first day, 2011-01-01. Write a later day.",
    (
        "from = 2011-01-01",
        'from = "January"',
    ): "wards[1].from: “January” is not a date without quotation marks. Write its first day, like 2011-01-01.",
    ('short_name = "CCSP"\n', ""): "partnership.short_name: it is missing. Write its short name, like “CCSP”.",
    ('key = "police"\nbody', 'key = "chair"\nbody'): "seats.key: “chair” stands there 2 times. Give each its own.",
    (
        "high_from = 8",
        "high_from = 4",
    ): "risk.high_from: the bands do not follow one another. Write rising scores, like 4, 8 and 15.",
    ("[partnership]", "[partnership"): "The file is not TOML:",
}


@pytest.mark.parametrize(("change", "sentence"), WRONG.items(), ids=[sentence[:40] for sentence in WRONG.values()])
def test_a_wrong_key_is_named_with_what_to_write(change, sentence, tmp_path):
    right, wrong = change
    text = COVENTRY.read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "wrong.toml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ProfileError) as error:
        load(path)
    assert [problem for problem in error.value.problems if problem.startswith(sentence)]


def test_everything_wrong_is_said_at_once(tmp_path):
    path = tmp_path / "wrong.toml"
    text = COVENTRY.read_text(encoding="utf-8").replace("nth = 2", "nth = 9").replace("years = 3", "years = 0")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError) as error:
        load(path)
    assert [problem.split(":")[0] for problem in error.value.problems] == ["meetings.nth", "plan.years"]


def test_a_file_that_is_not_there_says_where_to_look(tmp_path):
    with pytest.raises(ProfileError, match="Check PORTAL_PROFILE"):
        load(tmp_path / "none.toml")


def test_a_wrong_profile_stops_the_start(tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text(COVENTRY.read_text(encoding="utf-8").replace("nth = 2", "nth = 9"), encoding="utf-8")
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**os.environ, "PORTAL_MODE": "test", "PORTAL_PROFILE": str(path)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "meetings.nth: 9 is too large: the most is 5. Write which one in the month" in started.stderr
