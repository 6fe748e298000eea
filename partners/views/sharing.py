"""The information-sharing protocol: who signed it, and whom to ask about disclosure."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.documents.download import respond
from ccsp_portal.documents.store import store
from ccsp_portal.once.decorator import once
from partners import sharing_queries as queries
from partners.models import Protocol
from partners.sharing_forms import EndLiaisonOfficerForm, LiaisonOfficerForm, ProtocolForm, SignatureForm
from partners.views.asking import Page, ask
from partners.workflow import sharing as acts


def _only_who_may_look(request):
    if not request.user.has_perm("partners.see_protocol"):
        raise PermissionDenied("The information-sharing protocol is for people who hold a seat today.")


@require_safe
def show_protocol(request):
    """At a glance: which authorities have signed, who their liaison officers are, and when it is reviewed."""
    _only_who_may_look(request)
    protocol = queries.protocol_in_force()
    authorities = list(queries.authorities_and_protocol(protocol))
    context = {
        "protocol": protocol,
        "authorities": authorities,
        "signed": sum(bool(authority.signed) for authority in authorities),
        "earlier": queries.earlier_protocols(),
        "earlier_officers": queries.earlier_officers(),
        "may_keep": request.user.has_perm("partners.keep_protocol"),
        "today": clock.today(),
    }
    return render(request, "partners/show_protocol.html", context)


@require_safe
def download_protocol(request, number):
    """A version's file."""
    _only_who_may_look(request)
    protocol = get_object_or_404(Protocol.objects.select_related("document"), number=number)
    return respond(protocol.document, request)


def _page(heading, caption="", *before):
    back = reverse("partners:show_protocol")
    return Page(heading=heading, caption=caption, back=back, back_words="Back to information sharing", before=before)


@once
def put_protocol_in_force(request):
    """Keep the version that the authorities agreed."""
    acts.only_who_keeps_it(request.user)

    def keep(answers):
        try:
            document = store(answers.pop("file"), by=request.user, only_what_is_seen=True)
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from None
        protocol = acts.put_in_force(document=document, **answers, by=request.user)
        return f"Version {protocol.number} is in force. Record below who signed it for each authority."

    before = "Everybody with a seat can read it. The version before stays on record, with who signed it."
    page = _page("Put a version in force", "Information-sharing protocol", before)
    return ask(request, ProtocolForm.from_request(request), keep, page)


def _authority(request, key):
    acts.only_who_keeps_it(request.user)
    return get_object_or_404(queries.authorities(), key=key)


@once
def record_signature(request, key):
    """An authority has signed the version in force."""
    authority, protocol = _authority(request, key), queries.protocol_in_force()
    if protocol is None:
        raise Http404
    kept = protocol.signatures.filter(organisation=authority).first()
    now = {"version": 0}
    if kept:
        now = {"signed_by": kept.signed_by, "position": kept.position, "signed_on": kept.signed_on}
        now["version"] = kept.version

    def record(answers):
        acts.record_signature(protocol, authority, **answers, by=request.user)
        return f"The signature for {authority} is recorded."

    before = f"For version {protocol.number}, the one in force. The signed paper itself stays on the authority’s file."
    form = SignatureForm.from_request(request, initial=now)
    return ask(request, form, record, _page("Record a signature", authority.name, before))


@once
def name_liaison_officer(request, key):
    """An authority has designated a liaison officer."""
    authority = _authority(request, key)
    officer = authority.liaison_officers.current().first()

    def name(answers):
        return f"{acts.name_liaison_officer(authority, **answers, by=request.user).name} is the liaison officer."

    before = ["Everybody with a seat can read how to reach them. The public never can."]
    if officer:
        before.insert(0, f"{officer.name} is the liaison officer now, and ends the day before the new one begins.")
    page = _page("Name the liaison officer", authority.name, *before)
    return ask(request, LiaisonOfficerForm.from_request(request), name, page)


@once
def end_liaison_officer(request, key):
    """A liaison officer has gone, and nobody follows yet."""
    authority = _authority(request, key)
    officer = authority.liaison_officers.filter(to_on__isnull=True).first()
    if officer is None:
        raise Http404

    def end(answers):
        acts.end_liaison_officer(officer, **answers, by=request.user)
        return f"{officer.name} is no longer the liaison officer. Name the next as soon as {authority} says who it is."

    before = f"{officer.name}’s name stays on record. How to reach them is struck out for good."
    page = _page("End the liaison officer’s time", authority.name, before)
    return ask(request, EndLiaisonOfficerForm.from_request(request), end, page)
