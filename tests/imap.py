"""A small mail server that speaks IMAP, for the tests of the mailbox: what it holds, has put aside, and can do."""

import base64
import re
import socketserver
import threading

import pytest

UID = re.compile(rb"UID (\w+)(?: (\S+))?", re.IGNORECASE)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.messages, self.aside, self.deleted = {}, [], set()
        self.can = "IMAP4rev1 UIDPLUS MOVE"
        # what the names of its folders begin with, those that were made, and the messages that it won't let go
        self.own_folders, self.made, self.stuck = "", set(), set()
        self.selected = ""
        self.password = "hush"
        self.says_no_to = ""

    @property
    def port(self):
        return self.server_address[1]


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, _, command = line.rstrip().partition(b" ")
            word = command.split(b" ")[0].upper().decode()
            if word == self.server.says_no_to:
                self.say(tag + b" NO not now")
                continue
            answer = getattr(self, f"do_{word.lower()}", lambda _: b"OK done")(command)
            self.say(tag + b" " + (answer or b"OK done"))
            if word == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def do_capability(self, command):
        self.say(b"* CAPABILITY " + self.server.can.encode())

    def do_login(self, command):
        return b"OK in" if self.server.password.encode() in command else b"NO wrong password"

    def do_authenticate(self, command):
        self.say(b"+ ")
        name_and_password = base64.b64decode(self.rfile.readline()).decode()
        return b"OK in" if name_and_password == f"\0replies\0{self.server.password}" else b"NO wrong password"

    def do_namespace(self, command):
        self.say(b'* NAMESPACE (("%s" ".")) NIL NIL' % self.server.own_folders.encode())

    def do_create(self, command):
        folder = command.decode().partition(" ")[2].strip('"')
        if not folder.startswith(self.server.own_folders):
            return b"NO no such namespace"
        self.server.made.add(folder)

    def do_select(self, command):
        self.server.selected = command.decode().partition(" ")[2]
        self.say(b"* %d EXISTS" % len(self.server.messages))

    def do_uid(self, command):
        what, uid = UID.match(command).groups()
        number = int(uid) if uid and uid.isdigit() else 0
        if what.upper() in {b"MOVE", b"COPY"} and (number in self.server.stuck or not self.is_made(command)):
            return b"NO [OVERQUOTA] full"
        return getattr(self, f"uid_{what.decode().lower()}")(number)

    def is_made(self, command):
        return any(b'"%s"' % folder.encode() in command for folder in self.server.made)

    def uid_search(self, number):
        left = sorted(set(self.server.messages) - self.server.deleted)
        self.say(b"* SEARCH " + b" ".join(b"%d" % uid for uid in left))

    def uid_fetch(self, number):
        data = self.server.messages[number]
        self.say(b"* 1 FETCH (UID %d BODY[] {%d}" % (number, len(data)))
        self.wfile.write(data + b")\r\n")

    def uid_copy(self, number):
        self.server.aside.append(self.server.messages[number])

    def uid_move(self, number):
        self.server.aside.append(self.server.messages.pop(number))

    def uid_store(self, number):
        self.server.deleted.add(number)

    def uid_expunge(self, number):
        self.server.messages.pop(number)


@pytest.fixture
def imap():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
