"""What is read of the information-sharing protocol: which authorities signed it, and whom to ask about disclosure."""

from django.db.models import Exists, OuterRef, Prefetch, Subquery

from ccsp_portal import clock
from partners.models import LiaisonOfficer, Organisation, Partnership, Protocol, Signature


def protocol_in_force():
    """The protocol's newest version, with its document; None before there is any. One query."""
    return Protocol.objects.select_related("document").first()


def authorities():
    """The responsible authorities of today (1998 Act, section 5), by name."""
    return Organisation.objects.current().filter(kind=Organisation.Kind.RESPONSIBLE_AUTHORITY).order_by("name")


def authorities_and_protocol(protocol):
    """The same, each with `signed` (its signature of the version, in a list) and `officers` (its liaison officer of
    today, in a list). Three queries."""
    signatures = Signature.objects.filter(protocol=protocol)
    return authorities().prefetch_related(
        Prefetch("signatures", queryset=signatures, to_attr="signed"),
        Prefetch("liaison_officers", queryset=LiaisonOfficer.objects.current(), to_attr="officers"),
    )


def earlier_protocols():
    """The versions before the newest, the latest first, each with its document and signatures. Two queries."""
    signatures = Signature.objects.select_related("organisation").order_by("organisation__name")
    rows = Protocol.objects.select_related("document").prefetch_related(Prefetch("signatures", queryset=signatures))
    return rows[1:]


def earlier_officers():
    """Who was liaison officer of an authority before today, the latest first. One query."""
    ended = LiaisonOfficer.objects.filter(to_on__lt=clock.today())
    return ended.select_related("organisation").order_by("-to_on", "organisation__name")


def authorities_without_a_signature():
    """The responsible authorities that have not signed the version in force; none where there is no protocol."""
    newest = Protocol.objects.order_by("-number").values("pk")[:1]
    signed = Signature.objects.filter(organisation=OuterRef("pk"), protocol=Subquery(newest))
    return authorities().filter(~Exists(signed), Exists(Protocol.objects.all()))


def authorities_without_an_officer():
    """The responsible authorities that have no liaison officer today."""
    officers = LiaisonOfficer.objects.current().filter(organisation=OuterRef("pk"))
    return authorities().filter(~Exists(officers))


def partnership_without_a_protocol():
    """The partnership, while it keeps no information-sharing protocol."""
    return Partnership.objects.filter(~Exists(Protocol.objects.all()))


def protocols_to_review():
    """The version in force, where the day of its review has passed."""
    newest = Protocol.objects.order_by("-number").values("pk")[:1]
    return Protocol.objects.filter(pk=Subquery(newest), review_on__lt=clock.today())
