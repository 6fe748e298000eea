"""Terms of reference: each version as it was agreed."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.documents.store import store
from ccsp_portal.once.decorator import once
from partners.models import Body, TermsOfReference
from partners.structure_forms import TermsOfReferenceForm
from partners.views.asking import Page, ask
from partners.workflow import bodies as acts


@once
def replace_terms_of_reference(request, key):
    """Keep the terms of reference that a body agreed."""
    body = get_object_or_404(Body.objects.current(), key=key)
    if not request.user.has_perm("partners.edit_body", body):
        raise PermissionDenied("Only the body’s secretary keeps its terms of reference.")

    def keep(answers):
        try:
            document = store(answers.pop("file"), by=request.user, only_what_is_seen=True)
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from None
        terms = acts.replace_terms_of_reference(body, document=document, **answers, by=request.user)
        return f"Version {terms.number} of the terms of reference is kept."

    back = reverse("partners:show_body", args=[key])
    before = "Anybody can read the newest version. Earlier versions stay, for those who hold a seat."
    page = Page(
        heading="Terms of reference", caption=body.name, back=back, back_words="Back to the body", before=(before,)
    )
    return ask(request, TermsOfReferenceForm.from_request(request), keep, page)


@login_not_required
@require_safe
def download_terms_of_reference(request, key, number):
    """A version's file: the newest for anybody, earlier ones for those who hold a seat."""
    versions = TermsOfReference.objects.filter(body__key=key).select_related("document", "body")
    terms = get_object_or_404(versions, number=number)
    if not request.user.has_perm("partners.see_directory") and versions.filter(number__gt=number).exists():
        raise Http404
    return respond(terms.document, request)
