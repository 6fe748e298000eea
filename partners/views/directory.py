"""Who sits where, and how to reach them: for those who hold a seat."""

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.exports import csv_response
from ccsp_portal.exports.vcard import Card, vcard_response
from ccsp_portal.govuk.forms import ConfirmForm
from ccsp_portal.once.decorator import once
from partners import queries
from partners.directory_forms import AddressForm, DirectoryFilter, SuspensionForm
from partners.models import User
from partners.views.asking import Page, ask
from partners.workflow import induction, people, suspensions

PEOPLE_A_PAGE = 50
HEADINGS = (
    "Name",
    "E-mail address",
    "Position",
    "Organisation",
    "Service area",
    "Body",
    "Role",
    "As",
    "Offices",
    "Since",
)


def _only_who_may_look(request):
    if not request.user.has_perm("partners.see_directory"):
        raise PermissionDenied("Only those who hold a seat read the directory.")


@require_safe
def directory(request):
    """Everybody in a seat today, with these words, of a body, of an organisation."""
    _only_who_may_look(request)
    form = DirectoryFilter(request.GET)
    page = Paginator(queries.people_in_seats(**form.asked), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "partners/directory.html", {"filter": form, "page": page})


@require_safe
def export_directory(request):
    """The same as a table to download."""
    _only_who_may_look(request)
    people = queries.people_in_seats(**DirectoryFilter(request.GET).asked)
    rows = [_row(person, place) for person in people for place in person.places]
    return csv_response("directory.csv", HEADINGS, rows)


def _row(person, place):
    seat = place.seat
    area = seat.service_area.name if seat.service_area else ""
    offices = ", ".join(f"{office.get_kind_display()}, {office.body.name}" for office in place.held)
    named = (person.name, person.email, seat.title, seat.organisation.name, area, seat.body.name)
    role = ", ".join(terms.place for terms in seat.terms_today)
    return (*named, role, place.part, offices, place.from_on.isoformat())


@require_safe
def export_cards(request):
    """The same as cards for an address book."""
    _only_who_may_look(request)
    return vcard_response("directory.vcf", map(_card, queries.people_in_seats(**DirectoryFilter(request.GET).asked)))


def _card(person):
    place = person.places[0]
    uid = f"person-{person.pk}"
    return Card(uid, person.name, person.email, place.seat.organisation.name, place.seat.title)


@require_safe
def show_person(request, pk):
    """One person: what they hold, and have held. How to reach them is shown while they are in a seat."""
    _only_who_may_look(request)
    person = get_object_or_404(User.objects.people() if _may_see(request) else _people(), pk=pk)
    appointments = list(queries.appointments_ever(person))
    today, may_let_in = clock.today(), request.user.has_perm("partners.remove_second_factor")
    now = [each for each in appointments if each.is_current()]
    context = {
        "person": person,
        "now": now,
        "may_end": {each.pk for each in appointments if _may_end(request.user, each, today)},
        "with_checklist": {each.pk for each in now if induction.may_tick(request.user, each)},
        "to_come": [each for each in appointments if each.from_on > today],
        "before": [each for each in appointments if each.to_on and each.to_on < today],
        "may_change_address": request.user.has_perm("partners.change_address") and person != request.user,
        "suspended": person.suspensions.suspended().first() if not person.is_active and _may_see(request) else None,
        "may_let_in_again": request.user.has_perm("partners.let_in_again"),
        "may_suspend": person.is_active
        and person != request.user
        and request.user.has_perm("partners.suspend_account"),
        "may_let_in": may_let_in and person != request.user and is_mfa_enabled(person),
    }
    return render(request, "partners/show_person.html", context)


def _may_end(person, appointment, today):
    """Whether the person could end the appointment, or give it another last day."""
    lasts = appointment.to_on is None or appointment.to_on >= today
    return lasts and person.has_perm("partners.end_appointment", appointment)


def _may_see(request):
    """Whether a suspension is the reader's business."""
    return request.user.has_perm("partners.let_in_again") or request.user.has_perm("partners.see_reviews")


