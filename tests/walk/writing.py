"""What the walk's Board was asked in writing: one in each state, with something secret in each field."""

from datetime import timedelta

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from meetings.models import Decision, WrittenPaper, WrittenProcedure, WrittenReply
from partners.models import Appointment

SEATS, PRIVATE, TEXT = "sits on the Board", "private reader of the Board", "works on a text"
# the reason and the public title are for everybody, as their questions say
CLOSED_TO_MOST = {"privacy": "private", "private_reason": "It names people", "public_title": "A matter about persons"}


def put_in_writing(world):
    """Sets world.written: {state: procedure}, each with a paper; those that went out with the police's reply."""
    world.written = {
        "draft": _procedure(world, TEXT),
        "with the chair": _procedure(world, TEXT, state="with the chair"),
        "open": _open(world, SEATS),
        "private": _open(world, PRIVATE, **CLOSED_TO_MOST),
        "decided": _decided(world, None),
        "decided in private": _decided(world, PRIVATE, **CLOSED_TO_MOST),
    }


def _procedure(world, circle, **fields):
    def words(what):
        return world.secrets(f"{what} in writing", circle) if circle else f"The {what} that everybody reads"

    procedure = WrittenProcedure.objects.create(
        body=world.board,
        title=words("title"),
        text=words("text"),
        urgency=words("urgency"),
        recommendations=words("recommendation"),
        closes_at=clock.now() + timedelta(days=7),
        drafted_at=clock.now(),
        drafted_by=world.cast.secretary,
        **fields,
    )
    data = world.secrets("paper in writing", circle).encode() if circle else b"for all"
    procedure.paper = WrittenPaper.objects.create(
        procedure=procedure,
        title=words("paper"),
        document=store_bytes(b"%PDF-1.7\n" + data, "paper.pdf", PDF, by=world.cast.secretary),
        brought_at=clock.now(),
        brought_by=world.cast.secretary,
    )
    return procedure


def _open(world, circle, **fields):
    sent = {"opened_at": clock.now(), "opened_by": world.cast.chair, "quorum": {"at_least": 1}}
    procedure = _procedure(world, circle, **{"state": "open", **sent, **fields})
    person = world.cast.police_lead
    WrittenReply.objects.create(
        procedure=procedure,
        seat=world.partnership.seats["police"],
        answer="agree",
        remark=world.secrets("remark in writing", circle or SEATS),
        replied_at=clock.now(),
        replied_by=person,
        appointment=Appointment.objects.get(person=person),
    )
    return procedure


def _decided(world, circle, **fields):
    closed = {"state": "closed", "closed_at": clock.now(), "closed_by": world.cast.secretary, "financial_year": 2026}
    closed |= {"outcome": "agreed", "account": "Agreed by written procedure"}
    if circle:
        closed["account"] = world.secrets("how it came about in writing", circle)
    procedure = _open(world, circle, **closed, **fields)
    Decision.objects.create(
        procedure=procedure,
        reference=f"WRITTEN/{procedure.pk}",
        outcome="agreed",
        text=world.secrets("decision in writing", circle) if circle else "For all",
        quorate=True,
        decided_at=clock.now(),
        recorded_by=world.cast.secretary,
    )
    return procedure


def _written(*wanted):
    """What the Board was asked in writing, by its state."""
    return lambda world: {which: {"pk": world.written[which].pk} for which in wanted}


def _papers(*wanted):
    return lambda world: {which: {"pk": world.written[which].paper.pk} for which in wanted}


def _replies(world):
    police, chair = world.partnership.seats["police"], world.partnership.seats["chair"]
    return {
        "the police's": {"pk": world.written["open"].pk, "seat": police.pk},
        "the chair's": {"pk": world.written["open"].pk, "seat": chair.pk},
        "the police's, private": {"pk": world.written["private"].pk, "seat": police.pk},
    }


EXAMPLES = {
    "meetings:show_procedure": _written("draft", "with the chair", "open", "private", "decided", "decided in private"),
    "meetings:change_procedure": _written("draft", "open"),
    "meetings:bring_written_paper": _written("draft", "open"),
    "meetings:ask_chair": _written("draft", "open"),
    "meetings:agree_procedure": _written("with the chair", "open"),
    "meetings:return_procedure": _written("with the chair", "open"),
    "meetings:close_procedure": _written("open", "private"),
    "meetings:withdraw_procedure": _written("open", "private"),
    "meetings:reply_to_procedure": _replies,
    "meetings:download_written_paper": _papers("draft", "open", "private", "decided", "decided in private"),
    "meetings:withdraw_written_paper": _papers("draft", "open"),
}
