"""What is built for the browser is ours to use, small, and can be collected for production."""

import gzip

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.management import call_command

BUILT = settings.BASE_DIR / "static" / "build"


@pytest.mark.parametrize("mark", ["GDS Transport", "@font-face", "govuk-crest", "url("])
def test_nothing_of_govuks_brand_is_in_the_style_sheet(mark):
    assert mark not in (BUILT / "portal.css").read_text()


def test_a_first_view_is_small_over_the_wire():
    files = [BUILT / "portal.css", BUILT / "portal.js", BUILT / "supported.js"]

    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 30_000


def test_the_print_rooms_font_is_at_hand():
    assert (BUILT / "fonts" / "DejaVuSans.ttf").read_bytes()[:4] == b"\x00\x01\x00\x00"


def test_every_file_that_another_refers_to_can_be_collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert list(tmp_path.glob("build/portal.*.css.gz"))


def test_the_script_for_progress_comes_with_django_htmx():
    assert find("django_htmx/htmx-2.min.js")


def test_no_address_of_a_registry_is_pinned():
    assert "resolved" not in (settings.BASE_DIR / "package-lock.json").read_text()
