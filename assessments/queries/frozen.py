"""An assessment and its figures as plain data: what is frozen, hashed and exported."""


def figures_as_data(figures) -> dict:
    """The figures as JSON can hold them: months as "2026-09", None where there is no data. Pages read both alike."""
    return {
        "months": [f"{month:%Y-%m}" for month in figures.months],
        "half": figures.half,
        "known_before": figures.known_before,
        "known_now": figures.known_now,
        "rows": [_row(row) for row in figures.rows],
        "total": _row(figures.total),
        "refusal": figures.refusal,
        "cautions": list(figures.cautions),
    }


def _row(row):
    return {
        "crime_type": row.crime_type,
        "counts": list(row.counts),
        "before": row.before,
        "now": row.now,
        "change": _change(row.change) if row.change else None,
    }


def _change(change):
    return {"words": change.words, "difference": change.difference, "beyond_chance": change.beyond_chance}


def as_data(version) -> dict:
    """All that a version says, in a fixed order."""
    findings = version.findings.filter(removed_at__isnull=True).select_related("problem")
    return {
        "title": version.assessment.title,
        "number": version.number,
        "period": [f"{version.first_month:%Y-%m}", f"{version.last_month:%Y-%m}"],
        "summary": version.summary,
        "figures": version.figures,
        "findings": [_finding(finding) for finding in findings.prefetch_related("recommendations")],
    }


def _finding(finding):
    return {
        "title": finding.title,
        "text": finding.text,
        "problem": finding.problem.name,
        "figures": finding.crime_type,
        "recommendations": [advice.text for advice in finding.recommendations.all()],
    }
