"""Bombs attached and clocks gone wrong: the portal unpacks nothing, depends on no clock, loses no message."""

from __future__ import annotations

import tracemalloc
import zlib
from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.portal.messages.tests.conftest import CASE, INTAKE, NOW, PERSON, Browser, complain
from gongkai.portal.messages.tests.test_forms import opened, upload
from gongkai.portal.messages.tests.test_receipt import ask
from gongkai.portal.models import Envelope, SealedPiece
from gongkai.sealing import envelope
from gongkai.sealing.attachments import open_blob
from gongkai.sealing.canon import from_b64u

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png_bomb() -> bytes:
    """A picture of 50,000 × 50,000 points in a few kilobytes: 2.5 GB for whoever unpacks it."""
    size = (50_000).to_bytes(4, "big")
    rows = zlib.compress(b"\x00" * 3_000_000, 9)
    parts = chunk(b"IHDR", size + size + b"\x08\x00\x00\x00\x00") + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def pdf_bomb() -> bytes:
    """A stream that is deflated three times over."""
    inner = zlib.compress(zlib.compress(zlib.compress(b"\x00" * 20_000_000, 9), 9), 9)
    head = b"%PDF-1.4\n1 0 obj\n<< /Filter [/FlateDecode /FlateDecode /FlateDecode] /Length "
    return head + str(len(inner)).encode() + b" >>\nstream\n" + inner + b"\nendstream\nendobj\n%%EOF"


@pytest.mark.parametrize(("name", "bomb"), [("小票.png", png_bomb()), ("合同.pdf", pdf_bomb())])
def test_a_bomb_is_sealed_as_it_is_and_unpacked_by_nobody(browser: Browser, name: str, bomb: bytes) -> None:
    browser.get("/complain").send("/complain", kind="complaint")
    tracemalloc.start()
    browser.send("/complain", **CASE, upload=upload(name, bomb))
    browser.send("/complain", **PERSON).send("/complain", "send")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert browser.page.status_code == 200 and peak < 15_000_000
    (named,) = opened()["attachments"]
    assert (named["name"], named["size"]) == (name, len(bomb))
    stored = b"".join(bytes(piece.data) for piece in SealedPiece.objects.order_by("n"))
    plain = open_blob([stored], from_b64u(named["key"], 32), named["size"], named["sha256"])
    assert b"".join(plain) == bomb


@pytest.mark.parametrize("wrong", [timedelta(days=-400), timedelta(minutes=-20), timedelta(days=90)])
def test_a_clock_that_jumps_while_a_form_is_filled_in_loses_nothing(
    browser: Browser, wrong: timedelta, monkeypatch
) -> None:
    browser.get("/complain").send("/complain", kind="complaint")
    monkeypatch.setattr(timezone, "now", lambda: NOW + wrong)
    browser.send("/complain", **CASE | {"happened_on": "2016-01-05"})
    browser.send("/complain", **PERSON).send("/complain", "send")
    first, data = browser.code, browser.fields()
    assert opened()["at"] == (NOW + wrong).strftime("%Y-%m-%dT%H:%M:%SZ")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert data["sid"] and ask(browser, first).page.status_code == 302
    fields = browser.get("/receipt").fields()
    assert browser.client.post("/receipt/write", fields | {"text": "又及"}).status_code == 302
    rows = list(Envelope.objects.order_by("pk"))
    both = [envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)) for row in rows]
    assert [one.message["n"] for one in both] == [0, 1]
    assert envelope.check_follows(both[1], from_b64u(both[0].message["box"]["sign"], 32), 0, both[0].digest)


def test_the_clock_of_the_citizens_own_device_is_never_asked(browser: Browser) -> None:
    browser.client.defaults["HTTP_DATE"] = "Thu, 01 Jan 1970 00:00:00 GMT"
    complain(browser)
    assert opened()["at"] == "2017-09-25T02:42:00Z"
