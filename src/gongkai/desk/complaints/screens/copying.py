"""The fields and replies of a case as a host platform wants them pasted: each a text of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.desk.casework.models import CaseText, Closing
from gongkai.desk.casework.queries import answers_with_fields
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.house import house

LONG = 60
"""Characters from which a text gets more than one line."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text to copy; ``key`` names its field on the page."""

    key: str
    label: str
    value: str

    @property
    def rows(self) -> int:
        """Lines of its field."""
        lines = self.value.count("\n") + 1
        return min(12, max(lines, 1 + len(self.value) // LONG))


def fields(one: Standing, person: Sequence[tuple[str, str]], texts: Mapping[str, str]) -> list[Text]:
    """What a platform asks of a matter; the person only as it was just looked at."""
    matter, case, profile = one.matter, one.case, one.profile
    parent = house().parent_of(matter.category)
    category = f"{parent} › {matter.category}" if parent and matter.category else matter.category
    rows = [
        ("number", _("登记编号"), case.registration.number),
        ("source", _("来源单号"), case.registration.source_number),
        ("channel", _("来源渠道"), matter.channel),
        ("kind", _("诉求类型"), matter.kind),
        ("day", _("登记日期"), str(matter.registered_on)),
        *((f"person{place}", label, value) for place, (label, value) in enumerate(person)),
        ("named", _("是否匿名"), _("匿名") if one.is_anonymous else _("实名")),
        ("secret", _("要求保密"), _("是") if one.is_secret else ""),
        ("respondent", _("被投诉（举报）人"), matter.respondent),
        ("code", _("统一社会信用代码"), matter.credit_code),
        ("address", _("主体地址"), matter.respondent_address),
        ("category", _("商品服务类别"), category),
        ("amount", _("涉及金额（元）"), _yuan(matter.amount_fen)),
        ("claim", _("要对方做什么"), profile.claim if profile else ""),
        ("content", _("诉求内容"), texts.get(CaseText.Field.CONTENT, "")),
    ]
    return [Text(*row) for row in rows if row[2]]


def replies(one: Standing, texts: Mapping[str, str], closing: Closing | None) -> list[Text]:
    """What the platform wants back: decisions, the answer, the result."""
    rows: list[tuple[str, str, str]] = []
    for place, made in enumerate(one.decisions):
        said = [_day(made.on), made.kind, made.body, made.reason]
        rows.append((f"decision{place}", _("办理决定"), "，".join(part for part in said if part)))
    answers = answers_with_fields(one.case)
    if answers:
        last, field = answers[-1]
        rows.append(("answer", _("答复内容"), texts.get(field, "")))
        rows.append(("answered", _("答复日期和方式"), f"{last.answered_on} {last.delivery}"))
    if closing is not None:
        rows.append(("closing", _("办理结果"), f"{closing.closed_on} {closing.outcome}"))
    rows.append(("satisfaction", _("满意度"), one.matter.satisfaction))
    rows.append(("recovered", _("挽回损失（元）"), _yuan(one.matter.recovered_fen)))
    return [Text(*row) for row in rows if row[2]]


def whole(texts: Sequence[Text]) -> str:
    """All of them as one text, a line each."""
    return "\n".join(f"{one.label}：{one.value}" for one in texts)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen / 100:.2f}"


def _day(day: date | None) -> str:
    return str(day) if day else ""
