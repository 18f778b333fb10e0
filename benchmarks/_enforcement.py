"""A bureau's investigations, decisions, samples and batches for the benchmark of lists."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import _desk
import _raw
import _rows
from _items import WORDS

BATCH = 20_000
OF_BATCH = 10
"""Samples of a batch."""
ITEMS = 3_000
"""Public items of samples: their titles are compared with the batches of a page."""
LINES = ("工商", "质监", "食药", "")
MOMENT = "2017-01-01 00:00:00+00:00"


class _Enforcement:
    """One list of this room at so many rows; each kind makes its records and asks its filters."""

    kinds = ("office", "head", "small")
    path = listing_name = model = ""

    def __init__(self, connection: Any, people: Any, rows: int) -> None:
        self.connection, self.people, self.rows = connection, people, rows
        self.dice = random.Random(2017)
        self.listing = getattr(_desk.part("desk.enforcement.listing"), self.listing_name.upper())

    def fill(self) -> None:
        """Records, then their rows as the program builds them; the triggers sleep."""
        from django.db import transaction

        model = getattr(_desk.part("desk.enforcement.models"), self.model)
        with _rows.asleep(self.connection):
            for first in range(1, self.rows + 1, BATCH):
                with transaction.atomic():
                    keys = range(first, min(first + BATCH, self.rows + 1))
                    _raw.insert(self.connection, model, [self.record(pk) for pk in keys])
            with transaction.atomic():
                self.beside()
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        keys = model.objects.order_by("pk").values_list("pk", flat=True)
        _rows.put_all(self.connection, self.listing, self.standing(keys).iterator(50_000))
        _desk.part("desk.lists.models").Mark.objects.all().delete()
        _raw.settle(self.connection)

    def record(self, pk: int) -> dict[str, Any]:
        """The varying columns of a record."""
        raise NotImplementedError

    def beside(self) -> None:
        """What else there is."""

    def standing(self, keys: Any) -> Any:
        """The records that have a row."""
        return keys

    def _day(self, pk: int) -> date:
        return date(2008, 1, 1) + timedelta(days=int(pk / self.rows * 6570) + self.dice.randrange(60))

    def _words(self) -> str:
        return "".join(self.dice.sample(WORDS, 3))

    def _filters(self, **given: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
        """Every filter alone, in pairs, all together with a year, and words with and without them."""
        yield from (("all", {}), ("year", {"year": "2015"}))
        names = list(given)
        for name in names:
            for value in given[name]:
                yield name, {name: value}
        for first, second in zip(names, [*names[1:], names[0]], strict=True):
            if first != second:
                yield f"{first} {second}", {first: given[first][0], second: given[second][0]}
        every = {name: given[name][-1] for name in names}
        yield "all filters", {**every, "year": "2015"}
        for words in ("食品抽检", "第777777", "777", "专利 商标", "认证", "没有这个词", "第31号"):
            yield "words", {"q": words}
            yield "words and filters", {"q": words, names[0]: given[names[0]][0], "year": "2015"}

    def places(self, _chosen: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The first page, the middle in both directions, the last one."""
        place_of = _desk.part("desk.lists.models").place_of
        middle = str(place_of(date(2015, 7, 1), 0))
        yield from (("first", {}), ("middle", {"after": middle}))
        yield from (("back", {"before": middle}), ("last", {"before": "1"}))


