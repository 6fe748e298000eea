"""What a meeting's page shows its reader: a function for each part of it, and the tables that it is drawn from."""

from dataclasses import replace

from django.db.models import Q, QuerySet

from meetings.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Meeting,
    Minutes,
    MinuteText,
    Pack,
    PackWithdrawal,
    PageRun,
    Paper,
    PaperVersion,
    WrittenProcedure,
)
from meetings.queries.actions import log_of, raised_at
from meetings.queries.agenda import AgendaLine, agenda_for
from meetings.queries.calls import first_call_of
from meetings.queries.minutes import minutes_to_approve
from meetings.queries.pack import circulations, members_file, packs_out
from meetings.queries.procedures import reports_for
from meetings.queries.quorum import names_in, quorum_in_words
from meetings.queries.records import decisions_of
from meetings.queries.replies import seats_to_answer_for
from meetings.queries.timeline import steps_of
from meetings.queries.withdrawn_pages import withdrawn_pages
from partners.audience import Audience, may_see
from partners.models import Body, Organisation, Partnership, Seat

# what the page shows of other tables, read with the meeting itself
SHOWN_WITH_IT = ("body", "convened_by", "rescheduled_by", "cancelled_by", "minutes")


def meeting_page(meeting: Meeting, person) -> dict:
    """All that the page shows of the meeting to this reader, by the names that its parts are drawn from."""
    went_to = where_it_went(meeting, person)
    lines = _with_where_each_went(agenda_for(meeting, person), went_to, is_member(meeting, person))
    return {
        "agenda": lines,
        "went_to": went_to,
        **facts(meeting, person),
        **my_replies(meeting, person),
        **pack(meeting, person, lines),
        **minutes(meeting, person),
        "reports": reports_for(meeting, person),
        **decisions(meeting, person),
        **actions(meeting, person, lines),
        **timeline(meeting, person, lines),
    }


def is_member(meeting: Meeting, person) -> bool:
    """Whether the person has a seat of the body that meets."""
    return may_see(person, Audience.SEATS, meeting.body_id)


def facts(meeting: Meeting, person) -> dict:
    """When, where, why then; the quorum and the link for joining are for members."""
    mine = is_member(meeting, person)
    return {"is_member": mine, "quorum": quorum_in_words(meeting, names_in(meeting)) if mine else ""}


def where_it_went(meeting: Meeting, person) -> list[Meeting]:
    """The meetings, of those that the reader may see, on whose agendas now stands what stood on that of a cancelled
    one: what had gone out stands there too, and what had not was moved, as the history of items knows."""
    if meeting.state != Meeting.State.CANCELLED:
        return []
    went = AgendaItem.objects.live().filter(carried_from__meeting=meeting)
    if is_member(meeting, person):
        went = AgendaItem.objects.live().filter(Q(carried_from__meeting=meeting) | Q(pk__in=_stood_on(meeting)))
    else:
        went = went.exclude(number="")
    elsewhere = Meeting.objects.visible_to(person).exclude(pk=meeting.pk)
    return list(elsewhere.filter(pk__in=went.values("meeting")).order_by("starts_at"))


def _with_where_each_went(lines, meetings, is_member):
    """The lines, each with that of these meetings on whose agenda its item stands now. One query, none without them."""
    if not meetings:
        return lines
    there = AgendaItem.objects.live().filter(carried_from__in=[line.item.pk for line in lines], meeting__in=meetings)
    if not is_member:
        there = there.exclude(number="")
    found, known = dict(there.values_list("carried_from", "meeting")), {each.pk: each for each in meetings}
    return [replace(line, went_to=known.get(found.get(line.item.pk))) for line in lines]


def _stood_on(meeting):
    """The ids of the items that were ever on its agenda."""
    return AgendaItem.pgh_event_model.objects.filter(meeting=meeting.pk).values("pgh_obj")


def my_replies(meeting: Meeting, person) -> dict:
    """The reader's own seats that are asked, with what each answered; once it was held, who came says more."""
    is_over = meeting.state == Meeting.State.CONCLUDED
    return {"my_seats": [] if is_over else seats_to_answer_for(person, meeting)}


def pack(meeting: Meeting, person, lines: list[AgendaLine]) -> dict:
    """The latest pack that was circulated, its supplements, earlier files, and what was withdrawn since."""
    packs = list(packs_out(meeting, person)) if meeting.is_circulated else []
    told = circulations(meeting, person, packs)
    if not told:
        return {"pack": None}
    latest = packs[0]
    whole = [file for each in told for file in each.files if not file.is_supplement]
    now = {latest.members_document_id, latest.open_document_id}
    reads_private = may_see(person, Audience.PRIVATE_READERS, meeting.body_id)
    return {
        "pack": latest,
        "members_document": members_file(latest, person) if reads_private else None,
        "open_withdrawal": next(
            (file.withdrawal for file in whole if file.document.pk == latest.open_document_id), None
        ),
        "supplements": [each for each in told if each.pack.is_supplement],
        "earlier_files": [file for file in whole if file.document.pk not in now],
        "withdrawn_pages": withdrawn_pages(meeting, person),
        "reads_private": reads_private,
    }


