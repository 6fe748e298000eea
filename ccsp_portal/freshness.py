"""Answering a visitor that nothing has changed, from one query; what is drawn for a person is kept by nobody.

A public page says which rows it is drawn from, and the decorator does the rest:

    def rows_of_show_meeting(request, pk):
        meetings = Meeting.objects.filter(pk=pk)
        return meetings, AgendaItem.objects.filter(meeting__in=meetings), Minutes.objects.filter(meeting__in=meetings)

    @login_not_required
    @unchanged_since(rows_of_show_meeting)
    def show_meeting(request, pk): …

Name every table whose rows the page shows or is decided by. Each row is taken as PostgreSQL's own mark of who wrote it
last, and where it lies (xmin, ctid), so that no act needs to remember to touch anything: bulk and raw writes count too.
The quarter of an hour is part of the mark, since pages speak of what is next and of what is late; so is the code.
The rows must follow from the path and the day alone: the query is put together once a day for each path.

While the mark stands, a visitor who has the page is told so (304), and another is sent the page as it was drawn for the
last one. A page with a form of its own is neither marked nor kept.
"""

import hashlib
from collections import OrderedDict
from functools import cache, partial, wraps
from http import HTTPStatus
from threading import Lock

import psycopg
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Count, Func, Sum, Value
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from ccsp_portal import clock

KEPT_BY_ANYONE = "public, max-age=0, must-revalidate"
KEPT_BY_NOBODY = "private, no-store"
FOLDERS = ("ccsp_portal", "partners", "meetings", "assessments", "plans", "templates", "static/build")
NOTHING = ("", ())
SOURCES = ("*.py", "*.html", "*.css", "*.js")


class FreshnessMiddleware:
    """Tell every browser and proxy to keep nothing of what was drawn for somebody with a session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_somebody(request) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = KEPT_BY_NOBODY
        return response


def unchanged_since(rows_of):
    """Draw the page again for a visitor only if it has changed; `rows_of(request, …)` gives its querysets."""

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if request.method not in {"GET", "HEAD"} or _is_somebody(request):
                return view(request, *args, **kwargs)
            mark = _mark(request, rows_of, args, kwargs)
            not_modified = get_conditional_response(request, etag=mark)
            if not_modified:
                return _marked(not_modified, mark)
            return PAGES.get(mark) or _draw(request, mark, partial(view, request, *args, **kwargs))

        return answer

    return decorate


def _is_somebody(request):
    """Whether the page may be drawn for one person: for who they are, or with a message about what they just did."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or CookieStorage.cookie_name in request.COOKIES


def _draw(request, mark, view):
    response = view()
    if response.status_code != HTTPStatus.OK:
        return response
    # a form was drawn, whose token is this visitor's alone
    if "CSRF_COOKIE_NEEDS_UPDATE" in request.META or response.cookies:
        response["Cache-Control"] = KEPT_BY_NOBODY
        return response
    response = _marked(response, mark)
    # the address in which a part of a page is asked for is that of the whole
    if request.method == "GET" and "HX-Request" not in request.headers:
        PAGES.keep(mark, response)
    return response


def _marked(response, mark):
    response["ETag"] = mark
    response["Cache-Control"] = KEPT_BY_ANYONE
    patch_vary_headers(response, ["Cookie"])
    return response


def _mark(request, rows_of, args, kwargs):
    asked = (rows_of, request.path, clock.today())
    sql = QUESTIONS.get(asked)
    if sql is None:
        sql = question(rows_of(request, *args, **kwargs))
        QUESTIONS.keep(asked, sql)
    parts = [request.build_absolute_uri(), _quarter_of_an_hour(), code(), settings.PORTAL_PROFILE, *answer_to(sql)]
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _quarter_of_an_hour():
    now = clock.now()
    return now.date(), now.hour, now.minute // 15


class Kept(OrderedDict):
    """The latest so many things, for the threads of one process."""

    def __init__(self, most):
        super().__init__()
        self._most, self._lock = most, Lock()

    def keep(self, key, thing):
        with self._lock:
            self[key] = thing
            while len(self) > self._most:
                self.popitem(last=False)


class KeptPages(Kept):
    """Pages as they were drawn, by their mark."""

    def keep(self, mark, response):
        if not response.streaming and len(response.content) <= LARGEST_PAGE:
            super().keep(mark, (response.content, dict(response.items())))

    def get(self, mark):
        kept = super().get(mark)
        return HttpResponse(kept[0], headers=kept[1]) if kept else None


LARGEST_PAGE = 200_000
PAGES = KeptPages(50)
# what was asked today, as SQL: to put it together takes Django four times as long as PostgreSQL takes to answer
QUESTIONS = Kept(500)


def state_of(querysets):
    """What distinguishes these rows from the same rows changed, one added or one gone. One query, however many."""
    return answer_to(question(querysets))


def question(querysets):
    """The query that asks it, as (SQL, its parameters); no SQL where there is nothing to ask of."""
    parts = [_question(place, rows) for place, rows in enumerate(querysets)]
    try:
        return parts[0].union(*parts[1:], all=True).query.sql_with_params() if parts else NOTHING
    except EmptyResultSet:
        return NOTHING


def answer_to(asked):
    """PostgreSQL's answer: a row for each queryset that has any."""
    if asked == NOTHING:
        return []
    connection.ensure_connection()
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    # its parameters are bound by the server, which then keeps the plan: to plan it costs three times the asking
    with wrapped(psycopg.Cursor(connection.connection)) as cursor:
        cursor.execute(*asked)
        return sorted(cursor.fetchall())


def _question(place, rows):
    asked = rows.order_by().annotate(_place=Value(place)).values("_place")
    return asked.annotate(_count=Count("pk"), _state=Sum(WrittenBy("pk"))).values_list("_place", "_count", "_state")


class WrittenBy(Func):
    """A number for a row, the transaction that last wrote it and the place where that left it."""

    output_field = BigIntegerField()

    def as_sql(self, compiler, connection, **extra):
        (key,) = self.get_source_expressions()
        sql, params = compiler.compile(key)
        table = connection.ops.quote_name(key.alias)
        return f"HASHTEXTEXTENDED({table}.xmin::text || {table}.ctid::text || {sql}::text, 0)", params


@cache
def code():
    """What distinguishes this release from another, the same in every process that runs it."""
    files = [path for folder in FOLDERS for kind in SOURCES for path in (settings.BASE_DIR / folder).rglob(kind)]
    files.append(settings.PORTAL_PROFILE)
    return max(path.stat().st_mtime_ns for path in files)
