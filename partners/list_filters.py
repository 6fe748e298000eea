"""What narrows lists of people in seats: words, and a body."""

from django import forms
from django.db.models import Q

from ccsp_portal.govuk.forms import PortalForm, TextInput
from partners.models import Body

# what words are looked for in, of appointments
NAMED = ("person__name", "seat__title")


class WordsAndBody(PortalForm):
    """Words of a name or a position, and a body; what makes no sense is as if it had not been asked."""

    words = forms.CharField(label="Name or position", required=False, widget=TextInput(width=20))
    body = forms.ModelChoiceField(queryset=Body.objects.none(), label="Body", required=False, empty_label="Any")

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["body"].queryset = Body.objects.current()
        self.is_valid()

    @property
    def is_asked(self):
        return any(self.cleaned_data.get(name) for name in self.fields)

    def narrow(self, rows, *, body, words):
        """The rows of the body (`body` is the column) in which each word stands in one of the columns `words`."""
        if self.cleaned_data.get("body"):
            rows = rows.filter(**{body: self.cleaned_data["body"]})
        for word in (self.cleaned_data.get("words") or "").split():
            found = Q()
            for column in words:
                found |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(found)
        return rows


class InvitationsFilter(WordsAndBody):
    """The same, and how the invitations stand."""

    state = forms.ChoiceField(label="Show", required=False)

    def __init__(self, data, *, states):
        super().__init__(data)
        self.fields["state"].choices = states
        self.is_valid()
