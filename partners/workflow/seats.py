"""How seats are made, what they allow, and how they end."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Greatest, Least

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, lock, one_at_a_time, save_if_fresh
from partners import letters
from partners.models import Appointment, Body, Invitation, Role, Seat, SeatTerms
from partners.models.dated import current
from partners.workflow.offices import end_offices
from partners.workflow.organisations import free_key

TERMS = ("role", "voting", "counts_to_quorum", "senior", "co_opted")
# who covers for a while is no secretary afterwards
WHO_MAY_BE_SECRETARY = {"kind": Appointment.Kind.SUBSTANTIVE, "person__is_active": True}


def _only_who_edits(by, thing):
    if not by.has_perm("partners.edit_seats", thing):
        raise PermissionDenied("Only the body’s secretary changes its seats.")


@transaction.atomic
def add_seat(body, *, organisation, title, role, service_area=None, from_on=None, by, **terms) -> Seat:
    """Make a seat on a body for an organisation, with its terms, from a day.

    The terms are voting, counts_to_quorum, senior and co_opted, each no unless said.
    """
    _only_who_edits(by, body)
    body, organisation = lock(body), lock(organisation)
    from_on = from_on or clock.today()
    for thing in (body, organisation):
        if not thing.is_current(from_on):
            raise ValidationError({"from_on": f"{thing} does not take part on that day. Give another first day."})
    place = body.seats.aggregate(last=Max("position"))["last"]
    seat = Seat(
        key=free_key(Seat, f"{body.key} {title}"),
        body=body,
        organisation=organisation,
        service_area=service_area,
        title=title,
        position=0 if place is None else place + 1,
        from_on=from_on,
    )
    seat.full_clean()
    with acting("add the seat", by):
        seat.save()
        _give_terms(seat, from_on, role=role, **terms)
    return seat


def _give_terms(seat, from_on, *, role, **terms):
    terms = SeatTerms(seat=seat, role=role, from_on=from_on, **terms)
    terms.full_clean()
    terms.save()
    return terms


@transaction.atomic
def rename_seat(seat, *, version, title, by) -> Seat:
    """Give the position another title. Stale if somebody changed the seat since `version`."""
    _only_who_edits(by, seat)
    return save_if_fresh(seat, version, {"title": title}, by)


@transaction.atomic
def change_terms(seat, *, from_on, role, by, **terms) -> SeatTerms:
    """Let a seat allow something else from a day, today or later; the terms before end the day before."""
    _only_who_edits(by, seat)
    seat = lock(seat)
    if from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later: what has been is not rewritten."})
    if not seat.is_current(from_on):
        raise ValidationError({"from_on": "The seat does not exist on that day. Give another first day."})
    before = seat.terms.current(from_on).first()
    wanted = dict.fromkeys(TERMS, False) | {"role": role} | terms
    if before and {name: getattr(before, name) for name in TERMS} == wanted:
        raise ValidationError("These are its terms already. Change one, or leave the page.")
    if before and before.role == Role.SECRETARY != role:
        refuse_to_lose_the_last_secretary(seat, from_on - timedelta(days=1))
    if before and before.from_on == from_on > clock.today():
        return _put_right(before, wanted, by)
    _refuse_later_terms(seat, from_on)
    with acting("change the terms", by):
        if before:
            before.to_on = from_on - timedelta(days=1)
            before.save(update_fields=["to_on"])
        return _give_terms(seat, from_on, **wanted)


def _put_right(terms, wanted, by):
    """Terms that nobody has sat by yet say something else from their own first day."""
    for name, value in wanted.items():
        setattr(terms, name, value)
    terms.full_clean()
    with acting("change the terms", by):
        terms.save(update_fields=list(wanted))
    return terms


def _refuse_later_terms(seat, from_on):
    later = seat.terms.filter(from_on__gte=from_on).first()
    if later:
        day = f"{later.from_on:%-d %B %Y}"
        raise ValidationError({"from_on": f"The seat has other terms from {day} already. Give a later first day."})


@transaction.atomic
def end_seat(seat, *, last_day, by) -> Seat:
    """A seat ends with a day: with it its terms, its people's appointments and offices, and invitations to it. Those
    whose days would begin later are withdrawn; the others end with it."""
    _only_who_edits(by, seat)
    seat = lock(seat)
    if seat.to_on and seat.to_on < clock.today():
        raise Conflict(f"This seat ended on {seat.to_on:%-d %B %Y}.")
    if last_day < max(clock.today(), seat.from_on):
        raise ValidationError({"last_day": "The last day must be today or later, and not before the seat’s first."})
    if seat.terms.current(last_day).filter(role=Role.SECRETARY).exists():
        refuse_to_lose_the_last_secretary(seat, last_day)
    with acting("end the seat", by):
        letters.leaving(end_what_lasts_longer(seat, last_day), last_day, by)
    return seat


def end_what_lasts_longer(seat, last_day) -> list[Appointment]:
    """End a seat and all that hangs on it with a day, and return the appointments that end. Whoever is to come later
    is somebody to speak to first: it is refused while they are."""
    later = seat.appointments.not_called_off().filter(from_on__gt=last_day).select_related("person").first()
    if later:
        raise ValidationError(
            f"{later.person} is to have the seat “{seat.title}” from {later.from_on:%-d %B %Y}. Call that appointment "
            "off on the seat’s page, or give a later last day."
        )
    day_after = last_day + timedelta(days=1)
    leaving = list(
        seat.appointments.lasting(day_after).select_related("person", "seat__body").select_for_update(of=("self",))
    )
    for appointment in leaving:
        end_offices(appointment, last_day)
        appointment.to_on, appointment.version = last_day, appointment.version + 1
        appointment.save(update_fields=["to_on", "version"])
    seat.terms.lasting(day_after).filter(from_on__lte=last_day).update(to_on=last_day)
    _end_invitations(seat, last_day)
    seat.to_on = last_day
    seat.full_clean()
    seat.save(update_fields=["to_on"])
    return leaving


def _end_invitations(seat, last_day):
    """Those who would begin after the seat's last day are not asked any more; the others are asked up to it."""
    asked = Invitation.objects.open().filter(seat=seat)
    asked.filter(from_on__gt=last_day).update(state=Invitation.State.REVOKED, revoked_at=clock.now())
    longer = Q(to_on__isnull=True) | Q(to_on__gt=last_day)
    asked.filter(longer, from_on__lte=last_day).update(to_on=last_day)


