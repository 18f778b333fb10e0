"""Addresses of officers for administrators. Those of one's own account carry allauth's names: entry_urls."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.accounts.views import officers, units

app_name = "accounts"
urlpatterns = [
    path("officers/", officers.officers, name="officers"),
    path("officers/new", officers.enter, name="enter"),
    path("officers/resets/<slug:uid>/confirm", officers.confirm, name="confirm"),
    path("officers/resets/<slug:uid>/cancel", officers.cancel, name="cancel"),
    path("officers/<slug:uid>/", officers.officer, name="officer"),
    path("officers/<slug:uid>/do/<slug:verb>", officers.act, name="act"),
    path("units/", units.listed, name="units"),
    path("units/<slug:uid>/", units.unit, name="unit"),
]
