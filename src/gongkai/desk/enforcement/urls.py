"""Addresses of the pages of enforcement."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.enforcement import (
    early_views,
    push_views,
    recheck_views,
    revoke_views,
    sample_views,
    tie_views,
    views,
    void_views,
)

app_name = "enforcement"
urlpatterns = [
    path("enforcement/", views.investigations, name="investigations"),
    path("enforcement/investigations/<slug:uid>/", views.investigation, name="investigation"),
    path("enforcement/investigations/<slug:uid>/end", views.end, name="end"),
    path("enforcement/penalties/", views.penalties, name="penalties"),
    path("enforcement/penalties/<slug:uid>/", views.penalty, name="penalty"),
    path("enforcement/penalties/<slug:uid>/push", push_views.push, name="push"),
    path("enforcement/penalties/<slug:uid>/revoke", revoke_views.revoke, name="revoke"),
    path("enforcement/samples/", views.batches, name="batches"),
    path("enforcement/samples/batch", views.batch, name="batch"),
    path("enforcement/samples/early", early_views.allow, name="early"),
    path("enforcement/samples/correct", void_views.correct, name="correct"),
    path("enforcement/samples/each/", void_views.samples, name="samples"),
    path("enforcement/samples/each/<slug:uid>/", void_views.sample, name="sample"),
    path("enforcement/samples/each/<slug:uid>/recheck", recheck_views.recheck, name="recheck"),
    path("enforcement/samples/tie", tie_views.tie, name="tie"),
    path("enforcement/samples/files/", sample_views.files, name="sample-files"),
    path("enforcement/samples/files/template", sample_views.template, name="sample-template"),
    path("enforcement/samples/files/<slug:uid>/", sample_views.file, name="sample-file"),
    path("enforcement/samples/files/<slug:uid>/rejected", sample_views.came_back, name="sample-rejected"),
]
