"""The titles of committee systems: which committee meets, and whether it will."""

import re

# ModernGov writes a meeting's status before its name, and glues what a page would set apart
STATUSES = {"cancelled": "cancelled", "not required": "not required", "(if necessary)": "if necessary"}
GLUED = re.compile(r"^Meeting of\s*(?P<title>.*?)\s*(?:on \d{2}/\d{2} at .*)?$", re.DOTALL)
NOISE = re.compile(r"^(?:NEW - |Extraordinary Meeting,\s*|Special Meeting,\s*)", re.IGNORECASE)


def committee_and_status(title: str) -> tuple[str, str]:
    """The committee's name and "", "cancelled", "not required" or "if necessary": "Not required, Council" is
    ("Council", "not required")."""
    plain = " ".join(title.replace("\xa0", " ").split())
    glued = GLUED.match(plain)
    if glued:
        plain = glued["title"].strip()
    status = ""
    for words, meaning in STATUSES.items():
        if plain.lower().startswith(words):
            plain, status = plain[len(words) :].lstrip(" ,:-"), meaning
    return (NOISE.sub("", plain).strip() or "Untitled")[:200], status


def is_a_test(committee: str) -> bool:
    """Whether somebody was trying the system out."""
    return committee.lower().startswith("test ") or committee.lower() == "test"
