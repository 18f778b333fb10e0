"""Style sheets, scripts and fonts as readers get them: their types, how long they keep, and who answers them.

Only the names of the files that were collected when the process began are known, so no address leads out of
their folder; what is none of them is Django's to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

URL = "/static/"
CACHE = "public, max-age=3600"
BYTES = "application/octet-stream"
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "png": "image/png",
    "gif": "image/gif",
    "ico": "image/x-icon",
}
"""By the ending of the name; :data:`BYTES` for any other."""
_READING = ("GET", "HEAD")
Header = tuple[str, str]


class Statics:
    """A WSGI application that answers files below :data:`URL` and hands the rest to ``application``.

    ``headers`` go with every answer; browsers never guess a type (nosniff) whatever they are.
    """

    def __init__(self, application: WSGIApplication, folder: Path, headers: Sequence[Header] = ()) -> None:
        self._application = application
        self._headers = [*(one for one in headers if one[0] != "X-Content-Type-Options"), _NOSNIFF]
        self._files = {URL + one.relative_to(folder).as_posix(): one for one in _files(folder)}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        file = self._files.get(path) if path.startswith(URL) else None
        if file is None:
            return self._application(environ, start_response)
        if environ["REQUEST_METHOD"] not in _READING:
            start_response("405 Method Not Allowed", [("Allow", ", ".join(_READING)), *self._headers])
            return []
        return self._answer(file, environ, start_response)

    def _answer(self, file: Path, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        data, changed = file.read_bytes(), file.stat().st_mtime
        tag = f'"{int(changed):x}-{len(data):x}"'
        short = [("ETag", tag), ("Cache-Control", CACHE), *self._headers]
        wanted = environ.get("HTTP_IF_NONE_MATCH", "")
        if wanted == "*" or tag in {one.strip().removeprefix("W/") for one in wanted.split(",")}:
            start_response("304 Not Modified", short)
            return []
        full = [
            *short,
            ("Content-Type", TYPES.get(file.suffix.removeprefix("."), BYTES)),
            ("Content-Length", str(len(data))),
            ("Last-Modified", formatdate(changed, usegmt=True)),
        ]
        start_response("200 OK", full)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [data]


_NOSNIFF = ("X-Content-Type-Options", "nosniff")


def _files(folder: Path) -> Iterable[Path]:
    return (one for one in folder.rglob("*") if one.is_file())
