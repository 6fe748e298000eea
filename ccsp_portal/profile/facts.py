"""The shape of a profile: what a file must say, and what each key may be. The reader draws its messages from here."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from ccsp_portal.quorum import QuorumRule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def wanted(default=..., *, named: str = "", write: str, least: int | None = None, most: int | None = None):
    """A key of the file: its name there if it is not the field's, what to write, and the bounds of a number."""
    metadata = {"named": named, "write": write, "least": least, "most": most}
    if default is ...:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


TEXT = "a text, like “Board”"
SLUG = "a short word in lower case, like “police”"
DAYS = "a number of working days, like 5"


@dataclass(frozen=True, kw_only=True)
class PartnershipFacts:
    name: str = wanted(write="the partnership’s name, like “Coventry Community Safety Partnership”")
    short_name: str = wanted(write="its short name, like “CCSP”")
    area: str = wanted(write="the area’s name, like “Coventry”")
    area_code: str = wanted(write="the district’s code, like “E08000026”")
    contact_email: str = wanted(write="an address that the public can write to, like “secretariat@council.example”")
    about: str = wanted("", write="what the partnership is, in plain words")


@dataclass(frozen=True, kw_only=True)
class ProblemFacts:
    key: str = wanted(write=SLUG)
    name: str = wanted(write="the problem, like “Anti-social behaviour”")


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    key: str = wanted(write=SLUG)
    name: str = wanted(write="the organisation’s full name")
    short_name: str = wanted(write="what people call it")
    kind: Literal["responsible authority", "co-operating", "invitee", "provider", "oversight"] = wanted(
        write="its kind"
    )
    basis: str = wanted(
        "", write="the provision by which it takes part, like “Crime and Disorder Act 1998, section 5(1)(b)”"
    )
    service_areas: tuple[str, ...] = wanted((), write="a list of names, like [“Public Health”]")


@dataclass(frozen=True, kw_only=True)
class CountFacts:
    councillors: int = wanted(write="how many councillors", least=0)
    independents: int = wanted(write="how many independent members", least=0)
    authorities: tuple[str, ...] = wanted((), write="a list of the authorities’ names")
    as_at: date = wanted(write="the day of the count, like 2026-06-01")
    source: str = wanted(write="where the count is from")


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    key: str = wanted(write=SLUG)
    name: str = wanted(write="the body’s name, like “CCSP Board”")
    short_name: str = wanted(write="what people call it, like “Board”")
    prefix: str = wanted(write="what stands before its decisions’ numbers, like “CCSP”")
    kind: Literal["board", "delivery group", "oversight", "scrutiny"] = wanted(write="its kind")
    parent: str = wanted("", write="the key of the body that it reports to")
    also_known_as: str = wanted("", write=TEXT)
    purpose: str = wanted("", write="what it is for, in plain words")
    counts: tuple[CountFacts, ...] = wanted((), write="[[bodies.counts]] tables")


@dataclass(frozen=True, kw_only=True)
class SeatFacts:
    key: str = wanted(write=SLUG)
    body: str = wanted(write="the key of a body in this file")
    organisation: str = wanted(write="the key of an organisation in this file")
    service_area: str = wanted("", write="a service area of the organisation")
    title: str = wanted(write="the position, like “Head of Community Safety”")
    role: Literal[
        "secretary", "member", "adviser", "observer", "analyst", "elected member", "pcc officer", "auditor"
    ] = wanted(write="its role")
    voting: bool = wanted(False, write="true or false")
    counts_to_quorum: bool = wanted(False, write="true or false")
    senior: bool = wanted(False, write="true or false")
    co_opted: bool = wanted(False, write="true or false")


