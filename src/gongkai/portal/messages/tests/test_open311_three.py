"""The calls of the client ``three`` (0.8.0), as its source makes them: addresses, parameters, form and file.

The package itself runs on Python 2 only (it imports ``itertools.ifilter``); its calls are written down here.
"""

from __future__ import annotations

import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from gongkai.portal.messages.tests.conftest import INTAKE
from gongkai.portal.models import Envelope, Mailbox, SealedPiece
from gongkai.sealing import envelope

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
PHOTO = b"\x89PNG\r\n\x1a\n" + b"x" * 300


class Three:
    """``three.core.Three``: get and post with its names for things; ``format`` is json or xml."""

    def __init__(
        self, endpoint: str, api_key: str = "", format: str = "json", jurisdiction: str = ""
    ) -> None:
        self.endpoint = endpoint if endpoint.endswith("/") else endpoint + "/"
        self.api_key, self.format, self.jurisdiction = api_key, format, jurisdiction
        self.session, self.status = Client(), 0

    def discovery(self) -> Any:
        return self.get("discovery")

    def services(self, code: str | None = None, **given: str) -> Any:
        return self.get("services", code, **given)

    def requests(self, code: str | None = None, **given: str) -> Any:
        return self.get("requests", **({"service_code": code} if code else {}) | given)

    def request(self, id: str, **given: str) -> Any:
        return self.get("requests", id, **given)

    def post(self, service_code: str = "0", **given: Any) -> Any:
        given["service_code"] = service_code
        if self.jurisdiction:
            given["jurisdiction_id"] = self.jurisdiction
        if "address" in given:
            given["address_string"] = given.pop("address")
        if "name" in given:
            given["first_name"], given["last_name"] = given.pop("name").split(" ")
        given.setdefault("api_key", self.api_key)
        return self._convert(self.session.post(self._path("requests"), given))

    def get(self, *parts: str | None, **given: str) -> Any:
        if self.jurisdiction:
            given["jurisdiction_id"] = self.jurisdiction
        return self._convert(self.session.get(self._path(*parts), given))

    def _path(self, *parts: str | None) -> str:
        return f"{self.endpoint}{'/'.join(part for part in parts if part)}.{self.format}"

    def _convert(self, page: Any) -> Any:
        self.status = page.status_code
        return json.loads(page.content) if self.format == "json" else ElementTree.fromstring(page.content)


@pytest.fixture
def three(portal: Any, settings) -> Three:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"open311_keys": "city-key"}
    return Three("/open311/v2", api_key="city-key", jurisdiction="weihai.example")


def test_discovery_and_services_are_read(three: Three) -> None:
    assert three.discovery()["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    codes = [one["service_code"] for one in three.services()]
    assert "complaint" in codes
    assert three.services("complaint")["service_code"] == "complaint"


def test_a_posted_request_is_sealed_with_its_photo_and_read_again(three: Three) -> None:
    photo = io.BytesIO(PHOTO)
    photo.name = "小票.png"
    made = three.post(
        "complaint", name="小明 王", address="古寨西路6号", phone="13800001234", media=photo,
        description="月饼有哈喇味，要求退款",
        **{"attribute[respondent]": "喜盈门", "attribute[wish]": "refund"},
    )  # fmt: skip
    assert three.status == 201
    row = Envelope.objects.get()
    message = envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message
    assert message["identity"] == {"name": "王小明", "phone": "13800001234"}
    assert [one["name"] for one in message["attachments"]] == ["小票.png"]
    pieces = list(SealedPiece.objects.all())
    assert pieces
    assert not any(PHOTO in bytes(one.data) for one in pieces)
    uid = made[0]["service_request_id"]
    assert uid == Mailbox.objects.get().uid
    assert three.request(uid)[0]["status"] == "open"
    assert three.requests(service_request_id=uid)[0]["service_request_id"] == uid
    assert three.requests("complaint") == []


def test_it_speaks_xml_as_well(three: Three) -> None:
    three.format = "xml"
    assert three.discovery().findtext("changeset")
    assert three.services().tag == "services"
    made = three.post("ask", description="办执照要几天")
    assert made.findtext("request/service_request_id")


def test_what_is_refused_says_why_and_nothing_is_kept(three: Three) -> None:
    program = io.BytesIO(b"MZ")
    program.name = "a.exe"
    said = three.post("ask", description="办执照要几天", media=program)
    assert (three.status, Envelope.objects.count()) == (400, 0)
    assert said[0]["description"].startswith("media：")
    three.api_key = "guess"
    three.post("ask", description="x")
    assert three.status == 403
