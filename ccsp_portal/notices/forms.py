"""How the secretariat finds a notice."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm
from ccsp_portal.notices.models import Mail


class FindNotices(PortalForm):
    """By whom it is to, or what it says in its first line; and by what became of it."""

    words = forms.CharField(label="Name of the recipient, or words of the subject", max_length=100, required=False)
    state = forms.ChoiceField(label="What became of it", choices=[("", "All"), *Mail.State.choices], required=False)
    submit = "Find"

    @property
    def helper(self):
        helper = super().helper
        helper.form_method = "get"
        return helper
