"""The arithmetic of the statutory tables.

Every rule gives a :class:`Check` whether it holds or not, so that a screen can show what was looked at. A
blank counts as 0 in every sum and is reported once, as a warning: the form wants 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gongkai.law.forms.layout import MONEY, WAN, Form, MatrixTable
from gongkai.refusal import Refused

Value = int | Decimal | None
Values = Mapping[str, Value]
Severity = Literal["error", "warn"]

_SIGNED = ".delta"
"""Cells that may be negative: 本年增/减."""
_FEN = Decimal("0.01")
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Check:
    """One rule and whether the figures keep it.

    ``rule`` is a stable name such as ``balance.natural``; ``severity`` says what a broken rule means;
    ``detail`` says in Chinese what was expected and what was found; ``keys`` are the cells it looked at.
    """

    rule: str
    ok: bool
    severity: Severity
    detail: str
    keys: tuple[str, ...]


class _Figures:
    """The values of one year with blanks and impossible numbers read as 0."""

    def __init__(self, values: Values) -> None:
        for key, value in values.items():
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | Decimal)):
                raise Refused("bad-figure", f"指标 {key} 的值 {value!r} 不是数", "请填整数，万元可填两位小数")
        self.values = values

    def __getitem__(self, key: str) -> int | Decimal:
        value = self.values.get(key)
        if value is None or (isinstance(value, Decimal) and not value.is_finite()):
            return 0
        return value

    def has(self, key: str) -> bool:
        """Whether the year has a cell of that key, blank or not."""
        return key in self.values

    def total(self, keys: tuple[str, ...]) -> int | Decimal:
        """The sum of the cells."""
        return sum((self[key] for key in keys), start=0)


def check(
    values: Values,
    previous: Values | None = None,
    *,
    form: Form,
    may_make_rules: bool = False,
    carry_in: int | None = None,
) -> tuple[Check, ...]:
    """All rules of ``form`` over one year's ``values``; with ``previous``, also those across the two years.

    Values of keys that the form does not have are ignored. ``may_make_rules``: the body may issue 规章
    (a local bureau may not). ``carry_in``: applications of the 2014 form brought over from the year
    before, if known.
    Raises Refused for a value that is no number.
    """
    now = _Figures(values)
    before = None if previous is None else _Figures(previous)
    checks = [_blank(now, form), _whole(now, form)]
    checks += [_sum(now, form, total, parts) for total, parts in form.sums]
    checks += [_at_most(now, form, part, whole) for part, whole in form.parts]
    if form.matrix is None:
        checks += _list_rules(now, before, form, carry_in)
    else:
        checks += _matrix(now, before, form.matrix)
        checks += _groups(now, before, form)
        checks += _table_2(now, before, form, may_make_rules)
    return tuple(checks)


def carried(values: Values) -> dict[str, int]:
    """What the next year brings over: ``in.carry.<column>`` from this year's ``carry.next.<column>``."""
    figures = _Figures(values)
    prefix = "carry.next."
    return {
        f"in.carry.{key.removeprefix(prefix)}": int(figures[key]) for key in values if key.startswith(prefix)
    }


def _named(form: Form, keys: tuple[str, ...]) -> str:
    listed = "；".join(form.label_of(key) for key in keys[:_LISTED])
    return listed if len(keys) <= _LISTED else f"{listed}；等 {len(keys)} 格"


def _blank(now: _Figures, form: Form) -> Check:
    keys = tuple(key for key in form.keys if now.values.get(key) is None)
    detail = f"{len(keys)} 格空白，应填 0：{_named(form, keys)}" if keys else "没有空白，没有数据的填了 0"
    return Check("blank", not keys, "warn", detail, keys)


def _whole(now: _Figures, form: Form) -> Check:
    wrong = tuple(key for key in form.keys if not _possible(key, now.values.get(key), form))
    if not wrong:
        return Check("whole", True, "error", "各格都是不小于 0 的整数，金额不多于两位小数", ())
    found = "；".join(f"{form.label_of(key)}为 {now.values[key]}" for key in wrong[:_LISTED])
    detail = f"应为不小于 0 的整数（{WAN}可有两位小数）；实为：{found}"
    return Check("whole", False, "error", detail, wrong)


def _possible(key: str, value: Value, form: Form) -> bool:
    if value is None:
        return True
    if isinstance(value, Decimal):
        if not value.is_finite():
            return False
        step = _FEN if form.unit_of(key) in MONEY else Decimal(1)
        if value % step:
            return False
    return value >= 0 or key.endswith(_SIGNED)


def _sum(now: _Figures, form: Form, total: str, parts: tuple[str, ...]) -> Check:
    expected, found = now.total(parts), now[total]
    listed = "+".join(str(now[key]) for key in parts)
    detail = f"{form.label_of(total)}应为各分项之和 {listed}={expected}，实为 {found}"
    return Check(f"sum.{total}", expected == found, "error", detail, (total, *parts))


def _at_most(now: _Figures, form: Form, part: str, whole: str) -> Check:
    detail = f"{form.label_of(part)}应不大于{form.label_of(whole)}（{now[whole]}），实为 {now[part]}"
    return Check(f"most.{part}", now[part] <= now[whole], "error", detail, (part, whole))