@dataclass(frozen=True, kw_only=True)
class StandingItemFacts:
    key: str = wanted(write=SLUG)
    title: str = wanted(write="the item’s title, like “Declarations of interest”")
    purpose: Literal["decide", "discuss", "note"] = wanted(write="what it is for")
    minutes: int = wanted(write="minutes, like 5", least=1, most=240)


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    body: str = wanted(write="the key of the body that meets, like “board”")
    months: tuple[int, ...] = wanted(write="the months it meets in, like [6, 9, 12, 3]", least=1, most=12)
    nth: int = wanted(write="which one in the month, from 1 to 5", least=1, most=5)
    weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = wanted(write="a day of the week")
    at: time = wanted(write="the time at which it starts, like “14:00”")
    minutes: int = wanted(write="its length in minutes, like 120", least=15, most=720)
    venue: str = wanted(write="where it meets")
    quorum: QuorumRule = wanted(write='a rule, like { share = "1/3", at_least = 4, of = ["council", "police"] }')
    notice_days: int = wanted(write=DAYS, least=0, most=60)
    call_days: int = wanted(30, write=DAYS, least=1, most=120)
    setting_days: int = wanted(20, write=DAYS, least=1, most=120)
    paper_days: int = wanted(write=DAYS, least=0, most=60)
    notes_days: int = wanted(2, write=DAYS, least=1, most=60)
    minutes_days: int = wanted(write=DAYS, least=1, most=60)
    # without it an extraordinary meeting has the usual notice
    urgent_days: int | None = wanted(None, write=DAYS, least=0, most=60)
    casting_vote: bool = wanted(False, write="true or false")
    clash_committees: tuple[str, ...] = wanted((), write="a list of committees’ names")
    standing_items: tuple[StandingItemFacts, ...] = wanted((), write="[[meetings.standing_items]] tables")


@dataclass(frozen=True, kw_only=True)
class ReminderFacts:
    paper_due: tuple[int, ...] = wanted(write="working days before, like [5, 1]", least=0, most=60)
    meeting: tuple[int, ...] = wanted(write="working days before, like [1]", least=0, most=60)
    action_due: tuple[int, ...] = wanted(write="working days before, like [5, 1]", least=0, most=60)


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts:
    producer: str = wanted(write="who produces the Strategic Assessment")
    months: int = wanted(write="how many months it covers, like 12", least=1, most=36)


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    years: int = wanted(write="how many years a plan lasts, like 3", least=1, most=10)
    themes: tuple[str, ...] = wanted((), write="a list of themes")


@dataclass(frozen=True, kw_only=True)
class PoliceFacts:
    force: str = wanted(write="the force’s name as its files write it, like “West Midlands Police”")
    slug: str = wanted(write="the force’s name in file names, like “west-midlands”")
    lsoa_name_prefix: str = wanted(write="how the area’s LSOA names begin, like “Coventry ” with its space")


@dataclass(frozen=True, kw_only=True)
class WardFacts:
    code: str = wanted(write="the ward’s code, like “E05001218”")
    name: str = wanted(write="the ward’s name")
    from_on: date = wanted(named="from", write="its first day, like 2011-01-01")
    to_on: date | None = wanted(None, named="to", write="its last day, like 2026-05-06")
    row: int = wanted(write="its row on the tile map, 1 in the north", least=1, most=40)
    column: int = wanted(write="its column on the tile map, 1 in the west", least=1, most=40)


# all who may read private items, and who reads the history of them
READERS_OF_PRIVATE_ITEMS = ("secretary", "member", "adviser", "auditor", "chair", "vice chair", "lead")


@dataclass(frozen=True, kw_only=True)
class SignInFacts:
    second_factor_for: tuple[str, ...] = wanted(
        READERS_OF_PRIVATE_ITEMS, write="a list of roles, like [“secretary”, “member”]"
    )
    dormant_days: int = wanted(
        90, write="after how many days without a sign-in an account is dormant, like 90", least=30, most=730
    )
    suspension_notice_days: int = wanted(
        14, write="how many days after the warning a dormant account is suspended, like 14", least=1, most=90
    )


@dataclass(frozen=True, kw_only=True)
class RetentionFacts:
    contact_details_years: int = wanted(
        2, write="after how many years a leaver’s contact details are removed, like 2", least=1, most=20
    )
    devices_days: int = wanted(
        365,
        write="after how many days a sign-in’s address and browser are removed, like 365",
        least=30,
        most=1830,
    )
    # as long as the notes on the meetings that they were about
    letters_years: int = wanted(6, write="after how many years what a letter said is removed, like 6", least=1, most=20)
    receipts_years: int = wanted(
        2, write="after how many years who opened a meeting’s page and pack is removed, like 2", least=1, most=20
    )
    # long enough to ask what became of a reply to a meeting of the quarter
    calendar_messages_days: int = wanted(
        90,
        write="after how many days who sent a calendar’s message, and its words, are removed, like 90",
        least=7,
        most=730,
    )
    removed_notes_days: int = wanted(
        30, write="for how many days a removed note can be put back, like 30", least=7, most=365
    )
    notes_years: int = wanted(
        6, write="after how many years people’s private notes on a meeting are removed, like 6", least=1, most=20
    )


