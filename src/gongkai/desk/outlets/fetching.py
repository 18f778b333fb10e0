"""Fetches a page from a site that the office named, and nothing else of the network: for comparing it.

Only ``http`` and ``https``, only hosts of the list, redirects too; a page has at most :data:`LARGEST` bytes
and comes within :data:`SECONDS`. Its text is taken in the sandbox, as anything that strangers wrote.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Collection
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.parse import urlsplit

from gongkai import fetching
from gongkai.refusal import Refused
from gongkai.screening import sandbox
from gongkai.screening.files.pages import TASK

SECONDS = 20
LARGEST = 4_000_000
_GONE = (404, 410)
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it: the ``text`` of a page, a page that is ``gone``, or why the site was ``away``."""

    text: str = ""
    is_gone: bool = False
    away: str = ""


def is_listed(address: str, hosts: Collection[str]) -> bool:
    """Whether an address lies on a host (``host`` or ``host:port``, lower case) that the office named."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() in hosts and address.isascii()


def fetch(address: str, hosts: Collection[str]) -> Fetched:
    """The page at ``address``. Raises nothing: a site that is away is an answer, too."""
    if not is_listed(address, hosts):
        return Fetched(away="网址不在允许访问的网站之内")
    try:
        with _opener(hosts).open(_request(address), timeout=SECONDS) as answer:
            if answer.headers.get_content_type() not in _TEXTS:
                return Fetched(away="不是网页")
            data = _read(answer)
            charset = answer.headers.get_content_charset("")
        return Fetched(text=sandbox.run(TASK, data, {"charset": charset}).decode("utf-8"))
    except urllib.error.HTTPError as wrong:
        return Fetched(is_gone=True) if wrong.code in _GONE else Fetched(away=f"网站回应 {wrong.code}")
    except TimeoutError:
        return Fetched(away="网站没有回应")
    except urllib.error.URLError as wrong:
        slow = isinstance(wrong.reason, TimeoutError)
        return Fetched(away="网站没有回应" if slow else "连不上网站")
    except (OSError, HTTPException, ValueError):
        return Fetched(away="连接中断")
    except Refused as refused:
        return Fetched(away=refused.sentence[:60])


def _request(address: str) -> urllib.request.Request:
    return urllib.request.Request(address, headers={"User-Agent": "gongkai", "Accept": "text/html"})  # noqa: S310


def _read(answer: Any) -> bytes:
    """The whole page, within its size and time. Raises ``TimeoutError``, Refused."""
    data = fetching.read(answer, LARGEST, SECONDS)
    if len(data) > LARGEST:
        raise Refused("too-big", "网页过大", "请人工核对")
    return data


def _opener(hosts: Collection[str]) -> urllib.request.OpenerDirector:
    """Follows to listed hosts only."""
    return fetching.opener(
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), _Redirects(hosts)
    )


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, hosts: Collection[str]) -> None:
        self._hosts = hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request; a redirect off the list ends as the redirect's own status."""
        if not is_listed(newurl, self._hosts):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)
