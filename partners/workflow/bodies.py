"""How bodies are set up, change, and end."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, lock, save_if_fresh
from partners import letters
from partners.models import Appointment, Body, MeetingPolicy, Role, Seat, SeatTerms, TermsOfReference
from partners.standing import forget_standing, standing_of
from partners.workflow.organisations import free_key, only_who_edits
from partners.workflow.seats import end_what_lasts_longer


@transaction.atomic
def add_body(*, name, short_name, prefix, kind, parent=None, problem=None, purpose="", rotation="", by) -> Body:
    """Set up a body from today. Its secretary is whoever sets it up, in a seat made for it, until they hand it over.

    A body that looks on from outside is part of none of ours, and keeps its seats and meetings elsewhere: no seat is
    made for it. Whoever covers for the Board's secretary makes her the secretary, and covers for her there for as long
    as here.
    """
    only_who_edits(by)
    today = clock.today()
    body = Body(
        key=free_key(Body, short_name),
        name=name,
        short_name=short_name,
        prefix=prefix.upper(),
        kind=kind,
        parent=parent,
        problem=problem,
        purpose=purpose,
        rotation=rotation,
        from_on=today,
    )
    body.full_clean()
    _refuse_parent_of_who_looks_on(body, parent)
    with acting("set up the body", by):
        body.save()
        if not body.looks_on:
            _make_its_secretary(body, by, today)
    forget_standing(by)
    return body


def _refuse_parent_of_who_looks_on(body, parent):
    if body.looks_on and parent:
        raise ValidationError({"parent": "It looks on from outside, so it is part of no other body: choose none."})


def _make_its_secretary(body, by, today):
    """A seat like the one on the Board that the person holds as secretary, or covers, and the same people in it."""
    mine = [each for each in standing_of(by) if each.role == Role.SECRETARY and each.on_board]
    mine.sort(key=lambda each: (each.deputy, each.appointment_id))
    here = Appointment.objects.select_related("seat").get(pk=mine[0].appointment_id)
    holder = here.seat.appointments.current().substantive().first()
    if holder is None:
        raise ValidationError("Nobody holds the seat that you cover, so the new body would have no secretary.")
    seat = Seat(
        key=free_key(Seat, f"{body.key} secretary"),
        body=body,
        organisation=here.seat.organisation,
        service_area=here.seat.service_area,
        title="Secretary",
        from_on=today,
    )
    seat.save()
    SeatTerms.objects.create(seat=seat, role=Role.SECRETARY, from_on=today)
    Appointment.objects.create(seat=seat, person_id=holder.person_id, from_on=today, appointed_by=by)
    if here != holder:
        Appointment.objects.create(
            seat=seat, person=by, kind=here.kind, from_on=today, to_on=here.to_on, appointed_by=here.appointed_by
        )


@transaction.atomic
def edit_body(body, *, version, by, **fields) -> Body:
    """Change a body's name, parent, theme, purpose and rotation. Stale if somebody changed it since `version`."""
    only_who_edits(by)
    parent = fields.get("parent")
    if parent and body.pk in _chain_up(parent):
        raise ValidationError({"parent": f"The {parent} is part of the {body}. Choose another body."})
    _refuse_parent_of_who_looks_on(body, parent)
    return save_if_fresh(body, version, fields, by)


def _chain_up(body):
    """The ids of a body and of all that it is part of."""
    chain = set()
    while body and body.pk not in chain:
        chain.add(body.pk)
        body = body.parent
    return chain


@transaction.atomic
def set_meeting_policy(body, *, version, by, **facts) -> MeetingPolicy:
    """Say how a body meets, from now on: meetings that are convened keep the rules that they were convened under.

    `version` is that of the rules that the writer read, 1 where there were none. Raises Stale where somebody changed
    them since, and ValidationError for a quorum that names nobody or more than all.
    """
    if not by.has_perm("partners.edit_body", body):
        raise PermissionDenied("Only the body’s secretary says how it meets.")
    lock(body)
    policy = MeetingPolicy.objects.filter(body=body).first()
    if policy:
        return save_if_fresh(policy, version, facts, by, verb="change how it meets")
    policy = MeetingPolicy(body=body, **facts)
    policy.full_clean()
    with acting("say how it meets", by):
        policy.save()
    return policy


@transaction.atomic
def end_body(body, *, last_day, by) -> Body:
    """A group has done its work: it ends with a day, and with it its seats, appointments and offices."""
    only_who_edits(by)
    body = lock(body)
    if body.kind == Body.Kind.BOARD:
        raise Conflict("The Board is the partnership’s strategy group: it cannot be ended.")
    if last_day < clock.today():
        raise ValidationError({"last_day": "The last day must be today or later."})
    parts = body.parts.exclude(to_on__lte=last_day)
    if parts:
        raise ValidationError(f"Groups are part of it: {', '.join(part.name for part in parts)}. End those first.")
    body.to_on = last_day
    body.full_clean()
    with acting("end the body", by):
        body.save(update_fields=["to_on"])
        seats = body.seats.exclude(to_on__lte=last_day).order_by("pk").select_for_update(no_key=True)
        leaving = [each for seat in seats for each in end_what_lasts_longer(seat, last_day)]
        letters.leaving(leaving, last_day, by)
    return body


@transaction.atomic
def replace_terms_of_reference(body, *, document, agreed_on, review_on, by) -> TermsOfReference:
    """Keep the terms of reference that were agreed on a day, as the body's next version. Earlier versions stay."""
    if not by.has_perm("partners.edit_body", body):
        raise PermissionDenied("Only the body’s secretary keeps its terms of reference.")
    body = lock(body)
    if agreed_on > clock.today():
        raise ValidationError({"agreed_on": "The day on which they were agreed must be today or earlier."})
    last = body.terms_of_reference.aggregate(last=Max("number"))["last"] or 0
    terms = TermsOfReference(body=body, number=last + 1, document=document, agreed_on=agreed_on, review_on=review_on)
    terms.full_clean()
    with acting("replace the terms of reference", by):
        terms.save()
    return terms
