"""Addresses of the pages of enforcement."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.enforcement import views

app_name = "enforcement"
urlpatterns = [
    path("enforcement/", views.investigations, name="investigations"),
    path("enforcement/investigations/<slug:uid>/", views.investigation, name="investigation"),
    path("enforcement/investigations/<slug:uid>/end", views.end, name="end"),
    path("enforcement/penalties/", views.penalties, name="penalties"),
    path("enforcement/penalties/<slug:uid>/", views.penalty, name="penalty"),
    path("enforcement/samples/", views.batches, name="batches"),
    path("enforcement/samples/batch", views.batch, name="batch"),
]
