"""The cast: one partnership with a Board, a delivery group, and a person for each way of standing to them.

`secretary chair police_lead deputy council_officer housing_rep observer councillor analyst pcc_officer auditor
two_seats former_member public` are fixtures; `cast` gives them all by name.
"""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from ccsp_portal import clock
from partners.models import (
    Appointment,
    Body,
    MeetingPolicy,
    Office,
    Organisation,
    Partnership,
    Problem,
    Seat,
    SeatTerms,
    User,
)
from partners.sessions import note

LONG_AGO = date(2020, 4, 1)
PASSWORD = "a long enough password 7"
QUORUM = {"share": "1/3", "at_least": 4, "of": ["council", "police"]}

# key: name, short name, kind
ORGANISATIONS = {
    "council": ("Coventry City Council", "The Council", "responsible authority"),
    "police": ("West Midlands Police", "West Midlands Police", "responsible authority"),
    "fire": ("West Midlands Fire and Rescue Authority", "West Midlands Fire", "responsible authority"),
    "probation": ("West Midlands Probation Service", "Probation", "responsible authority"),
    "icb": ("Coventry and Warwickshire Integrated Care Board", "Integrated Care Board", "responsible authority"),
    "housing": ("Spire Homes", "Spire Homes", "provider"),
    "voluntary": ("Voluntary Action Coventry", "Voluntary Action", "invitee"),
    "pcc": ("West Midlands Police and Crime Commissioner", "PCC", "oversight"),
}

# key: organisation, title, role, voting, counts to quorum, senior
SEATS = {
    "secretary": ("council", "Partnership officer", "secretary", False, False, False),
    "chair": ("council", "Cabinet Member for Policing and Equalities", "member", True, True, True),
    "police": ("police", "Local policing area commander", "member", True, True, True),
    "council": ("council", "Head of Community Safety", "member", True, True, False),
    "fire": ("fire", "Operations commander", "member", True, True, True),
    "housing": ("housing", "Neighbourhoods manager", "adviser", False, False, False),
    "observer": ("voluntary", "Observer", "observer", False, False, False),
    "councillor": ("council", "Ward councillor", "elected member", False, False, False),
    "analyst": ("police", "Partnership intelligence analyst", "analyst", False, False, False),
    "pcc": ("pcc", "Partnerships officer", "pcc officer", False, False, False),
    "auditor": ("council", "Internal auditor", "auditor", False, False, False),
    "probation": ("probation", "Head of probation delivery unit", "member", True, True, True),
    "health": ("icb", "Director of partnerships", "member", True, True, True),
}

# name in the tests: seat, full name, kind of appointment
PEOPLE = {
    "secretary": ("secretary", "Asha Patel", "substantive"),
    "chair": ("chair", "Rosa Whitfield", "substantive"),
    "police_lead": ("police", "Daniel Okafor", "substantive"),
    "deputy": ("police", "Megan Price", "deputy"),
    "council_officer": ("council", "Tom Hargreaves", "substantive"),
    "housing_rep": ("housing", "Leila Haddad", "substantive"),
    "observer": ("observer", "Owen Bright", "substantive"),
    "councillor": ("councillor", "Jas Gill", "substantive"),
    "analyst": ("analyst", "Priya Nair", "substantive"),
    "pcc_officer": ("pcc", "Hugh Ferris", "substantive"),
    "auditor": ("auditor", "Grace Éloi", "substantive"),
    "two_seats": ("probation", "Sam Tolland", "substantive"),
}


def make_partnership():
    """The partnership, its organisations, the Board with its seats and policy, and a delivery group."""
    Partnership.objects.create(
        pk=1,
        name="Coventry Community Safety Partnership",
        short_name="CCSP",
        area_name="Coventry",
        area_code="E08000026",
        contact_email="secretariat@ccsp.example",
        assessment_producer="West Midlands Police Partnership Intelligence Team",
    )
    for position, name in enumerate(["Crime", "Disorder", "Anti-social behaviour", "Drugs and alcohol", "Reoffending"]):
        Problem.objects.create(key=name.lower().replace(" ", "-"), name=name, position=position)
    organisations = {
        key: Organisation.objects.create(key=key, name=name, short_name=short, kind=kind, from_on=LONG_AGO)
        for key, (name, short, kind) in ORGANISATIONS.items()
    }
    board, group = make_bodies()
    seats = {
        key: make_seat(board, organisations[organisation], key, position, *terms)
        for position, (key, (organisation, *terms)) in enumerate(SEATS.items())
    }
    return SimpleNamespace(board=board, group=group, organisations=organisations, seats=seats)


