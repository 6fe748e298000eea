"""A table that is downloaded opens in a spreadsheet and starts nothing there."""

import pytest

from ccsp_portal.exports import csv_response


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-3 of them", "@cmd", "\tx", "\r=x"])
def test_a_cell_that_would_run_is_kept_from_running(cell):
    [row] = csv_response("a.csv", ["A"], [[cell]]).content.decode("utf-8-sig").splitlines(keepends=True)[1:2] or [""]
    assert row.startswith(("'", "\"'"))


def test_words_numbers_and_nothing_stay_as_they_are():
    response = csv_response("figures.csv", ["Type", "Count", "Change"], [["Évans", -3, None]])
    assert response.content.decode("utf-8") == "\ufeffType,Count,Change\r\nÉvans,-3,\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="figures.csv"'
