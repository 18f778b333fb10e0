"""Asking web addresses that an office named: nothing but http and https, within a size and a time."""

from __future__ import annotations

import time
import urllib.request
from typing import Any

_PORTION = 65_536


def opener(*more: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """Opens web addresses only: no files, no other kinds. Answers are taken as they are, redirects and
    refusals too, unless ``more`` handlers say otherwise.
    """
    made = urllib.request.OpenerDirector()
    usual = (urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler())
    for handler in (*usual, *more):
        made.add_handler(handler)
    return made


def read(answer: Any, largest: int, seconds: float) -> bytes:
    """An answer, up to one byte more than ``largest``. Raises ``TimeoutError`` for one that trickles in."""
    ends, data = time.monotonic() + seconds, bytearray()
    while len(data) <= largest and (portion := answer.read1(_PORTION)):
        data += portion
        if time.monotonic() > ends:
            raise TimeoutError("答复太慢")
    return bytes(data[: largest + 1])
