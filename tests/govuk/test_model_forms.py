"""A form over a table's columns says what the table's own constraints refuse, in the same plain words."""

from datetime import date

import pytest

from ccsp_portal.govuk.forms import PortalModelForm
from partners.models import Organisation

pytestmark = pytest.mark.django_db


class OrganisationForm(PortalModelForm):
    missing = {"name": "Enter the organisation’s name"}

    class Meta:
        model = Organisation
        fields = ["key", "name", "short_name", "kind"]


ANSWERS = {"key": "fire", "name": "West Midlands Fire", "short_name": "Fire", "kind": "responsible authority"}


def test_a_key_that_is_taken_is_refused_in_a_sentence():
    Organisation.objects.create(from_on=date(2026, 4, 1), **ANSWERS)

    form = OrganisationForm(ANSWERS)

    assert form.errors == {"key": ["The key in the profile is already in use: enter another"]}


def test_a_column_that_is_left_out_says_what_to_do():
    form = OrganisationForm({})

    assert form.errors == {
        "key": ["Enter the key in the profile"],
        "name": ["Enter the organisation’s name"],
        "short_name": ["Enter the short name"],
        "kind": ["Select the kind"],
    }
