"""The bureau of these tests: a centre, two stations, a team, and everybody who works on a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from gongkai.desk.agencies.models import Agency, Duty, Officer, Post, Unit
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.verbs import Intake, Sample
from gongkai.law.intake import complaint_platform

AT = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
"""Thursday, 1 March 2018, ten in the morning."""
DAY = date(2018, 3, 1)
SINCE = date(2015, 1, 1)
PHONE, NAME = "138 0631 4417", "柳如眉"
_NAMES = count()


@dataclass
class Centre:
    agency: Agency
    units: dict[str, Unit] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)

    @classmethod
    def found(cls) -> Centre:
        agency = Agency.objects.create(code=f"3710{next(_NAMES):02}SC", name="火炬区市场监督管理局")
        made = cls(agency)
        for code, name, kind in (
            ("ZX", "投诉举报中心", "科室"),
            ("YY", "怡园监管所", "监管所"),
            ("TH", "田和监管所", "监管所"),
            ("JC", "稽查大队", "大队"),
        ):
            made.units[code] = Unit.objects.create(agency=agency, code=code, name=name, kind=kind)
        for name, duty, unit in (
            ("operator", "operator", None),
            ("operator2", "operator", None),
            ("office", "office", None),
            ("leader", "leader", None),
            ("auditor", "auditor", None),
            ("handler", "handler", "YY"),
            ("colleague", "handler", "YY"),
            ("head", "head", "YY"),
            ("other", "handler", "TH"),
            ("inspector", "handler", "JC"),
            ("captain", "head", "JC"),
        ):
            made.add(name, duty, unit)
        return made

    def add(self, name: str, duty: str, unit: str | None = None) -> Officer:
        officer = Officer.objects.create_user(f"{name}{self.agency.code}", name=name, agency=self.agency)
        where = self.units[unit] if unit else None
        Duty.objects.create(officer=officer, kind=duty, unit=where, since=SINCE)
        Post.objects.create(officer=officer, unit=where or self.units["ZX"], title="科员", since=SINCE)
        self.officers[name] = officer
        return officer

    def __getitem__(self, name: str) -> Officer:
        return self.officers[name]

    def intake(self, **more: object) -> Intake:
        values: dict[str, object] = {
            "agency": self.agency,
            "channel": "12315",
            "kind": "投诉",
            "text": "在康颐堂购买深海鱼油，讲师称能降血压，现要求退款4960元。",
            "person": {"name": NAME, "phone": PHONE},
            "respondent": "威海康颐堂生物科技有限公司",
            "credit_code": "91371000MA3D7T5Q2M",
            "respondent_address": "怡园街道文化西路18号",
            "category": "保健食品",
        }
        return Intake(**(values | more))  # type: ignore[arg-type]

    def register(self, at: datetime = AT, **more: object) -> Matter:
        return verbs.register(self.intake(**more), by=self["operator"], at=at)

    def case(self, at: datetime = AT, *, unit: str | None = "YY", **more: object) -> Case:
        """A registered case (the complaint of a 投诉举报), handed out to a unit."""
        case = self.register(at, **more).registration.cases.order_by("pk").first()
        assert case is not None
        if unit:
            verbs.assign(case, self.units[unit], by=self["operator"], at=at)
        return case

    def accepted(self, at: datetime = AT, **more: object) -> Case:
        case = self.case(at, **more)
        verbs.accept(case, by=self["handler"], at=at)
        return case

    def answered(self, at: datetime = AT, **more: object) -> Case:
        """Agreed and answered: only the closing is missing."""
        case = self.accepted(at, **more)
        verbs.agree(case, "退还货款", by=self["handler"], at=at)
        self.answer(case, at)
        return case

    def closed(self, at: datetime = AT, **more: object) -> Case:
        case = self.answered(at, **more)
        self.on_platform(case, at)
        verbs.close(case, by=self["handler"], at=at)
        return case

    def on_platform(self, case: Case, at: datetime) -> None:
        """Give it its number on the national platform where the law of the day asks for one."""
        if complaint_platform(at.date()) is not None:
            verbs.enter_platform(case, f"P{case.pk}", by=self["operator"], at=at)

    def answer(self, case: Case, at: datetime = AT, by: str = "handler") -> None:
        verbs.answer(case, "已退款", delivery="电话", proof="通话记录 LY-1", by=self[by], at=at)


def later(days: int) -> datetime:
    """The same time some days later."""
    return AT + timedelta(days=days)


def sample(case: Case, at: datetime | None = None) -> Sample:
    """What both sides agreed to have tested; of a report what the bureau has tested for itself."""
    expected = (at + timedelta(days=9)).date() if at else None
    if case.kind == Case.Kind.REPORT:
        return Sample("鱼油一瓶，成分", "威海市检验检测中心", "本局", "本局", expected_on=expected)
    return Sample("鱼油一瓶，成分", "威海市检验检测中心", "协商", "分担", "录音 LY-9", expected)
