"""Seats have a clear working day to reply in writing, or read why not; and a deputy's words are not the holder's."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict
from meetings.models import WrittenProcedure
from meetings.queries.procedures import reports_for
from meetings.workflow import procedures as acts
from meetings.workflow.scheduling import convene
from tests.meetings.conftest import NOW, boxes, sitting, text_of
from tests.meetings.writing import WORDS, draft, put, say, until, voters

pytestmark = pytest.mark.usefixtures("in_may")

WRITE = "/meetings/written/board/write/"
NEEDED = "Enter why seats must reply so soon, or leave them at least one clear working day"
WHY = "The court sits tomorrow"


def answers(last, **more):
    asked = {"privacy": "open", "private_reason": "", "public_title": "", "closes": "5pm", "short_notice_reason": ""}
    return WORDS | asked | boxes("closes_on", last) | more


# asked on Tuesday 4 May 2027; the Friday before a bank holiday and its weekend leave none
@pytest.mark.parametrize(("days", "is_short"), [(0, True), (1, True), (2, False), (7, False)])
def test_a_deadline_that_leaves_less_than_a_clear_working_day_needs_a_reason(post, cast, board, days, is_short):
    last = until(days).date()
    page = post(cast.secretary, WRITE, answers(last))
    assert page.status_code == (422 if is_short else 302)
    assert (is_short and NEEDED in text_of(page)) or WrittenProcedure.objects.exists()
    assert not is_short or "Close the underpass at night" in page.content.decode()
    assert post(cast.secretary, WRITE, answers(last, short_notice_reason=WHY)).status_code == 302
    assert WrittenProcedure.objects.filter(short_notice_reason=WHY).exists()


def test_a_weekend_and_a_bank_holiday_are_no_working_days(post, cast, board):
    with clock.set_to(NOW.replace(day=28)):
        assert post(cast.secretary, WRITE, answers(date(2027, 6, 1))).status_code == 422
        assert post(cast.secretary, WRITE, answers(date(2027, 6, 2))).status_code == 302


def test_the_form_says_what_is_needed_and_why(sign_in, cast, board):
    page = text_of(sign_in(cast.secretary).get(WRITE))
    assert "Why must seats reply so soon? (only if they have less than one clear working day)" in page
    assert "Seats need it to ask their own organisations, or to let a deputy reply." in page


def test_a_changed_deadline_is_asked_about_too(post, cast, board):
    procedure = draft(board, cast.secretary)
    url = reverse("meetings:change_procedure", args=[procedure.pk])
    page = post(cast.secretary, url, answers(until(1).date(), version="1"))
    assert (page.status_code, NEEDED in text_of(page)) == (422, True)
    assert post(cast.secretary, url, answers(until(1).date(), version="1", short_notice_reason=WHY)).status_code == 302
    with pytest.raises(ValidationError, match="reply so soon"):
        draft(board, cast.secretary, closes_at=until(1))


def test_the_reason_is_read_by_the_chair_by_the_seats_and_in_the_record(board, cast, partnership, sign_in):
    procedure = draft(board, cast.secretary, closes_at=until(1), short_notice_reason=WHY)
    asked = acts.ask_chair(procedure, by=cast.secretary)
    url = reverse("meetings:agree_procedure", args=[asked.pk])
    assert f"They have less than one clear working day. The secretary says why: {WHY}" in text_of(
        sign_in(cast.chair).get(url)
    )
    sent = acts.agree(asked, by=cast.chair)
    for template in ("procedure_to_agree", "procedure_opened"):
        letter = Notice.objects.filter(template=f"meetings/notices/{template}.txt").first()
        assert f"Why there is less than one clear working day to reply:\n{WHY}\n" in letter.text
    page = text_of(sign_in(cast.observer).get(sent.get_absolute_url()))
    assert f"Why seats have less than one clear working day to reply {WHY}" in page
    people = voters(partnership, cast)
    say(sent, partnership, people, **dict.fromkeys(people, "agree"))
    closed = acts.close(sent, by=cast.secretary)
    page = text_of(sign_in(cast.public).get(closed.get_absolute_url()))
    assert f"Why seats had less than one clear working day to reply {WHY}" in page
    june = convene(board, sitting(date(2027, 6, 10)), by=cast.secretary)
    [report] = reports_for(june, cast.observer)
    assert report.sentence.endswith(f" Seats had less than one clear working day to reply: {WHY}.")


def test_of_a_private_one_the_report_tells_others_no_reason(board, cast, partnership):
    private = {"privacy": "private", "private_reason": "It names a victim", "public_title": "A matter"}
    sent = put(board, cast, closes_at=until(1), short_notice_reason=WHY, **private)
    people = voters(partnership, cast)
    say(sent, partnership, people, **dict.fromkeys(people, "agree"))
    acts.close(sent, by=cast.secretary)
    june = convene(board, sitting(date(2027, 6, 10)), by=cast.secretary)
    assert [WHY in each.sentence for each in reports_for(june, cast.chair)] == [True]
    assert [WHY in each.sentence for each in reports_for(june, cast.observer)] == [False]
    assert not any(WHY in each.text for each in Notice.objects.all())


def test_time_that_ran_out_with_the_chair_goes_back_to_the_secretary(board, cast, sign_in, post):
    asked = acts.ask_chair(draft(board, cast.secretary, closes_at=until(2)), by=cast.secretary)
    url, back = (reverse(f"meetings:{name}", args=[asked.pk]) for name in ("agree_procedure", "return_procedure"))
    with clock.set_to(NOW + timedelta(days=1)):
        page = sign_in(cast.chair).get(url)
        assert page.status_code == 409
        assert "Seats would have less than one clear working day to reply by now. Return it" in text_of(page)
        with pytest.raises(Conflict, match="sets another deadline or says why"):
            acts.agree(asked, by=cast.chair)
        assert post(cast.chair, back, {"reason": "Say why it is so soon"}).status_code == 302
        returned = WrittenProcedure.objects.get()
        with pytest.raises(ValidationError, match="reply so soon"):
            acts.ask_chair(returned, by=cast.secretary)
        send = reverse("meetings:ask_chair", args=[returned.pk])
        page = post(cast.secretary, send)
        assert (page.status_code, NEEDED in text_of(page)) == (422, True)


def test_what_a_deputy_replied_is_told_to_the_holder_and_not_put_in_their_mouth(board, cast, partnership, sign_in):
    procedure, seat = put(board, cast), partnership.seats["police"]
    acts.reply(procedure, seat, "disagree", remark="Deputy says no", by=cast.deputy)
    url = reverse("meetings:reply_to_procedure", args=[procedure.pk, seat.pk])
    page = sign_in(cast.police_lead).get(url)
    assert "Megan Price replied for the seat: do not agree. “Deputy says no” What you send replaces it" in text_of(page)
    form = page.content.decode().split("<form", 1)[1].split("</form>", 1)[0]
    assert "checked" not in form
    assert "Deputy says no" not in form
    # one's own stands in one's form
    page = sign_in(cast.deputy).get(url).content.decode()
    form = page.split("<form", 1)[1].split("</form>", 1)[0]
    assert "Deputy says no" in form
    assert 'value="disagree" checked' in form
