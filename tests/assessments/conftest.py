"""Police files that a test makes, and an assessment on its way."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from assessments.models import PoliceFile
from assessments.street import HEADINGS
from assessments.workflow import writing
from assessments.workflow.figures import bring_file, load
from partners.models import Problem
from tests.factories import make_decision, make_item, make_meeting

FORCE = "West Midlands Police"


def street_file(month="2026-09", rows=(("Burglary", "Coventry 014A"),), force=FORCE):
    """A street file's bytes, with a row for each (crime type, LSOA name); an empty name is a row without a location."""
    lines = [",".join(HEADINGS)]
    for number, (crime_type, area) in enumerate(rows):
        crime_id = "" if crime_type == "Anti-social behaviour" else f"{number:064x}"
        code = "E01009522" if area else ""
        where = f"{month},{force},{force},-1.5,52.4,On or near High Street,{code},{area}"
        lines.append(f"{crime_id},{where},{crime_type},,")
    return "\r\n".join(lines).encode()


@pytest.fixture
def bring(analyst):
    """`bring(month=…, rows=…)` uploads a street file and loads it, and gives its row."""

    def brought(name="street.csv", **contents):
        return load(bring_file(street_file(**contents), name, by=analyst))

    return brought


@pytest.fixture
def bring_refused(bring):
    """The same for a file that can't be used, at first sight or when it is loaded: its state and its problem."""

    def brought(**contents):
        try:
            return bring(**contents)
        except ValidationError as refusal:
            return SimpleNamespace(state="refused", problem=" ".join(refusal.messages))

    return brought


def counted(file):
    """What a loaded file counts for our area, by crime type."""
    return dict(PoliceFile.objects.get(pk=file.pk).counts.values_list("crime_type", "count"))


@pytest.fixture
def draft(board, secretary, analyst):
    return writing.start_assessment(
        board,
        title="Strategic Assessment 2026",
        financial_year=2026,
        first_month=date(2025, 10, 1),
        last_month=date(2026, 9, 1),
        producer="West Midlands Police Partnership Intelligence Team",
        by=analyst,
    )


@pytest.fixture
def finding(draft, analyst):
    return writing.write_finding(
        draft,
        title="Burglary rose in the north",
        text="It rose in every month since March.",
        problem=Problem.objects.get(key="crime"),
        crime_type="Burglary",
        recommendation="Visit every home that was burgled twice.",
        by=analyst,
    )


@pytest.fixture
def before_board(draft, finding, analyst):
    return writing.put_before_board(draft, figures={"rows": []}, by=analyst)


@pytest.fixture
def decided(before_board, board, secretary, analyst):
    """The decision by which the Board agreed to the assessment."""
    item = make_item(make_meeting(board, secretary, state="in session"), title="The assessment")
    writing.put_on_agenda(before_board, item, by=analyst)
    return make_decision(item, secretary)
