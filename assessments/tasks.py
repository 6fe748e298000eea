"""Long work on figures: loading a file, and drawing the chart that the new figures ask for."""

from celery import shared_task
from django.db import transaction

from assessments.charts import months_chart, months_words
from assessments.models import FiguresChart, PoliceFile
from assessments.queries.figures import figures, last_loaded_month
from assessments.workflow.figures import load
from ccsp_portal import clock
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.jobs.running import JobFailed, running
from ccsp_portal.profile import current
from partners.models import User


@shared_task(name="assessments.load_police_file")
def load_police_file(job_id):
    """Load a waiting police file, then draw the chart afresh. Safe to run twice, or to be killed half-way."""
    with running(job_id) as run:
        run.step("Reading the file", 10)
        file = load(PoliceFile.objects.select_related("brought_by").get(job_id=job_id), run.hold)
        if file.state == PoliceFile.State.REFUSED:
            raise JobFailed(file.problem)
        run.step("Drawing the chart", 80)
        draw_chart()


def draw_chart():
    """Draw the chart of the latest figures and keep it; the page shows the table meanwhile."""
    last = last_loaded_month()
    if last is None:
        return
    shown = figures(last, current().assessment.months, current().police.force)
    svg = months_chart(shown).encode()
    with transaction.atomic():
        document = store_bytes(
            svg, "recorded-crime-by-month.svg", "image/svg+xml", by=User.objects.timetable(), marking="OFFICIAL"
        )
        FiguresChart.objects.update_or_create(
            last_month=last, defaults={"document": document, "words": months_words(shown), "drawn_at": clock.now()}
        )
