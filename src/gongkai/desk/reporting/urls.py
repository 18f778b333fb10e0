"""Addresses of figures, of the records behind them and of annual reports."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.reporting import views

app_name = "reporting"
urlpatterns = [
    path("years/", views.latest, name="latest"),
    path("report/", views.report_latest, name="report-latest"),
    path("years/<int:year>/", views.figures, name="figures"),
    path("years/<int:year>/export", views.export, name="export"),
    path("years/<int:year>/figures/<path:key>/", views.drill, name="drill"),
    path("years/<int:year>/report/", views.report, name="report"),
    path("years/<int:year>/report/<str:name>", views.download, name="download"),
    path("years/<int:year>/report/sections/<str:section>/", views.section, name="section"),
    path("statistics/", views.centre, name="centre"),
    path("statistics/records", views.centre_records, name="centre-records"),
    path("statistics/export", views.centre_export, name="centre-export"),
    path("statistics/analysis", views.centre_analysis, name="centre-analysis"),
    path("statistics/open", views.centre_open, name="centre-open"),
    path("statistics/open/threshold", views.centre_threshold, name="centre-threshold"),
    path("records/<slug:kind>/<slug:identity>/", views.record, name="record"),
]
