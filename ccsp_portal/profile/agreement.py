"""Whether the parts of a profile agree: keys that name one another, wards that share a cell, dates that turn round."""

from collections import Counter

from ccsp_portal.profile.facts import Profile


def disagreements(profile: Profile) -> list[str]:
    """What does not fit, a sentence each, beginning with the key at fault."""
    return [
        problem
        for check in (_repeats, _bodies, _seats, _meetings, _quorum, _wards, _risk, _needed)
        for problem in check(profile)
    ]


def _repeats(profile):
    for name, keys in {
        "problems.key": [each.key for each in profile.problems],
        "organisations.key": [each.key for each in profile.organisations],
        "bodies.key": [each.key for each in profile.bodies],
        "bodies.prefix": [each.prefix for each in profile.bodies],
        "seats.key": [each.key for each in profile.seats],
        "meetings.standing_items.key": [each.key for each in profile.meetings.standing_items],
    }.items():
        for key, times in Counter(keys).items():
            if times > 1:
                yield f"{name}: “{key}” stands there {times} times. Give each its own."


def _unknown(where, key, known, what):
    return f"{where}: there is no {what} “{key}” in this file. Write one of {', '.join(sorted(known))}."


def _bodies(profile):
    keys = {body.key for body in profile.bodies}
    for number, body in enumerate(profile.bodies, start=1):
        if body.parent and body.parent not in keys:
            yield _unknown(f"bodies[{number}].parent", body.parent, keys, "body")


def _seats(profile):
    bodies = {body.key for body in profile.bodies}
    organisations = {organisation.key: organisation for organisation in profile.organisations}
    for number, seat in enumerate(profile.seats, start=1):
        where = f"seats[{number}]"
        if seat.body not in bodies:
            yield _unknown(f"{where}.body", seat.body, bodies, "body")
        if seat.organisation not in organisations:
            yield _unknown(f"{where}.organisation", seat.organisation, organisations, "organisation")
        elif seat.service_area and seat.service_area not in organisations[seat.organisation].service_areas:
            areas = organisations[seat.organisation].service_areas or ["nothing"]
            yield _unknown(f"{where}.service_area", seat.service_area, areas, f"service area of {seat.organisation}")


def _meetings(profile):
    bodies = {body.key for body in profile.bodies}
    if profile.meetings.body not in bodies:
        yield _unknown("meetings.body", profile.meetings.body, bodies, "body")
    if not profile.meetings.months:
        yield "meetings.months: it is empty. Write the months it meets in, like [6, 9, 12, 3]."


def _quorum(profile):
    rule = profile.meetings.quorum
    seats = [seat for seat in profile.seats if seat.body == profile.meetings.body and seat.counts_to_quorum]
    known = {seat.key for seat in seats} | {seat.organisation for seat in seats}
    for key in rule.of:
        if key not in known:
            yield _unknown("meetings.quorum.of", key, known, "seat that counts to quorum, or organisation with one,")
    try:
        needed = rule.needed(len(seats))
    except (ValueError, ZeroDivisionError):
        yield f"meetings.quorum.share: “{rule.share}” is not a share. Write a fraction from 0 to 1, like “1/3”."
        return
    if needed > len(seats):
        yield f"meetings.quorum.at_least: {needed} are needed, and only {len(seats)} seats count. Write fewer."


def _wards(profile):
    cells: dict[tuple, str] = {}
    for number, ward in enumerate(profile.wards, start=1):
        if ward.to_on and ward.to_on < ward.from_on:
            yield f"wards[{number}].to: it lies before its first day, {ward.from_on}. Write a later day."
        if ward.to_on is not None:
            continue
        cell = (ward.row, ward.column)
        if cell in cells:
            yield (
                f"wards[{number}].row: {ward.name} stands in the cell of {cells[cell]} (row {ward.row}, column "
                f"{ward.column}). Write a free cell."
            )
        cells[cell] = ward.name


def _risk(profile):
    risk = profile.risk
    if not risk.moderate_from < risk.high_from < risk.extreme_from:
        yield "risk.high_from: the bands do not follow one another. Write rising scores, like 4, 8 and 15."


def _needed(profile):
    if not any(organisation.kind == "responsible authority" for organisation in profile.organisations):
        yield "organisations: none is a responsible authority. Give at least one the kind “responsible authority”."
    if not any(seat.role == "secretary" for seat in profile.seats):
        yield "seats: none is the secretary’s. Give at least one the role “secretary”."
