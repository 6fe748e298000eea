"""What the demonstration's Board talks about: its business, meeting by meeting. People and cases are made up."""

from typing import NamedTuple


class Business(NamedTuple):
    """One item: `presenter` is the how-manyth member presents it; `{area}` and `{short}` stand for the partnership's.

    `paper` is its paper in Markdown, "" for none, or for one in the portal's form (`written.py`); `decision` and
    `action` are what came of it, "" for nothing. The action is of the member who presents it. `about` names what the
    decision signs off or adopts.
    """

    title: str
    purpose: str
    presenter: int
    minutes: int
    description: str
    minute: str
    paper: str = ""
    decision: str = ""
    action: str = ""
    private_reason: str = ""
    public_title: str = ""
    about: str = ""


ASSESSMENT, PLAN = "assessment", "plan"

PERFORMANCE = Business(
    "Performance report",
    "discuss",
    1,
    15,
    "Recorded crime and incidents in the quarter, with what partners are doing where they rise.",
    "The Commander took the Board through the quarter’s figures. Shoplifting and drug offences had risen; vehicle "
    "crime and anti-social behaviour had fallen.\n\nMembers asked how much of the rise in shoplifting was better "
    "reporting by shops. The Commander would say more once the retail survey was in.",
    "# Performance report\n\n## Purpose\n\nThis report gives the quarter’s recorded crime in {area} by type, against the "
    "same quarter a year before.\n\n## What partners are asked to note\n\n1. Shoplifting continues to rise.\n2. Vehicle "
    "crime continues to fall.\n3. Anti-social behaviour is lower than in any summer since the series began.\n\n"
    "## What is being done\n\n| Problem | Lead | What |\n|---|---|---|\n| Shoplifting | Police | Plain-clothes patrols on "
    "Fridays |\n| Drugs | Police and Public Health | Joint visits with treatment workers |\n\n## Implications\n\nNone for "
    "resources. No personal data are used.\n",
)

HOMICIDE_REVIEW = Business(
    "Domestic homicide review 4: progress on recommendations",
    "discuss",
    2,
    15,
    "What each agency has done on the review’s recommendations, with details of the family.",
    "The Board went through the recommendations one by one. Two remain open.",
    "# Domestic homicide review 4\n\n## Progress\n\nThis report names members of the family and is for the Board’s members "
    "alone.\n\n| Recommendation | Agency | State |\n|---|---|---|\n| Train front-line staff | Council | Done |\n| Share "
    "risk assessments within a day | Police | Open |\n",
    action="Report on how risk assessments are shared within a day",
    private_reason="It names members of a bereaved family, and people who were harmed",
    public_title="Progress on a domestic homicide review",
)