def minutes(meeting: Meeting, person) -> dict:
    """The minutes, once the reader may see them."""
    begun = getattr(meeting, "minutes", None)
    readable = begun and Minutes.objects.visible_to(person).filter(pk=begun.pk).exists()
    return {"minutes": begun if readable else None}


def decisions(meeting: Meeting, person) -> dict:
    """What the reader may know of what was decided; before and at the meeting, the minutes that it is to approve."""
    is_over = meeting.state in (Meeting.State.CONCLUDED, Meeting.State.CANCELLED)
    return {
        "decisions": list(decisions_of(meeting, person)) if meeting.opened_at or is_over else [],
        "to_approve": [] if is_over else minutes_to_approve(meeting, person),
    }


def actions(meeting: Meeting, person, lines: list[AgendaLine]) -> dict:
    """For members: the body's action log as it stands before and at the meeting; after it, what the meeting asked for.

    Matters arising are about the one, and minutes about the other. An extraordinary meeting goes through the log only
    where its agenda says so.
    """
    if not is_member(meeting, person) or meeting.state == Meeting.State.CANCELLED:
        return {"log_counts": [], "red_actions": [], "raised_actions": []}
    raised = list(raised_at(meeting, person)) if meeting.opened_at or meeting.concluded_at else []
    is_silent = meeting.is_extraordinary and not any(line.item.standing == "actions" for line in lines)
    if meeting.state == Meeting.State.CONCLUDED or is_silent:
        return {"log_counts": [], "red_actions": [], "raised_actions": raised}
    counts, red = log_of(meeting, person)
    return {"log_counts": counts, "red_actions": red, "raised_actions": raised}


def timeline(meeting: Meeting, person, lines: list[AgendaLine]) -> dict:
    """The meeting's clock: what it asks of its members, and by when."""
    if not is_member(meeting, person):
        return {"steps": []}
    missing = sum(line.lacks_paper for line in lines)
    last_paper_at = max((paper.first.uploaded_at for line in lines for paper in line.papers), default=None)
    first_called_at = first_call_of(meeting) if meeting.called_at else None
    return {"steps": steps_of(meeting, getattr(meeting, "minutes", None), missing, last_paper_at, first_called_at)}


def rows_of_meeting(request, pk: int) -> tuple[QuerySet, ...]:
    """Every table that the public sees of a meeting: while none of these rows changes, neither does its page."""
    meeting = {"meeting": pk}
    of_its_items = {"item__meeting": pk}
    return (
        Meeting.objects.filter(pk=pk),
        AgendaItem.objects.filter(**meeting),
        # of a cancelled one: on which agenda its business stands now
        AgendaItem.objects.filter(carried_from__meeting=pk),
        Paper.objects.filter(**of_its_items),
        PaperVersion.objects.filter(paper__item__meeting=pk),
        Pack.objects.filter(**meeting),
        PageRun.objects.filter(**meeting),
        # what its pages show of earlier meetings, and may show no more
        AgendaItem.objects.filter(
            pk__in=PageRun.shows.through.objects.filter(pagerun__meeting=pk).values("agendaitem")
        ),
        PackWithdrawal.objects.filter(pack__meeting=pk),
        Attendance.objects.filter(**meeting),
        Declaration.objects.filter(**meeting),
        Decision.objects.filter(**of_its_items),
        ActionPoint.objects.filter(**of_its_items),
        # reported to the body's next meeting, which others before it may become
        WrittenProcedure.objects.filter(body__meetings=pk),
        Meeting.objects.filter(body__meetings=pk),
        # of the body's other meetings too: this one approves the last one's
        Minutes.objects.filter(meeting__body__meetings=pk),
        MinuteText.objects.filter(**of_its_items),
        *rows_of_who_meets(),
    )


def rows_of_calendar(request, pk: int) -> tuple[QuerySet, ...]:
    """The one row that a meeting's calendar entry is made of: neither its agenda nor its body is in it."""
    return (Meeting.objects.filter(pk=pk),)


def rows_of_list(request) -> tuple[QuerySet, ...]:
    """Every table that a list of meetings shows the public."""
    return (Meeting.objects.all(), *rows_of_who_meets())


def rows_of_who_meets() -> tuple[QuerySet, ...]:
    """The names that every page about meetings speaks of."""
    return (Partnership.objects.all(), Body.objects.all(), Organisation.objects.all(), Seat.objects.all())
