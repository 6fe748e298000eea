"""A person's own account."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from partners import held
from partners.account_forms import NameForm, RemindersForm
from partners.cover_queries import covers_for, places_to_cover
from partners.models import CalendarAddress, Reminder
from partners.queries import places_of
from partners.views.asking import Page, ask
from partners.workflow import people


@once
def account(request):
    """What the portal calls a person, how they sign in, and what they are: seats and offices."""
    form = NameForm.from_request(request, initial={"name": request.user.name, "pronouns": request.user.pronouns})
    if form.is_bound and form.is_valid():
        try:
            people.change_name(request.user, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Saved.")
            return redirect("partners:account")
    context = {
        "places": places_of(request.user),
        "to_cover": places_to_cover(request.user).first(),
        "covers": covers_for(request.user),
        "second_factors": set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True)),
    }
    return offer(request, "partners/account.html", form, **context)


@once
def choose_reminders(request):
    """Of what a person wants to be reminded by e-mail."""
    wanted = [each for each in Reminder if request.user.wants(each)]
    form = RemindersForm.from_request(request, initial={"wanted": wanted})

    def choose(answers):
        people.choose_reminders(request.user, answers["wanted"], by=request.user)
        return "Saved. It holds from the next reminder on."

    page = Page(
        heading="Your reminders",
        back=reverse("partners:account"),
        back_words="Back to your account",
        before=(
            "Whatever you choose, your home page says what is due, and we write to you when a meeting is convened, "
            "moved or cancelled, when its papers are out, when you are asked for something, and about your account.",
        ),
    )
    return ask(request, form, choose, page)


@once
def calendar_address(request):
    """The address at which a person's calendar program reads their meetings: made, shown, made anew."""
    address = CalendarAddress.objects.filter(person=request.user).first()
    form = ConfirmForm.from_request(request, label="Make a new address" if address else "Make an address")
    if form.is_bound and form.is_valid():
        people.make_calendar_address(request.user, by=request.user)
        messages.success(request, "Your new address is below. Give it to your calendar program.")
        return redirect("partners:calendar_address")
    link = address and settings.PORTAL_BASE_URL + reverse("meetings:my_calendar", args=[address.token])
    return offer(request, "partners/calendar_address.html", form, address=address, link=link)


@once
def stop_calendar_address(request):
    """A calendar address is wanted no longer."""

    def stop(answers):
        people.stop_calendar_address(request.user, by=request.user)
        return "Your calendar address is stopped."

    page = Page(
        heading="Stop your calendar address",
        back=reverse("partners:calendar_address"),
        back_words="Back to your calendar",
        before=("Your calendar program will find nothing there any more. You can make another address at any time.",),
    )
    return ask(request, ConfirmForm.from_request(request, label="Stop the address", is_warning=True), stop, page)


@require_safe
def my_data(request):
    """What the portal holds about the person who asks, table by table."""
    context = {"about": held.about(request.user), "done": held.done_by(request.user)}
    return render(request, "partners/my_data.html", context)


@require_safe
@never_cache
def download_my_data(request):
    """All of it as a file."""
    answer = JsonResponse(held.everything(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="what-the-portal-holds-about-me.json"'
    return answer
