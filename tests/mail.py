"""A real mail server for the tests that are about mail: `mail_server.messages`, and ways to make it trouble."""

import email
import email.policy
import socket
import threading
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """Takes every message, but those to an address in `refusals` ("x@y": "550 No such user").

    With `hold` set it has taken a message and does not say so until `release` is set.
    """

    def __init__(self, port):
        self.port = port
        self.messages, self.refusals = [], {}
        self.hold = False
        self.taken, self.release = threading.Event(), threading.Event()

    def start(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self):
        self._controller.stop(no_assert=True)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(SimpleNamespace(to=envelope.rcpt_tos, message=message))
        if self.hold:
            self.taken.set()
            await server.loop.run_in_executor(None, self.release.wait, 20)
        return "250 OK"

    def to(self, person):
        """The messages that came for a person."""
        return [arrived.message for arrived in self.messages if person.email in arrived.to]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    """A mail server that listens, and that Django sends to; `stop()` and `start()` it to have it away for a while."""
    mailbox = Mailbox(free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    mailbox.start()
    yield mailbox
    mailbox.release.set()
    mailbox.stop()
