"""Bringing a police file and loading it: the area's rows with file and line, and the monthly counts that pages read."""

import hashlib
import io

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Count
from django.urls import reverse

from assessments.models import Area, MonthlyCount, PoliceFile, PoliceRow
from assessments.street import UnusableFile, read_rows
from ccsp_portal import clock
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.history.tracking import acting
from ccsp_portal.jobs.workflow import queue
from ccsp_portal.profile import current
from ccsp_portal.workflow import lock, one_at_a_time

LARGEST = 25 * 1024 * 1024
COLUMNS = ["file_id", "line", "crime_id", "lsoa_code", "lsoa_name", "crime_type", "location", "outcome"]


# fewer rows than this may halve by chance
MANY = 100


@transaction.atomic
def bring_file(data: bytes, name: str, *, by) -> PoliceFile:
    """Keep a street file and queue its loading. ValidationError, in a sentence, where its first lines already show
    that it can't be loaded, it is over 25 MB, or the very same file is loaded or waiting."""
    if not by.has_perm("assessments.load_figures"):
        raise PermissionDenied
    if len(data) > LARGEST:
        raise ValidationError("The selected file must be 25 MB or smaller. Load one month of one force at a time.")
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_the_same_again(sha256)
    _refuse_at_first_sight(data)
    with acting("bring police figures", by):
        file = PoliceFile.objects.create(
            name=name[:200],
            sha256=sha256,
            document=store_bytes(data, name, "text/csv", by=by, marking="OFFICIAL"),
            brought_at=clock.now(),
            brought_by=by,
        )
        file.job = queue(
            "assessments.load_police_file",
            file,
            once=f"load police file {file.pk}",
            by=by,
            title=f"Loading {file.name}",
            page_url=reverse("assessments:show_police_file", args=[file.pk]),
        )
        file.save(update_fields=["job"])
    return file


def _refuse_the_same_again(sha256):
    there = [PoliceFile.State.LOADED, PoliceFile.State.WAITING]
    same = PoliceFile.objects.filter(sha256=sha256, state__in=there).first()
    if same:
        state = "loaded" if same.state == PoliceFile.State.LOADED else "waiting to be loaded"
        raise ValidationError(f"This very file is {state} already, as “{same.name}”. There is nothing more to do.")


def _refuse_at_first_sight(data):
    try:
        next(read_rows(io.BytesIO(data)))
    except UnusableFile as refusal:
        raise ValidationError(str(refusal)) from None


def load(file: PoliceFile, hold=lambda: None) -> PoliceFile:
    """Load the area's rows and counts of a waiting file, whole or not at all; safe to run again.

    The file replaces the one in force for its force and month. One that can't be used is refused, with the reason.
    `hold()` is called first in the transaction: a job's, so that no second run stores the same.
    """
    try:
        return _load(file, hold)
    except UnusableFile as refusal:
        PoliceFile.objects.filter(pk=file.pk).update(state=PoliceFile.State.REFUSED, problem=str(refusal))
        file.refresh_from_db()
        return file


@transaction.atomic
def _load(file, hold):
    hold()
    file = lock(file)
    if file.state != PoliceFile.State.WAITING:
        return file
    # two files of one month would each replace what the other has not written yet
    one_at_a_time("load of police figures")
    _refuse_what_was_loaded_meanwhile(file)
    tally = _copy_area_rows(file)
    _refuse_what_is_not_ours(tally)
    _count(file, tally.month)
    with acting("load police figures", file.brought_by):
        _replace(file, tally)
        file.state, file.loaded_at = PoliceFile.State.LOADED, clock.now()
        file.force, file.month, file.rows = tally.force, tally.month, tally.rows
        file.rows_in_area, file.rows_without_area = tally.rows_in_area, tally.rows_without_area
        file.lsoa_vintage = _vintage(file)
        file.save()
    return file