@dataclass(frozen=True, kw_only=True)
class RiskFacts:
    """Where the bands of a risk's score begin, how grave a risk the partnership accepts, and how often it looks.

    The bands are those of “A risk matrix for risk managers” (National Patient Safety Agency, 2008).
    """

    moderate_from: int = wanted(4, write="the lowest score that is moderate, like 4", least=2, most=23)
    high_from: int = wanted(8, write="the lowest score that is high, like 8", least=3, most=24)
    extreme_from: int = wanted(15, write="the lowest score that is extreme, like 15", least=4, most=25)
    appetite: int = wanted(
        8, write="the highest score at which no more need be done about a risk, like 8", least=1, most=25
    )
    review_days: int = wanted(91, write="after how many days a risk is reviewed again, like 91", least=7, most=366)


@dataclass(frozen=True, kw_only=True)
class QuestionFacts:
    """A step of the induction, or a question that the Board asks of itself: the key stays, the words may change."""

    key: str = wanted(write=SLUG)
    label: str = wanted(write="what it says, like “Read the terms of reference”")


INDUCTION = (
    QuestionFacts(key="terms-of-reference", label="Read the body’s terms of reference"),
    QuestionFacts(key="protocol", label="Read the information-sharing protocol"),
    QuestionFacts(key="data-protection", label="Data protection training"),
    QuestionFacts(key="safeguarding", label="Safeguarding training"),
    QuestionFacts(key="prevent", label="Prevent training"),
)
# after the six hallmarks of effective partnership of the Home Office's guidance to the 2007 Regulations
SELF_ASSESSMENT = (
    QuestionFacts(key="leadership", label="Do the partners lead together, with the authority to commit?"),
    QuestionFacts(key="accountability", label="Do we account for what we do, to one another and to the public?"),
    QuestionFacts(key="intelligence", label="Do our decisions rest on shared information and sound analysis?"),
    QuestionFacts(key="delivery", label="Do our groups carry out what the plan promises?"),
    QuestionFacts(key="engagement", label="Do the people of the area shape what we do?"),
    QuestionFacts(key="skills", label="Do our members have the knowledge and skills that the work asks for?"),
)


@dataclass(frozen=True, kw_only=True)
class Profile:
    partnership: PartnershipFacts = wanted(write="a [partnership] table")
    problems: tuple[ProblemFacts, ...] = wanted(write="[[problems]] tables")
    organisations: tuple[OrganisationFacts, ...] = wanted(write="[[organisations]] tables")
    bodies: tuple[BodyFacts, ...] = wanted(write="[[bodies]] tables")
    seats: tuple[SeatFacts, ...] = wanted(write="[[seats]] tables")
    meetings: MeetingFacts = wanted(write="a [meetings] table")
    reminders: ReminderFacts = wanted(write="a [reminders] table")
    assessment: AssessmentFacts = wanted(write="an [assessment] table")
    plan: PlanFacts = wanted(write="a [plan] table")
    police: PoliceFacts = wanted(write="a [police] table")
    wards: tuple[WardFacts, ...] = wanted(write="[[wards]] tables")
    retention: RetentionFacts = wanted(RetentionFacts(), write="a [retention] table")
    risk: RiskFacts = wanted(RiskFacts(), write="a [risk] table")
    induction: tuple[QuestionFacts, ...] = wanted(INDUCTION, write="[[induction]] tables")
    self_assessment: tuple[QuestionFacts, ...] = wanted(SELF_ASSESSMENT, write="[[self_assessment]] tables")
    sign_in: SignInFacts = wanted(SignInFacts(), write="a [sign_in] table")

    @property
    def name(self) -> str:
        return self.partnership.name

    @property
    def short_name(self) -> str:
        return self.partnership.short_name
