"""Drafting 起草: a new item with its index number, and changes to it before (or after) it is handed in.

A draft is a row that can change; what was handed in is not touched by it (only a new handing in is).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import catalogue, content, numbering, rules
from gongkai.desk.disclosure.models import Item, Placement
from gongkai.desk.disclosure.screened import demand_no_mark
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.papers import blocks, editing, markdown
from gongkai.refusal import Refused
from gongkai.sealing.canon import canon

DRAFTED = "drafted"
"""Type of the event of a new draft."""
AMENDED = "amended"
"""Type of the event of a changed one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person writes into the form of an item; ``text`` is Markdown, ``outlets`` are planned ones.

    ``fields`` are those of its class (:mod:`classes`), ``source`` the address of a reprinted law,
    ``urgent`` takes the fast lane of warnings, ``correction`` is the note 更正说明 that readers see.
    ``catalogue`` holds the metadata that somebody wrote (:mod:`catalogue`); what it leaves out is suggested.
    """

    title: str
    category: str
    means: str
    unit: Unit | None
    text: str = ""
    doc_no: str = ""
    formed_on: date | None = None
    validity: str = ""
    is_norm: bool = False
    outlets: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    catalogue: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    urgent: bool = False
    release_at: datetime | None = None
    until_on: date | None = None
    correction: str = ""


def draft(agency: Agency, fields: Draft, by: Officer, at: datetime) -> Item:
    """Begin an item: gives it the next index number of the year and keeps the text as blocks.

    Raises Refused: ``not-held`` without the duty to hand in for the unit, ``secrecy-mark`` before anything is
    stored, and those of the Markdown reader.
    """
    day = shanghai_date(at)
    demand_held(by, agency, fields.unit, day)
    values = _values(fields, (), {}, {})
    index = numbering.allocate(agency, (fields.formed_on or day).year)
    with transaction.atomic():
        item = Item.objects.create(agency=agency, index=index, **values)
        _place(item, fields.outlets, day)
        record(item.stream, DRAFTED, by=by, occurred=day, at=at, data={"index": index})
    return item


def amend(item: Item, fields: Draft, by: Officer, at: datetime, *, seen: str = "") -> Item:
    """Change a draft; saving what is there already changes and records nothing.

    ``seen`` is the :func:`fingerprint` of what the person began from. Raises Refused: ``stale`` when somebody
    changed the item since, ``voided``, ``not-a-draft`` for an annual report, and those of :func:`draft`.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(item)
        demand_held(by, item.agency, item.unit, day)
        demand_held(by, item.agency, fields.unit, day)
        if item.voided_on:
            raise Refused("voided", f"“{item.index}”已作废，不能修改", "请另行起草")
        if item.kind != Item.Kind.ITEM:
            raise Refused("not-a-draft", "年度报告不在这里修改", "请在年度报告页出更正稿")
        if seen and seen != fingerprint(item):
            raise Refused("stale", "您打开之后，别人改过这份草稿", "请另开一页看最新内容，合并后再保存")
        suggested = catalogue.suggested(item, content.body(item))
        before, own = _held_by(item, suggested), catalogue.own(fields.catalogue, suggested)
        fields = replace(fields, fields=_filled(fields.fields), catalogue=own)
        if before == fields:
            return item
        pictures = item.files.values_list("sha256", flat=True)
        for name, value in _values(fields, pictures, item.extras or {}, suggested).items():
            setattr(item, name, value)
        item.save()
        _place(item, fields.outlets, day)
        changed = [name for name in Draft.__slots__ if getattr(before, name) != getattr(fields, name)]
        record(item.stream, AMENDED, by=by, occurred=day, at=at, data={"fields": changed})
    return item


def standing(item: Item) -> Draft:
    """What an item says now, as a draft from which :func:`amend` goes on."""
    return _held_by(item, catalogue.suggested(item, content.body(item)))


