"""An address that is typed with a slash too many or too few leads to the page that is there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

_READING = ("GET", "HEAD")


def page_meant(request: HttpRequest, is_there: Callable[[str], bool]) -> HttpResponsePermanentRedirect | None:
    """Lead a reader from an address that nothing answers to its twin, where that one ``is_there``.

    Never for a form that was sent: a redirect would lose what it says.
    """
    if request.method not in _READING:
        return None
    twin = _twin(request.path_info)
    if not twin or not is_there(twin):
        return None
    query = request.META.get("QUERY_STRING", "")
    path = escape_leading_slashes(escape_uri_path(_twin(request.path)))
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)


def _twin(path: str) -> str:
    return path.removesuffix("/") if path.endswith("/") else f"{path}/"
