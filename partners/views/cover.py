"""Cover: a secretary's work done by somebody else for a while, in all of her seats at once."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ccsp_portal.govuk.forms import ConfirmForm
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.decorator import once
from partners import queries
from partners.cover_forms import CoverForm
from partners.cover_queries import covers_in, places_to_cover
from partners.models import Appointment, Seat
from partners.views.asking import Page, ask
from partners.workflow import cover as acts


def _only_a_secretary(request):
    if not request.user.has_perm("partners.arrange_cover"):
        raise PermissionDenied("Only a body’s secretary arranges cover.")


@once
def arrange_cover(request, pk):
    """Somebody else does a secretary's work for a while."""
    _only_a_secretary(request)
    appointment = get_object_or_404(queries.appointments_seen_by(request.user), pk=pk)
    others = places_to_cover(appointment.person).exclude(pk=pk).filter(pk__in=_seen(request))
    form = CoverForm.from_request(request, appointment=appointment, others=others)

    def arrange(answers):
        made = acts.arrange_cover(appointment, **answers, by=request.user)
        return f"{made.person} covers from {short_date(made.from_on)} to {short_date(made.to_on)}. They are told."

    before = (
        "For these days they may see and do all that the seat allows; it begins and ends by itself. "
        f"{appointment.person} keeps the seat. What each does stands in the history under their own name.",
        f"You can choose among those who hold a seat for {appointment.seat.organisation}. "
        "Somebody who has no account yet can be invited as a deputy of the seat, with the same days.",
    )
    return ask(request, form, arrange, _page(appointment.seat, f"Cover for {appointment.person}", *before))


def _seen(request):
    return queries.appointments_seen_by(request.user).values("pk")


@once
def end_cover(request, pk):
    """The secretary is back: the cover that has begun ends, in all of her seats."""
    _only_a_secretary(request)
    known = get_object_or_404(queries.appointments_seen_by(request.user).filter(kind=Appointment.Kind.DEPUTY), pk=pk)
    holder = known.seat.appointments.current().substantive().first()
    seats = Seat.objects.filter(appointments__in=places_to_cover(holder.person)) if holder else [known.seat_id]
    found = next((each for each in covers_in(seats) if known in each.appointments), None)
    if found is None or not found.has_begun:
        raise Http404

    def end(_):
        acts.end_cover(found.appointments, by=request.user)
        return f"{found.person} covers no longer."

    before = (
        f"{found.person} covers on {found.bodies} until {short_date(found.to_on)}. "
        "It ends at once; where it began today, at midnight.",
    )
    form = ConfirmForm.from_request(request, label="End the cover", is_warning=True)
    page = _page(known.seat, "End the cover", *before)
    return ask(request, form, end, page, then=reverse("partners:account"))


def _page(seat, heading, *before):
    back = reverse("partners:show_seat", args=[seat.pk])
    return Page(heading=heading, caption=str(seat), back=back, back_words="Back to the seat", before=before)
