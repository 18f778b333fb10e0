"""The agency's public facts, told to the portal whenever they changed (message ``stats``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.outlets.columns import nil_months
from gongkai.desk.outlets.models import PublicFacts
from gongkai.exchange import outbox, serving
from gongkai.law import scope
from gongkai.papers import markdown
from gongkai.papers.blocks import body_to_json

FACTS = ("name", "short_name", "code", "address", "postcode", "telephone", "site")
"""Columns of the agency that everybody may know."""


def public(agency: Agency) -> dict[str, Any]:
    """What head, foot, guide and column list of the portal show; what the office told goes first."""
    facts: dict[str, Any] = {name: getattr(agency, name) for name in FACTS if getattr(agency, name)}
    told = PublicFacts.objects.filter(agency=agency).first()
    if told:
        facts |= dict(told.facts)
        facts |= {"hotlines": told.hotlines} if told.hotlines else {}
        facts |= {"guide": body_to_json(markdown.parse(told.guide))} if told.guide.strip() else {}
        facts |= {"rules": told.rules} if told.rules else {}
    nil = nil_months(agency)
    columns: list[dict[str, Any]] = [
        {"key": one.key, "name": one.column} | ({"nil": nil[one.key]} if one.key in nil else {})
        for one in scope.categories()
    ]
    return {"agency": facts, "columns": columns}


def tell(agency: Agency, at: datetime) -> bool:
    """Put a ``stats`` message into the outbox when the facts differ from what was last said."""
    said = public(agency)
    with transaction.atomic():
        serving.lock(agency)
        if outbox.last_body("stats") == said:
            return False
        outbox.append(agency, "stats", said, at=at)
    return True
