"""The secretary invites a whole partnership from a list: in a real browser."""

import pytest
from playwright.sync_api import expect

from partners.models import Invitation
from tests.cast import make_seat

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HEAD = "name\temail\tbody\torganisation\tseat\tkind\tfrom"
NIA = "Nia Rowe\tnia.rowe@fire.example\tBoard\tWest Midlands Fire"
LUKASZ = "Łukasz Żółć\tl.zolc@homes.example\tDrugs and Alcohol Delivery Group\tSpire Homes"


def test_a_secretary_corrects_a_list_and_sends_it(page, live_server, sign_in, cast, partnership, sound):
    make_seat(partnership.board, partnership.organisations["housing"], "second", title="Tenants\u2019 representative")
    cookie = sign_in(cast.secretary).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/partners/invitations/")
    page.get_by_role("button", name="Invite many people").click()
    sound(page)
    page.get_by_label("Paste the list here").fill("\n".join([HEAD, NIA, LUKASZ]))
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Line 3: You are secretary of no body").click()
    right = "\n".join(
        [HEAD, NIA, LUKASZ.replace("Drugs and Alcohol Delivery Group", "Board") + "\tTenants\u2019 representative"]
    )
    page.get_by_label("Paste the list here").fill(right)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    sound(page)
    assert not Invitation.objects.exists()
    page.get_by_role("button", name="Send 2 invitations").click()
    expect(page.get_by_text("We are sending 2 invitations.")).to_be_visible()
    assert set(Invitation.objects.values_list("name", flat=True)) == {"Nia Rowe", "Łukasz Żółć"}
    sound(page)
