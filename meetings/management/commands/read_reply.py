"""manage.py read_reply: take in one message from a calendar program, as a mail server pipes it in."""

import sys

from django.core.management.base import BaseCommand
from django.db import OperationalError

from meetings.workflow.read_replies import take_in

# sysexits.h: the mail server keeps the message and tries again later
TRY_LATER = 75


class Command(BaseCommand):
    help = "Reads a message (RFC 5322) from standard input: the answer of somebody’s calendar to an invitation."

    def handle(self, *args, **options):
        try:
            row = take_in(sys.stdin.buffer.read())
        except OperationalError as reason:
            self.stderr.write(f"The database can’t be reached, so the message must come again: {reason}")
            sys.exit(TRY_LATER)
        self.stdout.write(str(row))
