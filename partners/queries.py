"""What is read of people and structure: bodies with their seats, invitations, and what a person is."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, DateField, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest

from ccsp_portal import clock
from partners.models import (
    Appointment,
    Body,
    Invitation,
    Office,
    Organisation,
    Role,
    Seat,
    SeatTerms,
    ServiceArea,
    User,
)
from partners.models.dated import current
from partners.models.people import folded
from partners.standing import standing_of

LONGEST_VACANCY = timedelta(days=30)


def terms_today():
    """Of appointments: what their seats are today, which says whether a deputy covers for a secretary."""
    return Prefetch("seat__terms", queryset=SeatTerms.objects.current(), to_attr="terms_today")


def bodies_where(person, role) -> frozenset[int]:
    """The ids of the bodies on which the person has the role today."""
    standings = standing_of(person)
    return frozenset(each.body_id for each in standings if each.role == role and each.body_id is not None)


def bodies():
    """The bodies of today, each with `chairs` (offices, with people) and the number of its seats: two queries."""
    seats = Count("seats", filter=current(prefix="seats__"))
    return Body.objects.current().annotate(seat_count=seats).prefetch_related(_chairs()).order_by("kind", "name")


def body_of(key):
    """A body of today by the word in its address, as `bodies` gives it. Raises Body.DoesNotExist."""
    return bodies().select_related("parent", "meeting_policy").get(key=key)


def _chairs():
    holding = Office.objects.current().filter(current(prefix="appointment__"))
    chairing = holding.exclude(kind=Office.Kind.LEAD).order_by("kind")
    chairing = chairing.select_related("appointment__person", "appointment__seat__organisation")
    return Prefetch("offices", queryset=chairing, to_attr="chairs")


def seats_of_body(body):
    """The body's seats of today, each with `terms_today` and `sitting` (appointments, holder first): three queries."""
    sitting = Appointment.objects.current().select_related("person").order_by("-kind", "person__sort_key")
    return (
        Seat.objects.current()
        .filter(body=body)
        .select_related("organisation", "service_area")
        .prefetch_related(
            Prefetch("terms", queryset=SeatTerms.objects.current(), to_attr="terms_today"),
            Prefetch("appointments", queryset=sitting, to_attr="sitting"),
        )
        .order_by("position", "title")
    )


def seats_to_come(body):
    """The body's seats that begin after today, soonest first. One query."""
    to_come = Seat.objects.lasting().filter(body=body, from_on__gt=clock.today())
    return to_come.select_related("organisation").order_by("from_on", "position")


def organisations():
    """The organisations of today with `areas`, their service areas of today, authorities first: two queries."""
    areas = Prefetch("service_areas", queryset=ServiceArea.objects.current(), to_attr="areas")
    kinds = Organisation.Kind.values
    rows = Organisation.objects.current().prefetch_related(areas)
    return sorted(rows, key=lambda organisation: (kinds.index(organisation.kind), organisation.name))


def organisation_of(key):
    """An organisation, of today or before, by the word in its address, with `areas`, its service areas of today, its
    former names, and what merged into it. Raises Organisation.DoesNotExist. Four queries."""
    areas = Prefetch("service_areas", queryset=ServiceArea.objects.current(), to_attr="areas")
    rows = Organisation.objects.select_related("merged_into")
    return rows.prefetch_related(areas, "former_names", "merged_from").get(key=key)


def seats_of_organisation(organisation):
    """The seats of today that an organisation has, with body and `sitting`. Two queries."""
    sitting = Appointment.objects.current().select_related("person").order_by("-kind", "person__sort_key")
    seats = Seat.objects.current().filter(organisation=organisation).select_related("body", "service_area")
    return seats.prefetch_related(Prefetch("appointments", queryset=sitting, to_attr="sitting")).order_by(
        "body__kind", "body__name", "position"
    )


def appointments_to(seat):
    """Everybody who has held a seat, deputised in it, or is to: the latest first, with the offices they held by it."""
    rows = seat.appointments.select_related("person", "appointed_by").order_by("-from_on", "-kind", "-pk")
    return rows.prefetch_related(Prefetch("offices", queryset=Office.objects.not_called_off().select_related("body")))


