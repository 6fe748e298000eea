"""A list of people to invite, as text and as bytes: what is read, and what is refused in which words."""

import pytest
from django.core.exceptions import ValidationError

from partners.lists import LONGEST, decoded, read_list

HEAD = "name,email,body,organisation,seat,kind,from"
NIA = "Nia Rowe,nia@fire.example,Board,West Midlands Fire,Operations commander,holder,2026-12-01"


def refusal(text):
    with pytest.raises(ValidationError) as refused:
        read_list(text)
    return refused.value.messages[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_list_is_read_whatever_stands_between_its_cells_and_lines(delimiter, ending, mark):
    text = mark + f"{HEAD}{ending}{ending}{NIA}{ending}".replace(",", delimiter)
    [row] = read_list(text).rows
    assert (row.number, row.problem) == (3, "")
    assert row.cells["name"] == "Nia Rowe"
    assert row.cells["seat"] == "Operations commander"


def test_the_line_that_tells_excel_of_the_delimiter_is_no_line_of_the_list():
    [row] = read_list(f"sep=;\n{HEAD}\n{NIA}".replace(",", ";")).rows
    assert (row.number, row.cells["name"]) == (3, "Nia Rowe")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_welsh_and_polish_names_are_kept(encoding):
    text, is_certain = decoded(f"{HEAD}\nSiân Llŷr,s@a.example\nŁukasz Żółć,l@a.example".encode(encoding))
    assert is_certain
    assert [row.cells["name"] for row in read_list(text).rows] == ["Siân Llŷr", "Łukasz Żółć"]


def test_windows_letters_are_read_and_said_to_be_uncertain():
    text, is_certain = decoded(f"{HEAD}\nSiân O\u2019Brien,s@a.example".encode("cp1252"))
    assert not is_certain
    assert read_list(text).rows[0].cells["name"] == "Siân O\u2019Brien"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"PK\x03\x04 a workbook", "Save it as CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0 an old one", "Save it as CSV UTF-8"),
        (b"name\x81", "letters can’t be read"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_is_no_list_is_refused(data, complaint):
    with pytest.raises(ValidationError) as refused:
        decoded(data)
    assert complaint in refused.value.messages[0]


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("Nia Rowe,nia@fire.example,Board", "name, email, body and organisation or seat"),
        ("name,body,seat", "email"),
        ("name,email,body,kind", "organisation or seat"),
        ("telephone", "name, email, body and organisation or seat"),
    ],
)
def test_missing_columns_are_named(head, missing):
    assert f"these are missing: {missing}. Write them as the template does: name," in refusal(f"{head}\n{NIA}")


def test_columns_go_by_other_names_too_and_those_without_use_are_told():
    reading = read_list("Full Name;E-mail Address;Group;Position;Telephone\nNia;n@a.example;Board;Chair;+44 1")
    assert reading.rows[0].cells == {"name": "Nia", "email": "n@a.example", "body": "Board", "seat": "Chair"}
    assert (reading.rows[0].problem, reading.unused) == ("", ["Telephone"])


def test_a_column_that_comes_twice_is_refused():
    assert refusal("name,email,e-mail,body,seat\na") == "Two columns are called email. Take one of them out."


@pytest.mark.parametrize("text", ["", "  \n \r\n"])
def test_an_empty_list_is_asked_for(text):
    assert refusal(text) == "Paste the list, or select a file"


def test_lines_that_name_nobody_are_passed_over_but_a_list_needs_somebody():
    assert "names nobody" in refusal(f"{HEAD}\n,,Board,Fire,,holder,")
    reading = read_list(f"{HEAD}\n,,Board,Fire,,holder,\n{NIA}")
    assert (len(reading.rows), reading.passed_over) == (1, 1)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_formulas_are_refused_by_name(start):
    row = read_list(f"{HEAD}\n{start}cmd|' /C calc'!A0,nia@fire.example,Board").rows[0]
    assert row.problem == f"Its name begins with “{start}”, as a spreadsheet’s formula does. Write the name itself."


def test_a_line_with_more_cells_than_columns_says_so():
    row = read_list(f"{HEAD}\nRowe, Nia,nia@fire.example,Board,Fire,Commander,holder,2026-12-01").rows[0]
    assert row.problem.startswith("It has 8 cells, and the first line names 7 columns.")


def test_a_cell_of_two_lines_is_one_and_the_next_line_keeps_its_number():
    rows = read_list(f'{HEAD}\n"Nia\nRowe",n@a.example,Board\nBob,b@a.example,Board').rows
    assert [(row.number, row.cells["name"]) for row in rows] == [(2, "Nia Rowe"), (4, "Bob")]


def test_a_quotation_mark_that_never_closes_is_found():
    assert "from line 3 on" in refusal(f'{HEAD}\n{NIA}\n"Nia,nia@fire.example\n{NIA}')


def test_hidden_characters_are_refused():
    assert "hidden characters" in refusal(f"{HEAD}\nN\x00ia")


def test_a_list_of_five_thousand_is_refused_with_the_limit():
    assert len(read_list("\n".join([HEAD, *[NIA] * LONGEST])).rows) == LONGEST
    assert refusal("\n".join([HEAD, *[NIA] * 5000])).startswith("The list has 5,000 people. At most 1,000 are invited")
