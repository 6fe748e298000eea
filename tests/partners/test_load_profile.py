"""Loading a profile: it adds and reports, and never overwrites."""

import threading
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.models import Area
from ccsp_portal.profile import load
from partners.models import Body, MeetingPolicy, Organisation, Partnership, Problem, Seat, SeatTerms, ServiceArea

COVENTRY = settings.BASE_DIR / "profiles" / "coventry.toml"
FENWICK = settings.BASE_DIR / "profiles" / "fenwick-and-marsh.toml"
TABLES = (Partnership, Organisation, ServiceArea, Body, MeetingPolicy, Problem, Seat, SeatTerms, Area)


def load_profile(path=COVENTRY):
    out = StringIO()
    call_command("load_profile", str(path), stdout=out)
    return out.getvalue().splitlines()


def counts():
    return {table.__name__: table.objects.count() for table in TABLES}


@pytest.mark.parametrize("path", [COVENTRY, FENWICK], ids=["Coventry", "Fenwick and Marsh"])
def test_an_empty_installation_is_given_all_that_the_profile_says(db, path):
    profile = load(path)
    load_profile(path)
    assert counts() == {
        "Partnership": 1,
        "Organisation": len(profile.organisations),
        "ServiceArea": sum(len(each.service_areas) for each in profile.organisations),
        "Body": len(profile.bodies),
        "MeetingPolicy": 1,
        "Problem": len(profile.problems),
        "Seat": len(profile.seats),
        "SeatTerms": len(profile.seats),
        "Area": len(profile.wards),
    }


def test_coventry_is_as_its_page_says(db):
    load_profile()
    partnership = Partnership.objects.get()
    assert (partnership.name, partnership.short_name) == ("Coventry Community Safety Partnership", "CCSP")
    assert Organisation.objects.filter(kind="responsible authority").count() == 5
    assert set(ServiceArea.objects.values_list("organisation__key", "name")) == {
        ("council", "Regulatory Services"),
        ("council", "Public Health"),
        ("council", "Youth Offending Services"),
    }
    panel = Body.objects.get(key="panel").counts.first()
    assert (panel.councillors, panel.independents, len(panel.authorities)) == (12, 2, 7)
    assert Area.objects.filter(kind="ward").values("tile_row", "tile_column").distinct().count() == 18
    policy = MeetingPolicy.objects.get()
    assert policy.months == load(COVENTRY).meetings.months or tuple(policy.months) == load(COVENTRY).meetings.months
    assert policy.quorum == load(COVENTRY).meetings.quorum.as_data()


def test_loading_again_adds_nothing_and_says_so(db):
    load_profile()
    before = counts()
    assert load_profile() == ["Coventry Community Safety Partnership: 0 added, 0 different."]
    assert counts() == before


def test_what_people_changed_is_reported_and_left(db):
    load_profile()
    Organisation.objects.filter(key="police").update(short_name="WMP")
    assert load_profile() == [
        "Coventry Community Safety Partnership: 0 added, 1 different.",
        "  Different, and left as it is: Organisation “West Midlands Police”: short name is “WMP” here, "
        "“West Midlands Police” in the profile.",
    ]
    assert Organisation.objects.get(key="police").short_name == "WMP"


def test_a_changed_meeting_rule_is_reported_and_left(db):
    load_profile()
    MeetingPolicy.objects.update(venue="Friargate")
    lines = load_profile()
    assert len(lines) == 2
    assert "venue is “Friargate” here" in lines[1]
    assert MeetingPolicy.objects.get().venue == "Friargate"


def test_one_installation_holds_one_partnership(db):
    load_profile()
    before = counts()
    with pytest.raises(CommandError, match="One installation holds one partnership"):
        load_profile(FENWICK)
    assert counts() == before


def test_a_wrong_profile_says_the_key_and_what_to_write(db, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(COVENTRY.read_text().replace('weekday = "thu"', 'weekday = "thursday"'))
    with pytest.raises(CommandError, match=r"meetings\.weekday"):
        load_profile(wrong)
    assert not Partnership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_load_it_once():
    lines = []

    def run():
        try:
            lines.append(load_profile()[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(lines)[0] == "Coventry Community Safety Partnership: 0 added, 0 different."
    assert Organisation.objects.count() == len(load(COVENTRY).organisations)