def read_text(text: str, pictures: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Markdown as the blocks of an item. Refuses, with the line, what cannot be kept.

    ``pictures`` are the SHA-256 of the attachments that the text may show.
    """
    found = markdown.parse(text)
    known = set(pictures)
    for block in blocks.walk(found):
        if isinstance(block, blocks.Picture) and block.name not in known:
            raise Refused(
                "bad-picture",
                f"图片“{block.name[:40]}”不是这条信息的附件",
                "图片须先登记为附件，再按附件的 SHA-256 引用",
            )
    return blocks.body_to_json(found)


def demand_held(by: Officer, agency: Agency, unit: Unit | None, day: date) -> None:
    """Refuse (``not-held``) whoever has no duty to hand in for this unit on that day."""
    if rules.standing(by, rules.HAND_IN, agency=agency, unit=unit, day=day) is None:
        where = f"{unit.name}的" if unit else ""
        raise Refused("not-held", f"{by.name}当日没有{where}经办职责", "请由该单位的信息员办理")


def fingerprint(item: Item) -> str:
    """A short digest of what a draft says: two persons who change it at once are told."""
    said = {
        name: getattr(item, name) for name in ("title", "category", "means", "text", "doc_no", "validity")
    }
    said |= {"unit": str(item.unit_id), "formed": str(item.formed_on), "norm": item.is_norm}
    said["more"] = [str(item.release_at), str(item.until_on), item.correction]
    given = (item.extras or {}).get("fields") or {}
    said["fields"] = [[name, given[name]] for name in sorted(given)]
    if told := catalogue.kept(item):
        said[catalogue.KEY] = [[name, told[name]] for name in sorted(told)]
    said["source"] = (item.extras or {}).get("source") or ""
    said["urgent"] = (item.extras or {}).get("urgent") is True
    said["outlets"] = sorted(item.placements.values_list("outlet", flat=True))
    return sha256(canon(said)).hexdigest()[:16]


_COLUMNS = (
    "title", "category", "means", "unit", "text", "doc_no", "formed_on", "validity", "is_norm",
    "release_at", "until_on", "correction",
)  # fmt: skip
_OF_FORM = ("fields", "source", "urgent", catalogue.KEY)
"""What a form gives of an item's extras; the rest stays."""


def _values(
    fields: Draft, pictures: Iterable[str], extras: Mapping[str, Any], before: Mapping[str, str]
) -> dict[str, Any]:
    """The columns of an item for a draft; a secrecy mark is refused here, before anything is stored.

    ``before`` is what was suggested for the catalogue so far.
    """
    text = (fields.text, editing.unmarked(fields.text))  # a mark in which one character is bold is a mark
    said = (fields.title, fields.doc_no, *text, fields.correction, fields.source)
    demand_no_mark((*said, *fields.fields.values(), *fields.catalogue.values()))
    body, given = read_text(fields.text, pictures), _filled(fields.fields)
    now = catalogue.suggest(fields.title, fields.category, fields.means, fields.formed_on, body)
    kept = {name: value for name, value in extras.items() if name not in _OF_FORM}
    kept |= {catalogue.KEY: catalogue.settled(fields.catalogue, before, now)}
    kept |= {"fields": given} if given else {}
    kept |= {"source": fields.source} if fields.source else {}
    kept |= {"urgent": True} if fields.urgent else {}
    return {name: getattr(fields, name) for name in _COLUMNS} | {"body": body, "extras": kept}


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in fields.items() if value.strip()}


def _held_by(item: Item, suggested: Mapping[str, str]) -> Draft:
    """What the item says now, as a draft; ``suggested`` is what nobody wrote."""
    extras = item.extras or {}
    outlets = tuple(item.placements.order_by("on", "pk").values_list("outlet", flat=True))
    return Draft(
        **{name: getattr(item, name) for name in _COLUMNS},
        outlets=outlets,
        fields={
            name: value for name, value in (extras.get("fields") or {}).items() if name not in catalogue.MOVED
        },
        catalogue=catalogue.own(catalogue.of(item), suggested),
        source=str(extras.get("source") or ""),
        urgent=extras.get("urgent") is True,
    )


def _place(item: Item, outlets: Iterable[str], day: date) -> None:
    """Bring the planned outlets in line; those that stay keep their day."""
    wanted = list(dict.fromkeys(outlets))
    item.placements.exclude(outlet__in=wanted).delete()
    there = set(item.placements.values_list("outlet", flat=True))
    Placement.objects.bulk_create(
        Placement(item=item, outlet=outlet, on=day) for outlet in wanted if outlet not in there
    )
