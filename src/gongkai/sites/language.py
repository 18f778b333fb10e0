"""Middleware: the desk's screens speak the language of the setting; all else of the process stays Chinese."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from gongkai.sites.policy import Answer


class Language:
    """Answers in the language that the office has set, whatever the browser prefers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on in that language."""
        with translation.override(settings.GONGKAI_LANGUAGE):
            return self.get_response(request)
