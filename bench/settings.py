"""The demo's settings, with the floors beside the portal's own addresses."""

from ccsp_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# nobody signs in here with a password
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# nor with a second factor
SECOND_FACTOR_REQUIRED = False
