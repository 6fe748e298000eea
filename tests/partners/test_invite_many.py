"""Many people invited at once: tried first, each bad line named, and sent when every line is right."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.once.tokens import new_token
from partners.lists import read_list
from partners.models import Invitation
from partners.workflow import invitations
from partners.workflow.many import invite_list, try_list
from tests.cast import PEOPLE, make_person, make_seat
from tests.sending import words_of

PAGE, TEMPLATE, LIST = "/partners/invitations/many/", "/partners/invitations/template/", "/partners/invitations/"
HEAD = "name,email,body,organisation,seat,kind,from,to"
NIA = "Nia Rowe,Nia.Rowe@Fire.example,Board,West Midlands Fire,,,,"


@pytest.fixture
def page(client, cast, send, sign_in):
    """`page(*lines, **answers)` sends the list as the secretary, and gives the answer."""
    sign_in(cast.secretary)

    def sending(*lines, head=HEAD, **answers):
        return send(PAGE, list="\n".join([head, *lines]), **answers)

    return sending


def tried(answer):
    """The list's mark, as the page that showed it tried carries it."""
    return answer.context["form"].data["tried"]


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_the_secretary_opens_it(cast, sign_in, name):
    client = sign_in(cast.everybody[name])
    assert {client.get(path).status_code for path in (PAGE, TEMPLATE)} == {200 if name == "secretary" else 403}


def test_a_list_is_tried_and_nobody_is_invited_yet(page, cast):
    commander = "Local Policing Area Commander"
    answer = page(NIA, f"Priya Nair,{cast.analyst.email.upper()},ccsp board,,{commander},deputy,31/12/2030,")
    assert answer.status_code == 200
    told, today = words_of(answer), f"{clock.today():%-d %B %Y}"
    assert f"Asked to be Operations commander, West Midlands Fire, on the Board from {today}." in told
    assert "Asked to deputise for Local policing area commander, West Midlands Police, on the Board" in told
    assert "from 31 December 2030. Has an account, as Priya Nair." in told
    assert not Invitation.objects.exists()
    assert not Notice.objects.exists()


def test_every_line_is_sent_once_however_often_the_button_is_pressed(page, client, cast):
    first = page(NIA)
    token = new_token(cast.secretary)
    for _ in range(2):
        assert page(NIA, token=token, do="invite", tried=tried(first))["Location"] == LIST
    [invitation] = Invitation.objects.all()
    assert (invitation.email, invitation.name, invitation.kind) == ("nia.rowe@fire.example", "Nia Rowe", "substantive")
    assert (invitation.from_on, invitation.invited_by) == (clock.today(), cast.secretary)
    letter = Notice.objects.get()
    assert "Asha Patel asks you to take a seat on the CCSP Board" in letter.text
    assert "Operations commander, West Midlands Fire and Rescue Authority" in letter.text
    assert "We are sending 1 invitation." in words_of(client.get(LIST))


def test_the_links_of_a_list_work(cast):
    rows = read_list(f"{HEAD}\n{NIA}").rows
    invite_list(rows, by=cast.secretary)
    token = Notice.objects.get().text.split("/partners/invitation/")[1].split("/")[0]
    appointment = invitations.accept(token, name="Nia Rowe", password="three random words 1")
    assert appointment.seat.title == "Operations commander"


