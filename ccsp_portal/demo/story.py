"""The demonstration's two years, told by the acts that its people perform, each on the day on which they would."""

from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction

from assessments.months import month_of, months_after
from assessments.seeding import load_wards
from assessments.tasks import load_police_file
from assessments.workflow.figures import bring_file
from ccsp_portal import clock, workdays
from ccsp_portal.demo.people import PASSWORD, accounts
from ccsp_portal.demo.street import file_name, street_file
from ccsp_portal.profile import Profile
from meetings.queries.proposals import proposals_for
from meetings.workflow.scheduling import schedule_year
from partners import workflow as people_acts
from partners.models import Body, Seat, User
from partners.seeding import load_structure

MONTHS_OF_FIGURES = 36
# the police publish a month about two months later
PUBLISHED_AFTER = 2


class Story:
    """What happens, as (moment, act) pairs that are played in the order of their moments."""

    def __init__(self, profile: Profile, today: date):
        self.profile, self.today = profile, today
        self.accounts = accounts(profile)
        # a plan that has been in force for five months or more, so that it has something to show
        self.plan_year = workdays.financial_year(today - timedelta(days=150))
        self.begins = date(self.plan_year - 1, 6, 2)

    def play(self, say=lambda words: None):
        """Play everything up to today. The whole or nothing is kept."""
        with transaction.atomic():
            for words, moment, act in self.chapters():
                say(words)
                with clock.set_to(moment):
                    act()

    def chapters(self):
        """(what it is, when, the act), in the order of time."""
        opening = [
            ("The partnership and its people", at(self.begins, 9), self.fill_the_seats),
            ("The meetings of the year", at(self.begins, 11), partial(self.schedule, self.plan_year - 1)),
            (
                "The meetings of the next year",
                at(date(self.plan_year, 1, 12), 11),
                partial(self.schedule, self.plan_year),
            ),
        ]
        return sorted([*opening, *self.figures()], key=lambda chapter: chapter[1])

    def fill_the_seats(self):
        """The first secretary is invited, and invites everybody else."""
        load_structure(self.profile)
        load_wards(self.profile)
        secretary, *others = self.accounts
        _, token = people_acts.invite_first_secretary(secretary.email, secretary.name)
        people_acts.accept(token, name=secretary.name, password=PASSWORD)
        for account in others:
            kind = "deputy" if account.is_deputy else "substantive"
            seat = Seat.objects.get(key=account.seat)
            _, token = people_acts.invite(seat, email=account.email, name=account.name, kind=kind, by=self.secretary)
            appointment = people_acts.accept(token, name=account.name, password=PASSWORD)
            if account.is_chair:
                self.give_chair(appointment)

    def give_chair(self, appointment):
        """The holder of the first seat chairs its body: who clears the minutes."""
        today, body = clock.today(), appointment.seat.body
        people_acts.give_office(body, kind="chair", appointment=appointment, from_on=today, by=self.secretary)

    def schedule(self, year):
        board = self.board
        sittings = [proposal.sitting for proposal in proposals_for(board, year)]
        schedule_year(board, year, sittings, by=self.secretary)

    def figures(self):
        """A file a month, each loaded in the days after the police would have published it."""
        last = months_after(month_of(self.today), -PUBLISHED_AFTER)
        first_day = self.begins + timedelta(days=7)
        for back in range(MONTHS_OF_FIGURES - 1, -1, -1):
            month = months_after(last, -back)
            published = months_after(month, PUBLISHED_AFTER) + timedelta(days=4)
            day = workdays.working_day_on_or_after(max(published, first_day))
            yield f"Police figures of {month:%B %Y}", at(day, 10), partial(self.load, month)

    def load(self, month):
        force = self.profile.police
        name = file_name(month, force.slug)
        file = bring_file(street_file(month, force.force, force.lsoa_name_prefix), name, by=self.who("analyst"))
        load_police_file(file.job_id)

    @property
    def board(self):
        return Body.objects.get(kind=Body.Kind.BOARD)

    @property
    def secretary(self):
        return self.who("secretary")

    def who(self, role):
        """The first of the demonstration's people whose seat has the role."""
        seat = next(seat.key for seat in self.profile.seats if seat.role == role)
        return self.holder_of(seat)

    def holder_of(self, seat):
        address = next(each.email for each in self.accounts if each.seat == seat and not each.is_deputy)
        return User.objects.get(email=address)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A London moment."""
    return datetime.combine(day, time(hour, minute), tzinfo=clock.LONDON)
