"""Papers of the demonstration that are written in the portal's form, with what is attached, and what others advise."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from ccsp_portal.demo.cast import Cast
from meetings.models import Advice, AgendaItem, CoverReport
from meetings.workflow import advice, reports


@dataclass(frozen=True)
class Written:
    """One paper: its form, the name and the words of a table beside it, and who advises what (member, view, text)."""

    purpose: str
    recommendations: tuple[str, ...]
    summary: str
    implications: dict[str, str]
    background: str
    table: tuple[str, str]
    question: str
    advised: tuple[int, str, str]


# what has no such implications, and why
NO = {
    "data": "No personal data are used.",
    "legal": "The paper asks for no decision that the law leaves to others.",
}
# by the title of the item
WRITTEN = {
    "Night-time economy: a safer city centre": Written(
        "To ask partners to support a scheme of trained volunteers in the city centre.",
        (
            "That partners release staff to train volunteers.",
            "That the scheme runs for a year from 1 September and is then evaluated.",
        ),
        "Most violence between strangers is recorded between 10pm and 3am, within half a mile of the cathedral "
        "square.\n\nVolunteers would walk in pairs on Friday and Saturday nights, in touch with the police and with "
        "door staff. Two places that run such a scheme saw fewer people come to harm.",
        {
            "partners": "Each partner is asked for two trainers, for four evenings.",
            "resources": "£18,000 for the year, from the violence reduction grant.",
            "equality": "Training covers how people are met who feel less safe than others do.",
            "crime": "It is meant to reduce violence at night, and spiking.",
        },
        "Recorded crime by hour, three years to March.",
        (
            "Violence between strangers by hour.csv",
            "Hour,Friday,Saturday\n10pm to midnight,41,52\nMidnight to 2am,67,88\n2am to 4am,58,71\n",
        ),
        "Can your staff help to train the volunteers?",
        (3, "favourable", "We support the scheme and can release two trainers."),
    ),
    "Public spaces protection order: whether to renew it": Written(
        "To say whether the Board supports renewing the order for the city centre, which ends next year.",
        (
            "That the Board support renewal for three years.",
            "That the order be reviewed each year, with what young people say of it.",
        ),
        "The order lets officers ask people to stop drinking, or to leave, where their behaviour troubles others.\n\n"
        "Fewer notices were given in the second year than in the first. Residents and traders want it kept; two youth "
        "clubs say that young people are moved on who trouble nobody.",
        {
            "partners": "The police and the council enforce the order together.",
            "resources": "Met from the budgets that there are.",
            "legal": "The council must be satisfied on reasonable grounds that the order is needed, and must consult.",
            "equality": "The assessment of its effect on young people and on people who sleep rough is being renewed.",
            "crime": "It is meant to reduce anti-social behaviour in the city centre.",
        },
        "The order of three years ago. Notices given under it, by month.",
        (
            "Notices given under the order.csv",
            "Year,Notices,Paid,Withdrawn\nFirst,412,301,28\nSecond,287,215,19\nThird so far,141,98,12\n",
        ),
        "Do you support renewal, and on what conditions?",
        (
            4,
            "with conditions",
            "We support renewal if officers are trained in how to speak with young people, and if notices to those "
            "under 18 are reported to this Board.",
        ),
    ),
}


class WrittenPaper:
    """One such paper on its way: written and submitted by its presenter, advised on, accepted by the secretary."""

    def __init__(self, cast: Cast, item: AgendaItem, presenter: int):
        self.cast, self.item, self.presenter = cast, item, presenter
        self.written = WRITTEN[item.title]

    def submit(self) -> None:
        told, by = self.written, self.cast.member(self.presenter)
        report = reports.start_report(self.item, title=self.item.title, by=by)
        said = {key: {"none": False, "text": text} for key, text in told.implications.items()}
        none = {key: {"none": True, "text": NO[key]} for key in NO if key not in said}
        report = reports.write_report(
            report,
            version=report.version,
            title=self.item.title,
            purpose=told.purpose,
            recommendations=list(told.recommendations),
            summary=told.summary,
            implications=said | none,
            background=told.background,
            by=by,
        )
        name, table = told.table
        reports.attach(report, SimpleUploadedFile(name, table.encode()), by=by)
        reports.submit_report(report, by=by)

    @property
    def report(self) -> CoverReport:
        return CoverReport.objects.select_related("paper__item__meeting__body").get(paper__item=self.item)

    def ask(self, wanted_by: date) -> None:
        seat = self.cast.member_seat(self.written.advised[0])
        paper = self.report.paper
        advice.ask_advice(paper, [seat], wanted_by=wanted_by, question=self.written.question, by=self.cast.secretary)

    def advise(self) -> None:
        member, view, text = self.written.advised
        asked = Advice.objects.waiting().get(paper=self.report.paper)
        advice.give_advice(asked, view=view, text=text, by=self.cast.member(member))

    def accept(self) -> None:
        reports.accept_report(self.report, by=self.cast.secretary)
