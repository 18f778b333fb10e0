"""The register of items read back from the desk's database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from gongkai.desk.disclosure import catalogue
from gongkai.desk.disclosure.models import (
    INNER_EXTRAS,
    OF_REGISTER,
    Item,
    ItemFile,
    Placement,
    SignOff,
    Stage,
)
from gongkai.desk.outlets.queries import carried_by
from gongkai.ledgers.cells import read_moment
from gongkai.ledgers.registers import ITEMS
from gongkai.ledgers.rows import ItemRow

_HEADERS = frozenset(ITEMS.headers)
_FIELDS = (
    *("id", "index", "title", "category", "means", "unit__name", "doc_no", "formed_on", "published_on"),
    *("is_norm", "validity", "text", "secrecy_reviewed_on", "extras"),
)

SignedOff = tuple[str, date | None, time | None]


def rows_of(ids: Sequence[int]) -> Iterator[ItemRow]:
    """The rows of these items, in the order of their ids."""
    outlets: dict[int, list[str]] = {}
    carried = set(carried_by(Item.objects.filter(pk__in=ids)))
    for id_, outlet in Placement.objects.filter(item__in=ids).order_by("id").values_list("item", "outlet"):
        if (id_, outlet) in carried:
            outlets.setdefault(id_, []).append(outlet)
            carried.remove((id_, outlet))
    for id_, outlet in sorted(carried):
        outlets.setdefault(id_, []).append(outlet)
    signed: dict[tuple[int, str], SignedOff] = {}
    for id_, stage, by, on, at in SignOff.objects.filter(item__in=ids).values_list(
        "item", "stage", "by", "on", "time"
    ):
        signed[id_, stage] = (by, on, at)
    names = _attachments(ids)
    for item in Item.objects.filter(pk__in=ids).order_by("id").values(*_FIELDS):
        yield _row(item, outlets.get(item["id"], []), names.get(item["id"], []), signed)


def row_of(id_: int) -> ItemRow:
    """The row of one item."""
    return next(rows_of([id_]))


def _attachments(ids: Sequence[int]) -> dict[int, list[str]]:
    """Where a register keeps the attachments of items that were not read from one."""
    found: dict[int, list[str]] = {}
    files = ItemFile.objects.filter(item__in=ids).order_by("item", "position", "id")
    for id_, index, name in files.values_list("item", "item__index", "name"):
        found.setdefault(id_, []).append(f"附件/{index.replace('/', '-')}/{name}")
    return found


def _row(
    item: dict[str, Any], outlets: list[str], names: list[str], signed: dict[tuple[int, str], SignedOff]
) -> ItemRow:
    rest: dict[str, str] = item["extras"]
    first = _sign_off(signed, item["id"], Stage.FIRST, rest, "初审人", "初审时间")
    secrecy = _sign_off(signed, item["id"], Stage.SECRECY, rest, "保密审查人", "保密审查时间")
    sign = _sign_off(signed, item["id"], Stage.SIGN, rest, "签发人", "签发时间")
    return ItemRow(
        index=item["index"],
        title=item["title"],
        category=item["category"],
        means=item["means"],
        unit=item["unit__name"] or "",
        doc_no=item["doc_no"],
        formed_on=item["formed_on"],
        published_on=item["published_on"],
        outlets=_parts(rest["公开渠道"]) if "公开渠道" in rest else tuple(outlets),
        is_norm=None if "规范性文件" in rest else item["is_norm"],
        validity=item["validity"],
        text=item["text"],
        attachments=_parts(rest["附件"]) if "附件" in rest else tuple(names),
        first_reviewer=first[0],
        first_reviewed_on=first[1],
        first_reviewed_time=first[2],
        secrecy_reviewer=secrecy[0],
        secrecy_reviewed_on=secrecy[1],
        secrecy_reviewed_time=secrecy[2],
        signer=sign[0],
        signed_on=sign[1],
        signed_time=sign[2],
        key=(item["index"],),
        digest=b"",
        row_number=0,
        extras=_extras(rest),
    )


def _extras(rest: dict[str, Any]) -> dict[str, str]:
    """Unknown columns as they came, and the catalogue metadata under their headers."""
    told = rest.get(catalogue.KEY)
    own = {
        name.removesuffix(OF_REGISTER): str(value)
        for name, value in rest.items()
        if name not in _HEADERS | INNER_EXTRAS
    }
    if not isinstance(told, dict):
        return own
    return own | {catalogue.HEADERS[key]: str(told[key]) for key in catalogue.HEADERS if key in told}


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("；"))


def _sign_off(
    signed: dict[tuple[int, str], SignedOff], id_: int, stage: str, rest: dict[str, str], who: str, when: str
) -> SignedOff:
    if (id_, stage) in signed:
        return signed[id_, stage]
    if when in rest:
        _, on, at = read_moment(rest[when])
        return "", on, at
    return rest.get(who, ""), None, None
