"""Packs, supplements and copies, against the same PDFs merely put one after another; and the memory for 1,000 pages."""

import multiprocessing
import resource
import tempfile
import time
from io import BytesIO
from pathlib import Path

import pikepdf

from ccsp_portal.typeset.excerpts import excerpt
from ccsp_portal.typeset.packs import Part, bind
from ccsp_portal.typeset.page_numbers import PageNumber
from ccsp_portal.typeset.stamps import stamp_name
from ccsp_portal.typeset.typesetting import TEMPLATES, compiled, typeset

# 20 papers: 230 pages in all
LENGTHS = [11, 12] * 10
AIM, AIM_OF_A_COPY, MOST_MEMORY = 3, 3, 300
# to set a cover takes longer than to join two papers
AIM_OF_A_SUPPLEMENT = 10
REPEATS = 3
WORDS = '#set document(title: sys.inputs.title)\n#set text(lang: "en", font: "DejaVu Sans")\n= Report\n'
LATE = 2


def measure_packs():
    """The rows of the table."""
    papers = [_paper(number, pages) for number, pages in enumerate(LENGTHS)]
    floor = _quickest(lambda: _merely_joined(papers))
    yield _row("pack of 20 papers, 230 pages", _quickest(lambda: _bound(papers)), floor, AIM)
    late = papers[:LATE]
    yield _row(
        "supplement of 2 papers, 23 pages",
        _quickest(lambda: _late(late)),
        _quickest(lambda: _merely_joined(late)),
        AIM_OF_A_SUPPLEMENT,
    )
    whole = _bound(papers).pdf
    yield _row("a reader's own copy of 230 pages", _quickest(lambda: _named(whole)), floor, AIM_OF_A_COPY)
    yield _row("10 pages out of 230", _quickest(lambda: _cut(whole)), floor, AIM_OF_A_COPY)
    yield _memory()


def _row(what, ours, floor, aim):
    reached = f"{ours / floor:.1f} times qpdf ({ours:.2f} s to {floor:.2f} s)"
    return what, reached, f"at most {aim} times", ours / floor <= aim


def _memory():
    """The most memory that a process of its own takes to bind 1,000 pages."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        most = pool.apply(_memory_of_a_thousand_pages)
    return "memory for a pack of 1,000 pages", f"{most:.0f} MB", f"at most {MOST_MEMORY} MB", most <= MOST_MEMORY


def _memory_of_a_thousand_pages():
    papers = [_paper(number, 20) for number in range(50)]
    assert _bound(papers).pages >= 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _paper(number, pages):
    body = "\n#pagebreak()\n".join(f"Page {page} of paper {number}. #lorem(300)" for page in range(pages))
    return compiled((WORDS + body).encode(), TEMPLATES, {"title": f"Paper {number}"}, "ua-1")


def _merely_joined(papers):
    with tempfile.TemporaryDirectory() as place:
        names = []
        for number, paper in enumerate(papers):
            names.append(str(Path(place) / f"{number}.pdf"))
            Path(names[-1]).write_bytes(paper)
        pikepdf.Job(["qpdf", "--empty", "--pages", *names, "--", str(Path(place) / "all.pdf")]).run()


HEAD = {"title": "Board", "partnership": "CSP", "kind": "Pack", "when": "", "venue": "", "note": "", "reports": []}


def _bound(papers):
    parts = [Part(f"Paper {number}", f"{number}. Item", paper) for number, paper in enumerate(papers)]

    def front(starts):
        begins = zip(parts, starts, strict=True)
        listed = [{"title": part.title, "page": page, "pages": "", "note": ""} for part, page in begins]
        item = {"number": "1", "title": "Items", "at": "2pm", "about": "", "private": "", "held_back": ""}
        return typeset("pack.typ", {**HEAD, "items": [{**item, "needs_paper": True, "papers": listed}]})

    return bind(front, parts, title="Board")


def _late(papers):
    parts = [
        Part(f"Paper {number}", f"{number}. Item", paper, PageNumber(12 * number + 11, 1))
        for number, paper in enumerate(papers)
    ]

    def cover(starts):
        changes = [
            {"what": "Added", "item": "1", "paper": part.title, "pages": [{"page": page, "pages": "page"}], "was": ""}
            for part, page in zip(parts, starts, strict=True)
        ]
        told = {"reason": "Late", "where": parts[0].first.where_it_comes, "changes": changes}
        return typeset("supplement.typ", {**HEAD, **told})

    return bind(cover, parts, title="Supplement")


def _named(whole):
    with pikepdf.open(BytesIO(whole)) as pdf:
        stamp_name(pdf, "Copy for Daniel Okafor, 10am on 4 May 2027")
        pdf.save(BytesIO())


def _cut(whole):
    with pikepdf.open(BytesIO(whole)) as pdf:
        return excerpt(pdf, range(100, 110), "Ten pages")


def _quickest(act):
    return min(_seconds(act) for _ in range(REPEATS))


def _seconds(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
