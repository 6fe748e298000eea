"""What can be found: each kind of thing, the rows of it that a person may read, and which of its words are searched.

The words of files are not searched; those of a paper written in the portal's form are, as its reader is shown them. A
row is found by what its reader may read of it and by nothing else: a private item, for those who may not read it, is
found by its public title alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import DateTimeField, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat

from assessments.models import AssessmentVersion, Finding, Recommendation
from meetings.models import (
    ActionPoint,
    AgendaItem,
    CoverReport,
    Decision,
    Meeting,
    Minutes,
    MinutesCorrection,
    MinuteText,
    Paper,
    PaperVersion,
    PlannedItem,
    Risk,
    WrittenPaper,
    WrittenProcedure,
)
from meetings.queries.records import TAKEN_AT
from partners.audience import Audience, Privacy, bodies_seen_by
from partners.models import Appointment, Body, Organisation
from partners.models.dated import current
from plans.models import CommitmentWording, MeasureWording, PlanVersion, PriorityWording


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found. `heading`, `text`, `at` and `page_pk` are fields or expressions of `rows`."""

    kind: str
    name: str
    page: str
    rows: Callable[..., QuerySet]
    heading: object
    text: object
    at: str
    page_pk: str

    def columns(self, person):
        """The rows that the person may read, with the columns that every source has."""
        return (
            self.rows(person)
            .order_by()
            .annotate(
                _heading=_words(self.heading),
                _text=_words(self.text),
                _at=Cast(F(self.at), DateTimeField()),
                # bodies and organisations have a word in their addresses
                _page_pk=_words(F(self.page_pk)),
            )
        )


def _words(expression):
    return Coalesce(Cast(expression, TextField()), Value(""), output_field=TextField())


def meetings(person):
    """Meetings that the person may know of."""
    return Meeting.objects.visible_to(person)


def items(person):
    """Items whose substance the person may read."""
    return AgendaItem.objects.live().visible_to(person).filter(meeting__in=meetings(person))


def withheld_items(person):
    """Private items that the person knows by their public title only: those circulated, or their own body's."""
    shown = AgendaItem.objects.live().filter(privacy=Privacy.PRIVATE, meeting__in=meetings(person))
    shown = shown.filter(~Q(number="") | Q(meeting__body__in=bodies_seen_by(person, Audience.SEATS)))
    return shown.exclude(pk__in=AgendaItem.objects.visible_to(person).values("pk"))


def planned_items(person):
    """Items of forward plans that the person may read, until they stand on an agenda and are found there."""
    return PlannedItem.objects.visible_to(person).live().filter(item=None)


def papers(person):
    """Papers that the person may read: the public, those that were in a pack. Each with the words, where it has a form,
    of the version that the person is shown: none that was not accepted, and for the public none that did not go out."""
    newest = PaperVersion.objects.visible_to(person).filter(paper=OuterRef("pk")).order_by("-number")
    shown = Paper.objects.live().visible_to(person).filter(item__in=items(person))
    return shown.annotate(form_words=Subquery(newest.values_list(_words_of_form())[:1]))


def _words_of_form():
    recommended = Func(
        F("submission__content__recommendations"),
        template="array_to_string(ARRAY(SELECT jsonb_array_elements_text(%(expressions)s)), ' ')",
        output_field=TextField(),
    )
    texts = [_said("purpose"), recommended, _said("summary")]
    texts += [_said("implications", key, "text") for key in CoverReport.IMPLICATIONS]
    spaced = [each for text in [*texts, _said("background")] for each in (text, Value(" "))]
    return Concat(*spaced, output_field=TextField())


def _said(*keys):
    """A text of the form."""
    *before, last = keys
    return KeyTextTransform(last, F("__".join(["submission__content", *before])))


def minute_texts(person):
    """What was minuted of items that the person may read, in minutes that they may read."""
    return MinuteText.objects.filter(
        item__in=items(person), item__meeting__minutes__in=Minutes.objects.visible_to(person)
    )


def corrections(person):
    """What was put right in minutes that the person may read: of the whole, or of an item that they may read."""
    of = Q(item=None) | Q(item__in=items(person))
    return MinutesCorrection.objects.filter(of, minutes__in=Minutes.objects.visible_to(person))


def decisions(person):
    """Decisions that the person may read, and that stand: of one taken back, only the number is for everybody."""
    return Decision.objects.standing().visible_to(person).annotate(taken_at=TAKEN_AT)


def written_procedures(person):
    """What was put to seats in writing, as far as the person may read it."""
    return WrittenProcedure.objects.visible_to(person)


def written_papers(person):
    """The papers to it."""
    return WrittenPaper.objects.visible_to(person).filter(withdrawn_at__isnull=True)


def actions(person):
    """Action points that somebody who is signed in may read: each has a page for them."""
    rows = ActionPoint.objects.visible_to(person)
    return rows if person.is_authenticated else rows.none()


def minuted_actions(person):
    """Action points that the public may read, in the minutes: not under what was taken off the agenda."""
    rows = ActionPoint.objects.visible_to(person).filter(item__withdrawn_at__isnull=True)
    return rows.none() if person.is_authenticated else rows


def risks(person):
    """Risks of the registers that the person may read."""
    return Risk.objects.visible_to(person)


def assessments(person):
    """Versions of assessments that the person may read."""
    return AssessmentVersion.objects.visible_to(person)


def findings(person):
    """What those versions found."""
    return Finding.objects.filter(version_of__in=assessments(person), removed_at__isnull=True)


