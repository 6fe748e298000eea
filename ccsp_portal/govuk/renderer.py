"""Django's FORM_RENDERER: any form, allauth's too, is drawn field by field as GOV.UK components."""

from django.forms.renderers import TemplatesSetting

from ccsp_portal.govuk.boundfield import GovukBoundField


class GovukRenderer(TemplatesSetting):
    """Finds templates as pages do, and binds fields to GOV.UK's ids, classes and descriptions."""

    bound_field_class = GovukBoundField
    field_template_name = "govuk/field.html"
    form_template_name = "govuk/form.html"
