"""PostgreSQL's full-text search over everything that the asker may read: two queries, whatever is found."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Value

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
    pk: str
    at: datetime
    heading: list
    snippet: list


class Found:
    """What the words find among all that the person may read: how many of each kind, and the best, by slices.

    `words` are as people write them in a search box: with quotes, minus, or. One query for the counts, and one a slice.
    """

    def __init__(self, person, words, kind=""):
        sql, things = _everything(person)
        self._from, self._params = _FROM.format(things=sql), [*things, LANGUAGE, LANGUAGE, LANGUAGE, words]
        self._numbers = [number for number, source in enumerate(SOURCES) if not kind or source.kind == kind]
        self._tally = dict(self._ask(f"SELECT number, count(*) {self._from} GROUP BY number", self._params))

    def counts(self):
        """How many things of each kind: {"meeting": 2, …}."""
        tally = Counter()
        for number, count in self._tally.items():
            tally[SOURCES[number].kind] += count
        return dict(tally)

    def count(self):
        return sum(self._tally.get(number, 0) for number in self._numbers)

    def __getitem__(self, part):
        """The Results of a slice, the best first."""
        best = [RANKING, *self._params, self._numbers, part.stop - part.start, part.start]
        marking = [LANGUAGE, WHOLE, LANGUAGE, SNIPPET]
        rows = self._ask(_PAGE.format(best=_BEST.format(found=self._from)), [*marking, *best])
        return [
            Result(SOURCES[number].name, SOURCES[number].page, pk, at, _parts(heading), _parts(text))
            for number, pk, at, heading, text in rows
        ]

    def _ask(self, sql, params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


def _everything(person):
    """All that the person may read, as (SQL, its parameters): number of the source, id, heading, text, …"""
    names = ("_number", "pk", "_heading", "_text", "_at", "_page_pk")
    first, *others = [
        source.columns(person).annotate(_number=Value(number)).values_list(*names)
        for number, source in enumerate(SOURCES)
    ]
    return first.union(*others, all=True).query.sql_with_params()


# the words count for more in a heading than below it
RANKING = "{0.1, 0.2, 0.4, 1.0}"
_FROM = """
    FROM ({things}) AS thing(number, id, heading, text, at, page_id),
        LATERAL (SELECT setweight(to_tsvector(%s::regconfig, heading), 'A')
                     || setweight(to_tsvector(%s::regconfig, text), 'B') AS vector) AS searched,
        websearch_to_tsquery(%s::regconfig, %s) AS query
    WHERE vector @@ query"""
_BEST = """
    SELECT number, page_id, at, heading, text, query, id, ts_rank(%s::float4[], vector, query) AS rank
    {found} AND number = ANY(%s)
    ORDER BY rank DESC, at DESC, number, id LIMIT %s OFFSET %s"""
_PAGE = """
    SELECT number, page_id, at, ts_headline(%s::regconfig, heading, query, %s),
        ts_headline(%s::regconfig, text, query, %s)
    FROM ({best}) AS best ORDER BY rank DESC, at DESC, number, id"""


def search(person, words, kind="", page=1):
    """A Paginator's page of Results, and how many things of each kind there are. Two queries, whatever is found."""
    found = Found(person, words, kind)
    return Paginator(found, PER_PAGE).get_page(page), found.counts()


def _parts(headline):
    """ "the \ue000plan\ue001 of" as [("the ", False), ("plan", True), (" of", False)]."""
    before, *hits = headline.split(HIT_BEGINS)
    parts = [(before, False)]
    for hit in hits:
        text, _, after = hit.partition(HIT_ENDS)
        parts += [(text, True), (after.replace(HIT_ENDS, ""), False)]
    return [part for part in parts if part[0]]
