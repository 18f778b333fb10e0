"""Resolving findings 疑点处理: one list for what the policy decides, singly for what a person must judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import indexing
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import catalogue, content, redacting, screened
from gongkai.desk.disclosure.knowing import known_of, policy_of
from gongkai.desk.disclosure.models import Item, Resolution
from gongkai.desk.disclosure.screened import Suspect
from gongkai.desk.disclosure.verbs.drafting import demand_held, read_text
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.refusal import Refused
from gongkai.screening import Verdict

RESOLVED = "findings-resolved"
"""Type of the event of resolved findings."""
_TAKEN_OUT = (Resolution.Decision.MASKED, Resolution.Decision.REMOVED)
_REASONED = (Resolution.Decision.KEPT, Resolution.Decision.FALSE)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says about one finding: its key, a decision, and why where it stays."""

    key: str
    decision: str
    reason: str = ""


def confirm_list(item: Item, seen: Iterable[str], by: Officer, at: datetime) -> int:
    """Confirm what the policy decides as one list: what it keeps stays, the rest is masked in the text.

    ``seen`` are the keys that the person had before their eyes. Raises Refused ``list-changed`` when the
    list is another one by now. What has to go out of an attachment is not in the list: it needs a cleaned
    copy. Gives how many were resolved.
    """
    with _resolving(item, by, at) as act:
        waiting = listed(act.found)
        if {one.key for one in waiting} != set(seen):
            raise Refused("list-changed", "疑点清单和您看的不一样了", "请看现在的清单再确认")
        for one in waiting:
            decision = Resolution.Decision.RULE if one.stays else Resolution.Decision.MASKED
            act.resolve(one, decision, "")
        return len(waiting)


def listed(found: Iterable[Suspect]) -> list[Suspect]:
    """The findings that are confirmed as one list."""
    return [one for one in found if one.is_by_policy and one.is_open and (one.stays or one.file is None)]


def resolve(item: Item, ruling: Ruling, by: Officer, at: datetime) -> Resolution:
    """Resolve one finding. Raises Refused: ``no-finding``, ``reason-needed`` where it is kept,
    ``unknown-decision``, ``in-file`` for what can only be taken out by a cleaned copy, ``not-maskable``.
    """
    with _resolving(item, by, at) as act:
        one = next((one for one in act.found if one.key == ruling.key), None)
        if one is None:
            raise Refused("no-finding", "这处疑点已经不在文中", "请看现在的清单")
        _demand_fitting(one, ruling)
        made = act.resolve(one, ruling.decision, ruling.reason.strip())
        return made


def _demand_fitting(one: Suspect, ruling: Ruling) -> None:
    if ruling.decision not in (*_TAKEN_OUT, *_REASONED):
        raise Refused("unknown-decision", "请选择一种处理", "可以保留、认定误报、隐去或者删去")
    if one.verdict is Verdict.BLOCK and ruling.decision == Resolution.Decision.KEPT:
        raise Refused("may-not-stay", "这处内容禁止公开，不能保留", "请删去；认定误报的须写明理由")
    if ruling.decision in _REASONED and not ruling.reason.strip():
        raise Refused("reason-needed", "保留或者认定误报须写明理由", "请写一句理由，审签的人看得到")
    if one.file is not None and ruling.decision in _TAKEN_OUT:
        raise Refused("in-file", "附件里的内容不能在这里隐去", "请换用处理后的副本，或者重新上传")


@contextmanager
def _resolving(item: Item, by: Officer, at: datetime) -> Iterator[_Act]:
    """The item, locked, with its findings; a transaction around what is said about them."""
    with transaction.atomic():
        item = lock(item)
        demand_held(by, item.agency, item.unit, shanghai_date(at))
        if item.voided_on:
            raise Refused("voided", f"“{item.index}”已作废", "无需再办")
        indexing.writing()  # marks are written under the key that is the newest until the end
        act = _Act(item, by, at, screened.suspects(item))
        yield act
        act.finish()


@dataclass
class _Act:
    """What is said about the findings of one item."""

    item: Item
    by: Officer
    at: datetime
    found: Sequence[Suspect]
    chosen: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    made: list[Resolution] = field(default_factory=list)

    def resolve(self, one: Suspect, decision: str, reason: str) -> Resolution:
        """Keep the resolution of one finding."""
        if decision in _TAKEN_OUT:
            self.chosen.setdefault(one.part, {})[one.kind, one.mark] = str(decision)
        made, _ = Resolution.objects.update_or_create(
            item=self.item,
            part=one.part,
            kind=one.kind,
            mark=one.mark,
            defaults={
                "rule": one.rule,
                "where": one.where,
                "decision": decision,
                "reason": reason,
                "officer": self.by,
                "at": self.at,
            },
        )
        self.made.append(made)
        return made

    def finish(self) -> None:
        """Take out what was chosen, and record."""
        if self.chosen:
            _take_out(self.item, self.chosen)
        if self.made:
            names = sorted(str(one.decision) for one in self.made)
            counted = {name: names.count(name) for name in names}
            record(
                self.item.stream,
                RESOLVED,
                by=self.by,
                occurred=shanghai_date(self.at),
                at=self.at,
                data=counted,
            )


def _take_out(item: Item, chosen: Mapping[str, redacting.Chosen]) -> None:
    """Write the item anew without what was chosen. ``not-maskable`` where something of it is still there."""
    policy, known = policy_of(item), known_of(item)
    suggested = catalogue.suggested(item, content.body(item))

    def without(part: str, text: str) -> str:
        return redacting.changed(text, chosen.get(part, {}), policy, known, screened.mark_of)

    item.title = without("title", item.title) or item.title
    item.doc_no = without("doc_no", item.doc_no)
    if "body" in chosen:
        item.text = without("body", item.text)
        pictures = item.files.values_list("sha256", flat=True)
        item.body = read_text(item.text, pictures) if item.body else item.body
    given = screened.fields_of(item)
    if given:
        taken = {name: without(f"field:{name}", text) for name, text in given.items()}
        item.extras = {**item.extras, "fields": taken}
    if told := catalogue.kept(item):
        everywhere = {one: how for marks in chosen.values() for one, how in marks.items()}
        written = {
            name: redacting.changed(text, everywhere, policy, known, screened.mark_of)
            for name, text in catalogue.own(told, suggested).items()
        }
        now = catalogue.suggested(item, content.body(item))
        item.extras = {**item.extras, catalogue.KEY: catalogue.settled(written, {}, now)}
    item.save()
    left = {(part, one) for part, marks in chosen.items() for one in marks}
    if any((one.part, (one.kind, one.mark)) in left for one in screened.suspects(item)):
        raise Refused(
            "not-maskable", "有内容被排版符号隔开，不能自动隐去", "请在草稿里手工改掉，再看疑点清单"
        )
