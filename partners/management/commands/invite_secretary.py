"""manage.py invite_secretary: begin an empty installation."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from partners.letters import invitation_link
from partners.workflow.invitations import invite_first_secretary


class Command(BaseCommand):
    help = "Invites the first secretary, who invites everybody else. Repeated, it sends a fresh link."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the person’s name; their address, unless given")

    def handle(self, *args, **options):
        try:
            invitation, token = invite_first_secretary(options["email"], options["name"] or options["email"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{invitation.name} is invited to be the secretary. A letter is on its way; the link is also here:"
        )
        self.stdout.write(f"  {invitation_link(token)}")
        self.stdout.write("It works once, for seven days.")
