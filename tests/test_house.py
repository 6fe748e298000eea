"""The rules of the house that no linter knows. Each says what it keeps; the tables say what is let off, and why."""

import ast
import importlib
import re
from collections import Counter
from pathlib import Path

import pytest
import rules
from django.conf import settings
from django.urls import URLPattern, get_resolver

from ccsp_portal.workflow import Move

HOUSE = Path(settings.BASE_DIR)
ROOMS = ("ccsp_portal", "partners", "meetings", "assessments", "plans")
MODULES = sorted(
    path
    for room in ROOMS
    for path in (HOUSE / room).rglob("*.py")
    if "migrations" not in path.parts and path.read_text().strip()
)
TESTS = sorted((HOUSE / "tests").rglob("*.py"))
TEMPLATES = sorted([*(HOUSE / "templates").rglob("*.html"), *(HOUSE / "ccsp_portal").rglob("templates/**/*.html")])

LONGEST_MODULE, LONGEST_FUNCTION = 400, 50
BANNED_NAMES = {"utils", "helpers", "services", "manager", "managers", "base", "common", "core", "misc"}
# only the demo and the tests have these wheels, so that production need not install them
MAY_IMPORT_LATE = {"ccsp_portal/embedded.py"}
# tells the time to everybody else
MAY_ASK_THE_TIME = {"ccsp_portal/clock.py"}

# ── who may open what ────────────────────────────────────────────────────────────────────────────────────────────────

