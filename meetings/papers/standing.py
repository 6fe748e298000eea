"""What standing items carry by themselves, as pages: the files of the last minutes, and the logs as tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.templatetags.govuk import long_date, short_date
from ccsp_portal.typeset.convert import clean_html
from ccsp_portal.typeset.typesetting import typeset
from meetings.models import ActionPoint, AgendaItem, Minutes, PageRun, Rag, Risk
from meetings.papers.minutes import NO_XML, for_page
from meetings.papers.report import PrintedPart
from meetings.queries.actions import days_late
from meetings.queries.standing import ACTIONS, MINUTES, RISKS, log_to_carry, minutes_to_carry, register_to_carry

Readers, Marking = PageRun.Readers, Document.Marking


@dataclass(frozen=True)
class Carried:
    """Pages of a standing item for one circle of readers; `shows` has the keys of the items that they tell of."""

    printed: PrintedPart
    part: int
    readers: str
    shows: frozenset[int]
    marking: str


def carried_by(item: AgendaItem) -> Iterator[Carried]:
    """All that an item carries today, the members' copy before the public's. Raises NotTypeset."""
    if item.standing in CARRY:
        yield from CARRY[item.standing](item)


def _minutes(item):
    for part, last in enumerate(minutes_to_carry(item)):
        day = long_date(last.minutes.meeting.starts_at)
        title = f"{'Draft minutes' if last.minutes.state == Minutes.State.CLEARED else 'Minutes'} of {day}"
        for for_members, readers in ((True, Readers.MEMBERS), (False, Readers.PUBLIC)):
            if file := last.files.get(for_members):
                document, data = file.document, last.version.members_data if for_members else last.version.open_data
                with document.file.open("rb") as stored:
                    printed = PrintedPart(title, stored.read(), document, _minutes_as_read(data))
                yield Carried(printed, part, readers, last.shown[for_members], document.marking)


def _minutes_as_read(data):
    """Its words as a part of a page; of minutes from before these were kept, the pages' own words must do."""
    if not data:
        return ""
    return clean_html(render_to_string("meetings/minutes_in_words.html", {"d": data, "items": for_page(data)}))


def _actions(item):
    body = item.meeting.body
    for for_members, readers in ((True, Readers.MEMBERS), (False, Readers.PUBLIC)):
        actions = log_to_carry(body, for_members=for_members)
        if actions:
            is_private = any(each.item.is_private for each in actions)
            table = _log_for_members(body, actions) if for_members else _log_for_everybody(body, actions)
            shows = frozenset(each.item_id for each in actions)
            yield Carried(_printed(table), 0, readers, shows, Marking.SENSITIVE if is_private else Marking.OFFICIAL)


def _log_for_members(body, actions):
    return _table(
        "Action log",
        f"Open action points of the {body.name}, as they stood on {long_date(clock.today())}. For members.",
        [("Number", 1.5), ("What is to be done", 3), ("Owner", 1.7), ("Due", 1.3), ("RAG", 0.7), ("Latest", 2)],
        [
            (
                each.reference,
                _with_reason(each),
                str(each.owner),
                _due(each),
                Rag(each.rag).label,
                f"{short_date(each.updated_at)}: {each.latest_update}" if each.latest_update else "Nothing yet",
            )
            for each in actions
        ],
    )


def _log_for_everybody(body, actions):
    return _table(
        "Action log",
        f"Open action points of the {body.name}, as they stood on {long_date(clock.today())}. "
        "Those of private items, and of minutes that are not published, are left out.",
        [("Number", 1.3), ("What is to be done", 4), ("Owner", 2), ("Due", 1.4)],
        [(each.reference, each.text, str(each.owner), _due(each)) for each in actions],
    )


def _with_reason(action: ActionPoint):
    return f"{action.text}\nPrivate: {action.item.private_reason}" if action.item.is_private else action.text


def _due(action):
    return f"{short_date(action.due_on)}, overdue" if days_late(action) else short_date(action.due_on)


def _risks(item):
    body, risks = item.meeting.body, register_to_carry(item.meeting.body)
    if risks:
        table = _table(
            "Risk register",
            f"Risks of the {body.name}, as they stood on {long_date(clock.today())}. For members.",
            [("Number", 1.5), ("Risk", 3.2), ("Score", 1.2), ("What is done", 2.2), ("Owner and next review", 1.7)],
            [(each.reference, _risk(each), _score(each), _controls(each), _owned(each)) for each in risks],
        )
        is_private = any(each.is_private for each in risks)
        marking = Marking.SENSITIVE if is_private else Marking.OFFICIAL
        yield Carried(_printed(table), 0, Readers.MEMBERS, frozenset(), marking)


def _risk(risk: Risk):
    return f"{risk.title}\n{risk.sentence}" + ("\nPrivate: only for members." if risk.is_private else "")


def _score(risk):
    moved = {"up": "\nUp", "down": "\nDown", "same": "\nAs before"}.get(risk.movement, "")
    return f"{risk.residual_score}, {risk.band.label.lower()}{moved}"


def _controls(risk):
    controls = [f"{each.text}{'' if each.in_place else ' (not in place yet)'}" for each in risk.live_controls]
    return "\n".join(controls) or "Nothing yet"


def _owned(risk):
    return f"{risk.owner}\n{short_date(risk.review_on)}{', overdue' if risk.days_overdue else ''}"


def _table(title, lead, columns, rows):
    return {
        "title": title,
        "lead": lead,
        "headings": [heading for heading, _ in columns],
        "widths": [width for _, width in columns],
        "rows": [[NO_XML.sub("", cell) for cell in row] for row in rows],
    }


def _printed(table):
    title = f"{table['title']}, {short_date(clock.today())}"
    return PrintedPart(title, typeset("log.typ", table), html=_log_as_read(table))


def _log_as_read(table):
    """Each row with a heading of its own: so many columns are wider than a telephone."""
    entries = [
        [{"heading": heading, "text": cell} for heading, cell in zip(table["headings"], row, strict=True)]
        for row in table["rows"]
    ]
    return clean_html(render_to_string("meetings/_log_as_read.html", {"lead": table["lead"], "entries": entries}))


CARRY = {MINUTES: _minutes, ACTIONS: _actions, RISKS: _risks}
