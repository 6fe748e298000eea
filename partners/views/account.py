"""A person's own account."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect

from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from partners.account_forms import NameForm
from partners.models import Role
from partners.queries import places_of
from partners.standing import standing_of
from partners.workflow import people


@once
def account(request):
    """What the portal calls a person, how they sign in, and what they are: seats and offices."""
    form = NameForm.from_request(request, initial={"name": request.user.name})
    if form.is_bound and form.is_valid():
        try:
            people.change_name(request.user, form.cleaned_data["name"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Your name is changed.")
            return redirect("partners:account")
    # of seats that cover can be arranged for: by the appointment that holds one
    secretary_by = {
        each.appointment_id for each in standing_of(request.user) if each.role == Role.SECRETARY and not each.deputy
    }
    context = {
        "places": places_of(request.user),
        "secretary_by": secretary_by,
        "has_second_factor": is_mfa_enabled(request.user),
    }
    return offer(request, "partners/account.html", form, **context)
