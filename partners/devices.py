"""What a browser says of itself, in words that people know: "Firefox on Windows"."""

import re

# the first that is found names the browser: most say besides that they are Chrome, Safari and Mozilla
BROWSERS = (
    (r"\bedg(?:e|a|ios)?/", "Edge"),
    (r"\b(?:opr|opt|opera)/|\bopera mini\b", "Opera"),
    (r"\bsamsungbrowser/", "Samsung Internet"),
    (r"\b(?:firefox|fxios)/", "Firefox"),
    (r"\bcrios/|\b(?:headless)?chrome/|\bchromium/", "Chrome"),
    (r"\bmsie |\btrident/", "Internet Explorer"),
    (r"\bversion/\S+ (?:mobile/\S+ )?safari/", "Safari"),
)
# iPhones say that they are like a Mac, and Android that it is a Linux
SYSTEMS = (
    (r"\bwindows phone\b", "Windows Phone"),
    (r"\bwindows\b", "Windows"),
    (r"\bipad\b", "iPad"),
    (r"\biphone\b", "iPhone"),
    (r"\bandroid\b", "Android"),
    (r"\bcros\b", "ChromeOS"),
    (r"\bmac os x\b|\bmacintosh\b", "Mac"),
    (r"\blinux\b|\bx11\b", "Linux"),
)
# what is known of a page that no browser asked for
PROGRAM = re.compile(r"(?:curl|wget|python-requests|python-urllib|python-httpx|go-http-client|okhttp)/", re.IGNORECASE)
LONGEST = 300


def device_name(user_agent: str) -> str:
    """A browser and what it runs on, as it says itself: anybody can say anything. Empty where neither is known."""
    said = user_agent[:LONGEST].strip()
    if PROGRAM.match(said):
        return "A program, not a browser"
    browser, system = _first(BROWSERS, said), _first(SYSTEMS, said)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "")


def _first(names, said):
    return next((name for pattern, name in names if re.search(pattern, said, re.IGNORECASE)), "")
