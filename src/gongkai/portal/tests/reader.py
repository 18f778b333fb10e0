"""A reader without a browser: asks the WSGI application as a server does."""

from __future__ import annotations

import io
from urllib.parse import unquote_to_bytes

from django.core.handlers.wsgi import WSGIHandler

from gongkai.portal.front import Front


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status.split()[0]), dict(headers), body

    @property
    def text(self) -> str:
        return self.body.decode()


class Reader:
    """Gets addresses as they stand in links."""

    def __init__(self) -> None:
        self.application = Front(WSGIHandler())

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        began: list = []
        chunks = self.application(environ, lambda status, given, exc=None: began.append((status, given)))
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        status, given = began[-1]
        return Answer(status, given, body)
