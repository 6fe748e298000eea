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
