"""As whom, which page, and when."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm

PUBLIC = "public"
NOW, CIRCULATED = "now", "circulated"
MEETING, PAPERS = "meeting", "papers"


class SeeAsForm(PortalForm):
    """Asked in the address. What can't be read is as if it wasn't asked: the public, the meeting's page, now."""

    who = forms.ChoiceField(label="See it as", required=False)
    page = forms.ChoiceField(
        label="Page",
        required=False,
        choices=[(MEETING, "The meeting’s page"), (PAPERS, "The papers on the web")],
    )
    when = forms.ChoiceField(
        label="When",
        required=False,
        choices=[(NOW, "As things are now"), (CIRCULATED, "As if circulated now")],
    )

    def __init__(self, data, *, appointments):
        super().__init__(data)
        self.fields["who"].choices = [
            (PUBLIC, "The public"),
            *((str(each.person_id), f"{each.person.name}: {each.seat.title}") for each in appointments),
        ]
        self.full_clean()
        usual = {"who": PUBLIC, "page": MEETING, "when": NOW}
        self.asked = {name: self.cleaned_data.get(name) or usual[name] for name in usual}
        self.data = self.asked
