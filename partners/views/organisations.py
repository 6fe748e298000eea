"""Organisations: who takes part, under which name, and how to reach them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.govuk.forms import ConfirmForm
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.decorator import once
from partners import queries
from partners.consequences import of_ending_membership, of_merger
from partners.models import Organisation
from partners.structure_forms import (
    ContactPointForm,
    EditOrganisationForm,
    LastDayForm,
    MergeForm,
    OrganisationForm,
    RenameOrganisationForm,
    ServiceAreaForm,
)
from partners.views.asking import Page, ask
from partners.views.checking import ask_twice
from partners.workflow import organisations as acts


@login_not_required
def show_organisation(request, key):
    """One organisation: anyone reads what it is; who sits for it and how to reach it is for those who hold a seat."""
    try:
        organisation = queries.organisation_of(key)
    except Organisation.DoesNotExist as missing:
        raise Http404 from missing
    sees_people = request.user.has_perm("partners.see_directory")
    context = {
        "organisation": organisation,
        "sees_people": sees_people,
        "may_edit": request.user.has_perm("partners.edit_partnership"),
        "has_ended": organisation.to_on and organisation.to_on < clock.today(),
        "seats": queries.seats_of_organisation(organisation),
        "contacts": organisation.contact_points.current() if sees_people else [],
    }
    return render(request, "partners/show_organisation.html", context)


def _editable(request, key):
    acts.only_who_edits(request.user)
    return get_object_or_404(Organisation.objects.current(), key=key)


def _page(organisation, heading, *before):
    back = reverse("partners:show_organisation", args=[organisation.key])
    words = "Back to the organisation"
    return Page(heading=heading, caption=organisation.name, back=back, back_words=words, before=before)


@once
def add_organisation(request):
    """An organisation joins the partnership."""
    acts.only_who_edits(request.user)
    page = Page(heading="Add an organisation", back=reverse("partners:list_bodies"), back_words="Back to partners")

    def add(answers):
        organisation = acts.add_organisation(**answers, by=request.user)
        return f"{organisation} takes part from today.", reverse("partners:show_organisation", args=[organisation.key])

    return ask(request, OrganisationForm.from_request(request), add, page)


@once
def edit_organisation(request, key):
    """Change what an organisation is."""
    organisation = _editable(request, key)

    def edit(answers):
        acts.edit_organisation(organisation, **answers, by=request.user)
        return "Saved."

    form = EditOrganisationForm.from_request(request, instance=organisation)
    return ask(request, form, edit, _page(organisation, "Change its kind, legal basis or sector"))


@once
def rename_organisation(request, key):
    """Give an organisation a new name; the old one is kept."""
    organisation = _editable(request, key)
    was = organisation.name

    def rename(answers):
        return f"{was} is now called {acts.rename_organisation(organisation, **answers, by=request.user)}."

    before = "The new name holds from today. Its page says what it was called before; minutes stay as they were."
    form = RenameOrganisationForm.from_request(request, instance=organisation)
    return ask(request, form, rename, _page(organisation, "Change its name", before))


@once
def merge_organisation(request, key):
    """Record that an organisation merged into another."""
    organisation = _editable(request, key)

    def merge(answers):
        acts.merge_organisation(organisation, **answers, by=request.user)
        return f"{organisation} merged into {answers['into']}. Its seats are the other organisation’s now."

    def consequences(answers):
        return of_merger(organisation, answers["into"])

    form = MergeForm.from_request(request, organisation=organisation)
    page = _page(organisation, "Record a merger", "A merger cannot be taken back.")
    return ask_twice(request, form, merge, page, consequences=consequences)


@once
def end_organisation(request, key):
    """An organisation leaves the partnership."""
    organisation = _editable(request, key)

    def end(answers):
        acts.end_organisation(organisation, **answers, by=request.user)
        return f"{organisation} takes part to the end of {short_date(answers['last_day'])}."

    def consequences(answers):
        return of_ending_membership(organisation, answers["last_day"])

    form = LastDayForm.from_request(request, submit="End its membership")
    return ask_twice(request, form, end, _page(organisation, "End its membership"), consequences=consequences)


@once
def add_service_area(request, key):
    """A part of an organisation takes part in its own right."""
    organisation = _editable(request, key)

    def add(answers):
        return f"{acts.add_service_area(organisation, **answers, by=request.user).name} is added."

    return ask(request, ServiceAreaForm.from_request(request), add, _page(organisation, "Add a service area"))


@once
def add_contact_point(request, key):
    """Write down how to reach an organisation."""
    organisation = _editable(request, key)

    def add(answers):
        return f"The contact “{acts.add_contact_point(organisation, **answers, by=request.user).purpose}” is added."

    before = "Everybody who holds a seat can read it. The public never can."
    return ask(request, ContactPointForm.from_request(request), add, _page(organisation, "Add a contact", before))


@once
def remove_contact_point(request, key, pk):
    """Strike out how an organisation was reached."""
    organisation = _editable(request, key)
    contact = get_object_or_404(organisation.contact_points, pk=pk)

    def remove(answers):
        acts.remove_contact_point(contact, by=request.user)
        return f"The contact “{contact.purpose}” is gone."

    form = ConfirmForm.from_request(request, label="Remove the contact", is_warning=True)
    before = f"“{contact.purpose}” is struck out for good: contact details are not kept in the history."
    return ask(request, form, remove, _page(organisation, "Remove a contact", before))
