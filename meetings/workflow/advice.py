"""Advice: the secretary asks other authorities for theirs on a paper before it goes out, by a date."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import get_text_list

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import Advice, Meeting, Paper
from meetings.queries.people import people_in
from meetings.queries.replies import people_of_seats
from meetings.workflow.papers import UPLOAD, refuse_off
from partners.audience import PRIVATE_READERS
from partners.models import Role, Seat, User
from partners.models.dated import current

#          verb               from                to    permission
ASK = Move("ask for advice", UPLOAD.from_states, None, "meetings.ask_advice")


def seats_to_ask(paper: Paper) -> QuerySet[Seat]:
    """The seats of the body that may read the item and are not asked yet; not the one that presents it."""
    item = paper.item
    seats = Seat.objects.current().filter(current(prefix="terms__"), body=item.meeting.body_id)
    if item.is_private:
        seats = seats.filter(terms__role__in=PRIVATE_READERS)
    asked = paper.advice.filter(ended_at__isnull=True).values("seat")
    seats = seats.exclude(pk=item.presenter_id).exclude(terms__role=Role.SECRETARY).exclude(pk__in=asked)
    return seats.select_related("organisation").order_by("position").distinct()


@transaction.atomic
def ask_advice(paper: Paper, seats, *, wanted_by, question: str = "", by: User) -> list[Advice]:
    """Ask seats of the body for their advice: they see the paper while they are asked, and are told.

    ValidationError for a day that is past or after the meeting, for a seat that can't be asked, where nobody holds any
    of them, and for a paper that nobody has submitted yet.
    """
    meeting = lock(paper.item.meeting)
    ASK.check(meeting, by)
    refuse_off(paper.item)
    if not is_there_to_read(paper):
        raise ValidationError("The paper has not been submitted yet: there is nothing to advise on.")
    if not clock.today() <= wanted_by <= meeting.day:
        raise ValidationError({"wanted_by": "The date must be between today and the day of the meeting."})
    allowed = set(seats_to_ask(paper).values_list("pk", flat=True))
    if not {seat.pk for seat in seats} <= allowed:
        raise ValidationError({"seats": "One of these seats cannot be asked, or is asked already. Choose again."})
    vacant = held_by_nobody(seats)
    if len(vacant) == len(seats):
        named = get_text_list([str(seat) for seat in vacant], "and")
        raise ValidationError({"seats": f"Nobody holds {named}. Select a seat that somebody holds."})
    fields = {"wanted_by": wanted_by, "question": question.strip(), "asked_at": clock.now(), "asked_by": by}
    with acting("ask for advice", by):
        asked = [Advice.objects.create(paper=paper, seat=seat, **fields) for seat in seats]
    for each in asked:
        tell_the_asked(each, "advice_asked", once=f"advice asked/{each.pk}")
    return asked


def held_by_nobody(seats) -> list[Seat]:
    """Those of the seats for which nobody is told today: they have neither a holder nor a deputy. One query."""
    held = people_of_seats([seat.pk for seat in seats])
    return [seat for seat in seats if seat.pk not in held]


@transaction.atomic
def give_advice(advice: Advice, *, view: str, text: str, by: User) -> Advice:
    """The seat's advice, which stays as it is given; marked as late after the day by which it was asked for."""
    advice = _waiting(advice, by, "meetings.give_advice")
    meeting = lock(advice.paper.item.meeting)
    UPLOAD.check_state(meeting)
    advice.view, advice.text = view, text.strip()
    advice.given_at, advice.given_by = clock.now(), by
    advice.is_late = clock.today() > advice.wanted_by
    advice.full_clean()
    with acting("give advice", by):
        advice.save()
    seated = [each.person_id for each in people_of_seats([advice.paper.item.presenter_id]).get(_seat_of(advice), [])]
    presenting = User.objects.filter(pk__in=seated)
    people = (people_in(meeting.body, Role.SECRETARY) | presenting).distinct()
    _tell(people, "advice_given", advice, once=f"advice given/{advice.pk}", page=advice.paper)
    return advice


@transaction.atomic
def end_request(advice: Advice, *, by: User) -> Advice:
    """Ask a seat no longer: it stops seeing the draft."""
    advice = _waiting(advice, by, "meetings.ask_advice")
    advice.ended_at, advice.ended_by = clock.now(), by
    with acting("ask no longer", by):
        advice.save(update_fields=["ended_at", "ended_by"])
    return advice


def is_there_to_read(paper: Paper) -> bool:
    """Whether something of the paper was submitted or brought, on which others can advise."""
    report = getattr(paper, "report", None)
    return paper.versions.exists() or (report is not None and report.submissions.exists())


def tell_the_asked(advice: Advice, template: str, *, once: str) -> None:
    """Tell whoever sits in the asked seat today, for as long as the seat is asked."""
    people = [each.person for each in people_of_seats([advice.seat_id]).get(advice.seat_id, [])]
    _tell(people, template, advice, once=once)


def _waiting(advice, by, permission):
    advice = lock(advice)
    if not by.has_perm(permission, advice):
        raise PermissionDenied("Only the seat that is asked gives its advice, and only the secretary asks.")
    if advice.given_at:
        raise Conflict("This advice is given already, and stays as it is.")
    if advice.ended_at:
        raise Conflict("The secretary no longer asks for this advice.")
    return advice


def _seat_of(advice):
    return advice.paper.item.presenter_id


def _tell(people, template, advice, *, once, page=None):
    item = advice.paper.item
    outbox.put(
        people,
        f"meetings/notices/{template}.txt",
        once=once,
        subject_thing=page or advice,
        sight=advice,
        advice=advice,
        item=item,
        meeting=item.meeting,
        today=clock.today(),
    )


def may_still_ask(meeting: Meeting, person: User) -> bool:
    """Whether the person would be let through now: for drawing the button."""
    return ASK.is_open_to(person, meeting)