def test_a_list_that_changed_since_it_was_tried_is_tried_again(page):
    first = page(NIA)
    answer = page(NIA, "Bob Quist,b@icb.example,Board,West Midlands Fire,,,,", do="invite", tried=tried(first))
    assert "The list is another than the one that was checked" in words_of(page(NIA, do="invite", tried="x"))
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_one_bad_line_keeps_everybody_back_and_nothing_is_lost(page):
    bad = "Bob Quist,b@nowhere.example,Panel,,,,,"
    answer = page(NIA, bad)
    answer = page(NIA, bad, do="invite", tried=tried(answer))
    assert answer.status_code == 422
    told = words_of(answer)
    assert "1 of 2 lines can\u2019t be sent" in told
    assert "Nobody is invited until every line is right." in told
    assert f"{NIA}\n{bad}" in answer.content.decode()
    assert "Line 3: You are secretary of no body “Panel” with seats. Write Board." in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (",a@b.example,Board,Probation,,,,", "Write the person’s full name in the column name."),
        ("Ann,a@b.example,Board,Probation,,,31/12/9999,", "“31/12/9999” in the column from is too far ahead"),
        ("Ann,a@b.example,Board,Probation,,,,31/12/2207", "“31/12/2207” in the column to is too far ahead"),
        ("Ann,,Board,Probation,,,,", "Write the person’s e-mail address in the column email."),
        (
            "Ann,ann at home,Board,Probation,,,,",
            "“ann at home” will not do. Enter an e-mail address in the correct format, like name@example.com.",
        ),
        (f"{'A' * 151},a@b.example,Board,Probation,,,,", "Shorten the name to 150 characters or fewer."),
        ("Ann,a@b.example,,Probation,,,,", "Write the body’s name in the column body."),
        ("Ann,a@b.example,Board,,,,,", "Write which seat it is: its organisation, its position, or both."),
        ("Ann,a@b.example,Board,Probatoin,,,,", "The Board has no seat for “Probatoin”. Write one of: Probation;"),
        ("Ann,a@b.example,Board,Probation,Chair,,,", "The Board has no seat “Chair” for “Probation”. Write Head of"),
        ("Ann,a@b.example,Board,West Midlands Police,,,,", "The Board has 2 such seats. Write in the column seat one"),
        ("Ann,a@b.example,Board,Probation,,boss,,", "Write holder or deputy in the column kind, not “boss”."),
        ("Ann,a@b.example,Board,Probation,,deputy,soon,", "“soon” in the column from is no date."),
        ("Ann,a@b.example,Board,Probation,,,1/1/2031,1/1/2030", "The last day is before the first"),
        ("Ann,a@b.example,Board,West Midlands Fire,,,1/1/2020,", "The first day must be today or later."),
        ("Ann,a@b.example,Board,Probation,,,,", "Sam Tolland holds this seat. End that appointment first, or invite a"),
        (
            "Ann,a@b.example,Board,West Midlands Fire,,deputy,,",
            "Nobody holds this seat on that day, so there is nobody",
        ),
        ("Leila Haddad,leila.haddad@ccsp.example,Board,Probation,,deputy,,", "Leila Haddad sits for Spire Homes. A"),
        (
            "Megan Price,MEGAN.price@ccsp.example,Board,,Local policing area commander,deputy,,",
            "is in this seat already",
        ),
        ("=cmd,a@b.example,Board,Probation,,,,", "Its name begins with “=”"),
    ],
)
def test_a_bad_line_says_what_to_do(page, line, complaint):
    answer = page(line)
    assert answer.status_code == 422
    [bad] = answer.context["bad"]
    assert complaint in bad.problem
    assert bad.number == 2


def test_an_open_invitation_whose_address_differs_in_case_is_found(page, cast, partnership):
    invitations.invite(partnership.seats["fire"], email="nia.rowe@fire.example", name="Nia", by=cast.secretary)
    assert "This address has an invitation to this seat already. Send that one again." in words_of(page(NIA))


@pytest.mark.parametrize(
    ("second", "complaint"),
    [
        (NIA.upper(), "Line 2 invites this address to this seat already. Take one of them out."),
        ("Bob Q,nia.rowe@fire.example,Board,,Member,,,", "Line 2 gives this address to Nia Rowe."),
        (
            "Bob Q,bob@fire.example,Board,West Midlands Fire,,,,",
            "Line 2 invites Nia Rowe to hold this seat in the same",
        ),
    ],
)
def test_lines_are_held_beside_one_another(page, partnership, second, complaint):
    make_seat(partnership.board, partnership.organisations["housing"], "more")
    [bad] = page(NIA, second).context["bad"]
    assert bad.number == 3
    assert complaint in bad.problem


def test_one_holder_after_another_is_no_clash(page):
    until = clock.today() + timedelta(days=30)
    first = f"Nia Rowe,nia@fire.example,Board,West Midlands Fire,,,,{until}"
    answer = page(first, f"Bob Q,bob@fire.example,Board,West Midlands Fire,,,{until + timedelta(days=1)},")
    assert answer.context["bad"] == []


