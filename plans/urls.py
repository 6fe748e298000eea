"""The Partnership Plan."""

from django.urls import path

from plans.views import deciding, reading, writing

app_name = "plans"

urlpatterns = [
    path("", reading.list_plans, name="list_plans"),
    path("start/", writing.start_plan, name="start_plan"),
    path("<int:pk>/", reading.show_plan, name="show_plan"),
    path("<int:pk>/summary/", writing.write_summary, name="write_summary"),
    path("<int:pk>/theme/", writing.write_theme, name="write_theme"),
    path("<int:pk>/priority/", writing.write_priority, name="write_priority"),
    path("priority/<int:pk>/measure/", writing.write_measure, name="write_measure"),
    path("priority/<int:pk>/commitment/", writing.write_commitment, name="write_commitment"),
    path("<str:kind>/<int:pk>/change/", writing.rewrite, name="rewrite"),
    path("<str:kind>/<int:pk>/remove/", writing.remove, name="remove"),
    path("<str:kind>/<int:pk>/put-back/", writing.put_back, name="put_back"),
    path("<int:pk>/put-before-board/", deciding.put_before_board, name="put_before_board"),
    path("<int:pk>/take-back/", deciding.take_back, name="take_back"),
    path("<int:pk>/put-on-agenda/", deciding.put_on_agenda, name="put_on_agenda"),
    path("<int:pk>/adopt/", deciding.adopt_plan, name="adopt_plan"),
    path("<int:pk>/publish/", deciding.publish_plan, name="publish_plan"),
    path("commitment/<int:pk>/", reading.show_commitment, name="show_commitment"),
    path("commitment/<int:pk>/progress/", deciding.report_progress, name="report_progress"),
]
