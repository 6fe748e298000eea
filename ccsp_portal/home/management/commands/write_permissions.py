"""Draw docs/permissions.md from the tables that decide who may do what."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from ccsp_portal.home.permissions import as_markdown

PAGE = Path(settings.BASE_DIR) / "docs" / "permissions.md"


class Command(BaseCommand):
    help = "Write docs/permissions.md from the PERMISSIONS tables."

    def handle(self, *args, **options):
        PAGE.write_text(as_markdown())
        self.stdout.write(f"{PAGE} is written.")
