"""Areas, police figures, and the strategic assessment that is written from them."""

from assessments.models.areas import Area
from assessments.models.assessment import (
    Assessment,
    AssessmentOnAgenda,
    AssessmentVersion,
    Finding,
    Recommendation,
)
from assessments.models.police import FiguresChart, MonthlyCount, PoliceFile, PoliceRow

__all__ = [
    "Area",
    "Assessment",
    "AssessmentOnAgenda",
    "AssessmentVersion",
    "FiguresChart",
    "Finding",
    "MonthlyCount",
    "PoliceFile",
    "PoliceRow",
    "Recommendation",
]
