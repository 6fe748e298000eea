"""The demonstration's delivery groups, terms of reference, contacts and inductions, each by the act that makes it."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal import clock
from ccsp_portal.demo.cast import Cast
from ccsp_portal.demo.meeting import written_as
from ccsp_portal.documents.store import store
from partners.models import Appointment, Body, Problem
from partners.workflow import appointments, bodies, invitations, offices, organisations, seats

# a group for each of these problems that the partnership has: which of them, and the positions on it
THEMES = (2, 3)
POSITIONS = ("Strategic lead", "Operational lead", "Commissioning manager", "Service manager")
TERMS = """# Terms of reference: {body}

## Purpose

{purpose}

## Membership and quorum

The body’s seats are kept in the portal. A third of the seats that count, and never fewer than four, make a quorum.

## Chair

The chair is named by the body for two years, in turn among the responsible authorities.

## Review

These terms are reviewed each year.
"""


class Groups:
    """What the secretary sets up once the Board sits."""

    def __init__(self, cast: Cast):
        self.cast, self.by = cast, None

    def set_up(self):
        self.by = self.cast.secretary
        board = self.cast.board
        self.keep_terms(board)
        problems = list(Problem.objects.all())
        for number in THEMES:
            if number < len(problems):
                self.set_up_group(problems[number], board, number)
        for key in ("council", "police"):
            self.add_contact(key)

    def keep_terms(self, body: Body):
        text = TERMS.format(body=body.name, purpose=body.purpose or f"To carry out what the Board asks of the {body}.")
        document = store(SimpleUploadedFile(f"terms-{body.key}.docx", written_as("docx", text)), by=self.by)
        today = clock.today()
        agreed, review = today - timedelta(days=30), today + timedelta(days=365 + 300)
        bodies.replace_terms_of_reference(body, document=document, agreed_on=agreed, review_on=review, by=self.by)

    def set_up_group(self, problem: Problem, board: Body, first: int):
        name = f"{problem.name} Delivery Group"
        group = bodies.add_body(
            kind=Body.Kind.DELIVERY_GROUP,
            name=name,
            short_name=f"{problem.name} group",
            prefix=f"{board.prefix}-{''.join(word[0] for word in problem.key.split('-'))}",
            parent=board,
            problem=problem,
            purpose=f"Carries out what the plan promises on {problem.name.lower()}, and reports to the Board.",
            rotation="By the group, for two years, in turn among the authorities",
            by=self.by,
        )
        for number, position in enumerate(POSITIONS):
            self.fill(group, position, first + number)
        self.keep_terms(group)

    def fill(self, group: Body, position: str, number: int):
        """A seat for the organisation of a Board member, who takes it; the last stays vacant."""
        organisation = self.cast.member_seat(number).organisation
        seat = seats.add_seat(group, organisation=organisation, title=position, role="member", voting=True, by=self.by)
        if position != POSITIONS[-1]:
            person = self.cast.member(number)
            _, token = invitations.invite(seat, email=person.email, name=person.name, by=self.by)
            self.welcome(invitations.accept(token), is_lead=position == POSITIONS[0])

    def welcome(self, appointment: Appointment, *, is_lead: bool):
        today = clock.today()
        appointments.record_induction(appointment, inducted_on=today, signed_terms_on=today, by=self.by)
        if is_lead:
            body = appointment.seat.body
            offices.give_office(body, kind="chair", appointment=appointment, from_on=today, by=self.by)

    def add_contact(self, key: str):
        seat = next((seat for seat in self.cast.profile.seats if seat.organisation == key), None)
        if seat:
            organisation = self.cast.seat(seat.key).organisation
            organisations.add_contact_point(
                organisation,
                purpose="Data protection",
                name="Data protection officer",
                email=f"data.protection.{key}@ccsp.example",
                by=self.by,
            )
