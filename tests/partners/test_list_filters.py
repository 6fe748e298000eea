"""Lists of invitations, inductions and interests are narrowed by words and by body."""

import pytest

from partners.workflow import invitations

INVITATIONS = "/partners/invitations/"


@pytest.fixture
def invited(secretary, partnership):
    fire, housing = partnership.seats["fire"], partnership.seats["housing"]
    invitations.invite(fire, email="r@fire.example", name="Rhys Evans", by=secretary)
    invitations.invite(housing, kind="deputy", email="n@spire.example", name="Nia Rowe", by=secretary)


def test_invitations_by_words_body_and_state(sign_in, secretary, invited, partnership, words):
    client = sign_in(secretary)
    for query, found in (
        ("", {"Rhys Evans", "Nia Rowe"}),
        ("?words=rhys", {"Rhys Evans"}),
        ("?words=spire", {"Nia Rowe"}),
        (f"?body={partnership.board.pk}&state=waiting", {"Rhys Evans", "Nia Rowe"}),
        (f"?body={partnership.group.pk}", set()),
        ("?state=accepted", set()),
        ("?body=nonsense", {"Rhys Evans", "Nia Rowe"}),
    ):
        page = words(client.get(INVITATIONS + query))
        assert {name for name in ("Rhys Evans", "Nia Rowe") if name in page} == found, query
    assert "There are none of these." in words(client.get(INVITATIONS + "?state=accepted"))


@pytest.mark.parametrize("page", ["/partners/inductions/", "/partners/interests/register/"])
def test_inductions_and_interests_by_words_and_body(sign_in, secretary, cast, partnership, words, page):
    client = sign_in(secretary)
    assert "Daniel Okafor" in words(client.get(page))
    said = words(client.get(page + "?words=okafor"))
    assert "Daniel Okafor" in said
    assert "Leila Haddad" not in said
    assert "fits. Try fewer words, or any body." in words(client.get(f"{page}?body={partnership.group.pk}"))


def test_seats_to_invite_to_stand_under_their_body_with_the_vacant_first(sign_in, secretary, partnership):
    page = sign_in(secretary).get("/partners/invitations/new/").content.decode()
    offered = page[page.index('<optgroup label="CCSP Board">') :]
    first = offered[: offered.index("</option>")]
    assert f'value="{partnership.seats["fire"].pk}"' in first
    assert first.endswith(", vacant")
