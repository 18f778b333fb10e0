"""The list of items: what each row says, from the row table alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.course import DECISIONS, STATES, stage_name
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.models.rows import ItemRow
from gongkai.desk.lists.screens import Usual

_USUAL = ("review", "returned", "public")


@dataclass(frozen=True, slots=True)
class Listed:
    """One item in a list: its state in a word with the kind of its tag, and where exactly it stands."""

    item: Item
    kind: str
    label: str
    note: str
    public_on: date | None
    due: due.Due
    href: str


def usual() -> Usual:
    """The states that the list offers as views."""
    return [(str(STATES[key][0]), {"state": key}) for key in _USUAL]


def rows(found: Iterable[ItemRow], today: date) -> list[Listed]:
    """What the list says of each row."""
    return [_listed(row, today) for row in found]


def _listed(row: ItemRow, today: date) -> Listed:
    item: Item = row.record
    key = "door" if row.state == "review" and not row.stages else row.state
    return Listed(
        item=item,
        kind=STATES[key][1],
        label=str(STATES[key][0]),
        note=_note(row, key),
        public_on=row.public_on,
        due=due.publication(item, today, row.public_on),
        href=reverse("disclosure:item", args=[item.uid]),
    )


def _note(row: ItemRow, key: str) -> str:
    """Where exactly it stands, as :attr:`Course.note` says it."""
    if row.decision:
        opinion = str(DECISIONS[row.decision])
        return _("%(stage)s：%(opinion)s") % {"stage": stage_name(row.stages), "opinion": opinion}
    if row.stages:
        names = "、".join(stage_name(one) for one in row.stages.split(","))
        waiting = _("等%(stage)s") % {"stage": names}
        return _("更正稿%(waiting)s") % {"waiting": waiting} if key == "public" else waiting
    if row.is_pending:
        return _("审签齐全，等内外网交换")
    return _("等内外网交换送出") if key == "withdrawn" and row.is_sending else ""
