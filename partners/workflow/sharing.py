"""How the information-sharing protocol comes into force, is signed, and who answers for disclosure."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Stale, lock, save_if_fresh
from partners.models import LiaisonOfficer, Organisation, Protocol, Signature


def only_who_keeps_it(by):
    if not by.has_perm("partners.keep_protocol"):
        raise PermissionDenied("Only the Board’s secretary keeps the information-sharing protocol.")


@transaction.atomic
def put_in_force(*, document, in_force_on, review_on, by) -> Protocol:
    """Keep the protocol that the authorities agreed, as the next version. Earlier versions and who signed them stay.

    SI 2007/1830 reg. 4. Nobody has signed it yet: each authority signs each version.
    """
    only_who_keeps_it(by)
    before = Protocol.objects.select_for_update(no_key=True).first()
    if in_force_on > clock.today():
        raise ValidationError(
            {"in_force_on": "The first day in force must be today or earlier. Come back on that day."}
        )
    if before and in_force_on < before.in_force_on:
        day = f"{before.in_force_on:%-d %B %Y}"
        raise ValidationError(
            {"in_force_on": f"Version {before.number} is in force from {day}. Give that day or later."}
        )
    number = before.number + 1 if before else 1
    protocol = Protocol(number=number, document=document, in_force_on=in_force_on, review_on=review_on)
    protocol.full_clean()
    with acting("put the protocol in force", by):
        protocol.save()
    return protocol


@transaction.atomic
def record_signature(protocol, organisation, *, version=0, signed_by, position, signed_on, by) -> Signature:
    """Write down who signed the protocol's newest version for an authority, or correct what was written.

    `version` is that of the signature that the writer read, 0 where there was none. Raises Stale, or Conflict where a
    newer version of the protocol is in force.
    """
    only_who_keeps_it(by)
    protocol, organisation = lock(protocol), _authority(organisation)
    if Protocol.objects.filter(number__gt=protocol.number).exists():
        raise Conflict("A newer version of the protocol is in force. Record who signed that one.")
    if signed_on > clock.today():
        raise ValidationError({"signed_on": "The day of the signature must be today or earlier."})
    fields = {"signed_by": signed_by, "position": position, "signed_on": signed_on}
    kept = Signature.objects.filter(protocol=protocol, organisation=organisation).first()
    if kept and not version:
        raise Stale(theirs=kept, yours=fields)
    if kept:
        return save_if_fresh(kept, version, fields, by, verb="correct the signature")
    signature = Signature(protocol=protocol, organisation=organisation, **fields)
    signature.full_clean()
    with acting("record the signature", by):
        signature.save()
    return signature


@transaction.atomic
def name_liaison_officer(organisation, *, name, position, from_on, email="", phone="", by) -> LiaisonOfficer:
    """Name whom an authority designated to help with disclosure, from a day; whoever it was ends the day before.

    SI 2007/1830 reg. 4.
    """
    only_who_keeps_it(by)
    organisation = _authority(organisation)
    if from_on > clock.today():
        raise ValidationError({"from_on": "The first day must be today or earlier. Come back on that day."})
    if not email and not phone:
        raise ValidationError({"email": "Enter an e-mail address or a telephone number."})
    latest = organisation.liaison_officers.first()
    if latest and from_on <= (latest.to_on or latest.from_on):
        until = f"to {latest.to_on:%-d %B %Y}" if latest.to_on else f"from {latest.from_on:%-d %B %Y}"
        raise ValidationError({"from_on": f"{latest.name} is the liaison officer {until}. Give a later first day."})
    officer = LiaisonOfficer(
        organisation=organisation, name=name, position=position, email=email, phone=phone, from_on=from_on
    )
    with acting("name the liaison officer", by):
        if latest and latest.to_on is None:
            _end(latest, from_on - timedelta(days=1))
        officer.full_clean()
        officer.save()
    return officer


@transaction.atomic
def end_liaison_officer(officer, *, last_day, by) -> LiaisonOfficer:
    """A liaison officer has gone, and nobody follows yet. How to reach them is struck out."""
    only_who_keeps_it(by)
    officer = lock(officer)
    if officer.to_on:
        raise Conflict(f"{officer.name} was liaison officer until {officer.to_on:%-d %B %Y}.")
    if last_day > clock.today():
        raise ValidationError({"last_day": "The last day must be today or earlier. Come back on that day."})
    with acting("end the liaison officer", by):
        _end(officer, last_day)
    return officer


def _end(officer, last_day):
    officer.to_on, officer.email, officer.phone = last_day, "", ""
    officer.full_clean()
    officer.save(update_fields=["to_on", "email", "phone"])


def _authority(organisation):
    organisation = lock(organisation)
    if organisation.kind != Organisation.Kind.RESPONSIBLE_AUTHORITY or not organisation.is_current():
        raise Conflict(f"{organisation} is no responsible authority today.")
    return organisation