def test_a_file_comes_back_in_the_box_and_is_sent_from_there(page, client):
    text = f"{HEAD}\nSiân Llŷr,s@fire.example,Board,West Midlands Fire,,,,"
    upload = SimpleUploadedFile("list.csv", f"\ufeff{text}".replace(",", ";").encode())
    answer = client.post(PAGE, {"form_token": new_token(), "list": "", "file": upload})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.data["list"] == text.replace(",", ";")
    sent = {"form_token": new_token(), "list": form.data["list"], "do": "invite", "tried": form.data["tried"]}
    assert client.post(PAGE, sent)["Location"] == LIST
    assert Invitation.objects.get().name == "Siân Llŷr"


@pytest.mark.parametrize("hidden", ["\u202e", "\x1b"])
def test_a_name_with_hidden_characters_in_a_file_is_a_bad_line(page, client, hidden):
    data = f"{HEAD}\nAnn{hidden},a@b.example,Board,West Midlands Fire,,,,".encode()
    answer = client.post(PAGE, {"form_token": new_token(), "file": SimpleUploadedFile("list.csv", data)})
    assert [bad.problem for bad in answer.context["bad"]] == [
        "The name or the address has hidden characters in it. Type both anew."
    ]


def test_a_file_in_windows_letters_is_asked_to_be_looked_at(page, client):
    data = f"{HEAD}\nSiân Rowe,s@fire.example,Board,West Midlands Fire,,,,".encode("cp1252")
    answer = client.post(PAGE, {"form_token": new_token(), "file": SimpleUploadedFile("list.csv", data)})
    told = words_of(answer)
    assert "Siân Rowe" in told
    assert "we took it for Windows-1252" in told


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({"list": ""}, "Paste the list, or select a file"),
        ({"list": "Nia,nia@fire.example"}, "these are missing: name, email, body and organisation or seat"),
        ({"list": "a\x00"}, "hidden characters"),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "The selected file is empty"),
        ({"file": SimpleUploadedFile("book.xlsx", b"PK\x03\x04")}, "Save it as CSV UTF-8"),
    ],
)
def test_what_is_no_list_says_what_to_do(page, client, answers, complaint):
    answer = client.post(PAGE, {"form_token": new_token(), **answers})
    assert answer.status_code == 422
    assert complaint in words_of(answer)


def test_the_template_has_a_line_for_each_seat_that_nobody_holds_and_can_be_filled_in(
    client, sign_in, cast, partnership
):
    sign_in(cast.secretary)
    text = client.get(TEMPLATE).content.decode()
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row == {
        "name": "",
        "email": "",
        "body": "Board",
        "organisation": "West Midlands Fire",
        "seat": "Operations commander",
        "kind": "holder",
        "from": clock.today().isoformat(),
        "to": "",
    }
    filled = text.replace("\r\n,,", "\r\nNia Rowe,nia@fire.example,")
    [line] = try_list(read_list(filled).rows, by=cast.secretary)
    assert (line.problem, line.invitation.seat) == ("", partnership.seats["fire"])


def test_trying_and_inviting_cost_the_same_for_one_and_for_forty(cast, partnership, django_assert_num_queries):
    assert cast.secretary.has_perm("partners.invite", partnership.board)
    for count in (1, 40):
        seats = [
            make_seat(partnership.board, partnership.organisations["icb"], f"s-{count}-{number}")
            for number in range(count)
        ]
        lines = [f"P {seat.key},{seat.key}@icb.example,Board,,{seat.key},,," for seat in seats]
        rows = read_list("\n".join([HEAD, *lines])).rows
        with django_assert_num_queries(5):
            try_list(rows, by=cast.secretary)
        with django_assert_num_queries(15):
            assert [line.problem for line in invite_list(rows, by=cast.secretary)] == [""] * count


def test_who_takes_the_seat_meanwhile_stands_in_the_way(cast, partnership):
    rows = read_list(f"{HEAD}\n{NIA}").rows
    try_list(rows, by=cast.secretary)
    make_person("Bob Quist", partnership.seats["fire"], from_on=clock.today())
    [line] = invite_list(rows, by=cast.secretary)
    assert line.problem.startswith("Bob Quist holds this seat.")
    assert not Invitation.objects.exists()
