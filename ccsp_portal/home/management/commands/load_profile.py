"""manage.py load_profile: put what a profile says into the tables, where they lack it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.seeding import load_wards
from ccsp_portal.profile import ProfileError, load
from partners.seeding import WrongInstallation, load_structure


class Command(BaseCommand):
    help = "Adds what the tables lack of a profile, and reports what differs; it never overwrites. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", help="the profile; PORTAL_PROFILE’s, unless given")

    def handle(self, *args, **options):
        try:
            profile = load(options["path"] or settings.PORTAL_PROFILE)
            with transaction.atomic():
                reports = [load_structure(profile), load_wards(profile)]
        except (ProfileError, WrongInstallation) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        added = [line for report in reports for line in report.added]
        differs = [line for report in reports for line in report.differs]
        self._say(profile, added, differs)

    def _say(self, profile, added, differs):
        self.stdout.write(f"{profile.name}: {len(added)} added, {len(differs)} different.")
        for line in added:
            self.stdout.write(f"  Added: {line}")
        for line in differs:
            self.stdout.write(f"  Different, and left as it is: {line}")
