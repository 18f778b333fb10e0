"""Answers of GeoReport v2 as JSON and XML: the same values, lists named as the specification names them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, tostring

from django.http import HttpResponse

ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
    "values": "value",
}
"""What one entry of a list is called in XML."""


def answer(name: str, value: Any, form: str, *, status: int = 200) -> HttpResponse:
    """``value`` under its XML root ``name``; JSON lists stand without a name, as the specification has it."""
    if form == "xml":
        body = tostring(_element(name, value), encoding="utf-8", xml_declaration=True)
        response = HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)
    else:
        text = json.dumps(value, ensure_ascii=False)
        response = HttpResponse(text, content_type="application/json; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


def errors(form: str, status: int, *sentences: str) -> HttpResponse:
    """A refusal: a list of code and description."""
    return answer(
        "errors", [{"code": str(status), "description": one} for one in sentences], form, status=status
    )


def _element(name: str, value: Any) -> Element:
    made = Element(name)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            made.append(_element(key, inner))
    elif isinstance(value, list):
        for inner in value:
            made.append(_element(ITEMS.get(name, "item"), inner))
    elif value is not None:
        made.text = _text(value)
    return made


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "".join(one for one in str(value) if one in "\t\n" or ord(one) >= 32)
