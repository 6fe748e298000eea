"""Pages on which meetings come to be and move: a year of them, one more, another time for one, and none at all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.govuk.forms import REFUSED, offer
from ccsp_portal.once.decorator import once
from meetings.forms.schedule import (
    CancelForm,
    CarryForm,
    PlaceForm,
    SittingForm,
    SittingsFormSet,
    TellForm,
    TitleForm,
    YearForm,
)
from meetings.models import Meeting
from meetings.queries.calendar import bodies_that_meet, meetings_in_year, usual_place, year_in_words
from meetings.queries.calls import presenters_whose_day_moves
from meetings.queries.counting import with_papers
from meetings.queries.forward import meetings_to_choose
from meetings.queries.proposals import proposals_for
from meetings.queries.replies import invited_people
from meetings.queries.timeline import moved_steps
from meetings.workflow import carrying, scheduling
from meetings.workflow.announcements import a_letter_waits
from meetings.workflow.invitations import guests_of, what_changed
from partners.models import Body
from partners.views.asking import Page, ask

# what the confirmation page does not send on: Django's own, and its buttons
NOT_ANSWERS = {"csrfmiddlewaretoken", "form_token", "confirmed", "change"}


@once
def schedule_year(request):
    """Choose a body and a year, look at the dates that the portal proposes, change them, and convene all at once."""
    bodies = [body for body in bodies_that_meet() if request.user.has_perm("meetings.schedule_year", body)]
    if not bodies:
        raise PermissionDenied
    asked = YearForm(request.GET if "year" in request.GET else None, bodies=bodies)
    if not asked.is_valid():
        return offer(request, "meetings/schedule_year.html", asked)
    body, year = asked.cleaned_data["body"], asked.cleaned_data["year"]
    already = list(meetings_in_year(body, year))
    if already and request.method == "GET":
        context = {"body": body, "year": year_in_words(year), "meetings": already}
        return render(request, "meetings/year_is_scheduled.html", context)
    return _dates_of_year(request, body, year)


def _dates_of_year(request, body, year):
    proposals = proposals_for(body, year)
    sent = request.POST if request.method == "POST" else None
    sittings = SittingsFormSet(
        sent,
        initial=[_as_answers(proposal.sitting) for proposal in proposals],
        form_kwargs={"body": body, "year": year},
    )
    for form, proposal in zip(sittings, proposals, strict=False):
        form.proposal, form.alternatives = proposal.sitting, proposal.alternatives
    place = PlaceForm(sent, initial=usual_place(body))
    page = {"form": sittings, "place": place, "body": body, "year": year_in_words(year)}
    if sent is None:
        return render(request, "meetings/schedule_year_dates.html", page)
    scheduling.refuse_second_year(body, year)
    if not _are_good(sittings, place) or "change" in sent:
        return _draw_again(request, "meetings/schedule_year_dates.html", page)
    agreed = [form.sitting(place.cleaned_data, request.user) for form in sittings]
    if "confirmed" not in sent:
        return _ask_to_confirm(request, body, agreed, f"Convene {len(agreed)} meetings")
    scheduling.schedule_year(body, year, agreed, by=request.user)
    messages.success(request, f"{len(agreed)} meetings are convened. Everybody invited is being told.")
    return redirect(f"{reverse('meetings:list_meetings')}?year={year}")


@once
def convene_meeting(request, key):
    """Call one meeting more than the year's."""
    body = get_object_or_404(Body.objects.current().select_related("meeting_policy"), key=key)
    if not request.user.has_perm("meetings.convene_meeting", body):
        raise PermissionDenied
    policy = scheduling.policy_of(body)
    sent = request.POST if request.method == "POST" else None
    title = TitleForm(sent, initial={"title": body.name})
    rules = scheduling.rules_for(policy, is_extraordinary=title.is_extraordinary)
    form = SittingForm(sent, body=body, notice_days=rules.notice_days)
    place = PlaceForm(sent, initial=usual_place(body))
    page = {"title": title, "form": form, "place": place, "body": body, "policy": policy}
    if sent is None:
        return render(request, "meetings/convene_meeting.html", page)
    if not _are_good(title, form, place) or "change" in sent:
        return _draw_again(request, "meetings/convene_meeting.html", page)
    sitting = form.sitting(place.cleaned_data, request.user)
    name = scheduling.name_of(title.cleaned_data["title"], is_extraordinary=title.is_extraordinary)
    if "confirmed" not in sent:
        return _ask_to_confirm(request, body, [sitting], "Convene the meeting", name, called_for=title.called)
    meeting = scheduling.convene(body, sitting, title=name, called_for=title.called, by=request.user)
    messages.success(request, "The meeting is convened. Everybody invited is being told.")
    return redirect("meetings:show_meeting", meeting.pk)


