"""The table of answers: read from answers.txt, where a person can read it too."""

from pathlib import Path

FILE = Path(__file__).with_name("answers.txt")

# the legend stands at the head of answers.txt
LETTERS = {200: "o", 400: "b", 403: "x", 404: ".", 405: "-", 409: "c", 410: "g", 422: "f", 503: "z"}
SIGN_IN, ELSEWHERE, BROKEN = "s", "d", "!"


def read():
    """{row: (letters of GET, letters of POST)}, in the file's order."""
    lines = [line for line in FILE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return {row: (get, post) for row, get, post in (_parts(line) for line in lines)}


def _parts(line):
    row, get, post = (part.strip() for part in line.split("|"))
    return row, get, post


def line(row, answers):
    """A row as it stands in the file."""
    return f"{row:<58} | {answers[0]} | {answers[1]}"
