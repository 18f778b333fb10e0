"""The page of all components; it shows no record, and the composition root says who opens it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.face import samples

THEMES = frozenset({"light", "dark", "auto"})


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state; ``?theme=dark`` and ``?large=1`` show the two other faces of it."""
    asked = request.GET.get("theme", "light")
    context = samples.context() | {
        "theme": asked if asked in THEMES else "light",
        "large_print": request.GET.get("large") == "1",
    }
    return render(request, "face/components.html", context)
