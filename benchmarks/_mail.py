"""A bureau's mail for the benchmark of lists: recognised, handed over, registered; little that waits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import _desk
import _raw
import _rows

BATCH = 20_000
KINDS, OFTEN = ("EMS", "挂号信", "平信", "快递", "当面递交"), (50, 20, 15, 10, 5)
BECOMES, PARTS = ("公开申请", "投诉举报", "复议诉讼", "其他"), (10, 50, 5, 35)
ASKED = ("EA0777777CN", "777", "门卫 王某", "李某 EMS", "没有这个词", "CN", "公开〔2015〕77")


class Mail:
    """The register of the gate at so many rows."""

    path = "/requests/mail/"
    kinds = ("office",)
    """Who reads: who enters mail sees all of it, nobody else any."""
    listing_name = "mail"

    def __init__(self, connection: Any, people: Any, rows: int) -> None:
        self.connection, self.people, self.rows = connection, people, rows
        self.dice = random.Random(2017)
        self.listing = _desk.part("desk.foi.mail").LISTING

    def fill(self) -> None:
        """Mail with the registrations that it became, rows and tokens; the triggers sleep meanwhile."""
        from django.db import transaction

        GateMail = _desk.part("desk.casework.models").GateMail
        with _rows.asleep(self.connection):
            for first in range(1, self.rows + 1, BATCH):
                with transaction.atomic():
                    self._batch(range(first, min(first + BATCH, self.rows + 1)))
        keys = GateMail.objects.order_by("pk").values_list("pk", flat=True)
        _rows.put_all(self.connection, self.listing, keys.iterator(50_000))
        _desk.part("desk.lists.models").Mark.objects.all().delete()
        _raw.settle(self.connection)

    def _batch(self, keys: range) -> None:
        from gongkai.desk.casework.models import GateMail, Registration

        made: dict[Any, list[dict[str, Any]]] = {Registration: [], GateMail: []}
        for pk in keys:
            mail = self._mail(pk)
            made[GateMail].append(mail)
            if mail["registration_id"]:
                year = mail["year"]
                made[Registration].append(
                    {"id": pk, "uid": f"r{pk:021}", "agency_id": mail["agency_id"], "series": "applications",
                     "number": f"公开〔{year}〕{pk}号", "key": f"k{pk}", "channel": "信函",
                     "registered_on": mail["signed_on"], "recorded_at": mail["signed_at"]}
                )  # fmt: skip
        for model, rows in made.items():
            _raw.insert(self.connection, model, rows)

    def _mail(self, pk: int) -> dict[str, Any]:
        """The varying columns of a piece of mail; what became a registration has its key."""
        dice, units = self.dice, self.people.units
        day = date(2008, 1, 1) + timedelta(days=int(pk / self.rows * 6570))
        is_new = pk > self.rows - 200
        becomes = "" if is_new or dice.random() < 0.0001 else dice.choices(BECOMES, PARTS)[0]
        is_open = becomes in ("", "其他") or dice.random() < 0.0005
        unit = units[24] if dice.random() < 0.0005 else dice.choice(units[:24])  # one is small
        said = day.isoformat()
        return {
            "id": pk, "agency_id": self.people.agency.pk, "no": pk, "year": day.year,
            "kind": dice.choices(KINDS, OFTEN)[0], "mail_number": f"EA{pk:07}CN",
            "signed_by": f"门卫 {dice.choice('王李张刘')}某", "signed_at": f"{said} 02:00:00+00:00",
            "signed_on": said, "recognised_as": becomes, "registration_id": None if is_open else pk,
            "handed_to_id": unit.pk if becomes else None, "handed_on": said if becomes else None,
            "voided_on": said if not is_open and dice.random() < 0.001 else None,
            "by_id": self.people.officers["office"].pk,
        }  # fmt: skip

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every shipped filter alone, in pairs, all together, and words with and without them."""
        units = (str(self.people.units[3].pk), str(self.people.small.pk))
        yield from (("all", {}), ("year", {"year": "2015"}))
        for kind in KINDS:
            yield "kind", {"kind": kind}
        for unit in units:
            yield "unit", {"unit": unit}
            yield "kind unit", {"kind": "当面递交", "unit": unit}
        for recognised in ("unread", *BECOMES):
            yield "recognised", {"recognised": recognised}
            yield "recognised kind", {"recognised": recognised, "kind": "平信"}
            for unit in units:
                given = {"recognised": recognised, "unit": unit}
                yield "recognised unit", given
                yield "all filters", {**given, "kind": "平信", "year": "2015"}
        for words in ASKED:
            yield "words", {"q": words}
            for recognised in ("unread", "公开申请", "其他"):
                yield "words and recognised", {"q": words, "recognised": recognised}
            given = {"recognised": "投诉举报", "kind": "平信", "unit": units[0], "year": "2015"}
            yield "words and filters", {"q": words, **given}

    def places(self, _chosen: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The first page, the middle in both directions, the last one."""
        middle = str(_desk.part("desk.lists.models").place_of(date(2015, 7, 1), 0))
        yield from (("first", {}), ("middle", {"after": middle}))
        yield from (("back", {"before": middle}), ("last", {"before": "1"}))
