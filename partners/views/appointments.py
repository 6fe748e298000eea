"""Appointments: how people leave their seats, stay in them, and pass them on."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.govuk.forms import ConfirmForm
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.decorator import once
from partners import queries
from partners.appointment_forms import (
    ChangeHandOverForm,
    EndAppointmentForm,
    HandOverForm,
    InductionForm,
    LastLongerForm,
)
from partners.consequences import of_ending_appointment
from partners.models import Appointment
from partners.views.asking import Page, ask
from partners.views.checking import ask_twice
from partners.workflow import appointments as acts
from partners.workflow import handing_over


def _endable(request, pk):
    if not request.user.has_perm("partners.end_appointment"):
        raise PermissionDenied("Only a body’s secretary says how long people stay in its seats.")
    return get_object_or_404(queries.appointments_seen_by(request.user), pk=pk)


def _page(seat, heading, *before):
    back = reverse("partners:show_seat", args=[seat.pk])
    return Page(heading=heading, caption=str(seat), back=back, back_words="Back to the seat", before=before)


def _until(day):
    return f"until {short_date(day)}" if day else "until further notice"


@once
def end_appointment(request, pk):
    """Say on which day a person leaves a seat."""
    appointment = _endable(request, pk)
    form = EndAppointmentForm.from_request(request, instance=appointment, by=request.user)

    def end(_):
        ended = acts.end_appointment(appointment, by=request.user, **form.answers())
        if ended.to_on < clock.today():
            return f"{appointment.person} has left the seat. They are told."
        return f"{appointment.person} leaves on {short_date(ended.to_on)}: that is their last day. They are told."

    def consequences(_):
        asked = form.answers()
        deputies = queries.deputies_to(appointment)
        also = [f"They leave “{each.seat}” too." for each in asked["others"]]
        return of_ending_appointment(appointment, asked["last_day"], deputies, asked["deputies_too"]) + also

    how = "deputise in" if appointment.kind == Appointment.Kind.DEPUTY else "hold"
    since = f"since {short_date(appointment.from_on)}" if appointment.is_current() else _from_to(appointment)
    before = f"They {how} the seat “{appointment.seat.title}” for {appointment.seat.organisation.name}, {since}."
    told = "They are written a letter that thanks them and says what ends with the day."
    page = _page(appointment.seat, f"End {appointment.person}’s appointment", before, told)
    body = reverse("partners:show_body", args=[appointment.seat.body.key])
    return ask_twice(request, form, end, page, consequences=consequences, then=body)


def _from_to(appointment):
    return f"from {short_date(appointment.from_on)} {_until(appointment.to_on)}"


@once
def let_last_longer(request, pk):
    """Let an appointment that has a last day last longer."""
    appointment = _endable(request, pk)
    if not request.user.has_perm("partners.let_last_longer", appointment):
        raise PermissionDenied("Nobody lets their own cover last longer: the secretary whom they cover for does.")
    form = LastLongerForm.from_request(request, instance=appointment)

    def lengthen(answers):
        longer = acts.let_last_longer(appointment, by=request.user, **form.answers())
        return f"{appointment.person}’s appointment lasts {_until(longer.to_on)}. They are told."

    before = (
        f"{appointment.person}’s appointment lasts {_until(appointment.to_on)} as it stands.",
        "An office that would have ended with it lasts as long, unless it has been given to somebody else by then.",
    )
    page = _page(appointment.seat, f"Let {appointment.person}’s appointment last longer", *before)
    return ask(request, form, lengthen, page)


@once
def call_off_appointment(request, pk):
    """Keep an appointment to come from beginning."""
    appointment = _endable(request, pk)

    def call_off(answers):
        acts.call_off_appointment(appointment, by=request.user)
        return f"{appointment.person}’s appointment is called off. They are told."

    before = (
        f"{appointment.person} was to be in the seat {_from_to(appointment)}. They will not be, and are told so.",
        "That it was agreed stays on record.",
    )
    form = ConfirmForm.from_request(request, label="Call it off", is_warning=True)
    page = _page(appointment.seat, f"Call off {appointment.person}’s appointment", *before)
    return ask(request, form, call_off, page)


# ── handing over ─────────────────────────────────────────────────────────────────────────────────────────────────────


@once
def hand_over(request, pk):
    """Pass a seat on: the holder's last day, and who comes next."""
    appointment = _endable(request, pk)
    form = HandOverForm.from_request(request, instance=appointment, by=request.user)

    def pass_on(answers):
        invitation, _ = handing_over.hand_over(appointment, **form.answers(), by=request.user)
        last, first = short_date(answers["last_day"]), short_date(invitation.from_on)
        return f"{appointment.person} leaves on {last} (their last day). {invitation.name} is invited from {first}."

    before = (
        f"{appointment.person} keeps what the seat allows to the end of their last day. Their access ends with it, and "
        "so do their offices. They are written a letter.",
        "Open action points and papers stay with the seat, and are the next holder’s from their first day.",
    )
    return ask(request, form, pass_on, _page(appointment.seat, "Hand the seat over", *before))


@once
def change_hand_over(request, pk):
    """Another day for a hand-over that has not happened yet."""
    appointment = _endable(request, pk)
    form = ChangeHandOverForm.from_request(request, instance=appointment, initial={"last_day": appointment.to_on})

    def change(answers):
        moved = handing_over.change_hand_over(appointment, **answers, by=request.user)
        first = short_date((moved.to_come or moved.invitation).from_on)
        last = short_date(answers["last_day"])
        return f"{appointment.person} leaves on {last} (their last day). The next holder begins on {first}."

    before = (
        "The next holder’s first day moves with the holder’s last, and so do the offices of both. Who has accepted is "
        "told; who has not is sent a new link, and the earlier one stops working.",
        "Deputies who leave with the holder keep the day that they were given.",
    )
    return ask(request, form, change, _page(appointment.seat, "Change the day of the hand-over", *before))


@once
def call_off_hand_over(request, pk):
    """The holder stays after all."""
    appointment = _endable(request, pk)

    def call_off(answers):
        stays = handing_over.call_off_hand_over(appointment, by=request.user)
        return f"{appointment.person} stays in the seat {_until(stays.to_on)}. They are told."

    before = (
        f"{appointment.person} keeps the seat as long as before the hand-over, with the offices that would have ended.",
        "The next holder’s invitation is withdrawn. If they have accepted, their appointment is called off, and they "
        "are told.",
        "Deputies who leave with the holder keep their last day: let their appointments last longer one by one.",
    )
    form = ConfirmForm.from_request(request, label="Call off the hand-over", is_warning=True)
    return ask(request, form, call_off, _page(appointment.seat, "Call off the hand-over", *before))


# ── while they are there ─────────────────────────────────────────────────────────────────────────────────────────────


@once
def record_induction(request, pk):
    """Write down when a person was inducted and signed the terms of their seat."""
    appointment = _endable(request, pk)
    known = {"inducted_on": appointment.inducted_on, "signed_terms_on": appointment.signed_terms_on}

    def record(answers):
        acts.record_induction(appointment, **answers, by=request.user)
        return f"Saved for {appointment.person}."

    form = InductionForm.from_request(request, instance=appointment, initial=known)
    page = _page(appointment.seat, f"Induction of {appointment.person}")
    return ask(request, form, record, page)
