"""A police file is loaded whole or not at all, filtered to our area, and replaces the one before it."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from assessments.models import FiguresChart, PoliceFile, PoliceRow
from assessments.tasks import load_police_file
from assessments.workflow.figures import bring_file, load
from tests.assessments.conftest import counted, street_file
from tests.worker import wait_until

REAL = Path(settings.BASE_DIR).parent / "shared/data/crime/west-midlands/2014-01-west-midlands-street.csv"
ASB = "Anti-social behaviour"


def test_only_rows_of_our_area_are_counted(bring):
    rows = [("Burglary", "Coventry 014A"), ("Burglary", "Birmingham 001A"), (ASB, "Coventry 002B"), ("Drugs", "")]
    file = bring(rows=rows)
    assert counted(file) == {"Burglary": 1, ASB: 1}
    assert (file.rows, file.rows_in_area, file.rows_without_area) == (4, 2, 1)
    assert (file.force, file.month, file.state) == ("West Midlands Police", date(2026, 9, 1), "loaded")


def test_identical_incidents_are_all_counted(bring):
    assert counted(bring(rows=[(ASB, "Coventry 014A")] * 3)) == {ASB: 3}


def test_every_row_remembers_its_file_and_line(bring):
    file = bring(rows=[("Drugs", "Solihull 001A"), ("Burglary", "Coventry 014A")])
    assert list(PoliceRow.objects.values_list("file", "line")) == [(file.pk, 3)]


def test_a_later_file_of_the_month_replaces_the_earlier_whole(bring):
    first = bring(rows=[("Burglary", "Coventry 014A")] * 5)
    second = bring(rows=[("Drugs", "Coventry 014A")])
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == ("replaced", second)
    assert list(PoliceFile.objects.in_force()) == [second]


def test_loading_twice_changes_nothing(bring):
    file = bring()
    assert counted(load(file)) == {"Burglary": 1}


def test_the_very_same_file_is_refused_with_a_reason(bring, analyst):
    bring()
    with pytest.raises(ValidationError, match="loaded already"):
        bring_file(street_file(), "again.csv", by=analyst)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"rows": [("Burglary", "Newcastle upon Tyne 001A")] * 3}, "None of its 3 rows is in Coventry."),
        ({"rows": [("Burglary", "Coventry 014A")], "month": "2099-01"}, "It is of January 2099, which is to come."),
        ({"rows": [("B" * 61, "Coventry 014A")]}, "Line 2 can’t be read as a street file’s."),
        ({"rows": [("Bur\0glary", "Coventry 014A")]}, "Line 2 can’t be read as a street file’s."),
    ],
)
def test_what_would_count_wrongly_is_refused_and_nothing_of_it_is_kept(bring_refused, sent, sentence):
    file = bring_refused(**sent)
    assert sentence in file.problem
    assert file.state == "refused"
    assert not PoliceRow.objects.exists()


def test_a_file_that_is_cut_short_does_not_take_the_place_of_a_whole_one(bring, bring_refused):
    whole = bring(rows=[("Burglary", "Coventry 014A")] * 100)
    cut = bring_refused(rows=[("Burglary", "Coventry 014A")] * 49)
    assert "It has 49 rows of our area, and the file that is loaded for September 2026 has 100" in cut.problem
    whole.refresh_from_db()
    assert whole.state == "loaded"


def test_the_same_file_brought_twice_at_once_is_loaded_once(bring, analyst):
    first = bring(rows=[("Burglary", "Coventry 014A")])
    twin = PoliceFile.objects.create(
        name="twin.csv",
        sha256=first.sha256,
        document=first.document,
        brought_at=first.brought_at,
        brought_by=analyst,
    )
    assert load(twin).problem == "This very file is loaded already. There is nothing more to do."
    assert PoliceFile.objects.in_force().get() == first


def test_two_months_in_one_file_are_refused_and_nothing_of_it_is_kept(analyst):
    mixed = street_file() + b"\r\n" + street_file(month="2026-08").split(b"\r\n")[1]
    file = load(bring_file(mixed, "mixed.csv", by=analyst))
    assert file.state == "refused"
    assert file.problem == "Line 3 is of another month than the first row. Load one month at a time."
    assert not PoliceRow.objects.exists()


def test_a_file_over_25_mb_is_refused(analyst):
    with pytest.raises(ValidationError, match="25 MB or smaller"):
        bring_file(b"x" * (25 * 1024 * 1024 + 1), "big.csv", by=analyst)


@pytest.mark.parametrize("name", ["councillor", "housing_rep", "observer", "former_member", "public"])
def test_only_those_who_may_load_figures_do(name, cast):
    with pytest.raises(PermissionDenied):
        bring_file(street_file(), "street.csv", by=cast.everybody[name])


def test_the_job_loads_the_file_and_draws_the_chart(analyst):
    file = bring_file(street_file(), "street.csv", by=analyst)
    load_police_file(file.job_id)
    file.refresh_from_db()
    file.job.refresh_from_db()
    assert (file.state, file.job.state) == ("loaded", "done")
    chart = FiguresChart.objects.get()
    assert chart.last_month == date(2026, 9, 1)
    assert "September 2026 (1)" in chart.words
    with chart.document.file.open("rb") as image:
        assert image.read().startswith(b"<svg")


def test_a_refused_file_says_so_on_its_job(analyst):
    mixed = street_file() + b"\r\n" + street_file(month="2026-08").split(b"\r\n")[1]
    file = bring_file(mixed, "mixed.csv", by=analyst)
    load_police_file(file.job_id)
    file.job.refresh_from_db()
    assert (file.job.state, file.job.error) == (
        "failed",
        "Line 3 is of another month than the first row. Load one month at a time.",
    )


@pytest.mark.skipif(not REAL.exists(), reason="the real police file is not beside this checkout")
def test_a_real_file_from_the_command_line_counts_as_published(analyst, capsys):
    call_command("import_police", str(REAL), "--by", analyst.email)
    file = PoliceFile.objects.get()
    assert (file.rows, file.rows_in_area, file.month) == (18631, 2332, date(2014, 1, 1))
    assert sum(counted(file).values()) == 2332
    assert "2,332" in capsys.readouterr().out


def test_the_command_names_what_it_can_not_use(analyst, tmp_path, capsys):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="1 of 1 files were refused"):
        call_command("import_police", str(wrong), "--by", analyst.email)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_is_followed_by_one_that_finishes(worker, analyst):
    rows = [("Burglary", "Coventry 014A")] * 60_000
    file = bring_file(street_file(rows=rows), "long.csv", by=analyst)
    with worker("assessments.tasks") as first:
        wait_until(lambda: PoliceFile.objects.get(pk=file.pk).job.state == "running")
        first.kill()
    assert not PoliceRow.objects.exists()
    load(file)
    assert counted(file) == {"Burglary": 60_000}
