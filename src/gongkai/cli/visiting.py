"""A visitor of a portal: asks for pages and sends forms as a browser does, on one connection.

Whoever posts a canary must look like a citizen: the same requests in the same order, the same headers and
encodings, style sheets and pictures fetched: as Chromium 150 sent them. What cannot be imitated here (the
fingerprint of TLS, HTTP/2, the address one comes from) is said in docs/adr/0094.
"""

from __future__ import annotations

import http.client
import secrets
import string
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import brotli

from gongkai.refusal import Refused

_SECONDS = 60
_LARGEST, _PORTION = 8 * 1024 * 1024, 64
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/150.0.0.0 Safari/537.36"
)
_BRANDS = '"Not;A=Brand";v="8", "Chromium";v="150", "Google Chrome";v="150"'
_PHONE, _SYSTEM = "?0", '"Windows"'
_PAGES = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
_BESIDE = {
    "style": "text/css,*/*;q=0.1",
    "image": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "script": "*/*",
}
"""What belongs to a page, and what a browser accepts for it."""
_LETTERS = string.ascii_letters + string.digits


@dataclass
class Form:
    """The form of a page: where it goes, its fields in their order, which of them are files or choices."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    choices: list[int] = field(default_factory=list)

    def names(self) -> set[str]:
        """The names of its fields."""
        return {name for name, _ in self.fields}


class _Page(HTMLParser):
    """The first form of a page that is sent by POST, what a browser fetches beside, the receipt code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.form: Form | None = None
        self.beside: list[tuple[str, str]] = []
        self.code = ""
        self._in_form, self._in_code = False, False
        self._area: str | None = None
        self._said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel") in ("stylesheet", "icon") and given.get("href"):
            self.beside.append((given["href"], "style" if given["rel"] == "stylesheet" else "image"))
        elif tag in ("img", "script") and given.get("src"):
            self.beside.append((given["src"], "image" if tag == "img" else tag))
        elif tag == "form" and given.get("method", "").lower() == "post" and self.form is None:
            self.form, self._in_form = Form(given.get("action", "")), True
        elif tag == "p" and given.get("class") == "code":
            self._in_code = True
        elif self._in_form:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "p":
            self._in_code = False
        elif tag == "textarea" and self._area is not None and self.form is not None:
            text = "".join(self._said).removeprefix("\r\n").removeprefix("\n")
            self.form.fields.append((self._area, text))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.code += data.strip()
        if self._area is not None:
            self._said.append(data)

    def _field(self, tag: str, given: Mapping[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text").lower()
        if not name or self.form is None:
            return
        if tag == "textarea":
            self._area, self._said = name, []
        elif tag == "input" and kind == "file":
            self.form.files.append(len(self.form.fields))
            self.form.fields.append((name, ""))
        elif tag == "input" and kind not in ("submit", "button"):
            if kind not in ("radio", "checkbox"):
                self.form.fields.append((name, given.get("value", "")))
            elif "checked" in given:
                self.form.fields.append((name, given.get("value", "on")))
            elif kind == "radio" and name not in self.form.names():
                self.form.choices.append(len(self.form.fields))
                self.form.fields.append((name, ""))


class Visitor:
    """One visit. Raises Refused (``E_FETCH``) when the portal cannot be reached or says no."""

    def __init__(self, address: str) -> None:
        bad = Refused("bad-address", f"“{address}”不是门户的网址", "例如 https://www.example.gov.cn")
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise bad from None
        if not host or parts.scheme not in ("http", "https") or parts.path.strip("/") or parts.query:
            raise bad
        if parts.scheme == "http" and host not in _LOOPBACK:
            raise Refused("bad-address", "要经公网 HTTPS 发出，与群众一样", "请写 https:// 开头的网址")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        made = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = made(host, port, timeout=_SECONDS)
        self._cookies: dict[str, str] = {}
        self._fetched: set[str] = set()
        self._at = ""
        self.form: Form | None = None
        self.code = ""

    def open(self, path: str) -> None:
        """Ask for a page, and for what belongs to it."""
        self._show(path, self._ask("GET", path, self._headers()))

    def send(self, answers: Mapping[str, str], button: tuple[str, str]) -> None:
        """Fill in the form of the page and press a button."""
        assert self.form is not None
        boundary = "----WebKitFormBoundary" + "".join(secrets.choice(_LETTERS) for _ in range(16))
        body = _multipart(self.form, answers, button, boundary)
        headers = self._headers(f"multipart/form-data; boundary={boundary}", len(body))
        path = urlsplit(urljoin(self.origin + self._at, self.form.action)).path
        self._show(path, self._ask("POST", path, headers, body))

    def close(self) -> None:
        """End the visit."""
        self._connection.close()

    def _show(self, path: str, text: str) -> None:
        self._at = path
        page = _Page(text)
        self.form, self.code = page.form, page.code
        for href, what in page.beside:
            parts = urlsplit(urljoin(self.origin + path, href))
            wanted = parts.path + (f"?{parts.query}" if parts.query else "")
            if f"{parts.scheme}://{parts.netloc}" == self.origin and wanted not in self._fetched:
                self._fetched.add(wanted)
                self._ask("GET", wanted, self._headers_beside(what), may_fail=True)

    def _headers(self, form: str = "", length: int = 0) -> dict[str, str]:
        """For a page, or to send a form of this media type: what a browser says, in its order."""
        return {
            "Connection": "keep-alive",
            **({"Content-Length": str(length), "Cache-Control": "max-age=0"} if form else {}),
            "sec-ch-ua": _BRANDS,
            "sec-ch-ua-mobile": _PHONE,
            "sec-ch-ua-platform": _SYSTEM,
            "Upgrade-Insecure-Requests": "1",
            **({"Content-Type": form} if form else {}),
            "User-Agent": _AGENT,
            **({"Origin": self.origin} if form else {}),
            "Accept": _PAGES,
            "Sec-Fetch-Site": "same-origin" if self._at else "none",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-User": "?1",
            "Sec-Fetch-Dest": "document",
            **self._from_here(),
        }

    def _headers_beside(self, what: str) -> dict[str, str]:
        """The same for what belongs to a page."""
        return {
            "Connection": "keep-alive",
            "sec-ch-ua-platform": _SYSTEM,
            "User-Agent": _AGENT,
            "sec-ch-ua": _BRANDS,
            "sec-ch-ua-mobile": _PHONE,
            "Accept": _BESIDE[what],
            "Sec-Fetch-Site": "same-origin",
            "Sec-Fetch-Mode": "no-cors",
            "Sec-Fetch-Dest": what,
            **self._from_here(),
        }

    def _from_here(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {
            **({"Referer": self.origin + self._at} if self._at else {}),
            "Accept-Encoding": "gzip, deflate, br",
            "Accept-Language": "zh-CN,zh;q=0.9",
            **({"Cookie": cookies} if cookies else {}),
        }

    def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes | None = None,
        *,
        may_fail: bool = False,
    ) -> str:
        try:
            self._connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                self._connection.putheader(name, value)
            self._connection.endheaders(body)
            answer = self._connection.getresponse()
            data = answer.read(_LARGEST + 1)
        except (OSError, http.client.HTTPException) as wrong:
            raise Refused("E_FETCH", f"连不上门户：{wrong}", "请核对网址和网络，下一个钟点再试") from wrong
        for line in answer.msg.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()
        if answer.status != 200 and not may_fail:
            raise Refused("E_FETCH", f"门户对 {path} 答复 {answer.status}", "请人工打开该页看一看")
        return "" if may_fail else _decoded(data, answer.headers.get("Content-Encoding", ""))


def _multipart(form: Form, answers: Mapping[str, str], button: tuple[str, str], boundary: str) -> bytes:
    """A filled-in form as a browser encodes it: line feeds as CRLF, a file not chosen as an empty one."""
    parts = []
    for place, (name, value) in enumerate(form.fields):
        if place in form.files:
            head = f'Content-Disposition: form-data; name="{name}"; filename=""\r\n'
            parts.append(f"--{boundary}\r\n{head}Content-Type: application/octet-stream\r\n\r\n\r\n")
            continue
        said = answers.get(name, value)
        if place in form.choices and not said:
            continue
        said = said.replace("\r\n", "\n").replace("\n", "\r\n")
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{said}\r\n')
    name, value = button
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n')
    return "".join([*parts, f"--{boundary}--\r\n"]).encode()


def _decoded(data: bytes, encoding: str) -> str:
    """The text of a page; no more of it is unpacked than a page may have."""
    try:
        if encoding == "gzip":
            data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, _LARGEST)
        elif encoding == "br":
            data = _unbrotli(data)
        return data.decode()
    except (zlib.error, ValueError, brotli.error) as wrong:
        raise Refused("E_FETCH", "门户的答复不是网页", "请核对网址") from wrong


def _unbrotli(data: bytes) -> bytes:
    unpacking, text = brotli.Decompressor(), b""
    for at in range(0, len(data), _PORTION):
        text += unpacking.process(data[at : at + _PORTION])
        if len(text) > _LARGEST:
            break
    return text
