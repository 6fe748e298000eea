"""The demonstration's people in their seats: invited by the secretary, as anybody is."""

from assessments.seeding import load_wards
from ccsp_portal import clock
from ccsp_portal.demo.people import PASSWORD, accounts
from ccsp_portal.profile import Profile
from partners.models import Appointment, Body, Seat, User
from partners.seeding import load_structure
from partners.workflow import invitations, offices


class Cast:
    """Who is who. `member(2)` is the holder of the third member's seat, however many there are."""

    def __init__(self, profile: Profile):
        self.profile, self.accounts = profile, accounts(profile)
        self.member_keys = [seat.key for seat in profile.seats if seat.role == "member"]

    def take_their_seats(self):
        """The first secretary is invited, and invites everybody else; the first seat's holder chairs."""
        load_structure(self.profile)
        load_wards(self.profile)
        secretary, *others = self.accounts
        _, token = invitations.invite_first_secretary(secretary.email, secretary.name)
        invitations.accept(token, name=secretary.name, password=PASSWORD)
        for account in others:
            kind = Appointment.Kind.DEPUTY if account.is_deputy else Appointment.Kind.SUBSTANTIVE
            asked = {"email": account.email, "name": account.name, "kind": kind}
            _, token = invitations.invite(self.seat(account.seat), **asked, by=self.secretary)
            appointment = invitations.accept(token, name=account.name, password=PASSWORD)
            if account.is_chair:
                body, today = appointment.seat.body, clock.today()
                offices.give_office(body, kind="chair", appointment=appointment, from_on=today, by=self.secretary)

    @property
    def board(self) -> Body:
        return Body.objects.get(kind=Body.Kind.BOARD)

    @property
    def secretary(self) -> User:
        return self.who("secretary")

    @property
    def analyst(self) -> User:
        return self.who("analyst")

    @property
    def chair(self) -> User:
        return self.holder_of(self.member_keys[0])

    def member_seat(self, number: int) -> Seat:
        return self.seat(self.member_keys[number % len(self.member_keys)])

    def member(self, number: int) -> User:
        return self.holder_of(self.member_keys[number % len(self.member_keys)])

    def seat(self, key: str) -> Seat:
        return Seat.objects.select_related("body", "organisation").get(key=key)

    def who(self, role: str) -> User:
        """The first of the people whose seat has the role."""
        return self.holder_of(next(seat.key for seat in self.profile.seats if seat.role == role))

    def holder_of(self, key: str) -> User:
        address = next(each.email for each in self.accounts if each.seat == key and not each.is_deputy)
        return User.objects.get(email=address)
