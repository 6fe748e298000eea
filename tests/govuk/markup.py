"""HTML as a list of what it means, so that two ways of writing one page compare as equal."""

from html.parser import HTMLParser

VOID = {"area", "br", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.events, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self._end_text()
        self.events.append((tag, *sorted(_attribute(name, value) for name, value in attrs)))

    def handle_endtag(self, tag):
        self._end_text()
        if tag not in VOID:
            self.events.append(f"/{tag}")

    def handle_data(self, data):
        self.text.append(data)

    def _end_text(self):
        words = " ".join("".join(self.text).split())
        self.text = []
        if words:
            self.events.append(words)

    def close(self):
        super().close()
        self._end_text()


def _attribute(name, value):
    # the order of classes means nothing; that of ids in aria-describedby is the order in which they are read out
    if name == "class":
        return (name, " ".join(sorted(value.split())))
    return (name, "" if value is None else value.strip())


def meaning(html):
    """The tags with their attributes in order, and the words between them; spaces between tags don't count."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.events
