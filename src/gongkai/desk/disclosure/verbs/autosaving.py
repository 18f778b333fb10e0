"""Autosave 自动保存: what stands in the form, kept for its writer until the draft is saved; never a secret.

It changes no item and is no event. Whoever writes the same item at the same time is told what was changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.disclosure import screened
from gongkai.desk.disclosure.models import DraftCopy, Item
from gongkai.desk.disclosure.verbs.drafting import demand_held, fingerprint
from gongkai.papers import editing
from gongkai.refusal import Refused

LONGEST = 200_000
"""Characters of one field."""
FIELDS = 60
KEPT = timedelta(days=30)
"""How long an unsaved text is kept."""
TOLD = {
    "title": "标题",
    "text": "正文",
    "category": "信息类别",
    "doc_no": "文号",
    "means": "公开方式",
    "formed_on": "成文日期",
}
"""Fields that are named to a second writer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an autosave: when, and what another person changed since the form was opened."""

    at: datetime
    changed: tuple[str, ...] = ()
    by: str = ""


def keep_copy(
    item: Item | None, fields: Mapping[str, list[str]], seen: str, by: Officer, at: datetime
) -> Kept:
    """Keep what stands in the form. Raises Refused: ``secrecy-mark`` before it is kept, ``not-held``."""
    if item is not None:
        demand_held(by, item.agency, item.unit, shanghai_date(at))
    given = {name: list(values)[:FIELDS] for name, values in fields.items()}
    everything = [value for values in given.values() for value in values]
    if len(given) > FIELDS or any(len(value) > LONGEST for value in everything):
        raise Refused("too-long", "内容太长，不能自动保存", "请分成几条，或者改成附件")
    screened.demand_no_mark([*everything, *map(editing.unmarked, given.get("text", []))])
    with transaction.atomic():
        values = {"fields": given, "seen": seen[:16], "at": at}
        DraftCopy.objects.update_or_create(item=item, officer=by, defaults=values)
    if item is None or not seen or seen == fingerprint(item):
        return Kept(at)
    return Kept(at, tuple(_differs(item, given)), _last_writer(item))


def copy_of(item: Item | None, by: Officer) -> DraftCopy | None:
    """What this officer has not saved yet, for an item or (null) for a new one."""
    return DraftCopy.objects.filter(item=item, officer=by).first()


def drop_copy(item: Item | None, by: Officer) -> None:
    """Forget it: the draft was saved, or the writer threw it away."""
    DraftCopy.objects.filter(item=item, officer=by).delete()


def sweep(at: datetime) -> int:
    """Forget what nobody came back to; gives how many."""
    return DraftCopy.objects.filter(at__lt=at - KEPT).delete()[0]


def _differs(item: Item, given: Mapping[str, list[str]]) -> list[str]:
    """The fields in which the stored item differs from the form, by name."""
    found = []
    for name, label in TOLD.items():
        written = (given.get(name) or [""])[0].replace("\r\n", "\n").strip()
        stored = getattr(item, name)
        if name in given and written != str(stored if stored is not None else "").strip():
            found.append(label)
    return found


def _last_writer(item: Item) -> str:
    other = DraftCopy.objects.filter(item=item).select_related("officer").order_by("-at").first()
    return other.officer.name if other else ""
