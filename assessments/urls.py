"""Figures and the strategic assessment."""

from django.urls import path

from assessments.views import deciding, figures, reading, writing

app_name = "assessments"

urlpatterns = [
    path("", reading.list_assessments, name="list_assessments"),
    path("start/", writing.start_assessment, name="start_assessment"),
    path("figures/", figures.show_figures, name="show_figures"),
    path("figures/download/", figures.download_figures, name="download_figures"),
    path("figures/chart/<int:pk>/", figures.download_chart, name="download_chart"),
    path("figures/load/", figures.load_figures, name="load_figures"),
    path("figures/sample/<str:name>", figures.download_sample, name="download_sample"),
    path("figures/file/<int:pk>/", figures.show_police_file, name="show_police_file"),
    path("<int:pk>/", reading.show_assessment, name="show_assessment"),
    path("<int:pk>/chart/", reading.download_assessment_chart, name="download_assessment_chart"),
    path("<int:pk>/finding/", writing.write_finding, name="write_finding"),
    path("finding/<int:pk>/", writing.rewrite_finding, name="rewrite_finding"),
    path("finding/<int:pk>/remove/", writing.remove_finding, name="remove_finding"),
    path("finding/<int:pk>/put-back/", writing.put_back_finding, name="put_back_finding"),
    path("<int:pk>/summary/", writing.write_summary, name="write_summary"),
    path("<int:pk>/put-before-board/", deciding.put_before_board, name="put_before_board"),
    path("<int:pk>/take-back/", deciding.take_back, name="take_back"),
    path("<int:pk>/put-on-agenda/", deciding.put_on_agenda, name="put_on_agenda"),
    path("<int:pk>/sign-off/", deciding.sign_off, name="sign_off"),
    path("<int:pk>/publish/", deciding.publish, name="publish"),
]
