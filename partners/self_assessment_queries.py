"""What is read of the Board's self-assessments: years side by side."""

from dataclasses import dataclass

from ccsp_portal import profile
from partners.models import SelfAssessment, SelfAssessmentAnswer

# as many as stand side by side
SHOWN = 4


@dataclass(frozen=True)
class Line:
    """A question, and its answer in each of the years shown, None where it was not asked."""

    question: str
    answers: list[SelfAssessmentAnswer | None]


def years_recorded():
    """The newest self-assessments, the latest first, each with its answers. Two queries."""
    return list(SelfAssessment.objects.prefetch_related("answers")[:SHOWN])


def side_by_side(assessments) -> list[Line]:
    """The questions, as the newest year words them, with the answers of each year. No query."""
    found = [{answer.key: answer for answer in assessment.answers.all()} for assessment in assessments]
    words = {key: answer.question for answers in reversed(found) for key, answer in answers.items()}
    order = [key for answers in found for key in answers]
    return [Line(words[key], [answers.get(key) for answers in found]) for key in dict.fromkeys(order)]


def questions():
    """The profile's questions: (key, words)."""
    return [(item.key, item.label) for item in profile.current().self_assessment]
