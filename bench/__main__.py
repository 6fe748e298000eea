"""Measure, and print a table: what was measured, what was reached, and the aim."""

import logging
import os

import django
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"


def main():
    django.setup()
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # after the settings are there
    from bench.decade import measure_decade  # noqa: PLC0415
    from bench.history import measure_history  # noqa: PLC0415
    from bench.log import measure_log  # noqa: PLC0415
    from bench.pack import measure_packs  # noqa: PLC0415
    from bench.pages import measure_pages  # noqa: PLC0415
    from bench.people import measure_people  # noqa: PLC0415
    from bench.queries import SIZES, count_queries  # noqa: PLC0415
    from bench.reader import measure_reader  # noqa: PLC0415
    from bench.risks import measure_register  # noqa: PLC0415

    show("What was measured", "Reached", "Aim", None)
    for row in measure_packs():
        show(*row)
    print("\nThe papers to be read")
    for row in measure_reader():
        show(*row)
    print(f"\nQueries with {', '.join(map(str, SIZES))} rows")
    for row in count_queries():
        show(*row)
    print("\nThe action log")
    for row in measure_log():
        show(*row)
    print("\nThe risk register")
    for row in measure_register():
        show(*row)
    print("\nA body with ten years of meetings")
    for row in measure_decade():
        show(*row)
    print("\nPeople")
    for row in measure_people():
        show(*row)
    print("\nHistory and records")
    for row in measure_history():
        show(*row)
    print("\nPages under gunicorn, two workers")
    for row in measure_pages():
        show(*row)


def show(what, reached, aim, is_met):
    verdict = {None: "", True: "met", False: "missed"}[is_met] if aim else ""
    print(f"{what:<34} {reached:<78} {aim:<22} {verdict}", flush=True)


if __name__ == "__main__":
    main()
