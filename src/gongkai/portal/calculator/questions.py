"""What a reader may ask: kinds of limits in a citizen's words, and an address as a question of the law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.calendar_file import read_calendar
from gongkai.law.deadlines import compute
from gongkai.refusal import Refused

FIRST_YEAR, YEARS_AHEAD = 2000, 10
"""Dates that may be asked about: from that year on, and so many years past the present one."""
_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Field:
    """One further question of a kind; ``sort`` is ``date``, ``check`` or ``choice``."""

    name: str
    label: str
    sort: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of limit as it is asked: ``act`` is what has to be done, ``first`` what happened on the day."""

    kind: str
    title: str
    on: str
    act: str
    first: str
    fields: tuple[Field, ...] = ()


_LINE = Field(
    "line",
    "当时拨打或者登记的热线",
    "choice",
    "从前各条热线的规定不同；不知道的，按最早的一个日期算。",
    (
        ("any", "不知道，或者不分热线"),
        ("12315", "12315（工商）"),
        ("12331", "12331（食品药品）"),
        ("12365", "12365（质量技术）"),
    ),
)
_TESTING = (
    Field("testing_from", "检测、鉴定开始之日", "date", "检测、鉴定的时间不计算在内；没有的不用填。"),
    Field("testing_until", "检测、鉴定结束之日", "date"),
)

QUESTIONS = {
    question.kind: question
    for question in (
        Question(
            "foi-reply",
            "依申请公开答复",
            "收到申请之日",
            "答复",
            "收到",
            (
                Field("extended", "已经告知我延长答复期限", "check"),
                Field("corrected", "补正材料收到之日", "date", "收到补正以后，期限重新起算。"),
                Field("consulted", "发出征求意见书之日", "date", "涉及第三方的，先要征求第三方的意见。"),
                Field("opinion", "第三方意见收到之日", "date", "还没有收到的，不用填。"),
                Field("paid", "缴清信息处理费之日", "date"),
            ),
        ),
        Question("complaint-accept", "投诉受理", "收到投诉之日", "告知是否受理", "收到", (_LINE,)),
        Question(
            "complaint-mediation",
            "投诉调解",
            "受理投诉之日",
            "办结调解",
            "受理",
            (_LINE, Field("extended", "已经批准延长", "check", "只有个别条线可以延长。"), *_TESTING),
        ),
        Question(
            "report-verify",
            "举报核查",
            "收到举报之日",
            "核查并决定是否立案",
            "收到",
            (_LINE, Field("extended", "已经批准延长", "check"), *_TESTING),
        ),
        Question("item-publication", "主动公开", "信息形成或者变更之日", "公开", "形成"),
        Question(
            "annual-report",
            "年度报告",
            "报告年度内的任何一天",
            "公布年度报告",
            "年度内",
            (
                Field(
                    "body",
                    "谁的报告",
                    "choice",
                    options=(("department", "部门（各局、委）"), ("government", "人民政府")),
                ),
            ),
        ),
    )
}
"""The kinds that a citizen asks for, in the order of the form."""

_MENDS = {
    "no-extension": "请去掉“延长”前面的勾。",
    "extension-too-long": "请核对。",
    "opinion-without-letter": "请补上发出征求意见书的日期。",
    "no-rule-set": "请核对日期，或者选别的热线。",
    "line-needed": "请选定热线。",
}
"""Ways out in the words of the form, where those of the law speak of the command line."""


