"""The law as a table: what the partnership must do, on what basis, and by when. Evidence on file is not compliance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ccsp_portal import workdays

TO_BE_CONFIRMED = "to be confirmed"


@dataclass(frozen=True)
class Duty:
    """A duty. `confidence` is "confirmed" where its basis was read in the source, else "to be confirmed", or "policy".

    `next_due(day)` is the first day, `day` itself included, by which it must be done; None for one that holds always.
    """

    key: str
    words: str
    basis: str
    confidence: str
    evidence: str
    next_due: Callable[[date], date | None]


def always(day: date) -> date | None:
    """It holds at all times."""
    return None


def end_of_financial_year(day: date) -> date:
    """31 March."""
    return workdays.financial_year_days(workdays.financial_year(day))[1]


def end_of_quarter(day: date) -> date:
    """The last day of the calendar quarter: data of the quarter before is due by then (SI 2007/1831)."""
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


DUTIES = (
    Duty(
        "C01",
        "A strategy group exists, of two or more persons appointed by responsible authorities",
        "SI 2007/1830 reg. 3, as substituted by SI 2011/1230",
        "confirmed",
        "seats of the Board with current appointments",
        always,
    ),
    Duty(
        "C02",
        "Every responsible authority has a seat-holder on the Board",
        "Crime and Disorder Act 1998 s.5; local policy",
        "confirmed",
        "a current substantive appointment for each responsible authority",
        always,
    ),
    Duty(
        "C05",
        "A strategic assessment is prepared during the year",
        "SI 2007/1830 reg. 5",
        TO_BE_CONFIRMED,
        "an assessment of the financial year, signed off by a decision",
        end_of_financial_year,
    ),
    Duty(
        "C13",
        "A partnership plan over three years is in force",
        "SI 2007/1830 reg. 10; Crime and Disorder Act 1998 s.6",
        TO_BE_CONFIRMED,
        "an adopted plan whose years include today",
        always,
    ),
    Duty(
        "C14",
        "The plan is revised before the start of each year",
        "SI 2007/1830 reg. 10",
        TO_BE_CONFIRMED,
        "a version adopted in the financial year",
        end_of_financial_year,
    ),
    Duty(
        "C19",
        "A copy of the plan is sent to the Police and Crime Commissioner",
        "SI 2007/1830 reg. 13A, inserted by SI 2012/2660",
        "confirmed",
        "the day of sending, and the recipient",
        always,
    ),
    Duty(
        "C20",
        "An information-sharing protocol is in place, and each responsible authority has signed it",
        "SI 2007/1830 reg. 4",
        TO_BE_CONFIRMED,
        "a version in force, a signature of each responsible authority, and a review that is not overdue",
        always,
    ),
    Duty(
        "C21",
        "Each responsible authority has a designated liaison officer",
        "SI 2007/1830 reg. 4",
        TO_BE_CONFIRMED,
        "a named person for each responsible authority",
        always,
    ),
    Duty(
        "C22",
        "Depersonalised data of the last quarter is disclosed by each authority",
        "Crime and Disorder Act 1998 s.17A; SI 2007/1831",
        "confirmed",
        "a return by each authority for the quarter",
        end_of_quarter,
    ),
    Duty(
        "C25",
        "The group considers its knowledge and skills each year",
        "Home Office guidance to SI 2007/1830, hallmark 6; local policy",
        "policy",
        "the Board’s self-assessment of the financial year",
        end_of_financial_year,
    ),
    Duty(
        "C31",
        "The authorities have a strategy to prevent and reduce serious violence, published and kept under review",
        "Police, Crime, Sentencing and Courts Act 2022, Part 2 Chapter 1, s.8 (the Serious Violence Duty)",
        "confirmed",
        "the strategy, the day it was published, and its last review",
        always,
    ),
    Duty(
        "C42",
        "The Board meets in each quarter, and is quorate",
        "Terms of reference",
        "policy",
        "a concluded meeting in the quarter, with its attendance",
        end_of_quarter,
    ),
)
