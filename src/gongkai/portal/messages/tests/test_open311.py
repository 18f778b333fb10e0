"""GeoReport v2: a client in the specification's terms, both formats, sealed like the forms."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.portal.messages import boxes
from gongkai.portal.messages.tests.conftest import INTAKE, NOW
from gongkai.portal.models import Envelope, Mailbox
from gongkai.sealing import envelope

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
COMPLAINT = {
    "service_code": "complaint", "description": "月饼有哈喇味，要求退款", "address_string": "古寨西路6号",
    "first_name": "小明", "last_name": "王", "phone": "13800001234", "lat": "37.5", "long": "122.1",
    "attribute[respondent]": "怡园喜盈门食品店", "attribute[wish]": "refund",
}  # fmt: skip


class City:
    """A city's application."""

    def __init__(self, key: str = "city-key") -> None:
        self.client, self.key = Client(), key

    def get(self, path: str, **query: str) -> Any:
        page = self.client.get(f"/open311/v2/{path}.json", query)
        assert page["Content-Type"].startswith("application/json")
        return json.loads(page.content)

    def xml(self, path: str) -> ElementTree.Element:
        page = self.client.get(f"/open311/v2/{path}.xml")
        assert page["Content-Type"].startswith("text/xml")
        return ElementTree.fromstring(page.content)

    def post(self, form: str = "json", again: str = "", **given: str) -> Any:
        headers = {"Idempotency-Key": again} if again else None
        return self.client.post(
            f"/open311/v2/requests.{form}", {"api_key": self.key} | given, headers=headers
        )


@pytest.fixture
def city(portal: Any, settings) -> City:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"open311_keys": "other, city-key"}
    return City()


def test_discovery_and_services_in_both_formats(city: City) -> None:
    (endpoint,) = city.get("discovery")["endpoints"]
    assert endpoint["url"].endswith("/open311/v2") and "application/json" in endpoint["formats"]
    assert city.xml("discovery").findtext("endpoints/endpoint/formats/format") == "text/xml"
    codes = [one["service_code"] for one in city.get("services")]
    assert codes == ["ask", "suggest", "complaint", "report"]
    assert [one.text for one in city.xml("services").iter("service_code")] == codes
    assert all(
        {"service_name", "description", "metadata", "type"} <= set(one) for one in city.get("services")
    )


def test_a_definition_names_what_must_be_said(city: City) -> None:
    attributes = {one["code"]: one for one in city.get("services/complaint")["attributes"]}
    assert attributes["respondent"]["required"] and attributes["happened_on"]["datatype"] == "datetime"
    assert [one["key"] for one in attributes["wish"]["values"]] == [
        "refund",
        "compensate",
        "replace",
        "other",
    ]
    assert [one.text for one in city.xml("services/complaint").iter("code")] == list(attributes)
    assert city.client.get("/open311/v2/services/none.json").status_code == 404


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_message_is_sealed_and_answered_with_the_receipt_code(city: City, form: str) -> None:
    page = city.post(form, **COMPLAINT)
    assert page.status_code == 201
    if form == "json":
        (said,) = json.loads(page.content)
    else:
        said = {one.tag: one.text for one in ElementTree.fromstring(page.content)[0]}
    row = Envelope.objects.get()
    message = envelope.open_envelope(INTAKE, bytes(row.header), bytes(row.sealed)).message
    assert (message["kind"], message["form"]) == ("complaint", "open311/1")
    assert message["identity"] == {"name": "王小明", "phone": "13800001234"}
    assert message["fields"]["lat"] == "37.5"
    code = said["service_notice"].split("，")[0].removeprefix("查询码 ")
    assert boxes.look_up(code) is not None
    assert said["service_request_id"] == Mailbox.objects.get().uid


def test_what_is_missing_is_named_and_nothing_is_kept(city: City) -> None:
    page = city.post(service_code="complaint", description="")
    assert page.status_code == 400
    sentences = [one["description"] for one in json.loads(page.content)]
    assert "text：请写明事情经过" in sentences and "respondent：请填写对方的名称" in sentences
    assert city.post(service_code="nothing").status_code == 404
    assert not Envelope.objects.exists()


def test_without_a_key_nothing_is_taken(city: City, settings) -> None:
    city.key = "guess"
    assert city.post(**COMPLAINT).status_code == 403
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"open311_keys": ""}
    city.key = ""
    assert city.post(**COMPLAINT).status_code == 403


def test_a_call_that_is_repeated_under_its_name_is_kept_once(city: City) -> None:
    first, second = city.post(again="a1", **COMPLAINT), city.post(again="a1", **COMPLAINT)
    assert first.content == second.content and Envelope.objects.count() == 1
    assert city.post(again="a1", **COMPLAINT | {"description": "别的"}).status_code == 409


def test_only_what_may_be_public_goes_out(city: City) -> None:
    uid = json.loads(city.post(**COMPLAINT).content)[0]["service_request_id"]
    assert city.get("requests") == []
    (state,) = city.get("requests", service_request_id=f"{uid},unknown")
    assert state == {
        "service_request_id": uid, "status": "open", "status_notes": "办理情况凭查询码查看",
        "requested_datetime": "2017-09-25T10:00:00+08:00",
    }  # fmt: skip
    Mailbox.objects.update(state="closed")
    assert city.get(f"requests/{uid}")[0]["status"] == "closed"
    assert city.xml(f"requests/{uid}").findtext("request/status") == "closed"
    assert city.client.get(f"/open311/v2/requests/{'x' * 22}.json").status_code == 404


@pytest.mark.parametrize(
    "path", ["services/NO-1", "services/咨询", "requests/1", "requests/no.such", "tokens/1", "service"]
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_unknown_is_said_in_the_format_that_was_asked_for(city: City, path: str, form: str) -> None:
    page = city.client.get(f"/open311/v2/{path}.{form}")
    assert page.status_code == 404
    if form == "json":
        (error,) = json.loads(page.content)
    else:
        error = {one.tag: one.text for one in ElementTree.fromstring(page.content)[0]}
    assert error["code"] == "404" and error["description"]


def test_since_order_121_only_questions_and_suggestions_are_taken(city: City, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(year=2026, month=4, day=15))
    assert [one["service_code"] for one in city.get("services")] == ["ask", "suggest"]
    page = city.post(**COMPLAINT)
    assert page.status_code == 404 and "全国12315平台" in json.loads(page.content)[0]["description"]
    assert "全国12315平台" in city.client.get("/open311/v2/services/report.json").content.decode()
    assert city.post(service_code="ask", description="怎样办理食品经营许可").status_code == 201
