"""The Partnership Plan: what was promised, by whom, by when, and who agreed to it."""

from plans.models.plan import Approval, Plan, PlanOnAgenda, PlanVersion, Theme
from plans.models.promises import (
    Commitment,
    CommitmentWording,
    Measure,
    MeasureWording,
    Priority,
    PriorityWording,
    ProgressReport,
)

__all__ = [
    "Approval",
    "Commitment",
    "CommitmentWording",
    "Measure",
    "MeasureWording",
    "Plan",
    "PlanOnAgenda",
    "PlanVersion",
    "Priority",
    "PriorityWording",
    "ProgressReport",
    "Theme",
]
