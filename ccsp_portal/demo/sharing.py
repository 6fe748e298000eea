"""The demonstration's information-sharing protocol: an earlier version, the one in force, and who signed it."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal import clock
from ccsp_portal.demo.cast import Cast
from ccsp_portal.demo.meeting import written_as
from ccsp_portal.documents.store import store
from partners.sharing_queries import authorities
from partners.workflow import sharing

SIGNATORIES = ("Ellen Marsh", "Farid Khan", "Gwen Sutton", "Hamza Iqbal", "Ines Duarte", "Joan Abbott")
OFFICERS = ("Kofi Mensah", "Lena Vogel", "Mair Evans", "Niall Byrne", "Olga Petrova", "Piers Hale")
PROTOCOL = """# Information-sharing protocol

## Purpose

The responsible authorities share what they need to prevent crime and disorder, and no more.

## What may be shared

Depersonalised information each quarter. Personal information case by case, through the liaison officers.

## Liaison officers

Each responsible authority designates one. They help with disclosure, and keep a note of what was disclosed and why.

## Review

This protocol is reviewed each year.
"""


class Sharing:
    """What the secretary keeps of the protocol. One authority has not signed yet, and one has no liaison officer."""

    def __init__(self, cast: Cast):
        self.cast = cast

    def begin(self):
        """The first version, which everybody signs, and the liaison officers."""
        by, today = self.cast.secretary, clock.today()
        protocol = self.put_in_force("information-sharing-protocol.docx")
        for number, authority in enumerate(authorities()):
            self.sign(protocol, authority, number)
            if number:
                name = OFFICERS[number % len(OFFICERS)]
                sharing.name_liaison_officer(
                    authority,
                    name=name,
                    position="Information governance manager",
                    email=f"{name.lower().replace(' ', '.')}@ccsp.example",
                    from_on=today,
                    by=by,
                )

    def revise(self):
        """The next version a year on, which the last authority has not signed yet."""
        protocol = self.put_in_force("information-sharing-protocol-revised.docx")
        for number, authority in enumerate(list(authorities())[:-1]):
            self.sign(protocol, authority, number)

    def put_in_force(self, name):
        by, today = self.cast.secretary, clock.today()
        document = store(SimpleUploadedFile(name, written_as("docx", PROTOCOL)), by=by)
        return sharing.put_in_force(document=document, in_force_on=today, review_on=today + timedelta(days=365), by=by)

    def sign(self, protocol, authority, number):
        sharing.record_signature(
            protocol,
            authority,
            signed_by=SIGNATORIES[number % len(SIGNATORIES)],
            position="Chief Executive" if number else "Chief Officer",
            signed_on=clock.today(),
            by=self.cast.secretary,
        )
