"""A paper's form in words: what it says, what is missing in it, and how two of its texts differ."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from meetings.models import Attachment, CoverReport, ReadingCopy, Submission
from meetings.queries.files import is_picture

IMPLICATIONS = CoverReport.IMPLICATIONS
NONE = "None."
# how far a paper is that is not accepted, of the seat that presents its item
FAR = {
    CoverReport.State.DRAFT: "is still being written by {}.",
    CoverReport.State.RETURNED: "was returned to {}, who has not submitted it again.",
    CoverReport.State.SUBMITTED: "from {}, waits for you to accept it.",
}


@dataclass(frozen=True)
class Missing:
    """What a paper lacks before it can be submitted: a sentence, and the address at which it is put right."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Part:
    """One part of a paper as it is read: a text, numbered texts, or named ones ([(name, text)])."""

    heading: str
    text: str = ""
    numbered: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


def unfinished_reports(meeting) -> QuerySet[CoverReport]:
    """The papers to what stands on the agenda that are being written, or are with the secretary. One query."""
    reports = CoverReport.objects.filter(
        state__in=FAR, paper__item__meeting=meeting, paper__item__withdrawn_at=None, paper__withdrawn_at=None
    )
    return reports.select_related("paper__item__presenter__organisation").order_by("paper__item__position", "pk")


def content_of(report: CoverReport) -> dict:
    """What the form says now, as a submission keeps it. One query."""
    attachments = report.attachments.live()
    return {
        "purpose": report.purpose,
        "recommendations": report.recommendations,
        "summary": report.summary,
        "implications": report.implications,
        "background": report.background,
        "attachments": [{"pk": each.pk, "title": each.title, "alt": each.alt_text} for each in attachments],
    }


def parts_of_report(content: dict) -> list[Part]:
    """A paper's texts in the order in which they are read; an implication without an effect says why."""
    return [
        Part("Purpose", text=content["purpose"]),
        Part("Recommendations", numbered=tuple(content["recommendations"])),
        Part("Summary", text=content["summary"]),
        Part("Implications", named=tuple(_implications(content["implications"]))),
        Part("Background papers", text=content["background"] or NONE),
    ]


def _implications(answers) -> Iterator[tuple[str, str]]:
    for key, name in IMPLICATIONS.items():
        answer = answers.get(key) or {}
        text = answer.get("text", "")
        yield name, f"None. {text}" if answer.get("none") and text else text


def what_is_missing(report: CoverReport) -> list[Missing]:
    """All that stands in the way of submitting it, with where to put it right. Two queries."""
    write = reverse("meetings:write_paper", args=[report.paper_id])
    found = []
    for name, sentence in (
        ("purpose", "Enter the purpose of the paper."),
        ("recommendations", "Enter at least one recommendation."),
        ("summary", "Enter a summary."),
    ):
        if not getattr(report, name):
            found.append(Missing(sentence, f"{write}#id_{name if name != 'recommendations' else 'recommendation_1'}"))
    for key, name in IMPLICATIONS.items():
        answer = report.implications.get(key) or {}
        if not answer.get("text"):
            why = "why there are no" if answer.get("none") else "the"
            found.append(Missing(f"Implications, {name}: enter {why} implications.", f"{write}#id_{key}_text"))
    return [*found, *_missing_of_files(report)]


def _missing_of_files(report):
    attachments = list(report.attachments.live().select_related("document"))
    copies = ReadingCopy.objects.in_bulk([each.document_id for each in attachments], field_name="document_id")
    for each in attachments:
        change = reverse("meetings:change_attachment", args=[each.pk])
        copy = copies.get(each.document_id)
        if is_picture(each.document) and not each.alt_text:
            yield Missing(f"“{each.title}”: describe what the picture shows, for people who can’t see it.", change)
        if copy and copy.problem:
            yield Missing(f"“{each.title}”: {copy.problem[:1].lower()}{copy.problem[1:]}", change)


def attachments_of(submission: Submission) -> list[Attachment]:
    """The attachments as they were submitted, each with its document and copy, and its title and words of then."""
    told = {each["pk"]: each for each in submission.content["attachments"]}
    rows = Attachment.objects.filter(pk__in=told).select_related("document__copy__file")
    found = {each.pk: each for each in rows}
    for each in found.values():
        each.title, each.alt_text = told[each.pk]["title"], told[each.pk]["alt"]
    return [found[pk] for pk in told if pk in found]


# ── two texts beside one another ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Run:
    """Words that stand in both texts ("same"), or in one of them ("added", "removed")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Compared:
    """One part of two papers: its heading, and its words with what was added and removed."""

    heading: str
    runs: list[Run]

    @property
    def is_changed(self) -> bool:
        return any(run.kind != "same" for run in self.runs)


LONGEST_COMPARED = 6_000


def compared(before: Submission, after: Submission) -> list[Compared]:
    """The two submissions part by part, word by word."""
    texts = zip(_texts(before), _texts(after), strict=True)
    return [Compared(heading, list(word_runs(old, new))) for (heading, old), (_, new) in texts]


def _texts(submission) -> Iterable[tuple[str, str]]:
    content = submission.content
    yield "Title", submission.title
    yield "Marking", submission.marking
    for part in parts_of_report(content):
        if part.heading == "Implications":
            yield from ((f"Implications: {name}", text) for name, text in part.named)
        elif part.heading == "Recommendations":
            yield part.heading, "\n".join(f"{place}. {text}" for place, text in enumerate(part.numbered, start=1))
        else:
            yield part.heading, part.text
    files = (f"{each['title']}{': ' + each['alt'] if each['alt'] else ''}" for each in content["attachments"])
    yield "Attachments", "\n".join(files)


def word_runs(before: str, after: str) -> Iterator[Run]:
    """The words of both texts in order, joined up: what is removed comes before what is put in its place."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    if len(old) + len(new) > 2 * LONGEST_COMPARED:
        # texts so long that words would take too long to compare: the lines do, or the whole where these are as many
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
        if len(old) + len(new) > LONGEST_COMPARED:
            old, new = [before], [after]
    removed = added = ""
    for kind, begin, end, start, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[begin:end]), "".join(new[start:stop])
        # a space that stays between two words that do not is no word that stayed
        is_between = not gone.strip() and "\n" not in gone and (removed or added)
        if kind != "equal" or is_between:
            removed, added = removed + gone, added + come
            continue
        yield from _changed(removed, added)
        removed = added = ""
        yield Run("same", gone)
    yield from _changed(removed, added)


def _changed(removed, added):
    if removed:
        yield Run("removed", removed)
    if added:
        yield Run("added", added)
