"""A seat: what it allows, who has held it, and how it passes to the next person."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.decorator import once
from partners import queries
from partners.consequences import of_ending_seat
from partners.models import Body, Role, Seat
from partners.standing import standing_of
from partners.structure_forms import (
    RIGHTS,
    AddSeatForm,
    ChangeTermsForm,
    LastDayForm,
    RenameSeatForm,
)
from partners.views.asking import Page, ask
from partners.views.checking import ask_twice
from partners.workflow import seats as acts
from partners.workflow.handing_over import hand_overs


def list_vacancies(request):
    """The seats that nobody holds, longest first, and the responsible authorities without one."""
    if not request.user.has_perm("partners.see_directory"):
        raise PermissionDenied("Only those who hold a seat see who sits where.")
    context = {
        "vacancies": queries.with_invited(queries.vacancies(), request.user),
        "unseated": queries.authorities_without_a_holder(),
        "too_long": clock.today() - queries.LONGEST_VACANCY,
        "may_invite": request.user.has_perm("partners.invite"),
    }
    return render(request, "partners/list_vacancies.html", context)


def show_seat(request, pk):
    """A seat with its terms and everybody who has held it, for those who hold a seat."""
    if not request.user.has_perm("partners.see_directory"):
        raise PermissionDenied("Only those who hold a seat see who sits where.")
    seat = get_object_or_404(Seat.objects.select_related("body", "organisation", "service_area"), pk=pk)
    lasts = seat.to_on is None or seat.to_on >= clock.today()
    may_invite = request.user.has_perm("partners.invite", seat)
    queries.with_invited([seat], request.user)
    terms = list(seat.terms.order_by("-from_on"))
    seat.terms_today = [each for each in terms if each.is_current()]
    context = {
        "seat": seat,
        "terms": terms,
        "is_secretary_s": any(each.role == Role.SECRETARY for each in seat.terms_today),
        "appointments": _with_hand_overs(seat, may_invite),
        "may_not_lengthen": _own_cover(seat, request.user),
        "vacant_since": queries.vacant_since(seat),
        "may_edit": request.user.has_perm("partners.edit_seats", seat) and lasts,
        "may_end": request.user.has_perm("partners.end_appointment", seat),
        "may_invite": may_invite and lasts,
        "today": clock.today(),
    }
    return render(request, "partners/show_seat.html", context)


def _with_hand_overs(seat, may_invite):
    """Everybody who has held the seat or is to, each with the hand-over that is under way, for the secretary."""
    under_way = hand_overs(seat) if may_invite else {}
    return [(each, under_way.get(each.pk)) for each in queries.appointments_to(seat)]


def _own_cover(seat, person):
    """The appointments by which the reader covers: nobody lets their own last longer."""
    return {each.appointment_id for each in standing_of(person) if each.deputy and each.seat_id == seat.pk}


def _editable(request, pk):
    seat = get_object_or_404(Seat.objects.lasting().select_related("body", "organisation"), pk=pk)
    if not request.user.has_perm("partners.edit_seats", seat):
        raise PermissionDenied("Only the body’s secretary changes its seats.")
    return seat


def _page(seat, heading, *before):
    back = reverse("partners:show_seat", args=[seat.pk])
    return Page(heading=heading, caption=str(seat), back=back, back_words="Back to the seat", before=before)


@once
def add_seat(request, key):
    """Make a seat on a body."""
    body = get_object_or_404(Body.objects.current(), key=key)
    if not request.user.has_perm("partners.edit_seats", body):
        raise PermissionDenied("Only the body’s secretary changes its seats.")
    form = AddSeatForm.from_request(request, initial={"from_on": clock.today()})

    def add(answers):
        return f"The seat “{acts.add_seat(body, **form.answers(), by=request.user).title}” is added. It is vacant."

    back = reverse("partners:show_body", args=[key])
    page = Page(heading="Add a seat", caption=body.name, back=back, back_words="Back to the body")
    return ask(request, form, add, page)


@once
def rename_seat(request, pk):
    """Give a position another title."""
    seat = _editable(request, pk)

    def rename(answers):
        return f"The seat is called “{acts.rename_seat(seat, **answers, by=request.user).title}” now."

    form = RenameSeatForm.from_request(request, instance=seat, initial={"title": seat.title})
    return ask(request, form, rename, _page(seat, "Change the title"))


@once
def change_terms(request, pk):
    """Let a seat allow something else from a day."""
    seat = _editable(request, pk)
    terms = seat.terms.current(max(clock.today(), seat.from_on)).first()
    now = {"from_on": max(clock.today(), seat.from_on)}
    if terms:
        now |= {"role": terms.role, "rights": [name for name, _ in RIGHTS if getattr(terms, name)]}
    form = ChangeTermsForm.from_request(request, initial=now)

    def change(answers):
        changed = acts.change_terms(seat, **form.answers(), by=request.user)
        return f"From {short_date(changed.from_on)} the seat is: {changed.in_words}."

    before = "The terms of today end the day before, and stay on record: they say who could see what on which day."
    return ask(request, form, change, _page(seat, "Change what the seat allows", before))


@once
def end_seat(request, pk):
    """A seat ends, and with it everything that hangs on it."""
    seat = _editable(request, pk)

    def end(answers):
        acts.end_seat(seat, **answers, by=request.user)
        return f"The seat ends on {short_date(answers['last_day'])}: that is its last day."

    def consequences(answers):
        return of_ending_seat(seat, answers["last_day"])

    before = (
        "With the seat end the appointments and offices of the people in it. They are written a letter.",
        "An invitation to it ends with the seat, too; one that would begin later is withdrawn.",
        "Its action points stay under its name.",
    )
    form = LastDayForm.from_request(request, submit="End the seat")
    return ask_twice(request, form, end, _page(seat, "End the seat", *before), consequences=consequences)
