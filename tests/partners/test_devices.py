"""Browsers are named as people know them, from what real ones say, and nothing is guessed of the rest."""

import pytest

from partners.devices import device_name

WIN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"
PAD = "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X)"
DROID = "Mozilla/5.0 (Linux; Android 10; K)"
KIT, GECKO = "AppleWebKit/537.36 (KHTML, like Gecko)", "AppleWebKit/605.1.15 (KHTML, like Gecko)"

SAID = [
    (f"{WIN} {KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome on Windows"),
    (f"{WIN} {KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87", "Edge on Windows"),
    (f"{WIN} {KIT} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763", "Edge on Windows"),
    (f"{WIN} {KIT} Chrome/125.0.0.0 Safari/537.36 OPR/111.0.0.0", "Opera on Windows"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Windows"),
    ("Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer on Windows"),
    ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)", "Internet Explorer on Windows"),
    (f"{MAC} {GECKO} Version/17.5 Safari/605.1.15", "Safari on Mac"),
    (f"{MAC} {KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome on Mac"),
    (f"{MAC} {KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge on Mac"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Mac"),
    (f"{PHONE} {GECKO} Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
    (f"{PHONE} {GECKO} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
    (f"{PHONE} {GECKO} FxiOS/127.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
    (f"{PHONE} {GECKO} Version/17.0 EdgiOS/125.0.2535.96 Mobile/15E148 Safari/604.1", "Edge on iPhone"),
    (f"{PHONE} {GECKO} Mobile/15E148", "A browser on iPhone"),
    (f"{PAD} {GECKO} Version/16.6 Mobile/15E148 Safari/604.1", "Safari on iPad"),
    (f"{PAD} {GECKO} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1", "Chrome on iPad"),
    (f"{DROID} {KIT} Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
    (f"{DROID} {KIT} Chrome/126.0.0.0 Mobile Safari/537.36 EdgA/125.0.2535.96", "Edge on Android"),
    (f"{DROID} {KIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android"),
    ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox on Android"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
    ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "Firefox on Linux"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome on Linux"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {KIT} HeadlessChrome/126.0.0.0 Safari/537.36", "Chrome on Linux"),
    (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome on ChromeOS"),
    ("curl/8.5.0", "A program, not a browser"),
    ("Wget/1.21.4", "A program, not a browser"),
    ("python-requests/2.32.3", "A program, not a browser"),
]


@pytest.mark.parametrize(("said", "name"), SAID, ids=[f"{number}-{name}" for number, (_, name) in enumerate(SAID)])
def test_a_browser_is_named_as_people_know_it(said, name):
    assert device_name(said) == name


@pytest.mark.parametrize(
    "said",
    [
        "",
        "  ",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "\u202eexe.xofeirF",
        "x" * 100_000,
        "Mozilla/5.0",
        "(((((" * 50,
    ],
)
def test_what_is_not_known_has_no_name(said):
    assert device_name(said) == ""


def test_nothing_that_a_stranger_wrote_is_repeated_in_a_name():
    assert device_name("Firefox/1 <b>Windows</b>") == "Firefox on Windows"
