"""Addresses of the other ways in; the composition root takes in those that the settings turn on."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gongkai.desk.accounts.views import certificates

OPENID: list[URLPattern | URLResolver] = [
    path("login/", include("allauth.socialaccount.providers.openid_connect.urls"))
]
"""``login/oidc/unit/login/`` and its callback."""
CERTIFICATE: list[URLPattern | URLResolver] = [
    path("login/certificate", certificates.by_certificate, name="certificate")
]
