"""One of the demonstration's meetings, from its agenda to its cleared minutes."""

import subprocess
from datetime import timedelta
from functools import partial

import pypandoc
from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal import workdays
from ccsp_portal.demo.business import ASSESSMENT, PERFORMANCE, PLAN, Business
from ccsp_portal.demo.calendars import mailed_answer
from ccsp_portal.demo.evidence import at
from ccsp_portal.demo.written import WRITTEN, WrittenPaper
from ccsp_portal.typeset.convert import to_pdf
from meetings.models import ActionPoint, Meeting, Minutes, ReadMessage
from meetings.queries.session import voting_seats_now
from meetings.tasks import assemble_pack
from meetings.workflow import (
    actions,
    agenda,
    chairing,
    circulation,
    minutes,
    papers,
    preparing,
    presence,
    records,
    redating,
    replies,
    session,
)
from meetings.workflow.evidence import attach_evidence
from meetings.workflow.publication import Correction
from meetings.workflow.read_messages import settle_message
from meetings.workflow.read_replies import take_in
from meetings.workflow.retention import SENDERS
from partners.models import Appointment, User
from partners.workflow.retention import apply

STANDING_MINUTES = {
    "welcome": "The Chair welcomed members. Apologies are listed above.",
    "declarations": "No interests were declared.",
    "actions": "The Board went through the action log. Owners reported on each action that was due.",
    "risks": "The Board went through the risks above its appetite and those to be reviewed.",
    "forward-plan": "The forward plan was noted.",
    "other-business": "There was no other business.",
    "next-meeting": "The date of the next meeting is on the portal.",
}
# which members' seats send apologies, by the how-manyth meeting it is
AWAY = {1: 6, 3: 4, 4: 7}
# the how-manyth meeting corrects the minutes of the one before
CORRECTS = 2
# by the how-manyth meeting: the paper that comes when the others are out, and goes out in a supplement
LATE = {2: "Youth diversion: the first year"}
# which members answer in their calendars, and which take part online
IN_THEIR_CALENDARS, ONLINE = {1, 5}, {2, 3}


