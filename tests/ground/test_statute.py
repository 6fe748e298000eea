"""The law as a table: each duty says its basis, how sure it is, and by when."""

from datetime import date

import pytest

from ccsp_portal.statute import DUTIES, end_of_financial_year, end_of_quarter


@pytest.mark.parametrize(
    ("day", "due"),
    [
        # April to June's data by the end of September, and so on (SI 2007/1831)
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 6, 30), date(2027, 6, 30)),
    ],
)
def test_a_quarters_data_is_due_by_the_end_of_the_next(day, due):
    assert end_of_quarter(day) == due


def test_a_year_ends_on_31_march():
    assert end_of_financial_year(date(2026, 4, 1)) == end_of_financial_year(date(2027, 3, 31)) == date(2027, 3, 31)


def test_every_duty_says_its_basis_how_sure_it_is_and_what_would_prove_it():
    assert len({duty.key for duty in DUTIES}) == len(DUTIES)
    for duty in DUTIES:
        assert duty.words and duty.basis and duty.evidence
        assert duty.confidence in {"confirmed", "to be confirmed", "policy"}
        assert (duty.next_due(date(2026, 11, 23)) or date(2026, 11, 23)) >= date(2026, 11, 23)
