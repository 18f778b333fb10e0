"""A bureau's items for the benchmark of lists: drafts, in clearance, out, withdrawn, of a register."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import _desk
import _raw
import _rows

BATCH = 20_000
STATES = ("register", "public", "withdrawn", "draft", "review", "returned", "voided")
WEIGHTS = (300, 600, 20, 50, 20, 8, 2)
WORDS = (
    *("食品", "药品", "特种设备", "价格", "广告", "商标", "专利", "计量", "标准", "认证"),
    *("抽检", "通报", "处罚", "决定", "提示", "警示", "通知", "公告", "办法", "意见"),
)
ASKED = ("食品抽检", "2015年", "第777777号", "专利 商标", "认证", "没有这个词", "371002SC/2016-00031")


class Items:
    """The list of items at so many rows."""

    path = "/items/"
    kinds = ("office", "head", "small")
    """Who reads: all, a unit, a unit that has few."""
    listing_name = "items"

    def __init__(self, connection: Any, people: Any, rows: int) -> None:
        self.connection, self.people, self.rows = connection, people, rows
        self.dice = random.Random(2017)
        self.categories = [one.name for one in _desk.part("law.scope").categories()]
        self.listing = _desk.part("desk.disclosure.rows").LISTING

    def fill(self) -> None:
        """Items, their submissions and releases, their rows and tokens; the triggers sleep meanwhile."""
        from django.db import transaction

        row = self.listing.row
        with _rows.asleep(self.connection):
            with self.connection.schema_editor() as editor:
                for index in row._meta.indexes:
                    editor.remove_index(row, index)
            for first in range(1, self.rows + 1, BATCH):
                with transaction.atomic():
                    self._batch(range(first, min(first + BATCH, self.rows + 1)))
            with self.connection.schema_editor() as editor:
                for index in row._meta.indexes:
                    editor.add_index(row, index)
        _desk.part("desk.lists.marks").install(self.connection)
        _desk.part("desk.lists.models").Mark.objects.all().delete()
        _raw.settle(self.connection)

    def _batch(self, keys: range) -> None:
        from gongkai.desk.disclosure.models import Item, Release, Submission
        from gongkai.desk.disclosure.models.rows import ItemRow, ItemWaiting
        from gongkai.desk.lists import tokens

        made: dict[Any, list[dict[str, Any]]] = {
            model: [] for model in (Item, Submission, Release, ItemRow, ItemWaiting)
        }
        for pk in keys:
            item, row = self._record(pk)
            made[Item].append(item)
            made[ItemRow].append(row)
            digest, moment = f"{pk:064x}", "2017-01-01 00:00:00+00:00"
            if row["out"] or row["stages"]:
                made[Submission].append({"id": pk, "item_id": pk, "no": 1, "digest": digest, "at": moment})
            if row["out"]:
                made[Release].append(
                    {"id": pk, "item_id": pk, "no": 1, "submission_id": pk, "digest": digest, "log_index": pk,
                     "since": moment, "at": moment}
                )  # fmt: skip
            if row["state"] == "review":
                shared = {name: row[name] for name in ("record_id", "agency_id", "unit_id", "place")}
                duty = self.dice.choice(("head", "secrecy", "office"))
                made[ItemWaiting].append(shared | {"id": pk, "stage": "first", "duty": duty})
        for model, rows in made.items():
            _raw.insert(self.connection, model, rows)
        tokens.put(self.listing, [ItemRow(**one) for one in made[ItemRow]])

    def _record(self, pk: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """The varying columns of an item and of its row."""
        from gongkai import grams
        from gongkai.desk.lists.models import place_of

        dice = self.dice
        day = date(2008, 1, 1) + timedelta(days=int(pk / self.rows * 6570) + dice.randrange(60))
        state = dice.choices(STATES, WEIGHTS)[0]
        unit = (
            self.people.units[24] if dice.random() < 0.0005 else dice.choice(self.people.units[:24])
        )  # one is small
        words = "".join(dice.sample(WORDS, 3))
        title = f"{day.year}年第{pk}号关于{words}的公告"
        index, category = f"371002SC/{day.year}-{pk:07}", dice.choice(self.categories)
        published = day.isoformat() if state in ("register", "public", "withdrawn") else None
        shared = {"agency_id": self.people.agency.pk, "unit_id": unit.pk, "category": category}
        item = shared | {
            "id": pk, "uid": f"i{pk:021}", "index": index, "title": title, "means": "主动公开",
            "formed_on": day.isoformat(), "published_on": published,
            "voided_on": day.isoformat() if state == "voided" else None,
        }  # fmt: skip
        row = shared | {
            "record_id": pk, "place": place_of(day, pk),
            "text": f"{grams.normal(title)}\n{grams.normal(index)}",
            "state": state, "out": state in ("public", "withdrawn"), "is_sending": False,
            "is_pending": state in ("review", "returned"),
            "is_open": state in ("draft", "review", "returned"),
            "stages": "first" if state in ("review", "returned") else "", "public_on": published,
            "decision": "return" if state == "returned" else "",
        }  # fmt: skip
        return item, row

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every shipped filter alone, the usual pairs, all together, and words with and without them."""
        unit, category = str(self.people.units[3].pk), self.categories[2]
        yield from (
            ("all", {}),
            ("year", {"year": "2015"}),
            ("unit", {"unit": unit}),
            ("category", {"category": category}),
        )
        for state in STATES:
            yield "state", {"state": state}
        for state in ("public", "review"):
            yield "state unit", {"state": state, "unit": unit}
            yield "all filters", {"state": state, "unit": unit, "category": category, "year": "2015"}
        yield "state category", {"state": "public", "category": category}
        yield "category unit", {"category": category, "unit": unit}
        for words in ASKED:
            yield "words", {"q": words}
            yield "words and filters", {"q": words, "state": "public", "unit": unit, "year": "2015"}

    def places(self, _chosen: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The first page, the middle in both directions, the last one."""
        middle = str(_desk.part("desk.lists.models").place_of(date(2015, 7, 1), 0))
        yield from (("first", {}), ("middle", {"after": middle}))
        yield from (("back", {"before": middle}), ("last", {"before": "1"}))