class Investigations(_Enforcement):
    """Of 24 units with as many and one with few; one in fifty is open."""

    path, listing_name, model = "/enforcement/", "investigations", "Investigation"

    def record(self, pk: int) -> dict[str, Any]:
        """An investigation."""
        dice, day = self.dice, self._day(pk)
        unit = self.people.units[24] if dice.random() < 0.0005 else dice.choice(self.people.units[:24])
        is_open = dice.random() < 0.02
        return {
            "id": pk, "uid": f"v{pk:021}", "agency_id": self.people.agency.pk, "unit_id": unit.pk,
            "number": f"立案〔{day.year}〕第{pk}号", "respondent": f"第{pk % 20_000}超市",
            "violation": self._words(),
            "line": dice.choice(LINES), "opened_on": day.isoformat(),
            "opened_by_id": self.people.officers["office"].pk,
            "ended_on": None if is_open else (day + timedelta(90)).isoformat(),
            "ending": "" if is_open else dice.choice(("行政处罚", "不予处罚", "移送")),
        }  # fmt: skip

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Its filters."""
        unit = str(self.people.units[3].pk)
        yield from self._filters(state=("open", "移送"), unit=(unit,), line=("工商",))


class Penalties(_Enforcement):
    """Nine of ten are public by an item with their number; some are voided."""

    path, listing_name, model = "/enforcement/penalties/", "penalties", "Penalty"

    def record(self, pk: int) -> dict[str, Any]:
        """A decision."""
        dice, day = self.dice, self._day(pk)
        return {
            "id": pk, "uid": f"p{pk:021}", "agency_id": self.people.agency.pk, "organ": "某市市场监督管理局",
            "doc_no": f"市监罚〔{day.year}〕第{pk}号", "party": f"第{pk % 20_000}超市",
            "violation": self._words(),
            "party_kind": dice.choice(("企业", "个体工商户", "自然人", "")), "line": dice.choice(LINES),
            "decided_on": day.isoformat(), "served_on": day.isoformat(),
            "voided_on": day.isoformat() if dice.random() < 0.01 else None,
        }  # fmt: skip

    def beside(self) -> None:
        """The items."""
        from gongkai.desk.disclosure.models import Item

        penalties = _desk.part("desk.enforcement.models").Penalty.objects.order_by("pk")
        rows = penalties.values_list("pk", "doc_no", "decided_on").iterator(50_000)
        while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
            items = [
                {"id": pk, "uid": f"i{pk:021}", "index": f"371002SC/{pk:09}", "title": f"处罚决定第{pk}号",
                 "means": "主动公开", "agency_id": self.people.agency.pk, "category": "案件办理信息",
                 "doc_no": number, "published_on": day.isoformat() if pk % 50 else None}
                for pk, number, day in batch
                if pk % 10
            ]  # fmt: skip
            _raw.insert(self.connection, Item, items)

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Its filters."""
        states = ("drafted", "public", "none", "voided")
        yield from self._filters(state=states, party_kind=("企业", "自然人"), line=("工商",))


class Samples(_Enforcement):
    """One in thirty failed; ten make a batch."""

    path, listing_name, model = "/enforcement/samples/each/", "samples", "Sample"

    def record(self, pk: int) -> dict[str, Any]:
        """A sample."""
        dice, day = self.dice, self._day(pk)
        failed = dice.random() < 0.03
        return {
            "id": pk, "uid": f"s{pk:021}", "agency_id": self.people.agency.pk, "number": f"第{pk}",
            "batch": f"{day.year}年第{pk // OF_BATCH}期", "food": self._words(),
            "maker": f"第{pk % 20_000}食品厂",
            "sampled_unit": f"第{pk % 9_000}超市", "verdict": "不合格" if failed else "合格",
            "failed_item": "菌落总数" if failed else "", "reported_on": day.isoformat(),
            "voided_on": day.isoformat() if dice.random() < 0.002 else None,
        }  # fmt: skip

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Its filters."""
        yield from self._filters(verdict=("不合格", "合格"), state=("voided", "open"))


class Batches(Samples):
    """The batches of so many samples, and items that publish the newer half of them."""

    path, listing_name = "/enforcement/samples/", "batches"

    def _day(self, pk: int) -> date:
        return date(2008, 1, 1) + timedelta(days=int(pk // OF_BATCH * OF_BATCH / self.rows * 6570))

    def standing(self, keys: Any) -> Any:
        """About the last of each batch; those for which none stands are left out by the program."""
        return keys.extra(where=[f"id %% {OF_BATCH} IN ({OF_BATCH - 2}, {OF_BATCH - 1})"])

    def beside(self) -> None:
        """Items by themselves, whose titles begin with the name of a batch."""
        from gongkai.desk.disclosure.models import Item, ItemRow
        from gongkai.desk.lists.models import place_of

        items, rows = [], []
        for no in range(ITEMS):
            day = date(2026, 1, 1) - timedelta(days=no)
            number = self.rows // OF_BATCH - 2 * no
            items.append(
                {"id": no + 1, "uid": f"i{no:021}", "index": f"371002SC/{no:09}", "means": "主动公开",
                 "title": f"{self._day(number * OF_BATCH).year}年第{number}期食品安全监督抽检信息",
                 "agency_id": self.people.agency.pk, "category": "抽检信息", "published_on": day.isoformat()}
            )  # fmt: skip
            rows.append(
                {"record_id": no + 1, "agency_id": self.people.agency.pk, "place": place_of(day, no + 1),
                 "text": "x", "category": "抽检信息", "state": "public", "out": True, "is_pending": False,
                 "is_open": False, "is_sending": False}
            )  # fmt: skip
        _raw.insert(self.connection, Item, items)
        _raw.insert(self.connection, ItemRow, rows)

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Its filters."""
        yield from self._filters(result=("failed", "passed"), item=("open", "tied"))
