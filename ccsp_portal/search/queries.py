"""PostgreSQL's full-text search over everything that the asker may read: four queries, whatever is found."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Value

from ccsp_portal.search.sources import SOURCES

LANGUAGE = "english"
PER_PAGE = 20
# marks that stand round a hit until the template draws it: from Unicode's private use area, so that nobody types them
HIT_BEGINS, HIT_ENDS = "\ue000", "\ue001"
WHOLE = f"StartSel={HIT_BEGINS}, StopSel={HIT_ENDS}, HighlightAll=true"
SNIPPET = (
    f"StartSel={HIT_BEGINS}, StopSel={HIT_ENDS}, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=' … '"
)


@dataclass(frozen=True)
class Result:
    """One thing found. `heading` and `snippet` are [(text, whether it is a hit), …]."""

    name: str
    page: str
    pk: int
    at: datetime
    heading: list
    snippet: list


def search(person, words, kind="", page=1):
    """A Paginator's page whose rows are Results, the best first."""
    chosen = [number for number, source in enumerate(SOURCES) if not kind or source.kind == kind]
    rows = _union(_columns(number, person, words) for number in chosen).order_by("-_rank", "-_at", "_number", "pk")
    found = Paginator(rows, PER_PAGE).get_page(page)
    found.object_list = _results(list(found.object_list), words)
    return found


def counts(person, words):
    """How many things of each kind the words find: {"meeting": 2, …}. One query."""
    rows = _union(
        _matching(number, person, words).values("_number").annotate(_count=Count("pk")).values_list("_number", "_count")
        for number in range(len(SOURCES))
    )
    tally = Counter()
    for number, count in rows:
        tally[SOURCES[number].kind] += count
    return {kind: count for kind, count in tally.items() if count}


def _union(querysets):
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def _matching(number, person, words):
    """The rows of a source that hold the words, as people write them in a search box (quotes, minus, or)."""
    query = SearchQuery(words, search_type="websearch", config=LANGUAGE)
    vector = SearchVector("_heading", weight="A", config=LANGUAGE) + SearchVector("_text", weight="B", config=LANGUAGE)
    rows = SOURCES[number].columns(person).annotate(_number=Value(number), _vector=vector)
    return rows.filter(_vector=query).annotate(_rank=SearchRank("_vector", query))


def _columns(number, person, words):
    names = ("_number", "pk", "_heading", "_text", "_at", "_page_pk", "_rank")
    return _matching(number, person, words).values_list(*names)


def _results(rows, words):
    """The rows as Results, their hits marked. One query."""
    if not rows:
        return []
    numbers, _, headings, texts, moments, pages, _ = zip(*rows, strict=True)
    return [
        Result(SOURCES[number].name, SOURCES[number].page, pk, at, _parts(heading), _parts(text))
        for number, pk, at, (heading, text) in zip(
            numbers, pages, moments, _marked(headings, texts, words), strict=True
        )
    ]


def _marked(headings, texts, words):
    """The headings whole, and of each text what is round its hits, with marks round the hits themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline(%(language)s::regconfig, heading, query, %(whole)s),"
            " ts_headline(%(language)s::regconfig, text, query, %(snippet)s)"
            " FROM websearch_to_tsquery(%(language)s::regconfig, %(words)s) AS query,"
            " unnest(%(headings)s::text[], %(texts)s::text[]) WITH ORDINALITY AS given(heading, text, place)"
            " ORDER BY place",
            {
                "language": LANGUAGE,
                "whole": WHOLE,
                "snippet": SNIPPET,
                "words": words,
                "headings": list(headings),
                "texts": list(texts),
            },
        )
        return cursor.fetchall()


def _parts(headline):
    """ "the \ue000plan\ue001 of" as [("the ", False), ("plan", True), (" of", False)]."""
    before, *hits = headline.split(HIT_BEGINS)
    parts = [(before, False)]
    for hit in hits:
        text, _, after = hit.partition(HIT_ENDS)
        parts += [(text, True), (after.replace(HIT_ENDS, ""), False)]
    return [part for part in parts if part[0]]
