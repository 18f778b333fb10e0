"""政府信息公开 with exactly its five parts: guide, rules, statutory content, reports, on request.

What the bureau said about itself goes first; where it said nothing the page says only what the law of the day
and the portal itself make true.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from gongkai.law import registry
from gongkai.papers import blocks as b
from gongkai.papers import html
from gongkai.portal.models import Published
from gongkai.portal.publishing import site
from gongkai.portal.publishing.columns import columns
from gongkai.portal.publishing.data import reports
from gongkai.portal.store import Rendered

_IDENT = "guide-"
"""Before the ids of the guide's headings, which share the page with others."""


def page(now: datetime) -> Rendered:
    """The page of the five parts."""
    facts, today = site.agency_facts(), site.day_of(now)
    every = columns()
    office = {part: facts.get(part) for part in ("address", "telephone", "hours")}
    office["name"] = facts.get("office") or facts.get("organiser") or facts.get("name")
    listed = [
        {
            "title": report.title,
            "year": report.year,
            "href": site.href(report.path),
            "date": report.published,
        }
        for report in reports()
    ]
    context = site.context(
        guide={"html": _guide(facts), "columns": every, "total": sum(one["count"] for one in every)},
        rules=_rules(facts, today),
        statutory=[
            {"title": one["name"], "href": one["href"], "note": f"{one['count']} 条"} for one in every
        ],
        reports=listed,
        on_request=_on_request(today),
        office=office,
        crumbs=[{"title": "政府信息公开", "url": ""}],
        nav="gk",
        meta={
            "column_name": "政府信息公开",
            "column_description": "政府信息公开指南、制度、法定主动公开内容、年报和依申请公开",
            "column_keywords": "政府信息公开,指南,制度,年报,依申请公开",
            "column_type": "政府信息公开",
        },
        updated=f"{today:%Y-%m-%d}",
    )
    return site.render("portal/gk.html", context)


def _guide(facts: Mapping[str, Any]) -> SafeString | None:
    """The bureau's own guide, null where it gave none."""
    if not facts.get("guide"):
        return None
    blocks = b.body_from_json(facts["guide"])
    rendered = html.render(blocks, heading_offset=2, ident=_IDENT)
    return mark_safe(rendered)  # noqa: S308 - the renderer escapes every word


def _rules(facts: Mapping[str, Any], today: date) -> list[dict[str, Any]]:
    """The law of the day, then the bureau's own rules that are public here."""
    rules: list[dict[str, Any]] = []
    for field in ("foi", "fee"):
        rule = registry.find(field, today)
        if rule:
            rules.append({"title": rule.cite(), "href": "", "date": rule.from_, "in_force": True})
    own = facts.get("rules") or []
    there = {item.index: item for item in Published.objects.filter(index__in=own)}
    for index in own:
        if index in there:
            item = there[index]
            rules.append({"title": item.title, "href": site.href(item.path), "date": item.published})
    return rules


def _on_request(today: date) -> dict[str, str]:
    """What the law of the day says about the reply and its fee."""
    rule, fee = registry.find("foi", today), registry.find("fee", today)
    said = {}
    if rule:
        limit = rule.limit("reply")
        said["deadline_note"] = f"{limit.text}（{rule.cite(limit)}）"
    if fee:
        said["fees_note"] = f"按照{fee.cite()}办理"
    return said