@once
def reschedule_meeting(request, pk):
    """Move a meeting to another time or place, after a look at what changes and who is told."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body__meeting_policy"), pk=pk)
    scheduling.RESCHEDULE.check(meeting, request.user)
    sent = request.POST if request.method == "POST" else None
    form = SittingForm(sent, initial=_as_answers(meeting), body=meeting.body, meeting=meeting)
    place = PlaceForm(sent, initial={name: getattr(meeting, name) for name in PlaceForm.base_fields})
    tell = TellForm(sent)
    page = {"form": form, "place": place, "tell": tell, "meeting": meeting, "version": _version(sent, meeting)}
    if sent is None:
        return render(request, "meetings/reschedule_meeting.html", page)
    if not _are_good(form, place, tell) or "change" in sent or not _says_something_new(form, place):
        return _draw_again(request, "meetings/reschedule_meeting.html", page)
    sitting = form.sitting(place.cleaned_data, request.user)
    if "confirmed" not in sent:
        return _ask_to_confirm(
            request,
            meeting.body,
            [sitting],
            _saving(form, tell),
            meeting.title,
            before=meeting,
            is_told=tell.is_told or not form.is_unmoved,
        )
    moved = scheduling.reschedule(meeting, sitting, version=page["version"], tell=tell.is_told, by=request.user)
    messages.success(request, _what_is_told(meeting, moved))
    return redirect("meetings:show_meeting", pk)


def _saving(form, tell):
    if not form.is_unmoved:
        return "Reschedule the meeting"
    return "Save and tell everybody" if tell.is_told else "Save without telling"


def _what_is_told(before, after):
    """What came of a change, in a sentence: what else changes within a minute goes in the same letter."""
    if after.asked_sequence > before.asked_sequence:
        return (
            "The meeting is rescheduled. Everybody invited is told in a minute, and asked to reply again. "
            "What you change until then goes in the same email."
        )
    if after.sequence > before.sequence:
        return (
            "The change is saved. Everybody invited is told in a minute. "
            "What you change until then goes in the same email."
        )
    return "The change is saved. Nobody is sent an email about it."


@once
def cancel_meeting(request, pk):
    """Call a meeting off, with the reason that everybody invited is told."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    scheduling.CANCEL.check(meeting, request.user)
    form = CancelForm.from_request(request)
    if form.is_bound and form.is_valid():
        cancelled = scheduling.cancel(meeting, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "The meeting is cancelled. Everybody invited is being told.")
        return redirect("meetings:carry_over" if carrying.is_waiting(cancelled) else "meetings:show_meeting", pk)
    told = invited_people(meeting.body).count() + guests_of(meeting).count()
    return offer(request, "meetings/cancel_meeting.html", form, meeting=meeting, told=told)


@once
def carry_over(request, pk):
    """Move what a cancelled meeting was to deal with to another, with its papers: one act."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    carrying.CARRY.check(meeting, request.user)
    items, ahead = list(carrying.business_of(meeting)), list(meetings_to_choose(meeting.body))
    form = CarryForm.from_request(request, meetings=ahead, after=meeting.starts_at)
    page = Page(
        heading="Move its business to another meeting",
        caption=str(meeting),
        back=reverse("meetings:show_meeting", args=[pk]),
        back_words="Back to the meeting",
        before=_what_is_carried(items, ahead),
    )
    if not items or not ahead:
        return render(request, "meetings/nothing_to_carry.html", {"page": page})

    def carry(answers):
        carried = carrying.carry_over(meeting, answers["to"], by=request.user)
        number = "1 item is" if len(carried) == 1 else f"{len(carried)} items are"
        having = with_papers(carried)
        papers = "" if not having else ", with papers" if having == len(carried) else f", {having} with papers"
        said = f"{number} on the agenda of {answers['to']}{papers}."
        return said, reverse("meetings:edit_agenda", args=[answers["to"].pk])

    return ask(request, form, carry, page)


def _what_is_carried(items, ahead):
    if not items:
        return ("Nothing is left to move: its business stands on another agenda, or it had none.",)
    if not ahead:
        return ("No other meeting is convened whose agenda can change. Convene one first, then come back here.",)
    return (
        "These go with their papers, their guests and who is left out of them. Standing items stay.",
        *(f"{item}" for item in items),
    )


def _as_answers(held):
    """A meeting's or a proposal's day and times, as a SittingForm asks for them."""
    starts, ends = (moment.astimezone(clock.LONDON) for moment in (held.starts_at, held.ends_at))
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}


def _are_good(*forms):
    # each is asked, so that all that is wrong is said at once
    answers = [form.is_valid() for form in forms]
    return all(answers)


def _says_something_new(form, place):
    if not form.is_unmoved or place.has_changed():
        return True
    form.add_error(None, "Nothing is different. Change the date, a time, the venue or the link.")
    return False


def _version(sent, meeting):
    """The version of the meeting that the person began from."""
    text = (sent or {}).get("version", "")[:9]
    return int(text) if text.isdecimal() else meeting.version


def _draw_again(request, template, page):
    status = 200 if "change" in request.POST else REFUSED
    return render(request, template, page, status=status)


def _ask_to_confirm(request, body, sittings, submit, title="", before=None, is_told=True, called_for=""):
    answers = [(name, value) for name, values in request.POST.lists() if name not in NOT_ANSWERS for value in values]
    context = {
        "sittings": sittings,
        "answers": answers,
        "submit": submit,
        "title": title or body.name,
        "body": body,
        "called_for": called_for,
        "changes": what_changed(before, sittings[0], is_done=False) if before else [],
        "steps": [step for step in moved_steps(before, sittings[0].day) if step.is_moved] if before else [],
        "presenters": presenters_whose_day_moves(before, sittings[0].day) if before else [],
        "told": invited_people(body).count() if is_told else 0,
        "letter_waits": bool(before) and not is_told and a_letter_waits(before),
    }
    return render(request, "meetings/confirm_meetings.html", context)
