"""manage.py load_demo: two believable years of a partnership, made through the acts that its people perform."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ccsp_portal import clock
from ccsp_portal.demo.samples import write_samples
from ccsp_portal.demo.story import MONTHS_OF_FIGURES, Story
from ccsp_portal.profile import current
from partners import demo_codes
from partners.models import User


class Command(BaseCommand):
    help = "Fills an empty demonstration. It does nothing where somebody has an account already."

    def add_arguments(self, parser):
        parser.add_argument(
            "--months", type=int, default=MONTHS_OF_FIGURES, help="months of police figures, 36 if not said"
        )

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("This is not a demonstration: nothing was loaded.")
        profile = current()
        write_samples(settings.PORTAL_VAR / "samples", profile, clock.today())
        if User.objects.filter(appointments__isnull=False).exists():
            self.stdout.write("There are people here already: nothing was changed.")
        else:
            Story(profile, clock.now(), options["months"]).play(self.stdout.write)
        if settings.DEMO:
            # nobody's telephone knows the made-up people: the page that asks for the code tells it
            demo_codes.set_up_for(
                User.objects.filter(authenticator__isnull=True, appointments__isnull=False).distinct()
            )
