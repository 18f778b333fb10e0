"""A bureau's placements for the benchmark of lists: of items that are public, withdrawn, of a register."""

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
PERSONS = ("platform", "site", "wechat", "press", "board")
"""Outlets where somebody acts; portal and feeds carry every item by themselves."""
EACH = 4
"""Placements of an item: two of the program, two of a person."""
ASKED = ("食品抽检", "2015年", "第177777号", "专利 商标", "认证", "没有这个词", "371002SC/2016-00031")
VIEWS = ("waiting", "down", "compare", "done")


class Postings:
    """The list of placements at so many rows."""

    path = "/outlets/"
    kinds = ("office", "head", "small")
    """Who reads: all, a unit, a unit that has few."""
    listing_name = "placements"

    def __init__(self, connection: Any, people: Any, rows: int) -> None:
        self.connection, self.people, self.rows = connection, people, rows
        self.dice = random.Random(2017)
        self.listing = _desk.part("desk.outlets.rows").LISTING

    def fill(self) -> None:
        """Items with releases and withdrawals, their placements, rows and tokens; the triggers sleep."""
        from django.db import transaction

        Posting = _desk.part("desk.outlets.models").Posting
        count = self.rows // EACH
        with _rows.asleep(self.connection):
            for first in range(1, count + 1, BATCH):
                with transaction.atomic():
                    self._batch(range(first, min(first + BATCH, count + 1)), count)
        _rows.put_all(
            self.connection,
            self.listing,
            Posting.objects.order_by("pk").values_list("pk", flat=True).iterator(50_000),
        )
        _desk.part("desk.lists.models").Mark.objects.all().delete()
        _raw.settle(self.connection)

    def _batch(self, keys: range, count: int) -> None:
        from gongkai.desk.disclosure.models import Item, Release, Submission, Withdrawal
        from gongkai.desk.outlets.models import Posting

        made: dict[Any, list[dict[str, Any]]] = {
            model: [] for model in (Item, Submission, Release, Withdrawal, Posting)
        }
        moment = "2017-01-01 00:00:00+00:00"
        for pk in keys:
            day = date(2008, 1, 1) + timedelta(days=int(pk / count * 6570) + self.dice.randrange(60))
            fate = self.dice.choices(("public", "withdrawn", "register"), (90, 5, 5))[0]
            made[Item].append(self._item(pk, day))
            digest = f"{pk:064x}"
            if fate != "register":
                made[Submission].append({"id": pk, "item_id": pk, "no": 1, "digest": digest, "at": moment})
                made[Release].append(
                    {"id": pk, "item_id": pk, "no": 1, "submission_id": pk, "digest": digest, "log_index": pk,
                     "since": moment, "at": moment}
                )  # fmt: skip
            if fate == "withdrawn":
                made[Withdrawal].append(
                    {"id": pk, "release_id": pk, "digest": f"{pk + 1_000_000_000:064x}", "reason": "error",
                     "by": "office", "at": moment}
                )  # fmt: skip
            made[Posting] += self._placements(pk, day.isoformat(), is_gone=fate == "withdrawn")
        for model, rows in made.items():
            _raw.insert(self.connection, model, rows)

    def _item(self, pk: int, day: date) -> dict[str, Any]:
        """The varying columns of an item."""
        dice, units = self.dice, self.people.units
        unit = units[24] if dice.random() < 0.0005 else dice.choice(units[:24])  # one is small
        words = "".join(dice.sample(WORDS, 3))
        return {
            "id": pk, "uid": f"i{pk:021}", "index": f"371002SC/{day.year}-{pk:07}", "means": "主动公开",
            "title": f"{day.year}年第{pk}号关于{words}的公告", "agency_id": self.people.agency.pk,
            "unit_id": unit.pk, "category": "业务工作", "formed_on": day.isoformat(),
            "published_on": day.isoformat(),
        }  # fmt: skip

    def _placements(self, item: int, day: str, *, is_gone: bool) -> Iterator[dict[str, Any]]:
        """What the program carried, and two outlets of a person: done, compared, taken down or not yet."""
        dice = self.dice
        for no, outlet in enumerate(("portal", "feeds", *dice.sample(PERSONS, EACH - 2))):
            pk = (item - 1) * EACH + no + 1
            placed = no < 2 or dice.random() < 0.9
            down = placed and no >= 2 and is_gone and dice.random() < 0.7
            check = dice.choices(("same", "altered", ""), (95, 2, 3))[0] if placed and no >= 2 else ""
            yield {
                "id": pk, "uid": f"p{pk:021}", "item_id": item, "outlet": outlet, "planned_on": day,
                "placed_on": day if placed else None, "down_on": day if down else None, "check_result": check,
            }  # fmt: skip

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every shipped filter alone, in pairs, all together, and words with and without them."""
        unit = str(self.people.units[3].pk)
        yield from (("all", {}), ("year", {"year": "2015"}), ("unit", {"unit": unit}))
        for outlet in ("portal", "press", "tv"):
            yield "outlet", {"outlet": outlet}
            yield "outlet unit", {"outlet": outlet, "unit": unit}
        for view in VIEWS:
            yield "view", {"view": view}
            yield "view unit", {"view": view, "unit": unit}
            yield "view outlet", {"view": view, "outlet": "platform"}
            yield "all filters", {"view": view, "outlet": "platform", "unit": unit, "year": "2015"}
        for words in ASKED:
            yield "words", {"q": words}
            for view in VIEWS:
                yield "words and a view", {"q": words, "view": view}
            yield (
                "words and filters",
                {"q": words, "view": "done", "outlet": "site", "unit": unit, "year": "2015"},
            )

    def places(self, _chosen: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The first page, the middle in both directions, the last one."""
        middle = str(_desk.part("desk.lists.models").place_of(date(2015, 7, 1), 0))
        yield from (("first", {}), ("middle", {"after": middle}))
        yield from (("back", {"before": middle}), ("last", {"before": "1"}))