def _refuse_what_was_loaded_meanwhile(file):
    loaded = PoliceFile.objects.filter(sha256=file.sha256, state=PoliceFile.State.LOADED).exclude(pk=file.pk)
    if loaded.exists():
        raise UnusableFile("This very file is loaded already. There is nothing more to do.")


def _refuse_what_is_not_ours(tally):
    """A month without a row would read as a month without a crime."""
    police = current().police
    if not tally.rows_in_area:
        raise UnusableFile(
            f"None of its {tally.rows:,} rows is in {police.lsoa_name_prefix.strip()}. It is of {tally.force}: choose "
            f"the file of {police.force} for the month, whole and unchanged."
        )
    if tally.month > clock.today():
        raise UnusableFile(f"It is of {tally.month:%B %Y}, which is to come. Download the month again.")
    before = PoliceFile.objects.in_force().filter(force=tally.force, month=tally.month).first()
    if before and before.rows_in_area >= MANY and tally.rows_in_area < before.rows_in_area / 2:
        raise UnusableFile(
            f"It has {tally.rows_in_area:,} rows of our area, and the file that is loaded for {tally.month:%B %Y} has "
            f"{before.rows_in_area:,}: it seems to be cut short. Download the month again."
        )


class Tally:
    """What a pass over the file found; it refuses a file of two months or two forces."""

    def __init__(self):
        self.rows = self.rows_in_area = self.rows_without_area = 0
        self.month = self.force = None

    def add(self, row):
        self.rows += 1
        self.rows_without_area += not row.lsoa_code
        if self.month is None:
            self.month, self.force = row.month, row.force
        if row.month != self.month:
            raise UnusableFile(f"Line {row.line} is of another month than the first row. Load one month at a time.")
        if row.force != self.force:
            raise UnusableFile(f"Line {row.line} is of another force than the first row. Load one force at a time.")


def _copy_area_rows(file):
    tally = Tally()
    belongs = _area_rule()
    with file.document.file.open("rb") as data, connection.cursor() as cursor:
        copying = f"COPY {PoliceRow._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
        with cursor.copy(copying) as copy:
            for row in read_rows(data):
                tally.add(row)
                if belongs(row):
                    tally.rows_in_area += 1
                    copy.write_row(_cells(file, row))
    return tally


def _cells(file, row):
    """The row in the order of COLUMNS, cut to the columns' lengths: a location is free text."""
    codes = (file.pk, row.line, row.crime_id[:64], row.lsoa_code[:9], row.lsoa_name[:100])
    return (*codes, row.crime_type[:60], row.location[:200], row.outcome[:100])


def _area_rule():
    """Whether a row is of our area: by the profile's prefix of LSOA names, or by a loaded list of codes."""
    prefix = current().police.lsoa_name_prefix
    kinds = [Area.Kind.LSOA_2011, Area.Kind.LSOA_2021]
    codes = frozenset(Area.objects.filter(kind__in=kinds).values_list("code", flat=True))
    return lambda row: row.lsoa_name.startswith(prefix) or row.lsoa_code in codes


def _count(file, month):
    counted = PoliceRow.objects.filter(file=file).values("crime_type").annotate(count=Count("pk"))
    MonthlyCount.objects.bulk_create(
        MonthlyCount(file=file, month=month, crime_type=row["crime_type"], count=row["count"]) for row in counted
    )


def _replace(file, tally):
    in_force = PoliceFile.objects.in_force().filter(force=tally.force, month=tally.month)
    in_force.update(state=PoliceFile.State.REPLACED, replaced_by=file)


def _vintage(file):
    """Which census's LSOA codes the file uses, as far as its codes tell: a code that only one census has decides."""
    codes = PoliceRow.objects.filter(file=file).values("lsoa_code")
    kinds = Area.objects.filter(code__in=codes).values_list("kind", "code")
    of_2011 = {code for kind, code in kinds if kind == Area.Kind.LSOA_2011}
    of_2021 = {code for kind, code in kinds if kind == Area.Kind.LSOA_2021}
    if of_2011 - of_2021:
        return "2011"
    return "2021" if of_2021 - of_2011 else ""
