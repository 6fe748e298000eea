"""Which calendar file to import."""

from ccsp_portal.govuk.forms import FileField, PortalForm


class ImportForm(PortalForm):
    """One file of other committees' meetings."""

    file = FileField(
        label="Calendar file",
        accept=".ics,.csv",
        help_text="An .ics file from Outlook, Exchange or Google, or a CSV from the council’s committee system",
    )
    missing = {"file": "Select a calendar file"}
    submit = "Import"