def vacant_since(seat):
    """The first day on which a seat of today had nobody to hold it; None while it is held. One query."""
    if seat.from_on > clock.today():
        return None
    held = seat.appointments.substantive().not_called_off()
    last = held.filter(from_on__lte=clock.today()).order_by("from_on").last()
    if last is None:
        return seat.from_on
    return None if last.is_current() else last.to_on + timedelta(days=1)


def vacancies():
    """The seats of today that nobody holds, longest first, each with `vacant_from`, the day since when. One query."""
    held = Appointment.objects.substantive().not_called_off().filter(seat=OuterRef("pk"))
    last_held = held.filter(to_on__lt=clock.today()).order_by("-to_on").values("to_on")[:1]
    return (
        Seat.objects.current()
        .filter(~Exists(held.current()))
        .select_related("body", "organisation")
        .annotate(vacant_from=Coalesce(Cast(Subquery(last_held) + timedelta(days=1), DateField()), F("from_on")))
        .order_by("vacant_from", "body__name", "position")
    )


def vacant_too_long():
    """The vacancies of more than 30 days."""
    return vacancies().filter(vacant_from__lt=clock.today() - LONGEST_VACANCY)


def with_invited(seats, person):
    """The seats, each with `invited`: the open invitations to it that the person may see, soonest first. One query,
    and none for whom it is no business."""
    seats = list(seats)
    waiting: dict[int, list] = defaultdict(list)
    if person.has_perm("partners.invite"):
        open_ones = invitations_seen_by(person).open().filter(seat__in=seats).order_by("from_on", "pk")
        for invitation in open_ones:
            waiting[invitation.seat_id].append(invitation)
    for seat in seats:
        seat.invited = waiting[seat.pk]
    return seats


def invitations_seen_by(person):
    """The invitations to seats of the bodies whose secretary the person is today, newest first."""
    mine = Invitation.objects.filter(seat__body__in=bodies_where(person, Role.SECRETARY))
    return mine.select_related("seat__organisation", "seat__body", "invited_by", "person")


def seats_to_invite_to(person):
    """The seats, of today and to come, of the bodies whose secretary the person is."""
    mine = Seat.objects.lasting().filter(body__in=bodies_where(person, Role.SECRETARY))
    return mine.select_related("organisation", "body").order_by("body__name", "position", "title")


def vacant_seats_to_invite_to(person):
    """Those among them that nobody holds, today or on their first day."""
    first = Greatest(OuterRef("from_on"), Value(clock.today()))
    held = Appointment.objects.substantive().filter(seat=OuterRef("pk"), from_on__lte=first)
    held = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=first))
    return seats_to_invite_to(person).filter(~Exists(held))


def appointments_seen_by(person):
    """The appointments, of today and to come, that the person may end: those to bodies whose secretary they are."""
    mine = Appointment.objects.lasting().filter(seat__body__in=bodies_where(person, Role.SECRETARY))
    return mine.select_related("person", "seat__organisation", "seat__body")


def holders_in(body):
    """Who holds a seat of the body today or is to hold one: who may be given an office of it."""
    holding = Appointment.objects.lasting().filter(seat__body=body).substantive()
    return holding.select_related("person", "seat__organisation").order_by("person__sort_key", "seat__position")


def people_to_cover(appointment):
    """Who may do the work of a seat's holder for a while: who sits for its organisation today, but is not in it."""
    sitting = Appointment.objects.current().filter(seat__organisation=appointment.seat.organisation_id)
    there = Appointment.objects.current().filter(seat=appointment.seat_id)
    people = User.objects.filter(is_active=True, pk__in=sitting.values("person"))
    return people.exclude(pk__in=there.values("person")).order_by("sort_key")


def deputies_to(appointment):
    """The appointments, of today and to come, of those who deputise for a seat's holder; none to a deputy's own."""
    deputies = Appointment.objects.lasting().filter(seat=appointment.seat_id, kind=Appointment.Kind.DEPUTY)
    deputies = deputies if appointment.kind == Appointment.Kind.SUBSTANTIVE else deputies.none()
    return deputies.select_related("person").order_by("person__sort_key")


