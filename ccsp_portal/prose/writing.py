"""Paragraphs and lists written out: as HTML of nine tags, as plain words, and as plain data for print and back."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from ccsp_portal.prose.pieces import Block, Entry, Listing, Paragraph, Run

LINK = '<a class="govuk-link" href="{}">{}</a>'


def as_html(blocks: Iterable[Block], *, for_page: bool = False) -> SafeString:
    """HTML of p, ul, ol, li, br, strong, em and a alone, every word escaped. `for_page` adds GOV.UK's classes."""
    return SafeString("".join(_block(each, for_page) for each in blocks))


def _block(block, for_page):
    if isinstance(block, Paragraph):
        opening = '<p class="govuk-body">' if for_page else "<p>"
        return f"{opening}{_runs(block.runs, for_page)}</p>"
    tag, kind = ("ol", "number") if block.is_numbered else ("ul", "bullet")
    opening = f'<{tag} class="govuk-list govuk-list--{kind}">' if for_page else f"<{tag}>"
    entries = "".join(
        f"<li>{_runs(entry.runs, for_page)}{''.join(_block(each, for_page) for each in entry.lists)}</li>"
        for entry in block.entries
    )
    return f"{opening}{entries}</{tag}>"


def _runs(runs, for_page):
    return "".join(_run(run, for_page) for run in runs)


def _run(run: Run, for_page):
    text = escape(run.text).replace("\n", "<br>")
    text = f"<em>{text}</em>" if run.em else text
    text = f"<strong>{text}</strong>" if run.strong else text
    link = LINK if for_page else '<a href="{}">{}</a>'
    return link.format(escape(run.href), text) if run.href else text


def as_text(blocks: Iterable[Block]) -> str:
    """The words alone: a blank line between paragraphs, and each entry of a list on a line after a dash or number."""
    return "\n\n".join(_words(each, "") for each in blocks)


def _words(block, indent):
    if isinstance(block, Paragraph):
        return _plain(block.runs)
    lines = []
    for number, entry in enumerate(block.entries, start=1):
        mark = f"{number}." if block.is_numbered else "-"
        lines.append(f"{indent}{mark} {_plain(entry.runs)}")
        lines += [_words(each, indent + "  ") for each in entry.lists]
    return "\n".join(lines)


def _plain(runs):
    return "".join(run.text for run in runs)


def as_data(blocks: Iterable[Block]) -> list[dict]:
    """What a Typst template sets: {"kind": "p" | "ul" | "ol", …}, texts only."""
    return [_data(each) for each in blocks]


def _data(block):
    if isinstance(block, Paragraph):
        return {"kind": "p", "runs": _runs_data(block.runs)}
    entries = [{"runs": _runs_data(each.runs), "lists": as_data(each.lists)} for each in block.entries]
    return {"kind": "ol" if block.is_numbered else "ul", "entries": entries}


def _runs_data(runs):
    return [{"text": run.text, "strong": run.strong, "em": run.em, "href": run.href} for run in runs]


def from_data(data: Iterable[dict]) -> tuple[Block, ...]:
    """The blocks that such plain data were made of."""
    return tuple(_block_from(each) for each in data)


def _block_from(data):
    if data["kind"] == "p":
        return Paragraph(_runs_from(data["runs"]))
    return Listing(data["kind"] == "ol", tuple(_entry_from(each) for each in data["entries"]))


def _entry_from(data):
    return Entry(_runs_from(data["runs"]), tuple(_block_from(each) for each in data["lists"]))


def _runs_from(data):
    return tuple(Run(**each) for each in data)
