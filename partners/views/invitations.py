"""The secretary's pages of invitations, and the page that an invitation's link opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import open_to
from partners.forms import AcceptAgainForm, AcceptForm, InviteForm
from partners.list_filters import InvitationsFilter
from partners.models import Partnership
from partners.queries import invitations_seen_by
from partners.workflow import invitations

PAGE = 50
# what the list may be narrowed to: the word in the address, its label, the queryset's method
FILTERS = (
    ("all", "All", "all"),
    ("waiting", "Waiting", "waiting"),
    ("run-out", "Link has run out", "run_out"),
    ("accepted", "Accepted", "accepted"),
    ("withdrawn", "Withdrawn", "revoked"),
)


def _refuse_but_to_the_secretary(request):
    if not request.user.has_perm("partners.invite"):
        raise PermissionDenied("Only a body’s secretary sees invitations to it.")


def list_invitations(request):
    """Every invitation to the secretary's bodies, newest first."""
    _refuse_but_to_the_secretary(request)
    form = InvitationsFilter(request.GET, states=[(word, label) for word, label, _ in FILTERS])
    chosen = next((row for row in FILTERS if row[0] == request.GET.get("state")), FILTERS[0])
    rows = getattr(invitations_seen_by(request.user), chosen[2])()
    rows = form.narrow(rows, body="seat__body", words=("name", "email", "seat__title", "seat__organisation__name"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter": form, "is_narrowed": chosen is not FILTERS[0] or form.is_asked}
    return render(request, "partners/list_invitations.html", context)


@once
def invite(request):
    """Ask a person to take a seat."""
    _refuse_but_to_the_secretary(request)
    waiting, asked = None, {"seat": request.GET.get("seat"), "kind": request.GET.get("kind")}
    form = InviteForm.from_request(request, person=request.user, initial=asked)
    if form.is_bound and form.is_valid():
        try:
            invitation, _ = invitations.invite(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            waiting = getattr(refusal, "invitation", None)
            form.add_error(None, refusal)
        else:
            messages.success(request, f"We are sending {invitation.name} an invitation.")
            return redirect("partners:list_invitations")
    return offer(request, "partners/invite.html", form, waiting=waiting)


def show_invitation(request, pk):
    """One invitation, and what can be done with it."""
    _refuse_but_to_the_secretary(request)
    invitation = get_object_or_404(invitations_seen_by(request.user), pk=pk)
    moves = open_to(request.user, invitation, invitations.MOVES)
    return render(
        request,
        "partners/show_invitation.html",
        {
            "invitation": invitation,
            "can_send_again": invitations.SEND_AGAIN in moves,
            "can_revoke": invitations.REVOKE in moves,
        },
    )


@require_POST
@once
def send_invitation_again(request, pk):
    """Send a fresh link; the earlier one stops working."""
    _refuse_but_to_the_secretary(request)
    invitation = get_object_or_404(invitations_seen_by(request.user), pk=pk)
    invitations.send_again(invitation, by=request.user)
    messages.success(request, f"We are sending {invitation.name} a new link. The earlier one no longer works.")
    return redirect("partners:show_invitation", pk)


@once
def revoke_invitation(request, pk):
    """Withdraw an invitation, once the secretary has said that they mean it."""
    _refuse_but_to_the_secretary(request)
    invitation = get_object_or_404(invitations_seen_by(request.user), pk=pk)
    if request.method == "POST":
        invitations.revoke(invitation, by=request.user)
        messages.success(request, f"The invitation of {invitation.name} is withdrawn. Its link no longer works.")
        return redirect("partners:show_invitation", pk)
    invitations.REVOKE.check(invitation, request.user)
    return render(request, "partners/revoke_invitation.html", {"invitation": invitation})


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@once
def accept_invitation(request, token):
    """The page that the link opens: opening it does nothing, its button accepts."""
    try:
        invitation = invitations.invitation_of(token)
        return _offer_to_accept(request, invitation, token)
    except invitations.DeadLink as dead:
        context = {"dead": dead, "partnership": Partnership.objects.first()}
        return render(request, "partners/dead_invitation.html", context, status=dead.status)


def _offer_to_accept(request, invitation, token):
    person = invitations.person_of(invitation)
    if request.user.is_authenticated and request.user != person:
        return render(request, "partners/invitation_of_another.html", {"invitation": invitation}, status=403)
    form = _questions(request, invitation, person)
    if form.is_bound and form.is_valid():
        try:
            invitations.accept(token, **form.answers())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _accepted(request, invitation))
            return redirect("home:home" if request.user.is_authenticated else "account_login")
    return offer(request, "partners/accept_invitation.html", form, invitation=invitation, person=person)


def _accepted(request, invitation):
    if request.user.is_authenticated:
        return f"You have accepted. The seat is yours from {invitation.from_on:%-d %B %Y}."
    return f"You have accepted. Sign in with your address, {invitation.email}."


def _questions(request, invitation, person):
    if person:
        return AcceptAgainForm.from_request(request)
    return AcceptForm.from_request(request, initial={"name": invitation.name})
