"""Figures and the strategic assessment."""

app_name = "assessments"

urlpatterns = []
