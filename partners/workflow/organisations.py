"""How organisations join the partnership, change, and leave it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, lock, one_at_a_time, save_if_fresh
from partners.models import ContactPoint, FormerName, Organisation, ServiceArea

LONGEST_KEY = 60
# where forms are, among the pages that keys name
NOT_KEYS = {"new"}


def only_who_edits(by):
    if not by.has_perm("partners.edit_partnership"):
        raise PermissionDenied("Only the Board’s secretary changes who the partnership is.")


def free_key(model, name):
    """A word for addresses, made of the name, that no row of the model has yet. Others wait until this one is kept."""
    one_at_a_time(f"keys of {model._meta.label_lower}")
    start = slugify(name)[: LONGEST_KEY - 4] or "one"
    taken = {*NOT_KEYS, *model.objects.filter(key__startswith=start).values_list("key", flat=True)}
    tries = [start, *(f"{start}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in tries if key not in taken)


@transaction.atomic
def add_organisation(*, name, short_name, kind, sector="", basis="", from_on=None, by) -> Organisation:
    """An organisation joins the partnership from a day: today, unless said."""
    only_who_edits(by)
    _refuse_taken_name(name)
    _refuse_without_basis(kind, basis)
    organisation = Organisation(
        key=free_key(Organisation, short_name),
        name=name,
        short_name=short_name,
        kind=kind,
        sector=sector,
        basis=basis,
        from_on=from_on or clock.today(),
    )
    organisation.full_clean()
    with acting("add the organisation", by):
        organisation.save()
    return organisation


@transaction.atomic
def edit_organisation(organisation, *, version, kind, sector, basis, by) -> Organisation:
    """Change what an organisation is: a responsible authority needs its basis. Stale if it changed since `version`."""
    only_who_edits(by)
    _refuse_without_basis(kind, basis)
    return save_if_fresh(organisation, version, {"kind": kind, "sector": sector, "basis": basis}, by)


@transaction.atomic
def rename_organisation(organisation, *, version, name, short_name, by) -> Organisation:
    """Give an organisation a new name from today; what it was called is kept, and pages say "formerly …"."""
    only_who_edits(by)
    organisation = lock(organisation)
    if name == organisation.name and short_name == organisation.short_name:
        raise ValidationError({"name": "This is what it is called already. Enter the new name."})
    _refuse_taken_name(name, but=organisation)
    former = FormerName(
        organisation=organisation,
        name=organisation.name,
        short_name=organisation.short_name,
        until_on=clock.today() - timedelta(days=1),
    )
    renamed = save_if_fresh(organisation, version, {"name": name, "short_name": short_name}, by, verb="rename")
    former.full_clean()
    with acting("rename", by):
        former.save()
    return renamed


@transaction.atomic
def merge_organisation(organisation, *, into, last_day, by) -> Organisation:
    """An organisation has merged into another: it ends with `last_day`, and its seats are the other's from now on.

    The people in the seats stay: each appointment is ended by itself where somebody goes.
    """
    only_who_edits(by)
    # both, and always in this order: the other must not merge or leave meanwhile
    list(Organisation.objects.filter(pk__in=[organisation.pk, into.pk]).order_by("pk").select_for_update(no_key=True))
    organisation, into = _standing(organisation), _standing(into)
    if into.pk == organisation.pk:
        raise ValidationError({"into": "Choose another organisation: it cannot merge into itself."})
    if last_day >= clock.today():
        raise ValidationError({"last_day": "The last day must be before today. Come back once the merger is done."})
    organisation.to_on, organisation.merged_into = last_day, into
    organisation.full_clean()
    with acting("merge", by):
        organisation.save(update_fields=["to_on", "merged_into"])
        for seat in organisation.seats.lasting().select_for_update(no_key=True):
            seat.organisation, seat.service_area = into, None
            seat.save(update_fields=["organisation", "service_area"])
    return organisation


@transaction.atomic
def end_organisation(organisation, *, last_day, by) -> Organisation:
    """An organisation leaves the partnership at the end of a day. Refused while it has seats that last longer."""
    only_who_edits(by)
    organisation = _standing(organisation)
    lasting = [seat.title for seat in organisation.seats.exclude(to_on__lte=last_day)]
    if lasting:
        raise ValidationError(f"It has seats that last longer: {', '.join(lasting)}. End those seats first.")
    organisation.to_on = last_day
    organisation.full_clean()
    with acting("end the membership", by):
        organisation.save(update_fields=["to_on"])
    return organisation


def _standing(organisation):
    organisation = lock(organisation)
    if organisation.to_on and organisation.to_on < clock.today():
        raise Conflict(f"{organisation} left the partnership on {organisation.to_on:%-d %B %Y}.")
    return organisation


def _refuse_taken_name(name, but=None):
    one_at_a_time("names of organisations")
    same = Organisation.objects.current().filter(name__iexact=name)
    if but:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise ValidationError({"name": "An organisation of this name is in the partnership already."})


def _refuse_without_basis(kind, basis):
    if kind == Organisation.Kind.RESPONSIBLE_AUTHORITY and not basis.strip():
        raise ValidationError(
            {
                "basis": "Enter the paragraph of section 5 that makes it a responsible authority, like “Crime and "
                "Disorder Act 1998, section 5(1)(b)”, or choose another way of taking part."
            }
        )


# ── its parts, and how to reach it ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_service_area(organisation, *, name, by) -> ServiceArea:
    """A part of an organisation takes part in its own right from today."""
    only_who_edits(by)
    area = ServiceArea(organisation=organisation, name=name, from_on=clock.today())
    if organisation.service_areas.filter(name__iexact=name).exists():
        raise ValidationError({"name": "This organisation has a service area of this name already."})
    area.full_clean()
    with acting("add the service area", by):
        area.save()
    return area


@transaction.atomic
def add_contact_point(organisation, *, purpose, name="", email="", phone="", by) -> ContactPoint:
    """Write down how to reach an organisation for a purpose: an address, a telephone number, or both."""
    only_who_edits(by)
    contact = ContactPoint(
        organisation=organisation, purpose=purpose, name=name, email=email.lower(), phone=phone, from_on=clock.today()
    )
    contact.full_clean()
    contact.save()
    return contact


@transaction.atomic
def remove_contact_point(contact, *, by):
    """Strike out how an organisation was reached. It is gone: contact details have no history."""
    only_who_edits(by)
    contact.delete()