def _list_rules(now: _Figures, before: _Figures | None, form: Form, carry_in: int | None) -> Iterator[Check]:
    """The rules of the 2014 form that are neither a sum nor a part of a whole."""
    channels = tuple(key for key in form.keys if key.startswith("pro.ch."))
    spread, total = now.total(channels), now["pro.total"]
    detail = (
        f"各渠道公开数之和 {spread} 应不小于主动公开政府信息数 {total}（同一信息多渠道公开计1条，不要求相等）"
    )
    yield Check("channels", spread >= total, "error", detail, ("pro.total", *channels))
    brought: int | Decimal = carry_in or 0
    if carry_in is None and before is not None:
        brought = max(before["app.recv"] - before["app.done"], 0)
    received, done = now["app.recv"], now["app.done"]
    known = "" if carry_in is not None else "；上年结转数表中没有，请核对"
    most = f"{received}+{brought}={received + brought}"
    detail = f"申请办结数应不大于收到申请数与上年结转之和 {most}，实为 {done}{known}"
    severity: Severity = "warn" if carry_in is None else "error"
    yield Check("done", done <= received + brought, severity, detail, ("app.done", "app.recv"))
    reply, amend = now["app.reply"], now["app.reply.amend"]
    detail = (
        f"申请答复数减去告知作出更改补充数 {reply}-{amend}={reply - amend}，通常与申请办结数相同，实为 {done}"
    )
    keys = ("app.reply", "app.reply.amend", "app.done")
    yield Check("reply", reply - amend <= done <= reply, "warn", detail, keys)


def _matrix(now: _Figures, before: _Figures | None, table: MatrixTable) -> Iterator[Check]:
    for column in table.columns:
        yield from _column(now, table, column.key, column.label)
    people = tuple(column.key for column in table.columns if column.key != "total")
    for row in table.counted:
        parts = tuple(f"{row.key}.{one}" for one in people)
        expected, found = now.total(parts), now[f"{row.key}.total"]
        detail = f"{row.full}的总计应为各列之和 {expected}，实为 {found}"
        yield Check(f"row.{row.key}", expected == found, "error", detail, (f"{row.key}.total", *parts))
    if before is None:
        return
    for column in table.columns:
        key, last = f"in.carry.{column.key}", f"carry.next.{column.key}"
        if before.has(last):
            expected, found = before[last], now[key]
            detail = f"{column.label}列：上年结转应为上年度的结转下年度继续办理 {expected}，实为 {found}"
            yield Check(f"carry.{column.key}", expected == found, "error", detail, (key,))


def _column(now: _Figures, table: MatrixTable, column: str, label: str) -> Iterator[Check]:
    new, old, done, rest = (f"{row}.{column}" for row in ("in.new", "in.carry", "out.total", "carry.next"))
    into, out = now[new] + now[old], now[done] + now[rest]
    detail = (
        f"{label}列：本年新收加上年结转 {now[new]}+{now[old]}={into}，"
        f"应等于办理结果总计加结转下年度 {now[done]}+{now[rest]}={out}"
    )
    yield Check(f"balance.{column}", into == out, "error", detail, (new, old, done, rest))
    leaves = tuple(f"{row.key}.{column}" for row in table.leaves)
    expected = now.total(leaves)
    detail = f"{label}列：办理结果总计应为各种办理结果之和 {expected}，实为 {now[done]}"
    yield Check(f"outcomes.{column}", expected == now[done], "error", detail, (done, *leaves))


def _groups(now: _Figures, before: _Figures | None, form: Form) -> Iterator[Check]:
    for group in form.groups:
        *parts, total = group.cells
        expected, found = now.total(tuple(parts)), now[total]
        listed = "+".join(str(now[key]) for key in parts)
        detail = f"{group.label}：总计应为四项之和 {listed}={expected}，实为 {found}"
        yield Check(f"sum.t4.{group.key}", expected == found, "error", detail, (total, *parts))
        pending = f"t4.{group.key}.open"
        if before is not None and before.has(pending):
            detail = f"{group.label}：上年度尚未审结 {before[pending]} 件，应计入本年度，本年度总计为 {found}"
            yield Check(f"open.{group.key}", found >= before[pending], "warn", detail, (total,))


def _table_2(now: _Figures, before: _Figures | None, form: Form, may_make_rules: bool) -> Iterator[Check]:
    rules = tuple(key for key in form.keys if key.startswith("t2.rule."))
    made = tuple(key for key in rules if now[key])
    if not may_make_rules:
        listed = "、".join(str(now[key]) for key in rules)
        detail = f"没有规章制定权的机关，规章一行应全部为 0，实为 {listed}"
        yield Check("rules", not made, "error", detail, made or rules)
    for kind in ("rule", "norm"):
        valid, issued, repealed = (f"t2.{kind}.{name}" for name in ("valid", "issued", "repealed"))
        if before is None or valid not in form.keys or not before.has(valid):
            continue
        expected = before[valid] + now[issued] - now[repealed]
        detail = (
            f"{form.label_of(valid)}应为上年度现行有效加制发减废止 "
            f"{before[valid]}+{now[issued]}-{now[repealed]}={expected}，实为 {now[valid]}"
        )
        yield Check(f"valid.{kind}", expected == now[valid], "warn", detail, (valid, issued, repealed))
