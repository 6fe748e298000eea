"""One walk for all the tests of this folder: everybody goes everywhere once, and leaves nothing behind."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from ccsp_portal import clock
from ccsp_portal.freshness import PAGES, QUESTIONS
from tests.walk.walking import walk
from tests.walk.world import NOW, make_world

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# most answers are refusals: their pages say nothing but their words, which spares half of the walk's time
REFUSAL = "{{ exception }}"
LOADERS = [
    ("django.template.loaders.locmem.Loader", {"403.html": REFUSAL, "404.html": REFUSAL}),
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]


def plain_refusals():
    [engine] = settings.TEMPLATES
    options = engine["OPTIONS"] | {"loaders": [("django.template.loaders.cached.Loader", LOADERS)]}
    return [engine | {"APP_DIRS": False, "OPTIONS": options}]


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """What everybody was answered everywhere in the world of `tests/walk/world.py`."""
    lighter = override_settings(PASSWORD_HASHERS=QUICK, TEMPLATES=plain_refusals())
    with django_db_blocker.unblock(), lighter, clock.set_to(NOW), transaction.atomic():
        answers = walk(make_world())
        transaction.set_rollback(True)
    PAGES.clear()
    QUESTIONS.clear()
    return answers
