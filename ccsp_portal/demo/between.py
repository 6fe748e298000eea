"""What the demonstration's Board decided between two meetings, in writing."""

from datetime import date, timedelta
from functools import partial

from ccsp_portal import workdays
from ccsp_portal.demo.evidence import at
from meetings.models import WrittenProcedure
from meetings.workflow import procedures

# so many days back from the last day: it is put to the seats, and has its deadline
PUT, CLOSES = 17, 10
WORDS = {
    "title": "A bid to the night-time safety fund",
    "text": "The fund opened last week and closes before the Board meets. The bid asks for a year of joint patrols "
    "on Friday and Saturday nights, with first aid and a safe place to wait for a lift home. It commits nobody to "
    "spend anything beyond the time of officers.",
    "urgency": "Bids must be in before the next meeting.",
    "recommendations": "Support the bid in the name of the partnership\nAsk for a report after the first half-year",
}
# what each member's seat replies, in order; who is not here says nothing
REPLIES = (
    ("agree", ""),
    ("agree", "We can lend two officers each weekend."),
    ("agree", ""),
    ("abstain", "We may be asked to assess bids, so we take no side."),
    ("agree", ""),
    ("disagree", "Night patrols come after the work with schools, which has no money yet."),
)


class Between:
    """One written procedure, from its draft to the register."""

    def __init__(self, cast, today: date):
        self.cast = cast
        self.put_on, self.closes_on = (
            workdays.working_day_on_or_after(today - timedelta(days=back)) for back in (PUT, CLOSES)
        )

    def chapters(self):
        day = self.put_on
        yield "The secretary drafts what cannot wait", at(day, 9), self.draft
        yield "The chair agrees that it goes out", at(day, 12), self.agree
        for number, (answer, remark) in enumerate(REPLIES[: len(self.cast.member_keys)]):
            moment = at(day + timedelta(days=1 + number // 3), 10 + number)
            yield "A seat replies in writing", moment, partial(self.reply, number, answer, remark)
        yield "It is closed and recorded", at(self.closes_on, 18), self.close

    @property
    def procedure(self) -> WrittenProcedure:
        return WrittenProcedure.objects.get(title=WORDS["title"])

    def draft(self):
        closes_at = at(self.closes_on, 17)
        drafted = procedures.draft(self.cast.board, **WORDS, closes_at=closes_at, by=self.cast.secretary)
        procedures.ask_chair(drafted, by=self.cast.secretary)

    def agree(self):
        procedures.agree(self.procedure, by=self.cast.chair)

    def reply(self, number, answer, remark):
        seat, person = self.cast.member_seat(number), self.cast.member(number)
        procedures.reply(self.procedure, seat, answer, remark=remark, by=person)

    def close(self):
        procedures.close(self.procedure, by=self.cast.secretary)
