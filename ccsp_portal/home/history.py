"""What anybody did, to anything, on any day: the whole history, as far as the reader may be told its words."""

from django import forms

from ccsp_portal.govuk.forms import DateField, PortalForm, TextInput
from ccsp_portal.history.events import Asked, kinds, things_in
from ccsp_portal.history.reading import Sentence, sentences_for
from meetings.queries.history import reader_of
from partners.models import User


class HistoryFilter(PortalForm):
    """Who, what, which act, from when to when. Asked in the address, so that a list can be kept as a link."""

    person = forms.ModelChoiceField(queryset=None, label="Who did it", required=False, empty_label="Anybody")
    kind = forms.ChoiceField(label="What it was done to", required=False)
    act = forms.CharField(
        label="Act", required=False, max_length=40, widget=TextInput(width=10), help_text="Such as “circulate”"
    )
    since = DateField(label="From", called="the first day", required=False)
    until = DateField(label="To", called="the last day", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.order_by("sort_key")
        nouns = sorted((str(table.pgh_tracked_model._meta.verbose_name), label) for label, table in kinds().items())
        self.fields["kind"].choices = [("", "Anything"), *((label, noun.capitalize()) for noun, label in nouns)]

    def clean(self):
        answers = super().clean()
        since, until = answers.get("since"), answers.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be on or after the first day")
        return answers

    @property
    def asked(self) -> Asked:
        answers = self.cleaned_data
        person = answers.get("person")
        return Asked(
            person=person.pk if person else None,
            kind=answers.get("kind") or "",
            act=answers.get("act") or "",
            since=answers.get("since"),
            until=answers.get("until"),
        )


def sentences_of(page, reader) -> list[Sentence]:
    """Some of the events as sentences, newest first. Eleven queries at most, however many they are."""
    things, wanted = things_in(page)
    return sentences_for(things, may_read=reader_of(things, reader), only=wanted) if things else []
