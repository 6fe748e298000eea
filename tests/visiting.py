"""What a person does in the browser, in the words of the page."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ccsp_portal.demo.people import PASSWORD as DEMO_PASSWORD


class Visit:
    """What a person does in the browser."""

    def __init__(self, page, base, sound):
        self.page, self.base, self.sound = page, base, sound

    def open(self, address):
        """Open a link, wherever the letter that it stands in says the portal is."""
        self.page.goto(self.base + re.sub(r"^https?://[^/]+", "", address))
        return self

    def go(self, name, *args, query=""):
        self.page.goto(self.base + reverse(name, args=args) + query)
        return self

    def sign_in(self, person, password=DEMO_PASSWORD):
        self.page.context.clear_cookies()
        self.go("account_login")
        self.fill("E-mail address", person.email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")
        return self

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).fill(text)

    def fill_day(self, day):
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.fill(part, str(number))

    def choose(self, label, value):
        self.page.get_by_label(label).select_option(value)

    def tick(self, label):
        self.page.get_by_label(label, exact=True).check()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def bring(self, label, name, data):
        self.page.get_by_label(label, exact=True).set_input_files({"name": name, "mimeType": "", "buffer": data})

    def sees(self, *texts):
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def does_not_see(self, text):
        expect(self.page.locator("main")).not_to_contain_text(text)


@pytest.fixture
def visit(page, live_server, sound):
    return Visit(page, live_server.url, sound)