# ── who may not go ───────────────────────────────────────────────────────────────────────────────────────────────────


def secretaries(on=None):
    """The appointments, on a day (today, unless said), of those who may sign in and are a body's secretary."""
    return Appointment.objects.current(on).filter(
        current(on, "seat__"), current(on, "seat__terms__"), seat__terms__role=Role.SECRETARY, **WHO_MAY_BE_SECRETARY
    )


def refuse_to_lose_the_last_secretary(seat, last_day, but=None):
    """Raise ValidationError where the seat, or one appointment to it (`but`), may not end with a day: the body would
    have no secretary sooner than without that, and nobody could mend it. Other ends on the body wait for this one."""

    def ends(each):
        return each == but if but else each.seat_id == seat.pk

    def last_of(each):
        return min(each.last or last_day, last_day) if ends(each) else each.last

    held = _held_by_secretaries(seat.body_id)
    day = _comes_sooner(seat.body, held, [(each.first, last_of(each)) for each in held])
    if day:
        first = _vacant_seat_of_a_secretary(seat.body)
        how = (
            f"Its seat “{first.title}” is a secretary’s too, and vacant: "
            if first
            else "Add another secretary’s seat to it, "
        )
        raise ValidationError(
            f"Nobody would be secretary of the {seat.body} from {day:%-d %B %Y}, and nobody could invite one. {how}"
            f"invite the next person{' to it' if first else ''}, and come back once they have accepted."
        )


def _vacant_seat_of_a_secretary(body):
    """A seat of today of the body that makes its holder the secretary, and that nobody holds or is to hold."""
    held = Appointment.objects.substantive().lasting().filter(seat=OuterRef("pk"))
    secretarial = body.seats.current().filter(current(prefix="terms__"), terms__role=Role.SECRETARY)
    return secretarial.filter(~Exists(held)).order_by("position").first()


def is_last_secretary(person) -> bool:
    """Whether a body would sooner have no secretary, if this person might not sign in. Ends on it wait for this one."""
    bodies = Body.objects.filter(seats__appointments__in=secretaries().filter(person=person)).distinct().order_by("pk")
    for body in bodies:
        held = _held_by_secretaries(body.pk)
        if _comes_sooner(body, held, [(each.first, each.last) for each in held if each.person_id != person.pk]):
            return True
    return False


def _held_by_secretaries(body_id):
    """What secretaries hold on a body from today on, each with its `first` and `last` day (None: without end)."""
    one_at_a_time(f"secretaries of body {body_id}")
    held = Appointment.objects.lasting().filter(
        seat__body=body_id, seat__terms__role=Role.SECRETARY, **WHO_MAY_BE_SECRETARY
    )
    return list(
        held.annotate(
            first=Greatest("from_on", "seat__from_on", "seat__terms__from_on"),
            # of what has no end, the least is what has one
            last=Least("to_on", "seat__to_on", "seat__terms__to_on"),
        )
    )


def _comes_sooner(body, held, left):
    """The first day on which nobody would be secretary with what is `left`, if it comes sooner than as it stands."""
    as_it_stands = _first_day_without((each.first, each.last) for each in held)
    day = _first_day_without(left)
    if day is None or (body.to_on and day > body.to_on) or (as_it_stands and as_it_stands <= day):
        return None
    return day


def _first_day_without(spans):
    """The first day from today on that lies in none of the spans (first day, last day or None); None if all do."""
    day = clock.today()
    for first, last in sorted(spans, key=lambda span: span[0]):
        if first > day:
            break
        if last is None:
            return None
        day = max(day, last + timedelta(days=1))
    return day
