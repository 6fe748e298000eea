"""HTML from a browser, or from Word by way of one, read into paragraphs and lists; and plain text read the same way."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from ccsp_portal.prose.pieces import DEEPEST, Block, Entry, Listing, Paragraph, Run, address, gather, tidy

STRONG, EM, LISTS = {"strong", "b"}, {"em", "i"}, {"ul", "ol"}
# what begins a paragraph of its own, whatever else it means
APART = {
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "p", "pre", "section", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip
READ = STRONG | EM | LISTS | APART | {"li", "br", "a"}
# with all that is in them
DROPPED = {"script", "style", "title", "head", "iframe", "object", "noscript", "template", "svg", "math", "textarea"}


def read(html: str) -> tuple[Block, ...]:
    """Paragraphs and lists of what was written, bold, italic and linked; all else is left out, its words kept."""
    clean = nh3.clean(
        html.replace("\x00", ""),
        tags=READ,
        clean_content_tags=DROPPED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.read()


def read_plain(text: str) -> tuple[Block, ...]:
    """Plain text with a blank line between paragraphs, in which a new line is a space."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return gather(Paragraph(tidy([Run(" ".join(part.split()))])) for part in parts)


@dataclass
class _OpenEntry:
    runs: list[Run] = field(default_factory=list)
    lists: list["_OpenList"] = field(default_factory=list)


@dataclass
class _OpenList:
    is_numbered: bool
    entries: list[_OpenEntry] = field(default_factory=list)

    def closed(self) -> Listing:
        return Listing(
            self.is_numbered,
            tuple(Entry(tidy(each.runs), tuple(inner.closed() for inner in each.lists)) for each in self.entries),
        )


class _Reader(HTMLParser):
    """Walks HTML that nh3 has cleaned and closed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[Paragraph | _OpenList] = []
        self.runs: list[Run] = []
        self.lists: list[_OpenList] = []
        self.strong = self.em = 0
        self.links: list[str] = []

    def read(self) -> tuple[Block, ...]:
        self._end_paragraph()
        return gather(each if isinstance(each, Paragraph) else each.closed() for each in self.blocks)

    def handle_starttag(self, tag, attrs):
        self.strong += tag in STRONG
        self.em += tag in EM
        if tag == "a":
            self.links.append(address(dict(attrs).get("href") or ""))
        elif tag == "br":
            self._add("\n")
        elif tag in LISTS:
            self._begin_list(tag == "ol")
        elif tag == "li":
            self._end_paragraph()
            if self.lists:
                self.lists[-1].entries.append(_OpenEntry())
        elif tag in APART:
            self._end_paragraph()

    def handle_endtag(self, tag):
        self.strong -= tag in STRONG
        self.em -= tag in EM
        if tag == "a" and self.links:
            self.links.pop()
        elif tag in LISTS and self.lists:
            self._end_paragraph()
            self.lists.pop()
        elif tag in APART or tag == "li":
            self._end_paragraph()

    def handle_data(self, data):
        self._add(data.replace("\n", " "))

    def _add(self, text):
        self.runs.append(Run(text, self.strong > 0, self.em > 0, self.links[-1] if self.links else ""))

    def _begin_list(self, is_numbered):
        self._end_paragraph()
        if len(self.lists) >= DEEPEST:
            # deeper than anybody reads: its entries join those of the list that it stands in
            self.lists.append(self.lists[-1])
            return
        opened = _OpenList(is_numbered)
        if self.lists:
            self._entry().lists.append(opened)
        else:
            self.blocks.append(opened)
        self.lists.append(opened)

    def _entry(self):
        entries = self.lists[-1].entries
        if not entries:
            entries.append(_OpenEntry())
        return entries[-1]

    def _end_paragraph(self):
        runs, self.runs = self.runs, []
        if not tidy(runs):
            return
        if not self.lists:
            self.blocks.append(Paragraph(tidy(runs)))
            return
        entry = self._entry()
        if entry.lists:
            # words after the lists under an entry: an entry of their own, or they would come before those
            entry = _OpenEntry()
            self.lists[-1].entries.append(entry)
        entry.runs += [Run("\n"), *runs] if entry.runs else runs
