"""A form asks, keeps what was typed, and says what to do."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory

from ccsp_portal.govuk.forms import (
    CharacterCount,
    Checkboxes,
    FileField,
    PortalForm,
    Radios,
    Textarea,
    TextInput,
    offer,
)
from ccsp_portal.govuk.templatetags.govuk import error_summary


class ItemForm(PortalForm):
    missing = {"title": "Enter the title of the item", "purpose": "Select what the item is for"}
    submit = "Add the item"
    cancel_url = "/meetings/1/"

    title = forms.CharField(max_length=20)
    minutes = forms.IntegerField(min_value=1, max_value=120, required=False, label="Minutes allotted")
    purpose = forms.ChoiceField(
        choices=[("decide", "To decide"), ("private", "To decide in private")],
        widget=Radios(hints={"decide": "The Board is asked to agree something"}, reveals={"private": "reason"}),
    )
    reason = forms.CharField(required=False, label="Reason")
    partners = forms.MultipleChoiceField(
        choices=[("1", "Council"), ("2", "Police")], widget=Checkboxes(), required=False
    )
    paper = FileField(required=False)
    presenter_email = forms.EmailField(required=False)


def drawn(form):
    source = "{% load crispy_forms_tags %}{% crispy form %}"
    return engines["django"].from_string(source).render({"form": form})


def test_an_empty_post_is_answered_not_ignored():
    form = ItemForm.from_request(RequestFactory().post("/"))

    assert form.is_bound
    assert form.errors == {"title": ["Enter the title of the item"], "purpose": ["Select what the item is for"]}


def test_a_get_asks_without_complaining():
    form = ItemForm.from_request(RequestFactory().get("/?title=x"))

    assert not form.is_bound
    assert "govuk-error-message" not in drawn(form)


def test_a_refused_form_comes_back_as_422_with_what_was_typed(settings):
    request = RequestFactory().post("/", {"title": "Serious violence"})

    page = offer(request, "govuk/display_form.html", ItemForm.from_request(request))

    assert page.status_code == 422
    assert 'value="Serious violence"' in page.content.decode()


def test_a_form_that_is_asked_for_comes_as_200():
    request = RequestFactory().get("/")

    assert offer(request, "govuk/display_form.html", ItemForm.from_request(request)).status_code == 200


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"title": "x" * 21}, "title", "The title must be 20 characters or fewer"),
        ({"minutes": "ten"}, "minutes", "The minutes allotted must be a number, like 10"),
        ({"minutes": "0"}, "minutes", "The minutes allotted must be 1 or more"),
        ({"minutes": "121"}, "minutes", "The minutes allotted must be 120 or fewer"),
        ({"purpose": "chat"}, "purpose", "Select the purpose from the list"),
        ({"partners": ["3"]}, "partners", "Select the partners from the list"),
        (
            {"presenter_email": "mo at example"},
            "presenter_email",
            "Enter an e-mail address in the correct format, like name@example.com",
        ),
        ({"title": "a\x00b"}, "title", "The title must not have hidden characters in it: type it again"),
        ({"title": "a\x0bb"}, "title", "The title must not have hidden characters in it: type it again"),
        ({"title": "\u202elive"}, "title", "The title must not have hidden characters in it: type it again"),
    ],
)
def test_what_is_wrong_is_said_as_govuk_says_it(answers, field, says):
    form = ItemForm({"title": "A title", "purpose": "decide", **answers})

    assert form.errors == {field: [says]}


@pytest.mark.parametrize(
    ("field", "says"),
    [
        (forms.CharField(label="Title"), "Enter the title"),
        (forms.CharField(label="The chair's name"), "Enter the chair's name"),
        (forms.CharField(label="NHS contact"), "Enter the NHS contact"),
        (forms.CharField(label="Why is it private?"), "Enter your answer to “Why is it private?”"),
        (forms.ChoiceField(label="Body", choices=[("a", "A")]), "Select the body"),
        (forms.BooleanField(label="The chair has agreed"), "Tick the box to confirm: the chair has agreed"),
    ],
)
def test_a_question_without_a_sentence_of_its_own_still_says_what_to_do(field, says):
    form = type("OneQuestionForm", (PortalForm,), {"question": field})({})

    assert form.errors == {"question": [says]}


def test_an_empty_file_is_refused_in_a_sentence():
    form = ItemForm({"title": "A title", "purpose": "decide"}, {"paper": SimpleUploadedFile("empty.pdf", b"")})

    assert form.errors == {"paper": ["The selected file is empty"]}


def test_every_link_of_the_error_summary_leads_to_a_control_on_the_page():
    form = ItemForm(
        {"minutes": "0", "partners": ["3"], "presenter_email": "x"}, {"paper": SimpleUploadedFile("x", b"")}
    )

    links = [error["href"] for error in error_summary(form)["errors"]]

    assert links == [
        "#id_title",
        "#id_minutes",
        "#id_purpose",
        "#id_partners",
        "#id_paper",
        "#id_presenter_email",
    ]
    html = drawn(form)
    assert [link for link in links if html.count(f' id="{link[1:]}"') != 1] == []


def test_an_error_of_the_whole_form_stands_first_without_a_link():
    form = ItemForm({"purpose": "decide"})
    form.add_error(None, "The agenda has been circulated")

    assert error_summary(form)["errors"] == [
        {"text": "The agenda has been circulated", "href": ""},
        {"text": "Enter the title of the item", "href": "#id_title"},
    ]


def test_an_error_about_what_is_hidden_is_still_said():
    class VersionForm(PortalForm):
        version = forms.IntegerField(widget=forms.HiddenInput())

    assert error_summary(VersionForm({}))["errors"] == [{"text": "Enter the version", "href": ""}]


def test_nothing_is_left_to_the_browsers_own_checks():
    html = drawn(ItemForm({}))

    assert " required" not in html
    assert "aria-invalid" not in html
    assert "maxlength=" not in html
    assert "novalidate" in html


def test_what_a_choice_reveals_is_drawn_once_below_that_choice():
    html = drawn(ItemForm())

    assert html.count('name="reason"') == 1
    assert html.index('id="conditional-id_purpose-2"') < html.index('name="reason"') < html.index('name="partners"')


def test_a_choice_may_reveal_several_questions():
    class PrivacyForm(PortalForm):
        privacy = forms.ChoiceField(
            choices=[("open", "Open"), ("private", "Private")], widget=Radios(reveals={"private": ("reason", "title")})
        )
        reason = forms.CharField()
        title = forms.CharField()
        other = forms.CharField()

    html = drawn(PrivacyForm())

    places = [html.index(each) for each in ('id="conditional', 'name="reason"', 'name="title"', 'name="other"')]
    assert places == sorted(places)
    assert html.count('name="reason"') == html.count('name="title"') == 1
    assert html[places[0] : places[3]].count("</div>") - html[places[0] : places[3]].count("<div") >= 1


def test_a_form_with_a_file_is_sent_as_one():
    assert 'enctype="multipart/form-data"' in drawn(ItemForm())


def test_the_button_says_what_it_does_and_cancel_leads_back():
    html = drawn(ItemForm())

    assert ">Add the item</button>" in html
    assert '<a class="govuk-link" href="/meetings/1/">Cancel</a>' in html


def test_people_s_words_are_escaped():
    html = drawn(ItemForm({"title": '"><script>alert(1)</script>', "purpose": "decide"}))

    assert "<script>" not in html


@pytest.mark.parametrize("limits", [{}, {"words": 10, "characters": 50}])
def test_a_count_needs_one_limit(limits):
    with pytest.raises(ValueError, match="Give CharacterCount a limit"):
        CharacterCount(**limits)


def test_only_govuks_widths_are_taken():
    with pytest.raises(ValueError, match="no input 7 characters wide"):
        TextInput(width=7)


def test_a_plain_django_form_is_drawn_as_govuk_too():
    class PlainForm(forms.Form):
        email = forms.EmailField()
        password = forms.CharField(widget=forms.PasswordInput())
        note = forms.CharField(widget=forms.Textarea(), required=False)
        agree = forms.BooleanField(required=False)
        age = forms.IntegerField(required=False)

    html = PlainForm().render()

    for component in ("govuk-input", "govuk-password-input", "govuk-textarea", "govuk-checkboxes"):
        assert component in html
    assert 'type="number"' not in html
    assert "cols=" not in html


def test_a_text_area_shows_as_many_rows_as_it_is_told():
    assert Textarea(rows=12).attrs == {"rows": "12"}
