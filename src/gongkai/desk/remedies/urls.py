"""Addresses of the pages of remedies."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.remedies import views

app_name = "remedies"
urlpatterns = [
    path("remedies/", views.remedies, name="remedies"),
    path("remedies/new", views.new, name="new"),
    path("remedies/<slug:uid>/", views.remedy, name="remedy"),
    path("remedies/<slug:uid>/do/<slug:verb>", views.act, name="act"),
]
