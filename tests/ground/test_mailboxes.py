"""The mailbox to which calendars reply is read to its end, each message once, and nothing in it is lost."""

import mailbox

import pytest

from ccsp_portal import mailboxes
from ccsp_portal.mailboxes import ASIDE, Imap, Maildir, Misconfigured, Unreachable, from_environment, read


def box(imap, **more):
    return Imap(
        **{"host": "127.0.0.1", "port": imap.port, "user": "replies", "password": "hush", "tls": "none", **more}
    )


@pytest.mark.parametrize("can", ["IMAP4rev1 UIDPLUS MOVE", "IMAP4rev1 UIDPLUS", "IMAP4rev1"])
def test_every_message_is_read_once_and_put_aside_whatever_the_server_can(imap, can):
    imap.can = can
    imap.messages = {7: b"From: b@x\r\n\r\ntwo", 3: b"From: a@x\r\n\r\none"}
    assert [each[-3:] for each in read(box(imap))] == [b"one", b"two"]
    assert list(read(box(imap))) == []
    assert len(imap.aside) == 2


def test_a_message_whose_reader_is_killed_comes_again(imap):
    imap.messages = {1: b"one", 2: b"two"}
    reader = read(box(imap))
    next(reader)
    reader.close()
    assert list(read(box(imap))) == [b"one", b"two"]


def test_no_more_than_fifty_at_once(imap):
    imap.messages = {uid: b"%d" % uid for uid in range(1, 61)}
    assert [len(list(read(box(imap)))) for _ in range(3)] == [50, 10, 0]


def test_where_a_person_s_folders_stand_below_the_inbox_it_is_made_there(imap):
    imap.can, imap.own_folders = "IMAP4rev1 UIDPLUS MOVE NAMESPACE", "INBOX."
    imap.messages = {1: b"one", 2: b"two"}
    assert list(read(box(imap))) == [b"one", b"two"]
    assert (imap.made, len(imap.aside)) == ({f"INBOX.{ASIDE}"}, 2)


@pytest.mark.parametrize("can", ["IMAP4rev1 UIDPLUS MOVE", "IMAP4rev1"])
def test_one_that_can_not_be_put_aside_keeps_no_other_waiting_and_is_said(imap, can):
    imap.can, imap.stuck = can, {1}
    imap.messages = {1: b"one", 2: b"two"}
    found = []
    with pytest.raises(Unreachable, match=r"to \"Read by the portal\": \[OVERQUOTA\] full$"):
        for each in read(box(imap)):
            found.append(each)
    assert (found, imap.aside) == ([b"one", b"two"], [b"two"])


def test_a_password_may_have_a_pound_sign(imap):
    imap.password = "h£sh"
    imap.messages = {1: b"one"}
    assert list(read(box(imap, password="h£sh"))) == [b"one"]


def test_a_folder_may_have_any_name(imap):
    list(read(box(imap, folder='Réponses & "more"')))
    assert imap.selected == '"R&AOk-ponses &- \\"more\\""'


def test_what_the_server_says_is_told_in_its_words(imap):
    with pytest.raises(Unreachable, match=r"can’t be read: wrong password$"):
        list(read(box(imap, password="wrong")))


@pytest.mark.parametrize("trouble", ["a wrong password", "no such folder", "nobody there"])
def test_a_mailbox_that_can_not_be_read_says_so(imap, trouble):
    wrong = {"a wrong password": {"password": "wrong"}, "nobody there": {"port": 1}, "no such folder": {}}[trouble]
    imap.says_no_to = "SELECT" if trouble == "no such folder" else ""
    with pytest.raises(Unreachable, match="The mailbox for replies can’t be read"):
        list(read(box(imap, **wrong)))


def test_a_maildir_keeps_what_was_read_in_a_folder_beside(tmp_path):
    inbox = mailbox.Maildir(tmp_path / "box")
    for text in (b"one\n", b"two\n"):
        inbox.add(text)
    reader = read(Maildir(tmp_path / "box"))
    next(reader)
    reader.close()
    assert len(inbox) == 2
    assert len(list(read(Maildir(tmp_path / "box")))) == 2
    assert (len(inbox), len(inbox.get_folder(ASIDE))) == (0, 2)


def test_the_environment_says_where_it_is():
    imap = {
        "PORTAL_REPLIES_ADDRESS": "replies@council.example",
        "PORTAL_REPLIES_IMAP_HOST": "mail.council.example",
        "PORTAL_REPLIES_IMAP_USER": "replies",
        "PORTAL_REPLIES_IMAP_PASSWORD": "hush",
    }
    assert from_environment({}, tls_is_required=True) == ("", None)
    assert from_environment({"PORTAL_REPLIES_ADDRESS": "replies@council.example"}, tls_is_required=True) == (
        "replies@council.example",
        None,
    )
    address, found = from_environment(imap, tls_is_required=True)
    assert (address, found) == (
        "replies@council.example",
        Imap("mail.council.example", 993, "replies", "hush", "INBOX", "implicit"),
    )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"PORTAL_REPLIES_ADDRESS": ""}, "PORTAL_REPLIES_ADDRESS is not set"),
        ({"PORTAL_REPLIES_ADDRESS": "Replies <replies@council.example>"}, "bare e-mail address"),
        ({"PORTAL_REPLIES_IMAP_PASSWORD": ""}, "PORTAL_REPLIES_IMAP_PASSWORD"),
        ({"PORTAL_REPLIES_IMAP_PORT": "imaps"}, "must be a number"),
        ({"PORTAL_REPLIES_IMAP_TLS": "none"}, "implicit or starttls"),
        ({"PORTAL_REPLIES_MAILDIR": "/var/mail/replies"}, "not both"),
    ],
)
def test_what_the_environment_gets_wrong_is_said(more, says):
    imap = {
        "PORTAL_REPLIES_ADDRESS": "replies@council.example",
        "PORTAL_REPLIES_IMAP_HOST": "mail.council.example",
        "PORTAL_REPLIES_IMAP_USER": "replies",
        "PORTAL_REPLIES_IMAP_PASSWORD": "hush",
    }
    with pytest.raises(Misconfigured, match=says):
        mailboxes.from_environment(imap | more, tls_is_required=True)
