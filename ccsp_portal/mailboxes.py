"""The mailbox to which calendars send their replies: by IMAP or as a Maildir, each message read once and put aside."""

import base64
import imaplib
import mailbox
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

# messages that were read go there, and nothing is deleted
ASIDE = "Read by the portal"
MOST_AT_ONCE = 50
TIMEOUT = 20
TLS = ("implicit", "starttls", "none")
# the first of a server's answer to NAMESPACE: what the names of a person's own folders begin with
OWN_FOLDERS = re.compile(rb'\(\("((?:\\.|[^"\\])*)"')
# what a folder's name can't hold as it is, on the wire
NOT_PLAIN = re.compile(r"[^\x20-\x7e]+")


class Misconfigured(Exception):
    """The environment does not say enough, or what can't be."""


class Stuck(imaplib.IMAP4.error):
    """The server refuses to do something with one message."""


class Unreachable(Exception):
    """The mailbox can't be opened or read now: what is in it waits."""


@dataclass(frozen=True)
class Imap:
    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    tls: str = "implicit"


@dataclass(frozen=True)
class Maildir:
    path: Path


def from_environment(environ: Mapping[str, str], *, tls_is_required: bool) -> tuple[str, Imap | Maildir | None]:
    """The address for replies ("" without one) and its mailbox (None where messages are piped in, or without one)."""
    address = environ.get("PORTAL_REPLIES_ADDRESS", "").strip()
    host, folder = environ.get("PORTAL_REPLIES_IMAP_HOST", ""), environ.get("PORTAL_REPLIES_MAILDIR", "")
    if address and ("@" not in address or "<" in address):
        raise Misconfigured("PORTAL_REPLIES_ADDRESS must be a bare e-mail address, like replies@council.example")
    if (host or folder) and not address:
        raise Misconfigured("PORTAL_REPLIES_ADDRESS is not set, and there is a mailbox for replies. Set it as well.")
    if host and folder:
        raise Misconfigured("Set PORTAL_REPLIES_IMAP_HOST or PORTAL_REPLIES_MAILDIR, not both.")
    if folder:
        return address, Maildir(Path(folder))
    return address, _imap(environ, host, tls_is_required) if host else None


def _imap(environ, host, tls_is_required):
    tls = environ.get("PORTAL_REPLIES_IMAP_TLS", "implicit")
    if tls not in TLS or (tls == "none" and tls_is_required):
        raise Misconfigured("PORTAL_REPLIES_IMAP_TLS must be implicit or starttls.")
    user, password = environ.get("PORTAL_REPLIES_IMAP_USER", ""), environ.get("PORTAL_REPLIES_IMAP_PASSWORD", "")
    if not user or not password:
        raise Misconfigured("Set PORTAL_REPLIES_IMAP_USER and PORTAL_REPLIES_IMAP_PASSWORD for the mailbox of replies.")
    port = environ.get("PORTAL_REPLIES_IMAP_PORT", "993" if tls == "implicit" else "143")
    if not port.isdecimal():
        raise Misconfigured("PORTAL_REPLIES_IMAP_PORT must be a number, like 993.")
    return Imap(host, int(port), user, password, environ.get("PORTAL_REPLIES_IMAP_FOLDER", "INBOX"), tls)


def read(box: Imap | Maildir) -> Iterator[bytes]:
    """Each message, oldest first, at most fifty at once. One is put aside when the next is asked for, so that a
    message whose reader fails or is killed comes again. Raises Unreachable."""
    try:
        yield from _from_maildir(box.path) if isinstance(box, Maildir) else _from_imap(box)
    except (OSError, imaplib.IMAP4.error, UnicodeError) as reason:
        raise Unreachable(f"The mailbox for replies can’t be read: {_in_words(reason)}") from reason


def _in_words(reason):
    if isinstance(reason, UnicodeError):
        return "its server takes plain letters only, and the user or the password has others"
    said = reason.args[0] if reason.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(reason)


def _from_maildir(path):
    inbox = mailbox.Maildir(path, create=True)
    aside = inbox.add_folder(ASIDE)
    for key in sorted(inbox.keys())[:MOST_AT_ONCE]:
        with suppress(KeyError):
            raw = inbox.get_bytes(key)
            yield raw
            # as it came, since one that can't be taken apart is put aside as well: neither lost nor there twice
            aside.add(raw)
            inbox.discard(key)


def _from_imap(box):
    with _signed_in(box) as server:
        _expect(server.select(_quoted(box.folder)), f"there is no folder {box.folder}")
        able = _abilities(server)
        aside = _made_aside(server, able)
        _, found = server.uid("SEARCH", "UNDELETED")
        stuck = None
        for uid in (found[0] or b"").split()[:MOST_AT_ONCE]:
            _, parts = server.uid("FETCH", uid, "(BODY.PEEK[])")
            whole = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if whole is not None:
                yield whole
                try:
                    _put_aside(server, uid, aside, able)
                except Stuck as reason:
                    # it keeps no other waiting
                    stuck = reason
        if stuck:
            raise stuck


@contextmanager
def _signed_in(box):
    context = ssl.create_default_context()
    if box.tls == "implicit":
        server = imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT)
    try:
        if box.tls == "starttls":
            server.starttls(context)
        if (box.user + box.password).isascii():
            server.login(box.user, box.password)
        else:
            server.authenticate("PLAIN", lambda _: f"\0{box.user}\0{box.password}".encode())
        yield server
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _abilities(server):
    """What the server can do, asked again: some say it only to who has signed in."""
    _, found = server.capability()
    return set((found[0] or b"").decode(errors="replace").upper().split())


def _made_aside(server, able):
    """The folder for what was read, as the server takes its name; made where it isn't there yet."""
    own = OWN_FOLDERS.match(server.namespace()[1][0] or b"") if "NAMESPACE" in able else None
    aside = _quoted((own[1].decode() if own else "") + ASIDE)
    server.create(aside)
    return aside


def _put_aside(server, uid, aside, able):
    """Move it; where the server can't move, copy it and mark the first as deleted."""
    if "MOVE" in able:
        _expect(server.uid("MOVE", uid, aside), f"a message can’t be moved to {aside}")
        return
    _expect(server.uid("COPY", uid, aside), f"a message can’t be copied to {aside}")
    _expect(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"), "a message can’t be marked")
    if "UIDPLUS" in able:
        server.uid("EXPUNGE", uid)


def _expect(answer, what):
    said, (why, *_) = answer
    if said != "OK":
        raise Stuck(f"{what}: {(why or b'').decode(errors='replace')}")


def _quoted(folder):
    """A folder's name as RFC 3501 wants it: other letters than plain ones in a base64 of its own, and in quotes."""
    name = NOT_PLAIN.sub(_in_base64, folder.replace("&", "&-"))
    return '"{}"'.format(name.replace("\\", "\\\\").replace('"', '\\"'))


def _in_base64(letters):
    coded = base64.b64encode(letters[0].encode("utf-16-be")).decode()
    return "&{}-".format(coded.rstrip("=").replace("/", ","))
