"""The project: wiring, the ground floor and the roof of the portal."""

from ccsp_portal.celery import app as celery_app

__all__ = ["celery_app"]
