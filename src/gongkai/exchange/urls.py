"""Addresses of the door's own pages on the desk."""

from __future__ import annotations

from django.urls import path

from gongkai.exchange.rereleases import views

app_name = "exchange"
urlpatterns = [
    path("exchange/rereleases/", views.rereleases, name="rereleases"),
    path("exchange/rereleases/<slug:uid>/", views.rerelease, name="rerelease"),
]
