"""Addresses of what all lists share."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.lists import views

app_name = "lists"
urlpatterns = [
    path("lists/<slug:name>/views", views.save, name="save"),
    path("lists/<slug:name>/views/<int:pk>", views.change, name="change"),
    path("lists/<slug:name>/export", views.export, name="export"),
]
