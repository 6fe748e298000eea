"""The pages of written procedures: what they ask, who may, what is private, and what they cost."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.jobs.models import Job
from ccsp_portal.notices.models import Notice
from meetings.models import Decision, WrittenProcedure, WrittenReply
from meetings.workflow import copies
from meetings.workflow import procedures as acts
from meetings.workflow.scheduling import convene
from partners.models import MeetingPolicy
from tests.meetings.conftest import boxes, sitting, text_of
from tests.meetings.files import tracked
from tests.meetings.pdfs import everything_in, pdf, upload
from tests.meetings.writing import WORDS, draft, put, say, until, voters

pytestmark = pytest.mark.usefixtures("in_may")

LIST, WRITE = "/meetings/written/", "/meetings/written/board/write/"
PRIVATE = {"privacy": "private", "private_reason": "It names a victim", "public_title": "A safeguarding matter"}
SECRET = "Zephyrine"


def address(name, procedure, *more):
    return reverse(f"meetings:{name}", args=[procedure.pk, *more])


@pytest.fixture
def answers():
    return (
        WORDS
        | {"privacy": "open", "private_reason": "", "public_title": "", "closes": "5pm"}
        | boxes("closes_on", until().date())
    )


@pytest.fixture
def people(partnership, cast):
    return voters(partnership, cast)


@pytest.fixture
def close(board, cast, partnership, people):
    """Put to all seats, agreed to by all, and closed."""

    def act(**fields):
        procedure = put(board, cast, **fields)
        replies = dict.fromkeys(("chair", "police", "council", "probation", "fire"), "agree")
        say(procedure, partnership, people, **replies)
        return acts.close(procedure, by=cast.secretary)

    return act


def test_from_the_draft_to_the_register(post, sign_in, cast, board, partnership, answers):
    assert post(cast.secretary, WRITE, answers).status_code == 302
    procedure = WrittenProcedure.objects.get()
    file = SimpleUploadedFile("lights.pdf", pdf(), "application/pdf")
    paper = {"title": "Lights", "file": file, "marking": "OFFICIAL"}
    assert post(cast.secretary, address("bring_written_paper", procedure), paper).status_code == 302
    assert post(cast.secretary, address("ask_chair", procedure)).status_code == 302
    assert post(cast.chair, address("agree_procedure", procedure)).status_code == 302
    seat = partnership.seats["police"].pk
    reply = address("reply_to_procedure", procedure, seat)
    assert post(cast.police_lead, reply, {"answer": "agree", "remark": "At once", "version": "0"}).status_code == 302
    page = text_of(sign_in(cast.police_lead).get(procedure.get_absolute_url()))
    assert "You replied: agree" in page
    assert "At once" in page
    assert "As it stands: Not decided by written procedure: too few replied. 1 agreed" in page
    with clock.set_to(until(8)):
        assert post(cast.secretary, address("close_procedure", procedure)).status_code == 302
        assert "Too few replied" in text_of(sign_in(cast.secretary).get(LIST))


def test_a_double_click_is_one_reply(sign_in, cast, board, partnership):
    procedure = put(board, cast)
    url = address("reply_to_procedure", procedure, partnership.seats["police"].pk)
    client = sign_in(cast.police_lead)
    token = client.get(url).content.decode().split('name="form_token" value="')[1].split('"')[0]
    sent = {"form_token": token, "answer": "agree", "remark": "", "version": "0"}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert WrittenReply.objects.get().version == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"recommendations": " "}, "Enter at least one recommendation"),
        ({"urgency": ""}, "Enter why it cannot wait for the next meeting"),
        ({"closes_on-year": "2026"}, "The last day for replies must be today or later"),
        ({"closes_on-year": "2029"}, "at most 90 days ahead"),
        ({"closes": "half past"}, "time"),
        ({"privacy": "private"}, "Enter why the item is private"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(post, cast, board, answers, changed, said):
    page = post(cast.secretary, WRITE, answers | changed)
    assert page.status_code == 422
    assert said in text_of(page)
    assert "Close the underpass at night" in page.content.decode()
    assert not WrittenProcedure.objects.exists()


@pytest.mark.parametrize(
    ("last", "remark"),
    [
        (date(2027, 5, 14), ""),
        (date(2027, 5, 16), " 16 May 2027 is a Sunday."),
        (date(2027, 5, 31), " 31 May 2027 is a bank holiday: Spring Bank Holiday."),
    ],
)
def test_a_deadline_on_a_day_on_which_nobody_works_is_taken_and_remarked_upon(post, cast, board, answers, last, remark):
    answer = post(cast.secretary, WRITE, answers | boxes("closes_on", last))
    [said] = get_messages(answer.wsgi_request)
    assert str(said) == f"The draft is saved. Add its papers, then send it to the chair.{remark}"
    changing = address("change_procedure", WrittenProcedure.objects.get())
    answer = post(cast.secretary, changing, answers | boxes("closes_on", last) | {"text": "Soon", "version": "1"})
    [said] = get_messages(answer.wsgi_request)
    assert str(said) == f"The draft is saved.{remark}"


def test_an_hour_that_the_clocks_skip_is_refused(post, cast, board, answers):
    with clock.set_to(until().replace(year=2028, month=3, day=20)):
        skipped = {"closes_on-day": "26", "closes_on-month": "3", "closes_on-year": "2028", "closes": "1.30am"}
        page = post(cast.secretary, WRITE, answers | skipped)
    assert page.status_code == 422
    assert "there is no 1.30am" in text_of(page)


def test_a_sensitive_paper_belongs_to_a_private_one(post, cast, board):
    procedure = draft(board, cast.secretary)
    file = SimpleUploadedFile("names.pdf", pdf(), "application/pdf")
    page = post(
        cast.secretary,
        address("bring_written_paper", procedure),
        {"title": "Names", "file": file, "marking": "OFFICIAL-SENSITIVE"},
    )
    assert page.status_code == 422
    assert "Make the procedure private first" in text_of(page)


def test_a_private_one_with_a_sensitive_paper_is_not_made_open(post, cast, board, answers):
    procedure = draft(board, cast.secretary, **PRIVATE)
    file = SimpleUploadedFile("names.pdf", pdf(), "application/pdf")
    acts.bring_paper(procedure, file, title="Names", marking="OFFICIAL-SENSITIVE", by=cast.secretary)
    page = post(cast.secretary, address("change_procedure", procedure), answers | {"version": "1"})
    assert page.status_code == 422
    assert "withdraw that, or keep it private" in text_of(page)


def test_two_who_change_the_draft_see_both_texts(post, cast, board, answers):
    procedure = draft(board, cast.secretary)
    url = address("change_procedure", procedure)
    assert post(cast.secretary, url, answers | {"text": "First", "version": "1"}).status_code == 302
    page = post(cast.secretary, url, answers | {"text": "Second", "version": "1"})
    assert page.status_code == 409
    assert "First" in text_of(page)
    assert "Second" in page.content.decode()


@pytest.fixture
def in_word(board, cast):
    """A paper that was put to all seats in writing: a Word file with tracked changes, comments and hidden text."""
    procedure = draft(board, cast.secretary)
    file = upload(tracked(SECRET), "lights.docx")
    paper = acts.bring_paper(procedure, file, title="Lights", marking="OFFICIAL", by=cast.secretary)
    acts.agree(acts.ask_chair(procedure, by=cast.secretary), by=cast.chair)
    return paper


def test_readers_of_a_word_file_get_the_copy_without_what_is_hidden_and_the_secretary_and_chair_the_file(
    cast, sign_in, in_word
):
    url, page = address("download_written_paper", in_word), in_word.procedure.get_absolute_url()
    client = sign_in(cast.police_lead)
    assert client.get(url).status_code == 503
    assert "Lights (its copy for readers is being made)" in text_of(client.get(page))
    copies.make_missing_copies()
    for person in (cast.police_lead, cast.observer):
        answer = sign_in(person).get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert SECRET.encode() not in everything_in(b"".join(answer.streaming_content))
        assert "Lights lights.pdf (PDF" in text_of(sign_in(person).get(page))
    for person in (cast.secretary, cast.chair):
        answer = sign_in(person).get(url)
        assert answer["Content-Disposition"] == 'attachment; filename="lights.docx"'
    said = text_of(sign_in(cast.secretary).get(page))
    assert "It has comments: readers get a copy without them." in said
    assert "Only the secretary and the chair can open the file itself." in said
    assert "It has comments" not in text_of(sign_in(cast.police_lead).get(page))


def test_the_worker_is_asked_for_the_copy_when_the_file_is_brought(in_word):
    assert Job.objects.get(kind=copies.KIND).subject_pk == in_word.document_id


def test_who_sees_a_draft_and_who_what_is_out(board, cast, sign_in):
    url = draft(board, cast.secretary).get_absolute_url()
    for name, person in cast.everybody.items():
        assert sign_in(person).get(url).status_code == (200 if name in {"secretary", "chair"} else 404), name
    url = put(board, cast).get_absolute_url()
    for name, person in cast.everybody.items():
        expected = 404 if name in {"former_member", "public"} else 200
        assert sign_in(person).get(url).status_code == expected, name


def test_an_open_one_is_everybody_s_once_it_decided_and_replies_never_are(close, cast, sign_in):
    procedure = close()
    reply = WrittenReply.objects.first()
    WrittenReply.objects.filter(pk=reply.pk).update(remark=SECRET)
    page = sign_in(cast.public).get(procedure.get_absolute_url())
    assert page.status_code == 200
    assert "Agreed by written procedure: 5 agreed" in text_of(page)
    assert SECRET not in page.content.decode()
    assert "Daniel Okafor" not in page.content.decode()
    assert "CCSP/2027/001" in text_of(sign_in(cast.public).get("/meetings/decisions/"))


@pytest.fixture
def secret(board, cast, partnership):
    """(a private procedure with a paper, its meeting to come): what was agreed, with the secret in every field."""
    actions = {"key": "actions", "title": "Matters arising", "purpose": "discuss", "minutes": 10}
    MeetingPolicy.objects.update(standing_items=[actions])
    board.refresh_from_db()
    meeting = convene(board, sitting(clock.today().replace(month=6, day=10)), by=cast.secretary)
    meeting.items.update(number="1")
    meeting.circulated_at = clock.now()
    meeting.state = "circulated"
    meeting.save()
    words = {name: f"{text} {SECRET}" for name, text in WORDS.items()}
    procedure = draft(board, cast.secretary, **words, **PRIVATE)
    file = SimpleUploadedFile(f"{SECRET}.pdf", pdf(), "application/pdf")
    paper = acts.bring_paper(procedure, file, title=f"Paper {SECRET}", marking="OFFICIAL-SENSITIVE", by=cast.secretary)
    procedure = acts.agree(acts.ask_chair(procedure, by=cast.secretary), by=cast.chair)
    people = {"chair": cast.chair, "police": cast.police_lead, "council": cast.council_officer}
    people["probation"] = cast.two_seats
    say(procedure, partnership, people, **dict.fromkeys(people, "agree"))
    with clock.set_to(until(8)):
        yield acts.close(procedure, by=cast.secretary), paper, meeting


def pages_about(procedure, paper, meeting):
    return [
        procedure.get_absolute_url(),
        procedure.decision.get_absolute_url(),
        reverse("meetings:download_written_paper", args=[paper.pk]),
        LIST,
        "/meetings/decisions/",
        "/meetings/decisions/decisions.csv",
        "/search/?q=underpass",
        f"/meetings/{meeting.pk}/",
        f"/meetings/items/{meeting.items.get(standing='actions').pk}/",
        "/meetings/calendar.ics",
        "/",
        "/home/",
        "/home/history/",
    ]


def test_nothing_private_reaches_who_may_not_read_it(secret, cast, sign_in):
    procedure, paper, meeting = secret
    pages = pages_about(procedure, paper, meeting)
    for name, person in cast.everybody.items():
        sees = name in {
            "secretary",
            "chair",
            "police_lead",
            "deputy",
            "council_officer",
            "housing_rep",
            "two_seats",
        }
        client = sign_in(person)
        shown = [page for page in pages if _says(client.get(page))]
        assert bool(shown) == sees, (name, shown)
    told = text_of(sign_in(cast.public).get(f"/meetings/{meeting.pk}/"))
    assert "A safeguarding matter" in told
    assert "Private: It names a victim" in told
    assert "CCSP/2027/001" not in told
    for notice in Notice.objects.filter(template__contains="procedure"):
        assert SECRET not in notice.subject + notice.text
        assert notice.recipient.name not in {"Owen Bright", "Priya Nair", "Jas Gill", "Hugh Ferris"}


def _says(response):
    if response.status_code != 200:
        return False
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return SECRET in body.decode(errors="replace")


def test_the_list_has_filters_and_says_when_it_is_empty(board, cast, sign_in, close):
    assert "Nothing has been put to the seats in writing yet" in text_of(sign_in(cast.observer).get(LIST))
    close()
    put(board, cast, title="Another matter")
    client = sign_in(cast.observer)
    assert "2 written procedures" in text_of(client.get(LIST))
    assert "1 written procedure" in text_of(client.get(LIST + "?which=closed"))
    assert "Another matter" in text_of(client.get(LIST + "?words=another"))
    assert "There are no such written procedures" in text_of(client.get(LIST + "?which=withdrawn"))
    assert "There are no such written procedures" in text_of(client.get(LIST + "?words=zzz"))


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("change_procedure", {"secretary"}),
        ("bring_written_paper", {"secretary"}),
        ("ask_chair", {"secretary"}),
        ("withdraw_procedure", {"secretary"}),
    ],
)
def test_who_may_work_on_a_draft(board, cast, sign_in, page, who):
    url = address(page, draft(board, cast.secretary))
    for name, person in cast.everybody.items():
        expected = 200 if name in who else {"chair": 403, "public": 302}.get(name, 404)
        assert sign_in(person).get(url).status_code == expected, name


def test_only_the_chair_agrees_and_only_the_secretary_closes(board, cast, sign_in, close):
    url = address("agree_procedure", acts.ask_chair(draft(board, cast.secretary), by=cast.secretary))
    assert [sign_in(each).get(url).status_code for each in (cast.chair, cast.secretary)] == [200, 403]
    url = address("close_procedure", put(board, cast))
    assert [sign_in(each).get(url).status_code for each in (cast.secretary, cast.chair)] == [200, 403]
    # while replies are waited for there is no button that would be refused
    early = sign_in(cast.secretary).get(url).content.decode()
    assert "can’t be closed yet" in early
    assert "Close and record" not in early
    url = address("close_procedure", close())
    assert sign_in(cast.secretary).get(url).status_code == 409


def test_the_register_exports_it_with_how_it_was_decided(close, sign_in, cast):
    close()
    table = sign_in(cast.public).get("/meetings/decisions/decisions.csv").content.decode()
    assert "By written procedure" in table
    assert Decision.objects.get().reference in table


@pytest.mark.parametrize("number", [1, 3])
def test_what_the_pages_cost(close, board, cast, sign_in, number, django_assert_num_queries):
    convene(board, sitting(clock.today().replace(month=6, day=10)), by=cast.secretary)
    for _ in range(number):
        procedure = close()
    client = sign_in(cast.secretary)
    with django_assert_num_queries(5):
        client.get(LIST)
    with django_assert_num_queries(15):
        client.get(procedure.get_absolute_url())
    with django_assert_num_queries(11):
        client.get("/meetings/decisions/")


def test_each_finds_on_the_home_page_what_is_theirs_to_do(board, cast, sign_in, partnership):
    procedure = draft(board, cast.secretary, closes_at=until(3))

    def asked(person, words):
        return words in text_of(sign_in(person).get("/home/"))

    assert asked(cast.secretary, "Send to the chair: Emergency closure")
    procedure = acts.ask_chair(procedure, by=cast.secretary)
    assert asked(cast.chair, "Say whether all seats can be asked: Emergency closure")
    procedure = acts.agree(procedure, by=cast.chair)
    assert asked(cast.police_lead, "Reply: Emergency closure")
    assert not asked(cast.deputy, "Reply: Emergency closure")
    acts.reply(procedure, partnership.seats["police"], "agree", by=cast.police_lead)
    assert not asked(cast.police_lead, "Reply: Emergency closure")
    with clock.set_to(until(4)):
        assert asked(cast.secretary, "Close and record: Emergency closure")
        assert not asked(cast.chair, "Reply: Emergency closure")
