"""The meetings of the walk's world: one in each state, each with an open and a private item."""

from datetime import date, timedelta

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from meetings.models import (
    ActionPoint,
    ActionStep,
    Attendance,
    Decision,
    Declaration,
    Dissent,
    Evidence,
    ItemExclusion,
    ItemInvitation,
    MinuteRevision,
    Minutes,
    MinuteText,
    Pack,
    Paper,
    PaperVersion,
    PrivacyChange,
    PrivateNote,
    ReadMessage,
    Redating,
    Reply,
    SettledMessage,
    SettledSentence,
)
from meetings.workflow.publication import Correction, correct_minutes, publish
from partners.models import Appointment
from tests.factories import make_item, make_meeting, moment
from tests.meetings.pdfs import pdf
from tests.walk.drafts import ASKED, PRESENTING, report
from tests.walk.forward import plan_ahead
from tests.walk.risks import keep_risks

SEATS, PRIVATE, INVITED = "sits on the Board", "private reader of the Board", "invited to the item too"
GROUP = "the other group"


def hold_meetings(world):
    """Sets world.draft, with_chair, held, session, circulated, ahead, cancelled and group_held: a meeting each."""
    seat = {"secretary", "police_lead", "deputy"}
    world.secrets.circles |= {PRESENTING: seat, ASKED: seat | {"housing_rep"}}
    _hold_past_ones(world)
    world.session = _meeting(world, date(2027, 3, 11), "in session", opened_at=clock.now())
    world.circulated = _meeting(world, date(2027, 6, 10), "circulated")
    world.circulated.invited = _invited_item(world)
    world.note = _note(world)
    secret = world.secrets("link for joining online", SEATS).split()[1]
    world.ahead = _meeting(world, date(2027, 9, 9), "convened", joining_link=f"https://meet.example/{secret}")
    world.cancelled = _cancelled(world)
    _group_meeting(world)
    _replies(world)
    plan_ahead(world)
    keep_risks(world)


def _hold_past_ones(world):
    world.draft = _meeting(world, date(2026, 6, 11), "concluded")
    world.draft.minutes_row = Minutes.objects.create(
        meeting=world.draft, chair_note=world.secrets("what the chair asks to change", PRIVATE)
    )
    world.with_chair = _meeting(world, date(2026, 9, 10), "concluded")
    Minutes.objects.create(meeting=world.with_chair, state="with the chair", sent_to_chair_at=clock.now())
    world.held = _meeting(world, date(2026, 12, 10), "concluded")
    minutes = Minutes.objects.create(
        meeting=world.held, state="cleared", cleared_at=moment(date(2026, 12, 18)), cleared_by=world.cast.chair
    )
    publish(minutes, "draft", by=world.cast.chair)
    _correct(world, minutes)


def _correct(world, minutes):
    """A second version of the minutes, with a correction to each item: of a private one, it is private."""
    secret = world.secrets("correction to the minute of a private item", PRIVATE)
    corrections = [Correction("For north read south.", world.held.open), Correction(secret, world.held.private)]
    correct_minutes(minutes, corrections=corrections, reason="A slip", version=1, by=world.cast.secretary)


def _meeting(world, day, state, **fields):
    """A meeting with an item that its public may read, if it has one, and a private item; both with all their rows."""
    meeting = make_meeting(world.board, world.cast.secretary, day=day, state=state, **fields)
    is_out = meeting.circulated_at is not None
    minutes_out = state == "concluded" and day == date(2026, 12, 10)
    meeting.open = _item(world, meeting, None if is_out else SEATS, None if minutes_out else SEATS)
    meeting.private = _item(world, meeting, PRIVATE, PRIVATE, is_private=True)
    if is_out:
        _packs(world, meeting)
    return meeting


def _item(world, meeting, circle, record_circle, is_private=False):
    """An item with its papers and records. `circle` reads it, `record_circle` what came of it; None is everybody."""
    plant = world.secrets
    words = {
        "title": plant("title of an item", circle) if circle else "Burglary in the north",
        "description": plant("what an item is about", circle) if circle else "What to do about it.",
    }
    if is_private:
        # its reason is for everybody, as its form says
        words |= {"privacy": "private", "private_reason": "It names people", "public_title": "A matter about persons"}
    item = make_item(meeting, presenter=world.partnership.seats["police"], **words)
    if is_private:
        _privacy(item, world)
    if meeting.body_id == world.board.pk:
        _papers(world, item, circle)
    if meeting.state in {"in session", "concluded"}:
        _records(world, item, record_circle)
    return item


def _privacy(item, world):
    at = item.meeting.starts_at - timedelta(days=40)
    reason = item.private_reason
    PrivacyChange.objects.create(item=item, privacy="private", reason=reason, decided_at=at, decided_by=_by(world))