# Pages that open themselves to everybody. What each shows of a row is decided by the row's audience.
OPEN = {
    "health",
    # what anyone may read
    "public:front",
    "public:accessibility",
    "public:privacy",
    "public:cookies",
    "public:contact",
    "public:feed",
    "public:sitemap",
    "public:robots",
    "public:security",
    "meetings:list_meetings",
    "meetings:calendar_feed",
    # the address itself is the key
    "meetings:my_calendar",
    "meetings:update_by_link",
    "meetings:thank_for_update",
    "meetings:reply_by_link",
    "meetings:show_meeting",
    "meetings:meeting_calendar",
    "meetings:show_item",
    "meetings:download_paper",
    "meetings:show_paper",
    "meetings:read_attachment",
    "meetings:download_attachment",
    "meetings:open_pack",
    "meetings:pack_file",
    "meetings:read_pack",
    "meetings:pack_pages",
    "meetings:offline_pack",
    "meetings:download_offline_pack",
    "meetings:show_minutes",
    "meetings:download_minutes",
    "meetings:show_minutes_version",
    "meetings:minutes_file",
    "meetings:list_published",
    "meetings:show_published",
    "meetings:list_decisions",
    "meetings:export_decisions",
    "meetings:export_decisions_workbook",
    "meetings:show_decision",
    # what was decided in writing, and is open
    "meetings:show_procedure",
    "meetings:download_written_paper",
    "assessments:list_assessments",
    "assessments:show_assessment",
    "assessments:download_assessment_chart",
    "plans:list_plans",
    "plans:show_plan",
    "plans:show_commitment",
    "partners:list_bodies",
    "partners:show_body",
    "partners:show_organisation",
    "partners:download_terms_of_reference",
    "search:search",
    # the way in
    "partners:accept_invitation",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "single_sign_on",
    "single_sign_on_callback",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "agree_to_address",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
# Pages that everybody who signs in may open, also a person whose appointments have ended: they are about themselves.
FOR_WHO_SIGNS_IN = {
    "account_begin_second_factor",
    "home:home",
    "partners:account",
    "partners:choose_reminders",
    "partners:calendar_address",
    "partners:stop_calendar_address",
    "meetings:my_notes",
    "once:show_unsent",
    "partners:my_data",
    "partners:download_my_data",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "usersessions_list",
}


def pages(patterns=None, prefix="/", space=""):
    """Every address of the portal: (name, a sample path, the view)."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + _sample(str(each.pattern))
        if isinstance(each, URLPattern):
            yield space + (each.name or path), path, each.callback
        else:
            yield from pages(each.url_patterns, path, space + (f"{each.namespace}:" if each.namespace else ""))


def _sample(route):
    if route.startswith("^"):
        return "password/forgotten/key/1-abc/"
    return re.sub(r"<(\w+:)?\w+>", lambda found: "987654" if found[1] == "int:" else "no-such", route)


PAGES = {name: (path, view) for name, path, view in pages()}
CLOSED = sorted(set(PAGES) - OPEN)


def test_every_page_has_a_name_of_its_own():
    assert [name for name, times in Counter(name for name, _, _ in pages()).items() if times > 1] == []


def test_a_page_opens_itself_only_if_the_table_says_so():
    opened = {name for name, (_, view) in PAGES.items() if not getattr(view, "login_required", True)}
    assert sorted(opened) == sorted(OPEN)


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_page_sends_the_public_to_sign_in(client, db, name):
    path, _ = PAGES[name]
    for answer in (client.get(path), client.post(path)):
        assert (answer.status_code, answer["Location"]) == (302, f"/account/sign-in/?next={path}")


def test_a_person_without_a_seat_opens_no_closed_page_but_their_own(sign_in, former_member):
    client = sign_in(former_member)
    answers = {name: client.get(PAGES[name][0]).status_code for name in set(CLOSED) - FOR_WHO_SIGNS_IN}
    assert {name: status for name, status in answers.items() if status not in {403, 404, 405}} == {}


def test_a_person_without_a_seat_opens_what_is_theirs(sign_in, former_member):
    client = sign_in(former_member)
    refused = {name for name in FOR_WHO_SIGNS_IN if client.get(PAGES[name][0]).status_code >= 400}
    assert refused == set()


# ── permissions ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_permission_that_is_asked_for_stands_in_a_table():
    asked = {name for path in MODULES for name in _permissions_asked(path)} | {move.permission for move in _moves()}
    assert sorted(name for name in asked if not rules.perm_exists(name)) == []


def _permissions_asked(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and _called(node) in {"has_perm", "permission_required"}:
            yield from (word.value for word in node.args[:1] if isinstance(word, ast.Constant))


def _moves():
    for path in MODULES:
        if "workflow" in path.as_posix():
            module = importlib.import_module(".".join(path.relative_to(HOUSE).with_suffix("").parts))
            yield from (value for value in vars(module).values() if isinstance(value, Move))


# ── how code reads ───────────────────────────────────────────────────────────────────────────────────────────────────


def _tree(path):
    return ast.parse(path.read_text())


def _called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _name(path):
    return path.relative_to(HOUSE).as_posix()


def _functions(path):
    return [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_module_is_longer_than_400_lines():
    lengths = {_name(path): len(path.read_text().splitlines()) for path in [*MODULES, *TESTS]}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{_name(path)}: {function.name}"
        for path in [*MODULES, *TESTS]
        for function in _functions(path)
        if function.end_lineno - function.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_says_in_a_line_what_it_is_for():
    # an app's apps.py says nothing that its __init__.py does not
    silent = [_name(path) for path in MODULES if not ast.get_docstring(_tree(path)) and path.name != "apps.py"]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing():
    assert [_name(path) for path in MODULES if BANNED_NAMES & {path.stem, path.parent.name}] == []


def test_imports_stand_at_the_top():
    late = [
        f"{_name(path)}: {function.name}"
        for path in MODULES
        if _name(path) not in MAY_IMPORT_LATE
        for function in _functions(path)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert late == []


def test_nothing_happens_by_signal():
    listening = re.compile(r"^from django\.(db\.models\.signals|dispatch)|^from django.core.signals", re.MULTILINE)
    assert [_name(path) for path in MODULES if listening.search(path.read_text())] == []


def test_no_model_has_a_save_of_its_own():
    own = [
        f"{_name(path)}: {kind.name}"
        for path in MODULES
        if "models" in path.as_posix()
        for kind in ast.walk(_tree(path))
        if isinstance(kind, ast.ClassDef)
        for member in kind.body
        if isinstance(member, ast.FunctionDef) and member.name in {"save", "delete"}
    ]
    assert own == []


def test_nothing_but_the_clock_asks_the_system_for_the_time():
    asking = re.compile(r"\btimezone\.now\(|\bdatetime\.(now|today|utcnow)\(|\bdate\.today\(|\blocaldate\(")
    asked = [_name(path) for path in MODULES if asking.search(path.read_text())]
    assert [name for name in asked if name not in MAY_ASK_THE_TIME] == []


# ── templates ────────────────────────────────────────────────────────────────────────────────────────────────────────

FORBIDDEN = {
    "a filter that trusts what people wrote": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
    "a style in the page": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)|\son\w+=|hx-on|javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    assert [_name(path) for path in TEMPLATES if FORBIDDEN[what].search(path.read_text())] == []


def test_every_page_has_a_title_of_its_own():
    titles = Counter(
        title
        for path in TEMPLATES
        if '{% extends "base.html" %}' in path.read_text()
        for title in re.findall(r"{% block title %}(.*?){% endblock", path.read_text(), re.DOTALL)
        if not title.startswith("{{")
    )
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_page_has_a_title_and_a_heading():
    bare = [
        _name(path)
        for path in TEMPLATES
        if '{% extends "base.html" %}' in path.read_text()
        and not path.name.startswith("_")
        and not ("{% block title %}" in path.read_text() and "<h1" in path.read_text())
    ]
    assert bare == []


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

# between letters, after a plural, or after a name that is put in
STRAIGHT = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])|(?<=[A-Za-z]s)'(?= [a-z{])|(?:^|(?<=}}))'s\b")
LETTERS = sorted((HOUSE / "templates").rglob("*.txt"))


def _shown(path):
    """The texts in a module that may be shown: all but what is said to its readers."""
    tree = _tree(path)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [(f"{_name(path)}:{node.lineno}", node.value) for node in texts if id(node) not in said]


def test_apostrophes_in_what_people_read_are_curly():
    shown = [text for path in MODULES for text in _shown(path)]
    drawn = [(_name(path), path.read_text()) for path in [*TEMPLATES, *LETTERS]]
    assert [name for name, text in [*shown, *drawn] if STRAIGHT.search(text)] == []
