"""What the README and the guides say is there is there."""

import re
from pathlib import Path

import pytest
import rules.permissions
from django.conf import settings

from ccsp_portal.demo.people import accounts
from ccsp_portal.home.permissions import SECTIONS, as_markdown
from ccsp_portal.profile import load

HOUSE = Path(settings.BASE_DIR)
GUIDES = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])
NAMES = [str(guide.relative_to(HOUSE)) for guide in GUIDES]


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_a_guide_leads_somewhere(name):
    guide = HOUSE / name
    links = re.findall(r"\]\((?!https?://)([^)#]+)", guide.read_text())
    assert [link for link in links if not (guide.parent / link).exists()] == []


def test_every_decision_is_in_the_list_of_decisions():
    decisions = HOUSE / "docs" / "decisions"
    listed = (decisions / "README.md").read_text()
    assert [each.name for each in decisions.glob("0*.md") if f"({each.name})" not in listed] == []


def test_the_guide_to_production_names_every_setting_that_is_read():
    read = set(re.findall(r'environ\.get\(\s*"(\w+)"', (HOUSE / "ccsp_portal" / "settings.py").read_text()))
    read |= set(re.findall(r'required_in_production\(\s*"(\w+)"', (HOUSE / "ccsp_portal" / "settings.py").read_text()))
    guide = (HOUSE / "docs" / "running-in-earnest.md").read_text()
    only_for_the_demo = {"MAIL_CATCHER_URL", "PORT"}
    assert sorted(name for name in read - only_for_the_demo if f"`{name}`" not in guide and name not in guide) == []


def test_who_can_sign_in_is_who_the_readme_says():
    people = {each.email: each for each in accounts(load(HOUSE / "profiles" / "coventry.toml"))}
    named = re.findall(r"`([\w.]+@ccsp\.example)` \| (\w+)", (HOUSE / "README.md").read_text())
    assert len(named) == 8
    for email, what in named:
        says = people[email].what
        assert says.startswith({"his": "deputy", "a": "member"}.get(what, what)), email


def test_the_map_names_every_room():
    map_of_the_house = (HOUSE / "docs" / "house.md").read_text()
    rooms = {path.stem for path in (HOUSE / "ccsp_portal").iterdir() if path.name[0] not in "_."}
    wiring = {
        "urls",
        "celery",
        "middleware",
        "settings",
        "asgi",
        "wsgi",
        "health",
        "embedded",
        "places",
        "open_id",
        "demo",
    }
    assert sorted(room for room in rooms - wiring if f".{room}`" not in map_of_the_house) == []


def test_who_may_do_what_is_written_as_the_tables_decide_it():
    written = (HOUSE / "docs" / "permissions.md").read_text()
    assert written == as_markdown(), "run: manage.py write_permissions"


def test_every_permission_stands_in_the_table_that_people_read():
    told = {name for _, permissions in SECTIONS for name in permissions}
    assert sorted(set(rules.permissions.permissions) ^ told) == []
