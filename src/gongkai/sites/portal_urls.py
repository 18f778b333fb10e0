"""All addresses of the portal that are not in its page store."""

from __future__ import annotations

from django.urls import include, path

from gongkai.portal.urls import handler403, handler404, handler500

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("", include("gongkai.portal.urls"))]
