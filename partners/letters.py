"""What people are written about coming to their seats and about their accounts, by address: some have no account."""

import uuid

from django.conf import settings
from django.urls import reverse

from ccsp_portal.govuk.templatetags.govuk import long_date
from ccsp_portal.notices import outbox

# allauth's letters that we have words for, and whether they hold a personal link
ACCOUNT_LETTERS = {
    "email_confirmation": True,
    "email_confirmation_signup": True,
    "login_code": True,
    "password_reset_key": True,
    "email_changed": False,
    "email_deleted": False,
    "password_changed": False,
    "password_reset": False,
    "recovery_codes_generated": False,
    "totp_activated": False,
    "totp_deactivated": False,
    "webauthn_added": False,
    "webauthn_removed": False,
}


def invitation_link(token):
    """The whole address of the page on which an invitation is accepted."""
    return settings.PORTAL_BASE_URL + reverse("partners:accept_invitation", args=[token])


def invitations_sent(sent):
    """Write to each invited person: who asks, for which seat, and the link. `sent` are invitations with their tokens;
    a fresh link is a fresh letter."""
    letters = [
        (
            invitation.email,
            f"invitation/{invitation.pk}/{invitation.token_hash}",
            {
                "invitation": invitation,
                "from_on": long_date(invitation.from_on),
                "to_on": long_date(invitation.to_on),
                "until": long_date(invitation.expires_at),
                "link": invitation_link(token),
            },
        )
        for invitation, token in sent
    ]
    outbox.put_to_addresses(letters, "partners/notices/invitation.txt", is_secret=True)


def agreement_to_new_address(person, wanted, path):
    """Ask who reads a person's present address whether they want another one."""
    outbox.put_to_address(
        person.email,
        "partners/notices/email_agreement.txt",
        once=f"account/{uuid.uuid4()}",
        is_secret=True,
        wanted=wanted,
        link=settings.PORTAL_BASE_URL + path,
    )


def address_about_to_change(person, wanted, by):
    """Tell who reads a person's present address that a secretary asked for another one."""
    outbox.put_to_address(
        person.email,
        "partners/notices/email_about_to_change.txt",
        once=f"account/{uuid.uuid4()}",
        wanted=wanted,
        by=by,
    )


def second_factor_removed(person, by):
    """Tell a person that a secretary turned their second factor off."""
    outbox.put_to_address(
        person.email, "partners/notices/second_factor_removed.txt", once=f"account/{uuid.uuid4()}", by=by
    )


def account_dormant(suspension, days):
    """Tell a person that their account will be suspended unless they sign in by a day."""
    outbox.put_to_address(
        suspension.person.email,
        "partners/notices/account_dormant.txt",
        once=f"dormant/{suspension.pk}",
        days=days,
        until=long_date(suspension.open_until),
    )


def account_suspended(suspension, by):
    """Tell a person that a secretary suspended their account, and why."""
    outbox.put_to_address(
        suspension.person.email,
        "partners/notices/account_suspended.txt",
        once=f"suspended/{suspension.pk}",
        by=by,
        reason=suspension.reason,
    )


def let_in_again(suspension):
    """Tell a person that their account is open again."""
    outbox.put_to_address(
        suspension.person.email,
        "partners/notices/let_in_again.txt",
        once=f"let in again/{suspension.pk}",
        by=suspension.ended_by,
    )


def cover_arranged(covers, appointment, by):
    """Tell who covers, and whom they cover for, from when to when."""
    cover = covers[0]
    outbox.put(
        [cover.person, appointment.person],
        "partners/notices/cover_arranged.txt",
        once=f"cover/{cover.pk}",
        cover=cover,
        covers=covers,
        covered=appointment.person,
        by=by,
        first=long_date(cover.from_on),
        last=long_date(cover.to_on),
    )


def leaving(appointments, last_day, by):
    """Thank who leaves, and tell them their last day and what ends with it: one letter a person, whatever they leave.
    Whose appointment never began is told that instead."""
    by_person: dict = {}
    for appointment in appointments:
        if appointment.was_called_off:
            appointment_called_off(appointment, by)
        else:
            by_person.setdefault(appointment.person, []).append(appointment)
    letters = [
        (
            person.email,
            f"leaving/{seats[0].pk}/{seats[0].version}",
            {
                "person": person,
                "seats": seats,
                "offices": [str(office) for each in seats for office in each.offices.filter(to_on=last_day)],
                "last": long_date(last_day),
                "by": by,
            },
        )
        for person, seats in by_person.items()
    ]
    outbox.put_to_addresses(letters, "partners/notices/leaving.txt")


def staying(appointment, by):
    """Tell a person that they stay in their seat longer than was said."""
    outbox.put_to_address(
        appointment.person.email,
        "partners/notices/staying.txt",
        once=f"staying/{appointment.pk}/{appointment.version}",
        appointment=appointment,
        to_on=long_date(appointment.to_on),
        by=by,
    )


def appointment_called_off(appointment, by):
    """Tell a person that the appointment which they looked forward to does not begin."""
    outbox.put_to_address(
        appointment.person.email,
        "partners/notices/called_off.txt",
        once=f"called off/{appointment.pk}",
        appointment=appointment,
        from_on=long_date(appointment.from_on),
        by=by,
    )


def hand_over_moved(appointment, to_come, by):
    """Tell who leaves, and who has accepted to follow, of the new day; who is only invited has a new invitation."""
    told = [appointment] if to_come is None else [appointment, to_come]
    letters = [
        (
            each.person.email,
            f"hand-over moved/{each.pk}/{each.version}",
            {
                "person": each.person,
                "appointment": appointment,
                "last": long_date(appointment.to_on),
                "first": long_date(to_come.from_on) if to_come else "",
                "by": by,
            },
        )
        for each in told
    ]
    outbox.put_to_addresses(letters, "partners/notices/hand_over_moved.txt")


def new_device(sign_in):
    """Tell a person that somebody signed in as them on a device that they never used before."""
    outbox.put_to_address(
        sign_in.person.email, "partners/notices/new_device.txt", once=f"sign-in/{sign_in.pk}", sign_in=sign_in
    )


def no_letter():
    """Do all that a letter takes, and send none: who asks can't tell by the time whether there is an account."""
    outbox.rehearse("partners/notices/password_reset_key.txt", is_secret=True)


def account_letter(name, address, context):
    """Write to a person about their account, in the letter that allauth calls `name`; without words for it, don't."""
    if name not in ACCOUNT_LETTERS:
        return
    outbox.put_to_address(
        address,
        f"partners/notices/{name.removesuffix('_signup')}.txt",
        once=f"account/{uuid.uuid4()}",
        is_secret=ACCOUNT_LETTERS[name],
        **context,
    )