def recommendations(person):
    """What those versions recommend, but for what was recommended by a finding that was removed."""
    live = Finding.objects.filter(removed_at__isnull=True).values("pk")
    return Recommendation.objects.filter(version_of__in=assessments(person), findings__in=live).distinct()


def plans(person):
    """Versions of plans that the person may read."""
    return PlanVersion.objects.visible_to(person)


def _wordings(model):
    """The rows of a model that words a promise, in versions that the person may read."""

    def of_plans_for(person):
        return model.objects.filter(version_of__in=plans(person), removed_at__isnull=True)

    return of_plans_for


MEETING, ITEM, MINUTES = "meetings:show_meeting", "meetings:show_item", "meetings:show_minutes"
PAPER = "meetings:show_paper"
ASSESSMENT, PLAN = "assessments:show_assessment", "plans:show_plan"
PROCEDURE = "meetings:show_procedure"
HELD_ON = "item__meeting__starts_at"
OF_ITEM = {"at": HELD_ON, "page_pk": "item__meeting_id"}
OF_VERSION = {"at": "version_of__started_at", "page_pk": "version_of_id"}
NOTHING = Value("")


def bodies(person):
    """The bodies of today: anybody reads who the partnership is."""
    return Body.objects.current()


def organisations(person):
    """Organisations, of today and before."""
    return Organisation.objects.all()


def people(person):
    """Who sits where today, for those who read the directory."""
    seated = Appointment.objects.current().filter(current(prefix="seat__"), person__is_active=True)
    return seated if person.has_perm("partners.see_directory") else seated.none()


SOURCES = (
    Source(
        "meeting",
        "Meeting",
        MEETING,
        meetings,
        F("title"),
        Concat("venue", Value(" "), "body__name", Value(" "), "called_for"),
        "starts_at",
        "pk",
    ),
    Source("item", "Agenda item", ITEM, items, F("title"), F("description"), "meeting__starts_at", "pk"),
    Source(
        "item",
        "Agenda item",
        MEETING,
        withheld_items,
        F("public_title"),
        NOTHING,
        "meeting__starts_at",
        "meeting_id",
    ),
    Source(
        "planned",
        "Item to come",
        "meetings:show_planned_item",
        planned_items,
        F("title"),
        Concat("description", Value(" "), "ground_text"),
        "proposed_at",
        "pk",
    ),
    Source(
        "paper",
        "Paper",
        PAPER,
        papers,
        F("title"),
        Concat("item__title", Value(" "), "form_words", output_field=TextField()),
        HELD_ON,
        "pk",
    ),
    Source("minutes", "Minutes", MINUTES, minute_texts, F("item__title"), F("text"), **OF_ITEM),
    Source(
        "minutes",
        "Correction to minutes",
        MINUTES,
        corrections,
        F("minutes__meeting__title"),
        F("text"),
        "recorded_at",
        "minutes__meeting_id",
    ),
    Source("decision", "Decision", "meetings:show_decision", decisions, F("reference"), F("text"), "taken_at", "pk"),
    Source(
        "written",
        "Written procedure",
        PROCEDURE,
        written_procedures,
        F("title"),
        Concat("text", Value(" "), "urgency", Value(" "), "recommendations", output_field=TextField()),
        "drafted_at",
        "pk",
    ),
    Source(
        "written", "Paper", PROCEDURE, written_papers, F("title"), F("procedure__title"), "brought_at", "procedure_id"
    ),
    Source("action", "Action point", "meetings:show_action", actions, F("reference"), F("text"), HELD_ON, "pk"),
    Source("action", "Action point", MINUTES, minuted_actions, F("reference"), F("text"), **OF_ITEM),
    Source(
        "risk",
        "Risk",
        "meetings:show_risk",
        risks,
        Concat("reference", Value(" "), "title"),
        Concat("cause", Value(" "), "event", Value(" "), "effect", output_field=TextField()),
        "raised_at",
        "pk",
    ),
    Source(
        "assessment", "Assessment", ASSESSMENT, assessments, F("assessment__title"), F("summary"), "started_at", "pk"
    ),
    Source("assessment", "Finding", ASSESSMENT, findings, F("title"), F("text"), **OF_VERSION),
    Source("assessment", "Recommendation", ASSESSMENT, recommendations, F("text"), NOTHING, **OF_VERSION),
    Source("plan", "Plan", PLAN, plans, F("plan__title"), F("summary"), "started_at", "pk"),
    Source("plan", "Priority", PLAN, _wordings(PriorityWording), F("title"), F("text"), **OF_VERSION),
    Source("plan", "Measure", PLAN, _wordings(MeasureWording), F("name"), F("source"), **OF_VERSION),
    Source("plan", "Commitment", PLAN, _wordings(CommitmentWording), F("text"), NOTHING, **OF_VERSION),
    Source("partner", "Body", "partners:show_body", bodies, F("name"), F("purpose"), "from_on", "key"),
    Source(
        "partner", "Organisation", "partners:show_organisation", organisations, F("name"), F("basis"), "from_on", "key"
    ),
    Source(
        "person",
        "Person",
        "partners:show_person",
        people,
        F("person__name"),
        Concat("seat__title", Value(", "), "seat__organisation__name", Value(", "), "seat__body__name"),
        "from_on",
        "person_id",
    ),
)

KINDS = {
    "partner": "Bodies and organisations",
    "person": "People",
    "meeting": "Meetings",
    "item": "Agenda items",
    "planned": "Items to come",
    "paper": "Papers",
    "minutes": "Minutes",
    "decision": "Decisions",
    "written": "Written procedures",
    "action": "Action points",
    "risk": "Risks",
    "assessment": "Assessments",
    "plan": "Plans",
}
