"""Builds the exact content of an item, ``content/1`` (SEALING.md 3.2). **All of it becomes public.**"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from gongkai.desk.disclosure import catalogue, classes
from gongkai.desk.disclosure.models import Consultation, Item, Release, StandingEntry, Withdrawal
from gongkai.law import registry, scope
from gongkai.papers import blocks
from gongkai.sealing import objects
from gongkai.sealing.canon import canon, parse_object
from gongkai.sealing.times import stamp

OTHER_COLUMN = "other"
"""Key of the column of a category that the law's list does not know."""


def build(item: Item, day: date | None = None) -> dict[str, Any]:
    """The content of an item as it stands, with a fresh salt; ``day`` is its 发布日期 where none is set.

    Raises Refused when it does not fit the form.
    """
    return objects.content(
        agency=item.agency.code,
        index=item.index,
        title=item.title,
        category=item.category,
        doc_no=item.doc_no,
        formed=_iso(item.formed_on),
        body=body(item),
        attachments=[
            {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256}
            for file in sorted(item.files.all(), key=lambda file: (file.position, file.pk))
        ],
        meta=meta(item, day),
    )


def body(item: Item) -> list[dict[str, Any]]:
    """The blocks of an item; where there are none, its text as paragraphs."""
    if item.body:
        return list(item.body)
    lines = (line.strip() for line in item.text.splitlines())
    return blocks.body_to_json(blocks.paragraph(line) for line in lines if line)


def meta(item: Item, day: date | None = None) -> dict[str, Any]:
    """The public facts beside the text; the portal reads them in ``portal.publishing.meta``."""
    known = scope.category(item.category)
    column = known or scope.category(OTHER_COLUMN)
    extras: Mapping[str, Any] = item.extras or {}
    facts: dict[str, Any] = {
        "column": {
            "key": column.key if column else OTHER_COLUMN,
            "name": column.column if column else item.category,
        },
        "unit": item.unit.name if item.unit else "",
        "published": _iso(item.published_on or day),
        "means": item.means,
        "scope": _scope(known, item.formed_on or item.published_on),
        "validity": item.validity or None,
        "outlets": [one.outlet for one in sorted(item.placements.all(), key=lambda one: (one.on, one.pk))],
        "norm": item.is_norm,
        "kind": item.kind,
        "year": item.year,
        "period": extras.get("period"),
        "figures": list(extras.get("figures", ())),
        "warning_until": extras.get("warning_until"),
    }
    return facts | _more(item, extras)


def _more(item: Item, extras: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that only some items have: hour and end of publicity, class fields, catalogue, relations.

    ``requested``: it was drafted from what somebody got on request (``requested.KEY``).
    """
    given = {
        "from": stamp(item.release_at) if item.release_at else None,
        "until": _iso(item.until_on),
        "correction": item.correction,
        "source": extras.get("source"),
        "urgent": extras.get("urgent") is True,
        "requested": bool(extras.get("request")),
        "dataset": extras.get("dataset"),
        "standing": _standing(item),
        **_public_asking(item),
        "fields": classes.shown(item.category, extras.get("fields") or {}),
        catalogue.KEY: catalogue.public(item),
        "related": _related(item),
    }
    return {name: value for name, value in given.items() if value}


def _related(item: Item) -> list[dict[str, str]]:
    """What the item points to and readers may know, by number alone: a title could be withdrawn one day."""
    last = Withdrawal.objects.filter(release__item=OuterRef("to"), release__no=OuterRef("last"))
    newest = Release.objects.filter(item=OuterRef("to")).order_by("-no").values("no")[:1]
    public = item.relations.filter(to__published_on__isnull=False).annotate(last=Subquery(newest))
    found = public.filter(~Exists(last)).order_by("kind", "to__index")
    return [{"kind": kind, "index": index} for kind, index in found.values_list("kind", "to__index")]


def _standing(item: Item) -> str:
    """The part of the directory of enforcement 行政执法公示 in which the item stands; empty for most."""
    found = StandingEntry.objects.filter(item=item).first()
    return found.kind if found else ""


def _public_asking(item: Item) -> dict[str, dict[str, str]]:
    """The consultation that the item opens 意见征集, and the draft it gives feedback about or became."""
    found: dict[str, dict[str, str]] = {}
    concerned = Q(item=item) | Q(feedback=item) | Q(final=item)
    for one in Consultation.objects.filter(concerned).select_related("item"):
        if one.item_id == item.pk:
            given = {
                "from": one.opens_on.isoformat(),
                "to": one.closes_on.isoformat(),
                "feedback_by": one.feedback_by.isoformat(),
                "basis": one.basis,
                "short_reason": one.short_reason,
            }
            found["consultation"] = {name: value for name, value in given.items() if value}
        else:
            role = "feedback" if one.feedback_id == item.pk else "final"
            found["consulted"] = {"index": one.item.index, "as": role}
    return found


def published(stored: bytes) -> date:
    """The day 发布日期 in stored content."""
    return date.fromisoformat(parse_object(stored, objects.CONTENT)["meta"]["published"])


def is_same(stored: bytes, built: Mapping[str, Any]) -> bool:
    """Whether stored content says the same as a newly built one; their salts always differ."""
    return canon(_said(parse_object(stored, objects.CONTENT))) == canon(_said(built))


def _said(content: Mapping[str, Any]) -> dict[str, Any]:
    """A content without its salt, and without the titles of others that earlier versions wrote into it."""
    meta = dict(content["meta"])
    if "related" in meta:
        meta["related"] = [{"kind": one["kind"], "index": one["index"]} for one in meta["related"]]
    return dict(content) | {"salt": "", "meta": meta}


def _scope(known: scope.Category | None, day: date | None) -> str | None:
    """The statutory code of the day; before 2008-05-01 there was no list."""
    if known is None or day is None or not any(rule.in_force(day) for rule in registry.of_field("scope")):
        return None
    return next(iter(known.codes(day)), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
