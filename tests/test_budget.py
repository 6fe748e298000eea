"""What `make bench` counts of each page holds: how many questions it asks the database, with one row and with many."""

import pytest

from bench import queries


@pytest.mark.django_db
@pytest.mark.parametrize("page", queries.PAGES, ids=lambda page: page.__name__)
def test_a_page_asks_no_more_than_its_budget_however_much_it_lists(page):
    few, many = queries.count(page, 1), queries.count(page, 10)
    assert few == many
    assert few <= queries.most_of(page)
