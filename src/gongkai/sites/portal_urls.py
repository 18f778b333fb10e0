"""All addresses of the portal that are not in its page store."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("gongkai.portal.urls"))]
