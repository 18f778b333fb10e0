"""The bureau of the tests: one unit, one person for each duty, items by the dozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.knowing import policy_of
from gongkai.desk.disclosure.models import Clearance, FileCheck, Item, ItemFile, SignOff, Stage, Submission
from gongkai.desk.disclosure.verbs import clear, hand_in

AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
SINCE = date(2015, 1, 1)
STAGE_OFFICERS = {Stage.FIRST: "head", Stage.SECRECY: "secrecy", Stage.SIGN: "leader"}


@dataclass
class Bureau:
    agency: Agency
    unit: Unit
    officers: dict[str, Officer]

    @classmethod
    def found(cls) -> Bureau:
        agency = Agency.objects.create(code="371002SC", name="火炬区市场监督管理局", short_name="市场监管局")
        unit = Unit.objects.create(agency=agency, code="01", name="食品流通餐饮科", kind="科室")
        officers = {}
        for kind in ("clerk", "head", "secrecy", "office", "leader", "auditor"):
            officer = Officer.objects.create_user(kind, name=f"{kind}某", agency=agency)
            own = unit if kind in ("clerk", "head") else None
            Duty.objects.create(officer=officer, kind=kind, unit=own, since=SINCE)
            officers[kind] = officer
        return cls(agency, unit, officers)

    def item(self, number: int = 1, **more: object) -> Item:
        values = {
            "title": f"第{number}号消费警示",
            "category": "消费警示信息",
            "means": "主动公开",
            "unit": self.unit,
            "formed_on": date(2017, 5, 2),
            "published_on": date(2017, 5, 3),
            "text": f"正文{number}。\n请妥善保存票据。",
        }
        return Item.objects.create(agency=self.agency, index=f"37100017/2017-{number:05d}", **(values | more))

    def signed_item(self, number: int = 1, **more: object) -> Item:
        """An item whose register records all three sign-offs."""
        item = self.item(number, **more)
        for stage, name in zip(Stage, ("王初", "李密", "张签"), strict=True):
            SignOff.objects.create(item=item, stage=stage, by=name, on=date(2017, 5, 3))
        return item

    def attach(self, item: Item, data: bytes = b"%PDF-1.7 what it says", name: str = "附件.pdf") -> ItemFile:
        """An attachment as if the sandbox had read it and found nothing."""
        digest = files.store(data)
        FileCheck.objects.get_or_create(
            sha256=digest, policy=policy_of(item).id, defaults={"type": "pdf", "at": AT}
        )
        return ItemFile.objects.create(
            item=item, name=name, type="application/pdf", size=len(data), sha256=digest
        )

    def hand_in(self, item: Item, at: datetime = AT) -> Submission:
        return hand_in(item, self.officers["clerk"], at)

    def clear(
        self, submission: Submission, stage: str, decision: str = "open", at: datetime = AT
    ) -> Clearance:
        note = "请补充依据。" if decision == "return" else None
        return clear(submission, stage, decision, self.officers[STAGE_OFFICERS[Stage(stage)]], at, note=note)

    def cleared(self, number: int = 1, *, attachment: bool = False) -> Submission:
        """A submission that went the whole way on the desk."""
        item = self.item(number)
        if attachment:
            self.attach(item, b"%PDF-1.7 " + str(number).encode())
        return self.clear_all(self.hand_in(item))

    def clear_all(self, submission: Submission) -> Submission:
        for hours, stage in enumerate(Stage):
            self.clear(submission, stage, at=AT + timedelta(hours=hours))
        return submission


LATER = AT + timedelta(days=1)
"""When the door opens in the tests."""
