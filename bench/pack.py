"""A pack of 20 papers and 230 pages, against the same PDFs merely put one after another."""

import tempfile
import time
from pathlib import Path

import pikepdf

from ccsp_portal.typeset.packs import Part, bind
from ccsp_portal.typeset.typesetting import TEMPLATES, compiled, typeset

# 20 papers: 230 pages in all
LENGTHS = [11, 12] * 10
AIM = 3
REPEATS = 3
WORDS = '#set document(title: sys.inputs.title)\n#set text(lang: "en", font: "DejaVu Sans")\n= Report\n'


def measure_pack():
    """One row of the table."""
    papers = [_paper(number, pages) for number, pages in enumerate(LENGTHS)]
    floor = min(_seconds(lambda: _merely_joined(papers)) for _ in range(REPEATS))
    ours = min(_seconds(lambda: _bound(papers)) for _ in range(REPEATS))
    reached = f"{ours / floor:.1f} times qpdf ({ours:.2f} s to {floor:.2f} s)"
    return "pack of 20 papers, 230 pages", reached, f"at most {AIM} times", ours / floor <= AIM


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


def _bound(papers):
    parts = [Part(f"Paper {number}", f"{number}. Item", paper) for number, paper in enumerate(papers)]

    def front(starts):
        listed = [
            {"title": part.title, "page": page, "pages": "", "note": ""}
            for part, page in zip(parts, starts, strict=True)
        ]
        item = {"number": "1", "title": "Items", "at": "2pm", "about": "", "private": "", "held_back": ""}
        item["needs_paper"] = True
        facts = {"title": "Board", "partnership": "CSP", "kind": "Pack", "when": "", "venue": "", "note": ""}
        return typeset("pack.typ", {**facts, "items": [{**item, "papers": listed}]})

    bound = bind(front, parts, title="Board")
    assert bound.pages >= sum(LENGTHS)


def _seconds(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