@once
def change_address(request, pk):
    """The secretary gives another address to somebody who can't read what is sent to theirs."""
    if not request.user.has_perm("partners.change_address"):
        raise PermissionDenied("Only the Board’s secretary changes another person’s address.")
    person = get_object_or_404(_people(), pk=pk)

    def change(answers):
        wanted = people.want_address(person, answers["email"], by=request.user)
        wanted.send_confirmation(request)
        return f"We sent a link to {wanted.email}. The change holds once {person} confirms it there."

    page = Page(
        heading="Change their e-mail address",
        caption=person.name,
        back=reverse("partners:show_person", args=[pk]),
        back_words="Back to the person",
        before=(
            "Do this only if they can no longer read what is sent to their address, and you know that it is they who "
            "ask. Others change it themselves, on their account page.",
            f"They have {person.email} now. We tell them there, and ask for a confirmation at the new address.",
        ),
    )
    return ask(request, AddressForm.from_request(request), change, page)


@once
def remove_second_factor(request, pk):
    """The secretary lets somebody in who has lost their second factor."""
    if not request.user.has_perm("partners.remove_second_factor"):
        raise PermissionDenied("Only the Board’s secretary removes another person’s second factor.")
    person = get_object_or_404(_people(), pk=pk)

    def remove(answers):
        people.remove_second_factor(person, by=request.user)
        return f"{person} can sign in with the password alone, and has been told."

    page = Page(
        heading="Turn off a second factor",
        caption=person.name,
        back=reverse("partners:show_person", args=[pk]),
        back_words="Back to the person",
        before=(
            "Do this only if they have lost their app and their recovery codes, and you know that it is they who ask.",
        ),
    )
    form = ConfirmForm.from_request(request, label="Turn it off", is_warning=True)
    return ask(request, form, remove, page)


@once
def suspend_account(request, pk):
    """The secretary closes an account at once, with a seat or without."""
    if not request.user.has_perm("partners.suspend_account"):
        raise PermissionDenied("Only the Board’s secretary suspends an account.")
    person = get_object_or_404(User.objects.people(), pk=pk)

    def suspend(answers):
        suspensions.suspend_account(person, reason=answers["reason"], by=request.user)
        return f"{person}’s account is suspended, and they have been told."

    page = Page(
        heading="Suspend the account",
        caption=person.name,
        back=reverse("partners:show_person", args=[pk]),
        back_words="Back to the person",
        before=(
            "They are signed out at their next step, and cannot sign in until you let them in again. Do this when "
            "somebody else may have their password, or when they should have no account.",
            "They keep their seats, papers and action points. To end a seat, end the appointment instead.",
        ),
    )
    return ask(request, SuspensionForm.from_request(request), suspend, page)


@once
def let_in_again(request, pk):
    """The secretary opens a suspended account again."""
    if not request.user.has_perm("partners.let_in_again"):
        raise PermissionDenied("Only the Board’s secretary lets in again whose account is suspended.")
    person = get_object_or_404(User.objects.people(), pk=pk)

    def let_in(answers):
        suspensions.let_in_again(person, by=request.user)
        return f"{person} can sign in again, and has been told."

    page = Page(
        heading="Let them sign in again",
        caption=person.name,
        back=reverse("partners:show_person", args=[pk]),
        back_words="Back to the person",
        before=(
            "Do this only if they still need the portal. Their password and second factor are as they were.",
            "If nobody signs in to the account, it will be suspended again.",
        ),
    )
    return ask(request, ConfirmForm.from_request(request, label="Let them in again"), let_in, page)


def _people():
    return User.objects.people().filter(appointments__isnull=False).distinct()


@require_safe
def export_card(request, pk):
    """One person's card, while they are in a seat."""
    _only_who_may_look(request)
    person = queries.people_in_seats().filter(pk=pk).first()
    if person is None:
        raise Http404
    return vcard_response(f"{slugify(person.name) or 'person'}.vcf", [_card(person)])
