"""The search box."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm
from ccsp_portal.search.sources import KINDS


class SearchForm(PortalForm):
    """What to look for, and where."""

    q = forms.CharField(
        label="Words to look for",
        max_length=200,
        required=False,
        help_text="Put quotation marks round words that belong together, and a minus before a word to leave out.",
    )
    kind = forms.ChoiceField(label="Where to look", choices=[("", "Everywhere"), *KINDS.items()], required=False)
    submit = "Search"

    @property
    def helper(self):
        helper = super().helper
        helper.form_method = "get"
        return helper