def _papers(world, item, circle):
    """A paper that went out, with a newer version and a withdrawn paper, which only the Board's own people see."""
    at = item.meeting.circulated_at
    item.paper = _paper(world, item, circle, "paper", published_at=at)
    own = circle if item.is_private else SEATS
    item.newer = _version(world, item.paper, own, 2)
    item.unsent = _paper(world, item, own, "paper that did not go out")
    item.withdrawn = _paper(world, item, own, "withdrawn paper", published_at=at)
    report(world, item)
    why = world.secrets("why a paper was withdrawn", circle) if item.is_private else "It was of another year"
    told = {"withdrawn_reason": why, "is_reason_private": item.is_private}
    Paper.objects.filter(pk=item.withdrawn.pk).update(withdrawn_at=clock.now(), **told)


def _paper(world, item, circle, what, **fields):
    title = world.secrets(f"title of a {what}", circle) if circle else "Burglary, month by month"
    paper = Paper.objects.create(item=item, title=title, position=item.papers.count())
    paper.first_version = _version(world, paper, circle, 1, **fields)
    return paper


def _version(world, paper, circle, number, **fields):
    name = world.secrets("name of a file", circle).replace(" ", "-") if circle else "burglary"
    text = _plant(world, "text of a paper", circle) if circle else b"Burglary rose."
    return PaperVersion.objects.create(
        paper=paper,
        number=number,
        document=_file(text, f"{name}.pdf", _by(world)),
        uploaded_at=paper.item.meeting.starts_at - timedelta(days=20),
        uploaded_by=world.cast.police_lead,
        appointment=world.cast.police_lead.appointments.get(),
        **fields,
    )


def _file(data, name, by):
    return store_bytes(b"%PDF-1.7\n" + data, name, PDF, by=by)


def _plant(world, field, circle):
    return world.secrets(field, circle).encode()


def _by(world):
    return world.cast.secretary


def _packs(world, meeting):
    meeting.pack = Pack.objects.create(
        meeting=meeting,
        number=1,
        state="circulated",
        open_document=store_bytes(pdf(words="the open pack"), "pack.pdf", PDF, by=_by(world)),
        members_document=store_bytes(
            pdf(words=world.secrets("the members' pack", PRIVATE)), "members.pdf", PDF, by=_by(world)
        ),
        members_pages=9,
        open_pages=5,
        asked_at=meeting.circulated_at,
        asked_by=_by(world),
        circulated_at=meeting.circulated_at,
    )


def _records(world, item, circle):
    """The minute, a decision, an action point and a declaration of interest."""
    plant = world.secrets
    text = plant("text of a minute", minute_readers(circle)) if circle else "The Board noted it."
    # nobody of the cast writes the group's minutes, and so sees what they were
    is_seen = circle and item.meeting.body_id == world.board.pk
    _minute(world, item, text, plant("earlier minute", minute_readers(circle)) if is_seen else "They met.")
    prefix = "CCSP" if item.meeting.body_id == world.board.pk else "CCSP-D"
    item.decision = Decision.objects.create(
        item=item,
        reference=f"{prefix}/2026/{item.pk:05d}",
        outcome="agreed",
        text=plant("text of a decision", circle) if circle else "The Board agreed to more patrols.",
        quorate=True,
        decided_at=item.meeting.starts_at,
        recorded_by=_by(world),
    )
    item.action = ActionPoint.objects.create(
        item=item,
        reference=f"{prefix}/2026/A{item.pk:05d}",
        text=plant("text of an action point", circle) if circle else "Patrol more.",
        latest_update=plant("update on an action point", circle) if circle else "We do.",
        updated_at=clock.now(),
        updated_by=world.cast.police_lead,
        # the observer owes the private one: owing it does not open it
        owner=world.partnership.seats["observer" if item.is_private else "police"],
        due_on=date(2027, 4, 1),
        first_due_on=date(2027, 4, 1),
        raised_at=item.meeting.starts_at,
        raised_by=_by(world),
    )
    _told_of_action(world, item, circle)
    _dissent(world, item, circle)
    _declaration(world, item, circle)


def _told_of_action(world, item, circle):
    """All that is said and done about an action point, which is for the seats of the body even where it is public."""
    plant, action, by = world.secrets, item.action, world.cast.police_lead
    own = circle or SEATS
    words = {"action": action, "at": clock.now(), "by": by}
    ActionStep.objects.create(kind="updated", text=plant("step of an action point", own), **words)
    ActionPoint.objects.filter(pk=action.pk).update(
        override="red", override_reason=plant("why a RAG was set by hand", own), override_at=clock.now(), override_by=by
    )
    Redating.objects.create(
        action=action,
        due_was=action.due_on,
        due_on=action.due_on + timedelta(days=7),
        reason=plant("why another date is asked for", own),
        asked_at=clock.now(),
        asked_by=by,
    )
    title = plant("what evidence shows", own)
    document = _file(_plant(world, "evidence", own), "evidence.pdf", by)
    item.action.piece = Evidence.objects.create(
        action=action, document=document, title=title, attached_at=clock.now(), attached_by=by
    )
    Evidence.objects.create(
        action=action,
        document=document,
        title=plant("what evidence showed that was taken out", own),
        attached_at=clock.now(),
        attached_by=by,
        withdrawn_at=clock.now(),
        withdrawn_reason=plant("why evidence was taken out", own),
    )


