"""Addresses of signed sheets."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.signing import views

app_name = "signing"
urlpatterns = [
    path("signed/<slug:kind>/<slug:name>/", views.sheet, name="sheet"),
    path("signed/<slug:kind>/<slug:name>/sheet.pdf", views.sheet_pdf, name="sheet-pdf"),
    path("signed/<slug:kind>/<slug:name>/scans/<slug:uid>", views.scan, name="scan"),
]
