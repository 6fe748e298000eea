from django.apps import AppConfig
from django.conf import settings

from ccsp_portal.profile.reading import load


class ProfileConfig(AppConfig):
    name = "ccsp_portal.profile"

    def ready(self):
        """A wrong profile stops every start: server, worker, beat and command alike."""
        load(settings.PORTAL_PROFILE)