class HeldMeeting:
    """A meeting with its business; what it has decided is kept for the acts that follow from it."""

    def __init__(self, meeting: Meeting, business, before, cast, evidence, promises):
        self.pk, self.day, self.business = meeting.pk, meeting.day, business
        self.dates = meeting
        self.before, self.cast = before, cast
        self.evidence, self.promises = evidence, promises
        self.number = 0 if before is None else before.number + 1

    def chapters(self):
        """Everything that happens to the meeting, each at its time."""
        called, held = f"the meeting of {self.day:%-d %B %Y}", self.dates.starts_at
        before = partial(workdays.working_days_before, self.day)
        after = partial(workdays.working_days_after, self.day)
        yield f"The agenda of {called}", at(before(23), 10), self.build_agenda
        yield f"Papers are called for, for {called}", at(before(22), 11), self.call_for_papers
        yield f"The agenda of {called} is agreed with the chair", at(before(20), 15), self.agree
        yield f"The papers of {called}", at(before(12), 16), self.bring_papers
        yield f"Replies to {called}", at(before(11), 9), self.reply
        yield f"Advice on the papers of {called} is asked for", at(before(11), 10), self.ask_advice
        yield f"Advice on the papers of {called} is given", at(before(10), 11), self.advise
        yield f"The papers of {called} are accepted", at(before(9), 10), self.accept_papers
        circulated = workdays.latest_day_for_clear_notice(self.day, self.dates.notice_days)
        yield f"The pack of {called}", at(circulated, 11), self.circulate
        if self.number in LATE:
            yield f"A late paper of {called}", at(before(2), 9), self.bring_late_paper
            yield f"The supplement to {called}", at(before(2), 15), self.send_supplement
        yield f"Members at {called}", held, self.open
        yield f"Business of {called}", held + timedelta(minutes=15), self.run
        yield f"Action notes of {called}", at(after(2), 9), self.send_notes
        yield f"Minutes of {called} go to the chair", at(after(4), 10), self.send_minutes
        yield f"Minutes of {called} are cleared", at(after(7), 17), self.clear_minutes
        yield f"Actions from {called}", at(after(20), 11), self.follow_up

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("body__meeting_policy").get(pk=self.pk)

    def items(self):
        """The live business with what is told of it here: (item, Business) pairs."""
        told = {each.title: each for each in self.business}
        live = self.meeting.items.live().select_related("meeting__body")
        return [(item, told[item.title]) for item in live if item.title in told]

    def build_agenda(self):
        for each in self.business:
            agenda.add_item(
                self.meeting,
                title=each.title,
                purpose=each.purpose,
                presenter=self.cast.member_seat(each.presenter),
                minutes_allotted=each.minutes,
                description=each.description,
                privacy="private" if each.private_reason else "open",
                private_reason=each.private_reason,
                public_title=each.public_title,
                by=self.cast.secretary,
            )

    def call_for_papers(self):
        preparing.call_for_papers(self.meeting, by=self.cast.secretary)

    def agree(self):
        preparing.set_agenda(self.meeting, by=self.cast.secretary)

    def send_notes(self):
        preparing.send_notes(self.meeting, by=self.cast.secretary)

    def bring_papers(self):
        for item, each in self.items():
            if each.about == ASSESSMENT:
                self.evidence.put_before_board(item)
            if each.about == PLAN:
                self.promises.put_before_board(item)
            if each.title in WRITTEN:
                WrittenPaper(self.cast, item, each.presenter).submit()
            elif each.paper and each.title != LATE.get(self.number):
                self.bring(item, each)

    def bring(self, item, each, late_reason=""):
        marking = "OFFICIAL-SENSITIVE" if each.private_reason else "OFFICIAL"
        upload, by = paper_of(each, self.number, self.cast.profile), self.cast.member(each.presenter)
        papers.bring_paper(item, upload, title=each.title, marking=marking, late_reason=late_reason, by=by)

    def bring_late_paper(self):
        for item, each in self.items():
            if each.title == LATE[self.number]:
                self.bring(item, each, late_reason="The figures of the schools came on the day before.")

    def send_supplement(self):
        title = LATE[self.number].split(":")[0]
        self.circulate(reason=f"The paper on {title.lower()} has come.")

    def written(self):
        """The papers that are written in the portal's form."""
        return [WrittenPaper(self.cast, item, each.presenter) for item, each in self.items() if each.title in WRITTEN]

    def ask_advice(self):
        for paper in self.written():
            paper.ask(workdays.working_days_before(self.day, 9))

    def advise(self):
        for paper in self.written():
            paper.advise()

    def accept_papers(self):
        for paper in self.written():
            paper.accept()

    def reply(self):
        """All but one of the members answer, two of them in their calendars; the secretary knows whom to nudge."""
        for number, key in enumerate(self.cast.member_keys[:-1]):
            person, seat = self.cast.holder_of(key), self.cast.seat(key)
            if AWAY.get(self.number) == number:
                replies.reply(self.meeting, seat, "apologies", by=person)
            elif number in IN_THEIR_CALENDARS:
                take_in(mailed_answer(self.meeting, person, "ACCEPTED"))
            else:
                manner = "online" if number in ONLINE and self.meeting.joining_link else ""
                replies.reply(self.meeting, seat, "attending", manner=manner or "in person", by=person)
        # as every night, so that only the last quarter's say from whom they were
        apply(SENDERS, by=User.objects.timetable())
        self.write_what_does_not_count()

    def write_what_does_not_count(self):
        """The last member's calendar proposes another time, and somebody answers from an address of their own.

        What came about the meeting before is dealt with by then.
        """
        for message in ReadMessage.objects.to_deal_with():
            settle_message(message, by=self.cast.secretary)
        last, other = self.cast.member(-1), self.cast.member(1)
        wish = "I have court until three. Could we start an hour later?"
        take_in(mailed_answer(self.meeting, last, "TENTATIVE", method="COUNTER", comment=wish))
        take_in(mailed_answer(self.meeting, other, "ACCEPTED", sender="at.home@elsewhere.example"))

    def circulate(self, reason=""):
        pack = circulation.circulate(self.meeting, reason=reason, by=self.cast.secretary)
        assemble_pack(pack.job_id)

    def open(self):
        session.open_meeting(self.meeting, by=self.cast.secretary)
        session.record_attendance(self.meeting, self.attendance(), by=self.cast.secretary)

    def attendance(self):
        for number, key in enumerate(self.cast.member_keys):
            seat = self.cast.seat(key)
            if AWAY.get(self.number) == number:
                yield session.Filling(seat, "apologies")
            else:
                holder = Appointment.objects.current().substantive().get(seat=seat)
                yield session.Filling(seat, "present", holder)

    def run(self):
        """What was said, decided and asked for, item by item; then the meeting ends."""
        told = {item.pk: each for item, each in self.items()}
        for item in self.meeting.items.live().select_related("meeting__body"):
            self.come_and_go(item)
            if item.standing:
                self.run_standing(item)
            elif item.pk in told:
                self.run_business(item, told[item.pk])
        session.conclude(self.meeting, by=self.cast.secretary)

    def come_and_go(self, item):
        """Somebody presents an item as a guest, and the chair of every other meeting has to leave before its end."""
        secretary, title = self.cast.secretary, self.business[0].title
        if item.title == title and not item.is_private:
            guest = {"name": "Imogen Vale", "organisation": "Youth Justice Service, to present the item"}
            presence.record_guest(self.meeting, **guest, came_for=item, left_after=item, by=secretary)
        if item.standing == "other-business" and self.number % 2:
            seats = self.meeting.attendances.select_related("seat", "appointment__person")
            presence.leave(item, seats.get(seat__key=self.cast.member_keys[0]), before=True, by=secretary)
            chairing.take_chair(item, seats.get(seat__key=self.cast.member_keys[1]), by=secretary)

    def run_standing(self, item):
        secretary = self.cast.secretary
        if item.standing == "minutes" and self.before:
            self.approve_last_minutes(item)
        elif item.standing == "minutes":
            minutes.write_minute(item, "There were no minutes to approve.", by=secretary)
            records.record_decision(item, outcome="deferred", text="There were no minutes to approve.", by=secretary)
        elif item.standing in STANDING_MINUTES:
            minutes.write_minute(item, STANDING_MINUTES[item.standing], by=secretary)

    def approve_last_minutes(self, item):
        """As they were, but for one meeting: that one's with a correction, and the chair signs them there and then."""
        secretary, corrections = self.cast.secretary, []
        last = Minutes.objects.select_related("meeting").get(meeting=self.before.pk)
        if self.number == CORRECTS:
            corrections = [Correction(text="The meeting ended at 3.50pm, not at 4pm.")]
        how = "with one correction" if corrections else "as a true record"
        minutes.write_minute(item, f"The minutes of the last meeting were approved {how}.", by=secretary)
        records.record_decision(item, outcome="agreed", text="That the minutes be approved.", by=secretary)
        approved = minutes.approve_minutes(last, at=self.meeting, corrections=corrections, by=secretary)
        if corrections:
            minutes.sign_minutes(approved, at=self.meeting, by=self.cast.chair)

    def run_business(self, item, each):
        secretary = self.cast.secretary
        minutes.write_minute(item, each.minute, by=secretary)
        decision = None
        if each.decision:
            decision = self.decide(item, each)
            if each.about == ASSESSMENT:
                self.evidence.sign_off(decision)
            if each.about == PLAN:
                self.promises.adopt(decision)
        elif each.purpose == "note" or each.title == PERFORMANCE.title:
            records.record_decision(item, outcome="noted", text=f"{each.title}: noted.", by=secretary)
        if each.action:
            due_on = workdays.working_day_on_or_after(self.day + timedelta(days=45))
            owner, helper = self.cast.member_seat(each.presenter), self.cast.member_seat(each.presenter + 1)
            records.raise_action(
                item,
                text=each.action,
                owner=owner,
                due_on=due_on,
                supporters=[helper] if self.number % 2 else [],
                decision=decision,
                paragraph=1 + each.minute.count("\n\n"),
                by=secretary,
            )

    def decide(self, item, each):
        """Most is agreed without a vote; where one is asked for, a member dissents."""
        secretary, owner = self.cast.secretary, self.cast.member_seat(each.presenter)
        has_vote = self.number == 1 and not each.about
        there = voting_seats_now(self.meeting, item=item)
        votes = records.Votes(there - 1, 1, 0) if has_vote and there > 2 else None
        decision = records.record_decision(
            item, outcome="agreed", text=each.decision, votes=votes, must_act=[owner], by=secretary
        )
        if votes:
            seat = self.cast.seat(self.cast.member_keys[2])
            words = "I would have waited for the evaluation before we commit money to a second year."
            records.record_dissent(decision, seat=seat, words=words, by=secretary)
        return decision

    def send_minutes(self):
        minutes.send_to_chair(Minutes.objects.get(meeting=self.pk), by=self.cast.secretary)

    def clear_minutes(self):
        minutes.clear_minutes(Minutes.objects.get(meeting=self.pk), by=self.cast.chair)

    def follow_up(self):
        """Owners report, in turn each way in which one can, so that some are always open and some of those late."""
        asked = ActionPoint.objects.filter(item__meeting=self.pk).select_related("owner", "item__meeting__body")
        for number, action in enumerate(asked):
            owner = self.cast.holder_of(action.owner.key)
            actions.update_action(action, text="In hand: a first version is with colleagues.", by=owner)
            self.ends(action, (number + self.number) % 5, owner)

    def ends(self, action, which, owner):
        """How an action point goes on after its owner's first word."""
        secretary = self.cast.secretary
        if which in (0, 3):
            note = SimpleUploadedFile("what-was-done.docx", written_as("docx", f"# Done\n\n{action.text}.\n"))
            attach_evidence(action, note, title="What was done", by=owner)
            actions.propose_completion(action, text="Done: the attached note says what and when.", by=owner)
        if which == 0:
            actions.complete_action(action, text="Seen and closed.", by=secretary)
        if which == 1:
            later = workdays.working_day_on_or_after(action.due_on + timedelta(days=28))
            asked = redating.ask_for_date(action, due_on=later, reason="Our partner reports in a month.", by=owner)
            redating.agree_to_date(asked, answer="Agreed: but then it is needed.", by=secretary)
        if which == 2:
            reason = "The officer who works on it has left, and nobody is named yet."
            actions.override_rag(action, rag="amber", reason=reason, by=secretary)


def paper_of(business: Business, number: int, profile) -> SimpleUploadedFile:
    """A paper as a partner would bring it: Word, OpenDocument or PDF in turn."""
    markdown = business.paper.format(area=profile.partnership.area)
    kind = ("docx", "odt", "pdf")[(number + len(business.title)) % 3]
    written = written_as("docx" if kind == "pdf" else kind, markdown)
    data = to_pdf(written, "docx", title=business.title).pdf if kind == "pdf" else written
    name = business.title.split(":")[0].lower().replace(" ", "-")
    return SimpleUploadedFile(f"{name}.{kind}", data)


def written_as(kind: str, markdown: str) -> bytes:
    """Markdown as a Word or OpenDocument file."""
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", kind, "--output", "-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True).stdout
