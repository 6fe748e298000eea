"""The page of who may do what, and who sees what: in words, from the tables that decide it."""

from ccsp_portal.home.permissions import sight_table
from partners.audience import Audience, bodies_seen_by

PAGE = "/home/permissions/"


def test_it_says_who_sees_what_as_the_audience_decides_it(sign_in, secretary, cast, partnership, words):
    page = words(sign_in(secretary).get(PAGE))
    for what, who in sight_table():
        assert what in page
        assert who in page
    told = sight_table()[-1][1]
    labels = {"secretary": "Secretary", "police_lead": "Member", "housing_rep": "Adviser", "observer": "Observer"}
    for name, label in labels.items():
        reads = partnership.board.pk in bodies_seen_by(cast.everybody[name], Audience.PRIVATE_READERS)
        assert (label in told) == reads, label


def test_it_is_written_for_a_councillor(sign_in, secretary, words):
    page = words(sign_in(secretary).get(PAGE))
    assert "Turn off another person’s second factor Secretary They are the Board’s secretary" in page
    for machinery in ("See sign ins", "See self assessments", "who keeps the whole partnership", "by which they may"):
        assert machinery not in page