def _dissent(world, item, circle):
    """A dissent is in the minutes, for whoever reads the decision."""
    holder = Appointment.objects.filter(seat__body=item.meeting.body_id).first()
    item.decision.dissent = Dissent.objects.create(
        decision=item.decision,
        seat=holder.seat,
        appointment=holder,
        words=world.secrets("words of a dissent", circle) if circle else "Too soon.",
        recorded_at=clock.now(),
        recorded_by=_by(world),
    )


def _minute(world, item, text, earlier):
    """A minute as it stands, and one as it stood."""
    written = {"written_at": clock.now(), "written_by": _by(world)}
    minute = MinuteText.objects.create(item=item, text=text, html=f"<p>{text}</p>", revision=2, **written)
    MinuteRevision.objects.create(minute=minute, number=1, html=f"<p>{earlier}</p>", **written)
    SettledSentence.objects.create(
        item=item, sentence=f"It was agreed: {earlier}", settled_at=clock.now(), settled_by=_by(world)
    )


def _declaration(world, item, circle):
    if item.meeting.body_id != world.board.pk:
        return
    seat = world.partnership.seats["fire"]
    interest = world.secrets("interest declared", minute_readers(circle)) if circle else "A relative works there."
    fields = {"recorded_at": clock.now(), "recorded_by": _by(world)}
    Declaration.objects.create(meeting=item.meeting, item=item, seat=seat, interest=interest, **fields)


def minute_readers(circle):
    """A draft is for the private readers, also where the item is open to every seat."""
    return PRIVATE if circle == SEATS else circle


def _note(world):
    """What the police lead noted for themselves, on an item that everybody may read."""
    world.secrets.circles["who wrote it"] = {"police_lead"}
    return PrivateNote.objects.create(
        person=world.cast.police_lead,
        meeting=world.circulated,
        item=world.circulated.open,
        text=world.secrets("private note", "who wrote it"),
        written_at=clock.now(),
    )


def _invited_item(world):
    """A private item to which the councillor is invited, who reads no other."""
    item = _item(world, world.circulated, INVITED, INVITED, is_private=True)
    item.invitation = ItemInvitation.objects.create(
        item=item, person=world.cast.councillor, invited_at=clock.now(), invited_by=_by(world)
    )
    item.exclusion = ItemExclusion.objects.create(
        item=item,
        person=world.cast.former_member,
        reason=world.secrets("why somebody takes no part in an item", PRIVATE),
        excluded_at=clock.now(),
        excluded_by=_by(world),
    )
    return item


def _cancelled(world):
    reason = world.secrets("why a meeting was cancelled before it was announced", SEATS)
    fields = {"cancelled_at": clock.now(), "cancelled_by": _by(world), "cancelled_reason": reason}
    return make_meeting(world.board, _by(world), day=date(2027, 7, 8), state="cancelled", **fields)


def _group_meeting(world):
    """A meeting of the group on which nobody of the cast sits but its own secretary."""
    group = world.partnership.group
    held = make_meeting(group, world.cast.elsewhere, day=date(2027, 1, 14), state="concluded")
    held.private = _item(world, held, GROUP, GROUP, is_private=True)
    Minutes.objects.create(meeting=held, state="cleared", cleared_at=clock.now(), cleared_by=world.cast.elsewhere)
    world.group_held = held
    ahead = make_meeting(group, world.cast.elsewhere, day=date(2027, 5, 13))
    ahead.open = make_item(ahead, title=world.secrets("title of another body's item", GROUP))
    world.group_ahead = ahead


def _replies(world):
    """Who said that they come, with a note for the secretary and the chair; and who came."""
    seat = world.partnership.seats["police"]
    world.secrets.circles["the secretary and the chair"] = {"secretary", "chair"}
    own = {"secretary", "chair", "police_lead", "deputy"}
    world.secrets.circles["their own seat too"] = own
    Reply.objects.create(
        meeting=world.circulated,
        seat=seat,
        answer="apologies",
        note=world.secrets("note to a reply", "their own seat too"),
        sequence=0,
        replied_at=clock.now(),
        replied_by=world.cast.police_lead,
    )
    world.secrets.circles["the secretary, and who wrote it"] = {"secretary", "police_lead"}
    world.read_message = ReadMessage.objects.create(
        key="planted",
        read_at=clock.now(),
        outcome="noted",
        reason="They ask for another time.",
        comment=world.secrets("comment from a calendar", "the secretary, and who wrote it"),
        meeting=world.circulated,
        person=world.cast.police_lead,
    )
    SettledMessage.objects.create(
        message=world.read_message,
        note=world.secrets("what was done about a message", "private reader of the Board and a secretary"),
        settled_at=clock.now(),
        settled_by=_by(world),
    )
    for key in ("chair", "police", "council", "probation"):
        seat = world.partnership.seats[key]
        Attendance.objects.create(
            meeting=world.session,
            seat=seat,
            status="present",
            appointment=Appointment.objects.filter(seat=seat).first(),
            voting=True,
            counts_to_quorum=True,
            recorded_at=clock.now(),
            recorded_by=_by(world),
        )