QUARTERS = (
    (
        PERFORMANCE,
        Business(
            "Night-time economy: a safer city centre",
            "decide",
            2,
            20,
            "A proposal for trained volunteers on Friday and Saturday nights.",
            "Members welcomed the proposal and asked that volunteers be trained to recognise spiking.",
            "",
            "That the volunteer scheme run for a year from 1 September, and be evaluated after it.",
            "Write to licensed premises about the volunteer scheme",
        ),
    ),
    (
        PERFORMANCE,
        Business(
            "What the strategic assessment should look at",
            "decide",
            3,
            20,
            "The questions that the Partnership Intelligence Team should answer this year.",
            "The Board agreed the questions, and asked that housing providers’ complaints of anti-social behaviour be "
            "used as well as police incidents.",
            "# The strategic assessment\n\n## Purpose\n\nTo agree what this year’s assessment looks at.\n\n"
            "## Recommendations\n\n1. That it cover twelve months against the twelve before.\n2. That it answer, for each "
            "of the partnership’s problems, what changed, where, and what partners can do.\n",
            "That the assessment cover the twelve months to September and answer the questions in the paper.",
            "Give the analyst the housing providers’ complaints of anti-social behaviour",
        ),
        HOMICIDE_REVIEW,
    ),
    (
        PERFORMANCE,
        Business(
            "Strategic assessment",
            "decide",
            3,
            40,
            "The assessment of crime, disorder, anti-social behaviour, substance misuse and reoffending, for sign-off.",
            "The analyst presented the assessment. Members asked how far a rise could be chance, and were shown that the "
            "rises named in the findings could not.",
            decision="That the strategic assessment be signed off and published.",
            action="Take the recommendations to the delivery groups",
            about=ASSESSMENT,
        ),
        Business(
            "Youth diversion: the first year",
            "note",
            4,
            15,
            "How many young people were diverted, and how many offended again.",
            "The Board noted the report and thanked the team.",
            "# Youth diversion\n\n## Summary\n\nThe scheme took its first young people a year ago. Most referrals came from "
            "schools.\n",
        ),
    ),
    (
        PERFORMANCE,
        Business(
            "Partnership plan",
            "decide",
            1,
            40,
            "The three-year plan, for adoption.",
            "The secretary presented the plan and what residents had said of it. Members agreed that progress be reported "
            "at every meeting.",
            decision="That the partnership plan be adopted from 1 April and published.",
            action="Tell staff what the plan promises, and by when",
            about=PLAN,
        ),
        HOMICIDE_REVIEW,
    ),
    (
        PERFORMANCE,
        Business(
            "Off-road bikes: joint operations for the summer",
            "decide",
            5,
            20,
            "Dates and roles of the agencies.",
            "Members heard that residents of the north of the area had written most often.",
            "# Off-road bikes\n\n## Purpose\n\nTo agree four joint operations.\n\n## Recommendations\n\n1. That the four "
            "weekends in the paper be agreed.\n2. That the fire service fits barriers at the six places named.\n",
            "That four joint operations be held between June and September.",
            "Fit barriers at the six places named in the paper",
        ),
    ),
    (
        PERFORMANCE,
        Business(
            "Progress on the partnership plan",
            "discuss",
            1,
            25,
            "Which commitments are kept, and which are late.",
            "The Board went through the late commitments. Each owner said what stood in the way.",
            "# Progress on the plan\n\n## Summary\n\nMost commitments are under way. Those that are late are named with "
            "their owners on the plan’s own page.\n",
            action="Bring a new date for each late commitment to the next meeting",
        ),
        HOMICIDE_REVIEW,
    ),
    (
        PERFORMANCE,
        Business(
            "Strategic assessment: early findings",
            "discuss",
            3,
            20,
            "What the analyst sees so far.",
            "The Board heard the early findings.",
            "# Early findings\n\n## Summary\n\nThe analyst’s first look at the twelve months to September.\n",
        ),
        Business(
            "Public spaces protection order: whether to renew it",
            "decide",
            2,
            20,
            "The order ends next year. The council asks for the Board’s view.",
            "Members supported renewal, with the reservation that young people be asked.",
            "",
            "That the Board support renewal of the order for three years.",
            "Ask the youth council what it thinks of the order",
        ),
        HOMICIDE_REVIEW,
    ),
    (PERFORMANCE,),
)

PRIORITIES = (
    (
        "Fewer people harmed by serious violence",
        "Violence is the largest part of recorded crime, and the one that residents fear most.",
        (
            "Violence and sexual offences recorded",
            "Police street-level figures",
            "down",
            "",
            "5% fewer than in the year before",
        ),
        (
            ("Train 200 volunteers and door staff to step in safely", 2, -60, True),
            ("Run four joint operations at weekends in the summer", 5, -40, False),
            ("Open a drop-in for young people excluded from school", 4, 200, False),
        ),
    ),
    (
        "Town and neighbourhood centres where people feel safe",
        "Shop workers and residents say that theft and nuisance have become normal. We mean to change that.",
        ("Residents who feel safe after dark", "Residents’ survey", "up", "54% last year", "60%"),
        (
            ("Write to every shop about how to report theft", 1, -90, True),
            ("Put a named officer on the phone for every shopping centre", 1, -20, False),
            ("Light the six walking routes that residents named", 3, 300, False),
        ),
    ),
    (
        "Victims are heard and exploitation is stopped",
        "People who are exploited are often taken for offenders first. We want to see them as victims sooner.",
        ("Referrals of exploited children", "Children’s services", "watch", "88 last year", ""),
        (
            ("Share risk assessments between agencies within a day", 2, -100, False),
            ("Train every custody nurse to recognise exploitation", 6, 120, False),
            ("Publish what victims told us, and what we did", 7, 400, False),
        ),
    ),
)
