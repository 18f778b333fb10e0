"""Addresses of GeoReport v2, each as ``.json`` and ``.xml``."""

from __future__ import annotations

from django.urls import re_path

from gongkai.portal.messages.open311 import views

_FORM = r"\.(?P<form>json|xml)$"
urlpatterns = [
    re_path(r"^discovery" + _FORM, views.discovery, name="open311-discovery"),
    re_path(r"^services" + _FORM, views.listing, name="open311-services"),
    re_path(r"^services/(?P<code>[^/]{1,200}?)" + _FORM, views.definition, name="open311-service"),
    re_path(r"^requests" + _FORM, views.requests, name="open311-requests"),
    re_path(r"^requests/(?P<uid>[^/]{1,200}?)" + _FORM, views.one_request, name="open311-request"),
    re_path(r"^.*" + _FORM, views.nothing, name="open311-nothing"),
]
