"""Lock every second factor's secrets with the newest key, so that older keys can be thrown away."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from partners.second_factor import InvalidToken, locked_again

# where each kind of factor keeps what is secret
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


class Command(BaseCommand):
    help = "Lock every second factor’s secrets with the first key of PORTAL_MFA_KEYS."

    @transaction.atomic
    def handle(self, *args, **options):
        count = 0
        for factor in Authenticator.objects.select_for_update().filter(type__in=SECRETS):
            name = SECRETS[Authenticator.Type(factor.type)]
            if name in factor.data:
                try:
                    factor.data[name] = locked_again(factor.data[name])
                except InvalidToken as error:
                    raise CommandError(
                        f"No key of PORTAL_MFA_KEYS opens the factor {factor.pk}. Put the older key back, at the end "
                        "of the list, and run this again. Nothing was changed."
                    ) from error
                factor.save(update_fields=["data"])
                count += 1
        self.stdout.write(f"{count} secrets are locked with the newest key.")
