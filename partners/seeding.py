"""Putting a profile's facts into the tables: adds what is missing, reports what differs, overwrites nothing."""

from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.db import models, transaction

from ccsp_portal import clock
from ccsp_portal.profile import Profile
from ccsp_portal.workflow import one_at_a_time
from partners.models import (
    Body,
    BodyMembers,
    MeetingPolicy,
    Organisation,
    Partnership,
    Problem,
    Seat,
    SeatTerms,
    ServiceArea,
)


class WrongInstallation(Exception):
    """The tables hold another partnership than the profile's."""


@dataclass
class Report:
    """What a load did and found: sentences."""

    added: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)

    def add_missing(self, model: type[models.Model], key: dict, facts: dict, **at_first):
        """The row with this `key`: made of the facts (and what holds at first only) if it is missing, else compared.

        Raises ValidationError, naming the row, where the facts can't stand beside what the tables hold.
        """
        row = model._default_manager.filter(**key).order_by("pk").first()
        if row is None:
            row = model(**key, **facts, **at_first)
            self._save(row)
            self.added.append(_called(row))
        else:
            self.compare(row, facts)
        return row

    def _save(self, row):
        try:
            row.full_clean()
        except ValidationError as error:
            raise ValidationError(f"{_called(row)} can’t be added: {' '.join(error.messages)}") from error
        row.save()

    def compare(self, row, facts: dict):
        """Say where a row differs from the facts."""
        for name, wanted in facts.items():
            held = getattr(row, name)
            if held != wanted:
                column = row._meta.get_field(name).verbose_name
                self.differs.append(
                    f"{_called(row)}: {column} is {_shown(held)} here, {_shown(wanted)} in the profile."
                )


@transaction.atomic
def load_structure(profile: Profile) -> Report:
    """Add what the tables lack of the partnership, its organisations, bodies, seats, problems and meeting rules.

    Safe to repeat, and to run twice at once: the second waits. Raises WrongInstallation, and ValidationError.
    """
    one_at_a_time("load of the profile")
    report = Report()
    _load_partnership(report, profile)
    for position, problem in enumerate(profile.problems):
        report.add_missing(Problem, {"key": problem.key}, {"name": problem.name}, position=position)
    organisations = {each.key: _load_organisation(report, each) for each in profile.organisations}
    bodies = _load_bodies(report, profile)
    for position, seat in enumerate(profile.seats):
        _load_seat(report, seat, bodies[seat.body], organisations[seat.organisation], position)
    _load_policy(report, profile.meetings, bodies[profile.meetings.body])
    return report


def _load_partnership(report, profile):
    ours, facts = Partnership.objects.first(), profile.partnership
    if ours and ours.area_code != facts.area_code:
        raise WrongInstallation(
            f"This installation holds the {ours.name}, for {ours.area_name}; the profile is of the {facts.name}. "
            "One installation holds one partnership: give the other a database of its own."
        )
    said = {
        "name": facts.name,
        "short_name": facts.short_name,
        "area_name": facts.area,
        "area_code": facts.area_code,
        "about": facts.about.strip(),
        "contact_email": facts.contact_email,
        "plan_years": profile.plan.years,
        "assessment_producer": profile.assessment.producer,
        "assessment_months": profile.assessment.months,
    }
    report.add_missing(Partnership, {"pk": 1}, said)


def _load_organisation(report, facts):
    said = {name: getattr(facts, name) for name in ("name", "short_name", "kind", "basis")}
    organisation = report.add_missing(Organisation, {"key": facts.key}, said, from_on=clock.today())
    for area in facts.service_areas:
        key = {"organisation": organisation, "name": area}
        report.add_missing(ServiceArea, key, {}, from_on=organisation.from_on)
    return organisation


def _load_bodies(report, profile):
    """The bodies by their keys; one that reports to another is loaded after it, in whatever order the file has them."""
    waiting, bodies = list(profile.bodies), {}
    while waiting:
        facts = next(each for each in waiting if each.parent in {"", *bodies})
        waiting.remove(facts)
        bodies[facts.key] = _load_body(report, facts, bodies.get(facts.parent))
    return bodies


def _load_body(report, facts, parent):
    names = ("name", "short_name", "prefix", "kind", "also_known_as", "purpose")
    said = {name: getattr(facts, name) for name in names} | {"parent": parent}
    body = report.add_missing(Body, {"key": facts.key}, said, from_on=clock.today())
    for count in facts.counts:
        key = {"body": body, "as_at": count.as_at, "source": count.source}
        numbers = {"councillors": count.councillors, "independents": count.independents}
        report.add_missing(BodyMembers, key, numbers | {"authorities": list(count.authorities)})
    return body


def _load_seat(report, facts, body, organisation, position):
    area = organisation.service_areas.filter(name=facts.service_area).first() if facts.service_area else None
    said = {"body": body, "organisation": organisation, "service_area": area, "title": facts.title}
    seat = report.add_missing(Seat, {"key": facts.key}, said, position=position, from_on=clock.today())
    terms = {name: getattr(facts, name) for name in ("role", "voting", "counts_to_quorum", "senior", "co_opted")}
    held = seat.terms.current().first()
    if held:
        report.compare(held, terms)
    elif not seat.terms.exists():
        report.add_missing(SeatTerms, {"seat": seat}, terms, from_on=seat.from_on)


def _load_policy(report, facts, body):
    said = {
        "months": list(facts.months),
        "nth": facts.nth,
        "weekday": facts.weekday,
        "starts_at": facts.at,
        "lasts_minutes": facts.minutes,
        "venue": facts.venue,
        "quorum": facts.quorum.as_data(),
        "notice_days": facts.notice_days,
        "call_days": facts.call_days,
        "setting_days": facts.setting_days,
        "paper_days": facts.paper_days,
        "notes_days": facts.notes_days,
        "minutes_days": facts.minutes_days,
        "urgent_days": facts.urgent_days,
        "casting_vote": facts.casting_vote,
        "clash_committees": list(facts.clash_committees),
        "standing_items": [asdict(item) for item in facts.standing_items],
    }
    report.add_missing(MeetingPolicy, {"body": body}, said)


def _called(row):
    return f"{row._meta.verbose_name.capitalize()} “{row}”"


def _shown(value):
    if value is None or value == "":
        return "empty"
    return f"“{value}”"
