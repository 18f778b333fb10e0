"""Addresses of 检查整改."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.oversight import views

app_name = "oversight"
urlpatterns = [
    path("inspections/", views.findings, name="findings"),
    path("inspections/new", views.new, name="new"),
    path("inspections/<slug:finding>/", views.finding, name="finding"),
    path("inspections/<slug:finding>/mend", views.mend, name="mend"),
    path("inspections/<slug:finding>/judge", views.judge, name="judge"),
    path("inspections/<slug:finding>/extend", views.extend, name="extend"),
    path("inspections/<slug:finding>/hand-over", views.hand_over, name="hand-over"),
    path("inspections/<slug:finding>/decide", views.decide, name="decide"),
    path("inspections/<slug:finding>/void", views.void, name="void"),
    path("inspections/<slug:finding>/scans/<int:number>", views.scan, name="scan"),
]
