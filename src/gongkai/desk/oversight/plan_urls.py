"""Addresses of the yearly plan and of activities."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.oversight import activity_views, plan_views

app_name = "planning"
urlpatterns = [
    path("plan/", plan_views.tasks, name="tasks"),
    path("plan/new", plan_views.new_task, name="new-task"),
    path("plan/<slug:task>/", plan_views.task, name="task"),
    path("activities/", activity_views.listed, name="activities"),
    path("activities/new", activity_views.new, name="new-activity"),
    path("activities/<slug:activity>/", activity_views.one, name="activity"),
]