def appointments_of(person):
    """The person's appointments of today and to come, with seat, organisation and body."""
    mine = Appointment.objects.lasting().filter(person=person).select_related("seat__organisation", "seat__body")
    return mine.order_by("from_on")


def places_of(person):
    """The same, each with `held`: the offices that go with it today. Two queries."""
    held = Prefetch("offices", queryset=Office.objects.current().select_related("body"), to_attr="held")
    return appointments_of(person).prefetch_related(held)


def bodies_within():
    """The bodies of today as they hang together: [(body, its parts, …)], each part likewise. Two queries."""
    below: dict[int | None, list] = defaultdict(list)
    found = list(bodies())
    standing = {body.pk for body in found}
    for body in found:
        below[body.parent_id if body.parent_id in standing else None].append(body)

    def parts(pk):
        return [(body, parts(body.pk)) for body in below[pk]]

    return parts(None)


def bodies_below(body) -> set[int]:
    """The ids of a body and of all that are part of it, directly or not: none for one that is to be made. One query."""
    below = {body.pk} if body.pk else set()
    rows = list(Body.objects.exclude(parent=None).values_list("pk", "parent"))
    for _ in rows if below else ():
        below |= {pk for pk, parent in rows if parent in below}
    return below


def people_in_seats(words="", body=None, organisation=None):
    """The people who hold a seat or deputise in one today, by surname, each with `places` (appointments, with seat,
    organisation and body, and `held`, offices; the seat with `terms_today`). Every one of the words stands in their
    name, position, organisation or body. Four queries, however many there are."""
    places = Appointment.objects.current().filter(current(prefix="seat__"))
    if body:
        places = places.filter(seat__body=body)
    if organisation:
        places = places.filter(seat__organisation=organisation)
    people = User.objects.filter(is_active=True, pk__in=places.values("person"))
    for word in words.split():
        in_a_place = places.filter(
            Q(seat__title__icontains=word)
            | Q(seat__organisation__name__icontains=word)
            | Q(seat__organisation__short_name__icontains=word)
            | Q(seat__service_area__name__icontains=word)
            | Q(seat__body__name__icontains=word)
        )
        named = Q(sort_key__contains=folded(word)) | Q(email__icontains=word)
        people = people.filter(named | Q(pk__in=in_a_place.values("person")))
    held = Prefetch("offices", queryset=Office.objects.current().select_related("body"), to_attr="held")
    shown = Appointment.objects.current().filter(current(prefix="seat__"))
    shown = shown.select_related("seat__organisation", "seat__body", "seat__service_area")
    shown = shown.prefetch_related(held, terms_today())
    shown = shown.order_by("seat__body__kind", "seat__body__name", "seat__position")
    return people.order_by("sort_key", "pk").prefetch_related(Prefetch("appointments", shown, to_attr="places"))


def appointments_ever(person):
    """All that a person holds, has held or is to hold, the latest first, with the offices that went with it; each
    seat with `sitting`, the appointments to it of today, holder first. Three queries."""
    sitting = Appointment.objects.current().select_related("person").order_by("-kind", "person__sort_key")
    rows = person.appointments.not_called_off().select_related("seat__organisation", "seat__body")
    return rows.order_by("-from_on", "-pk").prefetch_related(
        Prefetch("offices", queryset=Office.objects.not_called_off().select_related("body")),
        Prefetch("seat__appointments", queryset=sitting, to_attr="sitting"),
    )


def authorities_without_a_holder():
    """The responsible authorities for whom nobody holds a seat on the Board today (1998 Act, section 5)."""
    held = (
        Appointment.objects.current()
        .substantive()
        .filter(current(prefix="seat__"), seat__organisation=OuterRef("pk"), seat__body__kind=Body.Kind.BOARD)
    )
    authorities = Organisation.objects.current().filter(kind=Organisation.Kind.RESPONSIBLE_AUTHORITY)
    return authorities.filter(~Exists(held)).order_by("name")
