"""Addresses of the ledgers of publishing."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.disclosure.views import sheets

app_name = "sheets"
urlpatterns = [path("ledgers/<slug:kind>/", sheets.sheet, name="sheet")]
