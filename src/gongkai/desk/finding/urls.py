"""The address of global search."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.finding import views

app_name = "finding"
urlpatterns = [path("find", views.find, name="find")]
