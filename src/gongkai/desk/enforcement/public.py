"""Which item makes a decision or a batch of samples public: one drawn from it, or one that came by itself.

Registers bring items without saying what they were drawn from. A decision's document number 文号 tells it; of
a batch whoever ties it to an item does (:mod:`gongkai.desk.enforcement.tying`), and until somebody did its
name at the head of a title suggests the item.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from django.db.models import Case, F, QuerySet, When

from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models import Penalty, Published, Sample
from gongkai.law.publicity import Publicity, penalty_facts
from gongkai.refusal import Refused

PENALTIES, SAMPLING = "案件办理信息", "抽检信息"
"""The classes of items that are drawn from here."""
FAILED_FIRST = Case(When(verdict=Sample.Verdict.FAILED, then=0), default=1)
"""The order of the samples of a batch: what failed is never behind a cut."""
LOOKED_THROUGH = 2_000
"""The newest public items of samples whose titles are compared: many years of a bureau."""


def kinds_of(penalty: Penalty) -> list[str]:
    """The kinds of penalty 处罚种类 of a decision, one by one."""
    return [one for one in re.split(r"[、,，;；\s]+", penalty.sanction) if one]


def is_warning_only(penalty: Penalty) -> bool:
    """Whether a decision is 警告 alone, which is not published since 2021-09-01 (order 45 art. 2)."""
    return kinds_of(penalty) == ["警告"]


def rules_of(penalty: Penalty) -> Publicity | None:
    """Whether the rules of the day publish a decision, why, and what its party is told at service."""
    klass = "warning-only" if is_warning_only(penalty) else "other"
    try:
        return penalty_facts(penalty.decided_on, line=penalty.line or None, klass=klass)
    except Refused:
        return None


def of_decisions(decisions: Sequence[Penalty]) -> dict[int, Item]:
    """The item of each decision that has one, by the decision's key; voided items do not count.

    Of several with its number the one that was published first, else the one that was drafted first.
    """
    drawn = Published.objects.filter(penalty__in=decisions, item__voided_on__isnull=True)
    found = {one.penalty_id: one.item for one in drawn.select_related("item") if one.penalty_id is not None}
    left: dict[tuple[int, str], list[int]] = {}
    for one in decisions:
        if one.pk not in found:
            left.setdefault((one.agency_id, one.doc_no), []).append(one.pk)
    if not left:
        return found
    same = Item.objects.filter(
        agency__in={agency for agency, _ in left},
        doc_no__in={doc_no for _, doc_no in left},
        category=PENALTIES,
        voided_on__isnull=True,
    )
    for item in same.order_by(F("published_on").asc(nulls_last=True), "pk"):
        for pk in left.get((item.agency_id, item.doc_no), ()):
            found.setdefault(pk, item)
    return found


def decision_of(item: Item, seen: QuerySet[Penalty]) -> Penalty | None:
    """The decision that an item makes public, of those that may be seen; the other way round."""
    drawn = seen.filter(published__item=item).first()
    if drawn is not None or item.category != PENALTIES or not item.doc_no:
        return drawn
    return seen.filter(doc_no=item.doc_no).order_by("pk").first()


def of_batches(agency: int, names: Collection[str]) -> dict[str, Item]:
    """The item of each batch that has one, by the batch's name.

    Drawn from it, tied to it, or else by itself and of no other batch: ``2018年第1期`` heads its title.
    """
    drawn, named = ways_of_batches(agency, names)
    return named | drawn


def ways_of_batches(agency: int, names: Collection[str]) -> tuple[dict[str, Item], dict[str, Item]]:
    """The items drawn from batches or tied to them, and those whose titles begin with the name of one that
    has neither; two queries.
    """
    drawn = Published.objects.filter(batch__in=names, item__agency=agency, item__voided_on__isnull=True)
    found = {one.batch: one.item for one in drawn.select_related("item")}
    left = set(names) - set(found)
    return found, _named(agency, left) if left else {}


def _named(agency: int, names: Collection[str]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    category = {"row__agency": agency, "row__out__in": (True, False), "row__category": SAMPLING}
    known = Item.objects.filter(**category, published_on__isnull=False, voided_on__isnull=True)
    known = known.filter(drawn_from__isnull=True)
    read = known.only("uid", "agency", "title", "index", "published_on", "voided_on")
    for item in read.order_by("-row__place")[:LOOKED_THROUGH]:
        for name in names:
            if item.title.startswith(name):
                found.setdefault(name, item)
    return found
