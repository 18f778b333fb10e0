"""Addresses of background work."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<slug:uid>/", views.job, name="job"),
    path("jobs/<slug:uid>/result", views.result, name="result"),
    path("jobs/<slug:uid>/cancel", views.cancel, name="cancel"),
    path("jobs/<slug:uid>/pause", views.pause, name="pause"),
    path("jobs/<slug:uid>/resume", views.resume, name="resume"),
    path("jobs/<slug:uid>/again", views.again, name="again"),
    path("jobs/<slug:uid>/seen", views.seen, name="seen"),
]
