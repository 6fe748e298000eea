"""The demonstration's mail server: it delivers nothing, keeps each message as a file, and shows them on a web page."""

import email
import email.policy
import html
import os
import re
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller

PAGE = Template("""<!DOCTYPE html>
<html lang="en-GB" class="govuk-template">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title><link rel="stylesheet" href="$portal/static/build/portal.css"></head>
<body class="govuk-template__body"><div class="govuk-width-container">
<main class="govuk-main-wrapper" id="main-content">
<p class="govuk-body"><a class="govuk-link" href="$portal">Back to the portal</a></p>
$body
</main></div></body></html>""")
LINK = re.compile(r"https?://[^\s<>&]+(?:&amp;[^\s<>&]+)*")


class Postbox:
    """The caught messages: one file each, newest last."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server, session, envelope):
        name = f"{time.time_ns()}.eml"
        head = "".join(f"X-Caught-For: {address}\r\n" for address in envelope.rcpt_tos).encode()
        (self.folder / f"{name}.part").write_bytes(head + envelope.content)
        (self.folder / f"{name}.part").rename(self.folder / name)
        return "250 Caught"

    def names(self):
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)

    def message(self, name):
        """The message of that name, or None."""
        path = self.folder / f"{name}.eml"
        if not name.isdigit() or not path.exists():
            return None
        return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


class Pages(BaseHTTPRequestHandler):
    """`/` lists the messages (`?to=` of one person), `/NAME` shows one, `/NAME/NUMBER` gives one of its parts."""

    postbox: Postbox
    portal: str

    def do_GET(self):
        address = urlsplit(self.path)
        parts = [part for part in address.path.split("/") if part]
        if not parts:
            return self._list(parse_qs(address.query).get("to", [""])[0])
        message = self.postbox.message(parts[0])
        if message is None or len(parts) > 2:
            return self._page("Not found", "<p class='govuk-body'>There is no such message.</p>", HTTPStatus.NOT_FOUND)
        return self._show(parts[0], message) if len(parts) == 1 else self._give(message, parts[1])

    def _list(self, person):
        rows = []
        for name in self.postbox.names():
            message = self.postbox.message(name)
            if not person or person in message.get_all("X-Caught-For", []):
                rows.append(_row(name, message))
        table = "".join(rows) or "<tr class='govuk-table__row'><td class='govuk-table__cell'>No mail yet.</td></tr>"
        whose = f" for {html.escape(person)} (<a class='govuk-link' href='/'>show all</a>)" if person else ""
        self._page(
            "Caught mail",
            "<h1 class='govuk-heading-l'>Mail that the demonstration caught</h1>"
            f"<p class='govuk-body'>Nothing leaves this machine. Newest first{whose}.</p>"
            f"<table class='govuk-table'><tbody class='govuk-table__body'>{table}</tbody></table>",
        )

    def _show(self, name, message):
        text = message.get_body(("plain",))
        words = html.escape(text.get_content() if text else "")
        linked = LINK.sub(lambda link: f"<a class='govuk-link' href='{link[0]}'>{link[0]}</a>", words)
        parts = "".join(
            f"<li><a class='govuk-link' href='/{name}/{number}'>{html.escape(_called(part))}</a></li>"
            for number, part in enumerate(_enclosed(message))
        )
        self._page(
            html.escape(str(message["Subject"])),
            "<p class='govuk-body'><a class='govuk-link' href='/'>All caught mail</a></p>"
            f"<h1 class='govuk-heading-m'>{html.escape(str(message['Subject']))}</h1>"
            f"<p class='govuk-body'>From {html.escape(str(message['From']))}<br>"
            f"To {html.escape(', '.join(message.get_all('X-Caught-For', [])))}<br>"
            f"{html.escape(str(message['Date']))}</p>"
            f"<div class='govuk-inset-text' style='white-space: pre-wrap; overflow-wrap: anywhere'>{linked}</div>"
            + (f"<h2 class='govuk-heading-s'>Enclosed</h2><ul class='govuk-list'>{parts}</ul>" if parts else ""),
        )

    def _give(self, message, number):
        enclosed = _enclosed(message)
        if not number.isdigit() or int(number) >= len(enclosed):
            return self._page("Not found", "<p class='govuk-body'>There is no such part.</p>", HTTPStatus.NOT_FOUND)
        part = enclosed[int(number)]
        data = part.get_payload(decode=True)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", part.get_content_type())
        self.send_header("Content-Disposition", f'attachment; filename="{_called(part)}"')
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _page(self, title, body, status=HTTPStatus.OK):
        page = PAGE.substitute(title=title, body=body, portal=self.portal).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args):
        """Say nothing of each request."""


def _row(name, message):
    people = [
        f"<a class='govuk-link' href='/?to={html.escape(address)}'>{html.escape(address)}</a>"
        for address in message.get_all("X-Caught-For", [])
    ]
    return (
        "<tr class='govuk-table__row'>"
        f"<td class='govuk-table__cell'><a class='govuk-link' href='/{name}'>{html.escape(str(message['Subject']))}</a>"
        f"<br>{', '.join(people)}</td></tr>"
    )


def _enclosed(message):
    """The parts that are not the text: calendar requests and attachments."""
    text = message.get_body(("plain",))
    return [part for part in message.walk() if not part.is_multipart() and part is not text]


def _called(part):
    method = part.get_param("method")
    kind = f"calendar-{str(method).lower()}.ics" if part.get_content_type() == "text/calendar" and method else "part"
    return re.sub(r'["\r\n]', "", part.get_filename() or kind)


def main():
    Pages.postbox = Postbox(Path(os.environ["PORTAL_VAR"]) / "mail")
    Pages.portal = os.environ["PORTAL_BASE_URL"]
    catching = Controller(Pages.postbox, hostname="127.0.0.1", port=int(os.environ["EMAIL_PORT"]))
    catching.start()
    page = urlsplit(os.environ["MAIL_CATCHER_URL"])
    ThreadingHTTPServer((page.hostname, page.port), Pages).serve_forever()


if __name__ == "__main__":
    main()
