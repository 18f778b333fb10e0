"""A portal that takes messages, and a browser that fills in its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.portal.messages import boxes, secrets
from gongkai.portal.messages.views import box
from gongkai.portal.models import IntakeKey
from gongkai.sealing.hpke import Opener
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.notes import Signer
from gongkai.sealing.portalkeys import PortalKeys

NOW = datetime(2017, 9, 25, 2, 42, tzinfo=UTC)
INTAKE = b"\x02" * 32
ANSWER = Signer("scj.example.gov.cn/desk/answer", b"\x03" * 32)


@pytest.fixture
def portal(settings, tmp_path, monkeypatch, db: Any) -> Iterator[datetime]:
    """The portal of 25 September 2017, with an intake key whose secret is 32 times 02."""
    del db
    settings.ROOT_URLCONF = "gongkai.sites.portal_urls"
    settings.MIDDLEWARE = [
        "django.middleware.common.CommonMiddleware", "gongkai.sites.policy.ContentPolicy"
    ]  # fmt: skip
    settings.GONGKAI_WORLD = "portal"
    settings.GONGKAI_PORTAL_FILES = tmp_path / "files"
    settings.GONGKAI_PORTAL_KEYS = tmp_path / "portal"
    keys = PortalKeys.create(tmp_path / "portal", origin="scj.example.gov.cn", at="2017-01-01T00:00:00Z")
    desk = KeyStore.create(tmp_path / "keys", origin="scj.example.gov.cn", at="2017-01-01T00:00:00Z")
    keys.pin(
        "371002SC",
        door=[desk.load("door").signer.verifier.vkey],
        answer=[ANSWER.verifier.vkey],
        log=[desk.load("log").signer.verifier.vkey],
    )
    IntakeKey.objects.create(kid="ad617783c4da29dd", suite="x1", public=Opener(INTAKE).public, place=0)
    secrets.forget()
    box.failures.cache_clear()
    monkeypatch.setattr(box, "FLOOR", 0.0)
    monkeypatch.setattr(boxes, "room", boxes.WaitingRoom(slots=1))
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    yield NOW
    secrets.forget()
    box.failures.cache_clear()


class Browser:
    """Sends what a browser sends: all fields of the page's form as they stand, changed as told."""

    def __init__(self) -> None:
        self.client = Client()
        self.page: Any = None

    @property
    def text(self) -> str:
        return self.page.content.decode()

    def get(self, address: str) -> Browser:
        self.page = self.client.get(address)
        return self

    def fields(self) -> dict[str, Any]:
        """The first form's fields as a browser would send them."""
        form = re.search(r"<form action=.*?</form>", self.text, re.S)
        assert form is not None, self.text[:2000]
        found: dict[str, Any] = {}
        for tag in re.findall(r"<input[^>]*>", form[0]):
            given = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
            if given.get("type") == "file" or "name" not in given:
                continue
            if given.get("type") in ("radio", "checkbox") and " checked" not in tag:
                continue
            value = unescape(given.get("value", "1" if given.get("type") == "checkbox" else ""))
            if given["name"] in found and given["name"] == "file":
                found["file"] = [*found["file"], value]
            else:
                found[given["name"]] = [value] if given["name"] == "file" else value
        for name, value in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form[0], re.S):
            found[name] = unescape(value).removeprefix("\r\n").removeprefix("\n")
        return found

    def send(self, address: str, act: str = "next", /, **changed: Any) -> Browser:
        data = self.fields() | {"go": act} | changed
        self.page = self.client.post(address, {k: v for k, v in data.items() if v is not None})
        return self

    def hidden(self) -> dict[str, Any]:
        found = self.fields()
        return {"sid": found["sid"], "token": found["token"]}

    @property
    def code(self) -> str:
        groups = re.search(r'<p class="code"[^>]*>(.*?)</p>', self.text, re.S)
        assert groups is not None, self.text[:3000]
        return "-".join(re.findall(r"<span>(\w+)</span>", groups[1]))


@pytest.fixture
def browser(portal: datetime) -> Browser:
    return Browser()


CASE = {
    "respondent": "威海高区怡园喜盈门食品店",
    "respondent_address": "古寨西路6号",
    "happened_on": "2017年9月16日",
    "amount": "168",
    "text": "月饼有哈喇味，店员说拆封不退。",
    "wish": "refund",
}
PERSON = {"name": "王小明", "phone": "13800001234", "address": "文化西路1号"}


def complain(browser: Browser, case: dict[str, str] = CASE, person: dict[str, str] = PERSON) -> Browser:
    """Fill in a complaint from the first page to the receipt."""
    browser.get("/complain").send("/complain", kind="complaint").send("/complain", **case)
    return browser.send("/complain", **person).send("/complain", "send")
