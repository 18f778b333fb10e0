"""The addresses of GeoReport v2."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.portal import surroundings
from gongkai.portal.messages import hardening, intake, keys, sealing_up, secrets, uploads
from gongkai.portal.messages.open311 import services, writing
from gongkai.portal.messages.sealing_up import Filled
from gongkai.portal.models import Mailbox
from gongkai.portal.publishing import site
from gongkai.refusal import Refused
from gongkai.sealing import receipt
from gongkai.sealing.canon import b64u

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2018-03-01T00:00:00Z"
MOST_IDS = 50
_LONGEST_KEY = 200


@require_safe
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the service lies and in which formats."""
    del request
    agency = site.agency_facts()
    found = {
        "changeset": CHANGESET,
        "contact": "　".join(part for part in (agency["name"], agency["telephone"]) if part),
        "key_service": "请与承办单位联系，取得 api_key",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{surroundings.address()}/open311/v2",
                "changeset": CHANGESET,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
    return writing.answer("discovery", found, form)


@require_safe
def listing(request: HttpRequest, form: str) -> HttpResponse:
    """What can be handed in today."""
    del request
    found = [
        {
            "service_code": one.code,
            "service_name": one.name,
            "description": one.description,
            "metadata": True,
            "type": "realtime",
            "keywords": "",
            "group": "市场监督管理",
        }
        for one in _offered().values()
    ]
    return writing.answer("services", found, form)


@require_safe
def definition(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The questions of one service."""
    del request
    service = _offered().get(code)
    if service is None:
        return writing.errors(form, 404, _moved(code) or "没有这项服务（service_code）")
    today = site.day_of(timezone.now())
    found = {"service_code": code, "attributes": service.attributes(today)}
    return writing.answer("service_definition", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Hand a message in, or ask how far named ones are."""
    if request.method == "POST":
        return _hand_in(request, form)
    ids = [one for one in request.GET.get("service_request_id", "").split(",") if one]
    if len(ids) > MOST_IDS:
        return writing.errors(form, 400, f"一次最多查询 {MOST_IDS} 件")
    return writing.answer("service_requests", _states(ids), form)


@require_safe
def one_request(request: HttpRequest, uid: str, form: str) -> HttpResponse:
    """How far one named message is."""
    del request
    found = _states([uid])
    if not found:
        return writing.errors(form, 404, "没有这一件（service_request_id）")
    return writing.answer("service_requests", found, form)


@sensitive_post_parameters()
def nothing(request: HttpRequest, form: str) -> HttpResponse:
    """An address that GeoReport v2 or this office does not have."""
    del request
    return writing.errors(form, 404, "没有这个地址，discovery 列出有哪些")


@sensitive_variables()
def _hand_in(request: HttpRequest, form: str) -> HttpResponse:
    """Check and seal as the forms do, files too, and answer with the receipt code."""
    now = timezone.now()
    arriving = uploads.SealingHandler(request, now)
    request.upload_handlers = [arriving]
    post = request.POST.dict()
    key = str(post.get("api_key", ""))
    if not _may(key):
        return writing.errors(form, 403, "api_key 缺少或者不对，请与承办单位联系")
    code = str(post.get("service_code", ""))
    service = _offered().get(code)
    if service is None:
        return writing.errors(form, 404 if code else 400, _moved(code) or "service_code 缺少或者不对")
    forms = service.forms(services.answers(post), site.day_of(now))
    wrong = [
        f"{name}：{sentence}"
        for one in forms
        if not one.is_valid()
        for name, sentences in one.errors.items()
        for sentence in sentences
    ]
    wrong += [f"media：{sentence}" for sentence in arriving.refused]
    if wrong:
        return writing.errors(form, 400, *wrong)
    try:
        return _stored(service.filled(forms, post, arriving.taken), _sid(request, key), now, form)
    except Refused as refused:
        return writing.errors(form, 503 if refused.code == "E_CLOSED" else 400, f"{refused}")


def _stored(filled: Filled, sid: bytes, now: datetime, form: str) -> HttpResponse:
    prepared = sealing_up.first(sid, filled, keys.newest(now), now)
    outcome = intake.post(prepared)
    if outcome is intake.Outcome.OTHER:
        return writing.errors(form, 409, "同一 Idempotency-Key 已用于另一内容")
    if outcome is intake.Outcome.KEPT:
        hardening.hardener.offer(hardening.Job(sid, prepared.message))
    made = receipt.derive(sid)
    where = f"{surroundings.address()}/receipt"
    said: dict[str, Any] = {
        "service_request_id": b64u(made.box_id),
        "service_notice": f"查询码 {made.code}，请交给提交人保存：凭它在 {where} 查看答复",
        "account_id": None,
    }
    return writing.answer("service_requests", [said], form, status=201)


def _states(ids: list[str]) -> list[dict[str, Any]]:
    rows = {row.uid: row for row in Mailbox.objects.filter(uid__in=ids)}
    return [
        {
            "service_request_id": uid,
            "status": "closed" if rows[uid].state == "closed" else "open",
            "status_notes": "办理情况凭查询码查看",
            "requested_datetime": rows[uid].made.astimezone(site.SHANGHAI).isoformat(),
        }
        for uid in dict.fromkeys(ids)
        if uid in rows
    ]


def _offered() -> dict[str, services.Service]:
    return services.offered(site.day_of(timezone.now()))


def _moved(code: str) -> str:
    return services.moved(code, site.day_of(timezone.now()))


def _may(key: str) -> bool:
    """Whether an application has one of the keys of the setting; without a setting nobody has."""
    given = [one.strip() for one in str(settings.GONGKAI_VALUES["open311_keys"]).split(",") if one.strip()]
    return any(hmac.compare_digest(key.encode(), one.encode()) for one in given)


def _sid(request: HttpRequest, key: str) -> bytes:
    """The form's secret: by the application's Idempotency-Key, else a new one for each call."""
    named = request.headers.get("Idempotency-Key", "")[:_LONGEST_KEY]
    if not named:
        return secrets.new_sid()
    return hmac.digest(secrets.secret("open311"), f"{key}\n{named}".encode(), "sha256")[: secrets.SID]
