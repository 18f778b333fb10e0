"""A bureau's applications for the benchmark of lists: what is open, in the chain, answered, ended.

The newest thirtieth is mostly open, and most of that late; of the older ones few are. Every fifth open one
was taken up again after its answer, every fourth asked third parties or organs; a reviewer of law and one of
secrecy have signed a tenth of all.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import _desk
import _raw
import _rows

BATCH = 20_000
DAYS = 6570
STATES = ("open", "correcting", "chain", "served", "closed")
NEW, OLD = (68, 8, 10, 12, 2), (18, 2, 10, 80, 9890)
"""How often each stage is among the newest thirtieth and among the others."""
CHANNELS = ("网络", "当面", "信函", "电子邮件", "传真")
OFTEN = (600, 200, 150, 45, 5)
KINDS = ("自然人", "商业企业", "法律服务机构", "社会公益组织", "其他", "科研机构")
OFTEN_KINDS = (800, 120, 50, 18, 10, 2)
GOODS = ("食品", "药品", "特种设备", "价格", "广告", "商标", "专利", "计量", "标准", "认证")
PAPERS = ("抽检结果", "处罚决定", "许可档案", "检查记录", "投诉处理材料", "会议纪要", "采购合同", "信用信息")
ASKED = ("食品", "广告 会议纪要", "2019年", "第777777号", "77777", "没有这个词", "商店777")


class Applications:
    """The list of applications at so many rows."""

    path = "/requests/"
    kinds = ("office", "head", "small", "legal", "secrecy")
    """Who reads: all, a unit, a unit that has few, the two reviewers of the reply chain."""
    listing_name = "requests"

    def __init__(self, connection: Any, people: Any, rows: int) -> None:
        self.connection, self.people, self.rows = connection, people, rows
        self.dice = random.Random(2017)
        self.today = _desk.part("desk.agencies.queries").today()

    def fill(self) -> None:
        """Registrations, cases, applications and what hangs on them, then their rows as the program makes
        them."""
        from django.db import transaction

        with _rows.asleep(self.connection):
            for first in range(1, self.rows + 1, BATCH):
                with transaction.atomic():
                    self._batch(range(first, min(first + BATCH, self.rows + 1)))
            _raw.settle(self.connection)
            listing = _desk.part("desk.foi.rows").LISTING
            _rows.put_all(self.connection, listing, iter(range(1, self.rows + 1)))
        _desk.part("desk.lists.models").Mark.objects.all().delete()
        _raw.settle(self.connection)

    def _batch(self, keys: range) -> None:
        casework, foi = _desk.part("desk.casework.models"), _desk.part("desk.foi.models")
        made: dict[Any, list[dict[str, Any]]] = {
            model: []
            for model in (
                casework.Registration, casework.Case, foi.Application, casework.CaseText, casework.Assignment,
                casework.Closing, casework.Answer, foi.Consulted, foi.Decision, foi.Opinion,
            )
        }  # fmt: skip
        for pk in keys:
            for model, row in self._records(pk, casework, foi):
                made[model].append(row)
        for model, rows in made.items():
            _raw.insert(self.connection, model, rows)

    def _records(self, pk: int, casework: Any, foi: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
        """One application and all that hangs on it, as raw rows."""
        dice, agency = self.dice, self.people.agency.pk
        is_new = pk > self.rows * 29 // 30
        stage = dice.choices(STATES, NEW if is_new else OLD)[0]
        received = self.today - timedelta(days=(self.rows - pk) * DAYS // self.rows + dice.randrange(20))
        day, is_open = received.isoformat(), stage in ("open", "correcting", "chain")
        channel, kind = dice.choices(CHANNELS, OFTEN)[0], dice.choices(KINDS, OFTEN_KINDS)[0]
        replied = None if is_open else (received + timedelta(days=dice.randrange(5, 28))).isoformat()
        again = is_open and dice.randrange(5) == 0
        unit = self.people.small if dice.random() < 0.0005 else dice.choice(self.people.units[:24])
        number = f"高市监公开〔{received.year}〕第{pk}号"
        yield casework.Registration, {
            "id": pk, "uid": f"r{pk:021}", "agency_id": agency, "series": "applications", "number": number,
            "key": number, "channel": channel, "registered_on": day,
            "recorded_at": "2017-01-01 00:00:00+00:00",
        }  # fmt: skip
        due = (received + timedelta(days=28)).isoformat() if stage in ("open", "chain") else None
        yield casework.Case, {
            "id": pk, "uid": f"c{pk:021}", "registration_id": pk, "kind": "依申请公开", "stage": stage,
            "opened_on": day, "due_on": due,
        }  # fmt: skip
        yield foi.Application, {
            "case_id": pk, "agency_id": agency, "submitted_on": day, "received_on": day, "channel": channel,
            "applicant_kind": kind, "replied_on": None if again else replied,
            "outcome": "grant.full" if replied and not again else "",
            "correction_sent_on": day if stage == "correcting" else None,
        }  # fmt: skip
        words = f"{received.year}年{dice.choice(GOODS)}{dice.choice(PAPERS)}，商店{pk * 7919 % 20_000}的材料"
        yield casework.CaseText, {"case_id": pk, "field": "content", "masked": f"申请公开{words}"}
        yield casework.Assignment, {"case_id": pk, "unit_id": unit.pk, "since": day}
        yield from self._acts(pk, stage, received, again, casework, foi)

    def _acts(
        self, pk: int, stage: str, received: date, again: bool, casework: Any, foi: Any
    ) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Answers, closings, letters to others and what two reviewers signed."""
        dice, day = self.dice, received.isoformat()
        if again or stage == "closed":
            yield casework.Answer, {"case_id": pk, "answered_on": day, "proof": "回证"}
            yield casework.Closing, {
                "case_id": pk, "closed_on": day, "outcome": "已答复",
                "reopened_on": (received + timedelta(days=1)).isoformat() if again else None,
            }  # fmt: skip
        if stage != "closed" and dice.randrange(4) == 0:
            for number in range(1, dice.randrange(2, 4)):
                yield foi.Consulted, {
                    "application_id": pk, "is_organ": True, "organ": f"第{number}机关", "sent_on": day,
                }  # fmt: skip
        if stage != "chain" and dice.randrange(10):
            return
        yield foi.Decision, {
            "id": pk, "application_id": pk, "no": 1, "outcome": "grant.full", "letter_key": "foi-reply",
            "ruleset": "foi.2019", "state": "chain" if stage == "chain" else "served", "digest": f"{pk:064x}",
            "drafted_by_id": self.people.officers["office"].pk, "drafted_at": f"{day} 00:00:00+00:00",
        }  # fmt: skip
        for step in ("legal", "secrecy"):
            yield foi.Opinion, {
                "decision_id": pk, "stage": step, "passed": True, "at": f"{day} 00:00:00+00:00",
                "officer_id": self.people.officers[step].pk,
            }  # fmt: skip

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every tab with every shipped filter alone, usual and rare pairs, all together, and words."""
        unit, small = str(self.people.units[3].pk), str(self.people.small.pk)
        filters: list[dict[str, str]] = [{}, {"unit": unit}, {"unit": small}, {"year": "2019"}]
        filters += [{"year": str(self.today.year)}]
        filters += [{"channel": one} for one in CHANNELS] + [{"applicant_kind": one} for one in KINDS]
        pairs = (("网络", "自然人"), ("传真", "科研机构"), ("信函", "商业企业"))
        filters += [{"channel": one, "applicant_kind": other} for one, other in pairs]
        filters += [{"channel": "信函", "unit": unit}, {"applicant_kind": "科研机构", "unit": unit}]
        filters += [{"channel": "传真", "applicant_kind": "其他", "unit": unit, "year": "2019"}]
        words = [{"q": one} for one in ASKED]
        words += [{"q": one, "unit": unit, "channel": "信函", "year": "2019"} for one in ASKED]
        rare = {"applicant_kind": "科研机构"}
        words += [{"q": one, **rare} for one in ("食品", "2019年", "商店777")]
        for tab in ("open", "late", "chain", "served", "all"):
            for chosen in (*filters, *words):
                yield f"{tab} {'words' if 'q' in chosen else 'filters'}", {"tab": tab, **chosen}

    def places(self, chosen: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The first page, the middle in both directions, the last one."""
        by_due = chosen["tab"] != "all" and (chosen["tab"] == "late" or "q" not in chosen)
        middle = str(self._middle_due() if by_due else self._middle())
        yield from (("first", {}), ("middle", {"after": middle}))
        yield from (("back", {"before": middle}), ("last", {"before": "1"}))

    def _middle(self) -> int:
        place_of = _desk.part("desk.lists.models").place_of
        return int(place_of(self.today - timedelta(days=DAYS // 2), 0))

    def _middle_due(self) -> int:
        return int(_desk.part("desk.foi.rows").urgency(self.today - timedelta(days=60), 0))