class Unanswered(Exception):
    """A question that cannot be answered: the refusal in the words of the form, and the field it is about."""

    def __init__(self, refusal: Refused, field: str = "") -> None:
        super().__init__(str(refusal))
        self.refusal, self.field = refusal, field


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was read: its kind, day, and what else was said, by the names of the form."""

    question: Question
    on: date
    said: Mapping[str, str]

    def answer(self, calendar: Calendar, **more: str) -> Answer:
        """What the law says; ``more`` changes single answers of the form. Raises :class:`Unanswered`."""
        said = {**self.said, **more}
        events: list[tuple[str, date | None]] = []
        given: dict[str, str] = {}
        for field in self.question.fields:
            value = said.get(field.name, "")
            if not value or field.name.startswith("testing"):
                continue
            if field.sort == "choice":
                given[field.name] = value
            else:
                events.append((field.name, date.fromisoformat(value) if field.sort == "date" else None))
        if said.get("testing_from"):
            given["testing"] = f"{said['testing_from']}..{said['testing_until']}"
        try:
            return compute(self.question.kind, self.on, events=events, settings=given, calendar=calendar)
        except Refused as refused:
            raise _in_words(refused, self.on) from refused


def read(given: Mapping[str, str], today: date) -> Asked:
    """The question in an address. Raises :class:`Unanswered` for what cannot be one."""
    question = kind_of(given)
    on = _day(given.get("on", ""), question.on, "on", today)
    said: dict[str, str] = {}
    for field in question.fields:
        value = given.get(field.name, "").strip()
        if field.sort == "date" and value:
            said[field.name] = _day(value, field.label, field.name, today).isoformat()
        elif field.sort == "check" and value:
            said[field.name] = "1"
        elif field.sort == "choice":
            keys = [key for key, _ in field.options]
            said[field.name] = value if value in keys else keys[0]
    for one, other in (("testing_from", "testing_until"), ("testing_until", "testing_from")):
        if one in said and other not in said:
            refused = Refused("half-span", "检测、鉴定要写明起止两个日期", "请补上另一个日期，或者都不填。")
            raise Unanswered(refused, other)
    return Asked(question, on, said)


def kind_of(given: Mapping[str, str]) -> Question:
    """The kind in an address, the first one where it names none. Raises :class:`Unanswered` for another."""
    kind = given.get("kind", "")
    if kind and kind not in QUESTIONS:
        refused = Refused("unknown-kind", "没有这一种期限", "请在“算哪一种期限”中选一种。")
        raise Unanswered(refused, "kind")
    return QUESTIONS[kind] if kind else next(iter(QUESTIONS.values()))


def calendar() -> Calendar:
    """The calendar of this home (``calendar.toml`` or ``calendar.csv``), else the shipped one."""
    for name in ("calendar.toml", "calendar.csv"):
        file = Path(settings.GONGKAI_HOME) / name
        if file.is_file():
            return read_calendar(file)
    return Calendar.default()


def _day(text: str, what: str, name: str, today: date) -> date:
    """The day in a text, as people write it: 2017-09-25, 2017/9/25, 2017年9月25日, 20170925."""
    text = text.strip()[:_LONGEST]
    if not text:
        raise Unanswered(Refused("no-date", f"没有填“{what}”", "请选一个日期，或者写成 2017-09-25。"), name)
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        sentence = f"“{what}”看不出是哪一天"
        raise Unanswered(Refused("bad-date", sentence, "请写成 2017-09-25 的样子。"), name)
    year, month, day = (int(part) for part in found.groups())
    last = today.year + YEARS_AHEAD
    if not FIRST_YEAR <= year <= last:
        mend = f"请填 {FIRST_YEAR} 年至 {last} 年的日期。"
        raise Unanswered(Refused("year-out-of-range", f"“{what}”的年份太早或者太晚", mend), name)
    try:
        return date(year, month, day)
    except ValueError as problem:
        refused = Refused(
            "impossible-date", f"“{what}”填的 {year}年{month}月{day}日 不存在", "请核对年月日。"
        )
        raise Unanswered(refused, name) from problem


def _in_words(refused: Refused, on: date) -> Unanswered:
    sentence = refused.sentence
    if refused.code == "no-rule-set":
        sentence = f"{on} 没有收录适用的规定"
    field = "extended" if refused.code.startswith(("no-extension", "extension")) else ""
    return Unanswered(Refused(refused.code, sentence, _MENDS.get(refused.code, refused.mend)), field)