def make_bodies():
    """The Board, with the rules by which it meets, and a delivery group under it."""
    board = Body.objects.create(
        key="board", name="CCSP Board", short_name="Board", prefix="CCSP", kind=Body.Kind.BOARD, from_on=LONG_AGO
    )
    group = Body.objects.create(
        key="drugs-group",
        name="Drugs and Alcohol Delivery Group",
        short_name="Drugs group",
        prefix="CCSP-D",
        kind=Body.Kind.DELIVERY_GROUP,
        parent=board,
        from_on=LONG_AGO,
    )
    MeetingPolicy.objects.create(
        body=board,
        months=[6, 9, 12, 3],
        nth=2,
        weekday="thu",
        starts_at=time(14),
        lasts_minutes=120,
        venue="Council House, Earl Street, Coventry CV1 5RR",
        quorum=QUORUM,
        clash_committees=["Cabinet", "Council"],
    )
    return board, group


def make_seat(
    body, organisation, key, position=0, title="Member", role="member", voting=True, quorum=True, senior=True
):
    """A seat with terms that hold since long ago."""
    seat = Seat.objects.create(
        key=f"{body.key}-{key}",
        body=body,
        organisation=organisation,
        title=title,
        position=position,
        from_on=LONG_AGO,
    )
    SeatTerms.objects.create(
        seat=seat, role=role, voting=voting, counts_to_quorum=quorum, senior=senior, from_on=LONG_AGO
    )
    return seat


def make_person(name, seat=None, *, kind="substantive", from_on=LONG_AGO, to_on=None):
    """A person who may sign in with PASSWORD, in a seat if one is given."""
    email = f"{name.lower().replace(' ', '.').replace('é', 'e')}@ccsp.example"
    person = User.objects.create_user(email, name, PASSWORD)
    person.emailaddress_set.create(email=email, verified=True, primary=True)
    if seat:
        Appointment.objects.create(seat=seat, person=person, kind=kind, from_on=from_on, to_on=to_on)
    return person


@pytest.fixture(autouse=True)
def _quick_password_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _sessions_that_last(settings):
    """Tests move the clock by days; those about the limits set them. In the environment they would come too late
    where the settings are read before the tests' own files."""
    settings.SESSION_IDLE = settings.SESSION_WHOLE = timedelta(days=99_999)
    settings.SESSION_COOKIE_AGE = int(settings.SESSION_WHOLE.total_seconds())


@pytest.fixture
def partnership(db):
    return make_partnership()


@pytest.fixture
def board(partnership):
    return partnership.board


def make_cast(partnership):
    """Everybody by name, in their seats: `cast.secretary`, …, `cast.public`; `cast.everybody` is a dict of them."""
    seats = partnership.seats
    people = {name: make_person(full, seats[seat], kind=kind) for name, (seat, full, kind) in PEOPLE.items()}
    chairing = people["chair"].appointments.get()
    Office.objects.create(body=partnership.board, appointment=chairing, kind=Office.Kind.CHAIR, from_on=LONG_AGO)
    Appointment.objects.create(seat=seats["health"], person=people["two_seats"], from_on=LONG_AGO)
    yesterday = clock.today() - timedelta(days=1)
    people["former_member"] = make_person("Neil Marsden", seats["fire"], to_on=yesterday)
    people["public"] = AnonymousUser()
    return SimpleNamespace(**people, everybody=people)


@pytest.fixture
def cast(partnership):
    return make_cast(partnership)


@pytest.fixture
def sign_in(client):
    """`sign_in(person)` gives the test client with that person signed in; the public's is signed out."""

    def as_person(person):
        client.logout()
        if person.is_authenticated:
            client.force_login(person, backend="partners.backend.AuthenticationBackend")
            session = client.session
            note(session)
            session.save()
        return client

    return as_person


def _fixture_for(name):
    @pytest.fixture(name=name)
    def member_of_the_cast(cast):
        return cast.everybody[name]

    return member_of_the_cast


secretary = _fixture_for("secretary")
chair = _fixture_for("chair")
police_lead = _fixture_for("police_lead")
deputy = _fixture_for("deputy")
council_officer = _fixture_for("council_officer")
housing_rep = _fixture_for("housing_rep")
observer = _fixture_for("observer")
councillor = _fixture_for("councillor")
analyst = _fixture_for("analyst")
pcc_officer = _fixture_for("pcc_officer")
auditor = _fixture_for("auditor")
two_seats = _fixture_for("two_seats")
former_member = _fixture_for("former_member")


@pytest.fixture
def clock_at():
    """`with clock_at(date(2027, 9, 30)):` makes it noon in London on that day."""

    def hold(day):
        return clock.set_to(datetime.combine(day, time(12), tzinfo=clock.LONDON))

    return hold
