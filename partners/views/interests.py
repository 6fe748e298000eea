"""The register of interests: each person's own page, and the register that the secretary keeps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from partners import interests_queries as queries
from partners.interests_forms import EndInterestForm, InterestForm
from partners.list_filters import NAMED, WordsAndBody
from partners.models import Interest
from partners.views.asking import Page, ask
from partners.workflow import interests as acts


@once
def my_interests(request):
    """A person's own interests, and the button by which they confirm them for the year."""
    acts.only_who_declares(request.user)
    interests = queries.interests_of(request.user)
    has_any = any(interest.is_current() for interest in interests)
    label = "Confirm that this is all" if has_any else "Confirm that you have none"
    form = ConfirmForm.from_request(request, label=label)
    if form.is_bound and form.is_valid():
        acts.confirm_interests(request.user)
        messages.success(request, "Thank you. Your interests are confirmed for a year.")
        return redirect("partners:my_interests")
    last = queries.confirmed_on(request.user)
    context = {
        "interests": interests,
        "last": last,
        "due_on": last and queries.a_year_after(last),
        "must_confirm": queries.must_confirm(request.user),
        "today": clock.today(),
    }
    return offer(request, "partners/my_interests.html", form, **context)


def _page(heading, *before):
    back = reverse("partners:my_interests")
    return Page(heading=heading, back=back, back_words="Back to your interests", before=before)


@once
def declare_interest(request):
    """A person declares an interest of their own."""
    acts.only_who_declares(request.user)

    def declare(answers):
        acts.declare_interest(**answers, by=request.user)
        return "The interest is on the register. Confirm below once everything is there."

    before = (
        "Write what could make somebody think that you are swayed, even if you are not.",
        "It stays on the register, also once it has ended. The public cannot read it.",
    )
    return ask(request, InterestForm.from_request(request), declare, _page("Declare an interest", *before))


@once
def end_interest(request, pk):
    """An interest of one's own has ended."""
    interest = get_object_or_404(Interest.objects.filter(person=request.user), pk=pk)

    def end(answers):
        acts.end_interest(interest, **answers, by=request.user)
        return "The interest has ended. It stays on the register, with its last day."

    return ask(request, EndInterestForm.from_request(request), end, _page("End an interest", interest.text))


@require_safe
def list_interests(request):
    """The register: what everybody has declared, and who has not confirmed within a year."""
    if not request.user.has_perm("partners.see_register"):
        raise PermissionDenied("Only the Board’s secretary and auditors read the whole register of interests.")
    form = WordsAndBody(request.GET)
    context = {
        "people": queries.register(form.narrow(queries.seated(), body="seat__body", words=NAMED)),
        "filter": form,
        "confirmed_after": queries.a_year_before(clock.today()),
        "may_nudge": request.user.has_perm("partners.nudge_interests"),
    }
    return render(request, "partners/list_interests.html", context)


@once
def nudge_interests(request):
    """Ask those who have not confirmed to do so, after a look at who they are."""
    if not request.user.has_perm("partners.nudge_interests"):
        raise PermissionDenied("Only the Board’s secretary asks people to confirm their interests.")

    def nudge(answers):
        return _asked(len(acts.nudge(request.user)))

    people = acts.people_to_nudge()
    names = ", ".join(person.name for person in people)
    before = f"These people get a letter with a link: {names}." if people else "Nobody is left to ask today."
    back = reverse("partners:list_interests")
    page = Page(
        heading="Ask for confirmation", back=back, back_words="Back to the register of interests", before=(before,)
    )
    return ask(request, ConfirmForm.from_request(request, label="Ask them"), nudge, page)


def _asked(count):
    if not count:
        return "Nobody was asked: everybody has confirmed, or was asked today already."
    return f"{count} {'person is' if count == 1 else 'people are'} being asked to confirm their interests."
