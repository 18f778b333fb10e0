"""Conditions of the flow about others: co-units, whose case it is inside the bureau and between bureaus."""

from __future__ import annotations

from gongkai.desk.casework.flow import Issue, Situation
from gongkai.desk.complaints.marks import holds
from gongkai.desk.complaints.needs import WRONG_STEP


def has_open_part(now: Situation) -> Issue | None:
    """A co-unit was asked and has given no opinion yet."""
    return None if holds(now, "open_part") else Issue(WRONG_STEP, "没有待提的协办意见", "")


def parts_are_given(now: Situation) -> Issue | None:
    """No co-unit still owes its opinion."""
    if has_open_part(now) is not None:
        return None
    return Issue("co-unit", "还有协办单位没有提出意见", "请催办，或者先解除协办，再办结")


def is_disputed(now: Situation) -> Issue | None:
    """A dispute over whose case it is waits for a ruling."""
    return None if holds(now, "disputed") else Issue(WRONG_STEP, "没有待裁定的管辖争议", "")


def is_not_disputed(now: Situation) -> Issue | None:
    """Whose case it is, is not in dispute."""
    if is_disputed(now) is not None:
        return None
    return Issue("disputed", "管辖争议还没有裁定", "请由投诉举报中心或领导先裁定")


def no_dispute_waits(now: Situation) -> Issue | None:
    """Nobody has raised a dispute yet that waits."""
    return None if is_disputed(now) is not None else Issue(WRONG_STEP, "已有待裁定的管辖争议", "请等裁定")


def is_contested(now: Situation) -> Issue | None:
    """A dispute with another bureau waits for its end."""
    return None if holds(now, "contested") else Issue(WRONG_STEP, "没有未了结的跨机关管辖争议", "")


def is_not_contested(now: Situation) -> Issue | None:
    """No dispute with another bureau waits."""
    if is_contested(now) is not None:
        return None
    return Issue("contested", "与其他机关的管辖争议还没有结果", "请先登记协商或者指定管辖的结果")


def no_contest_waits(now: Situation) -> Issue | None:
    """Nobody has raised one yet that waits."""
    return None if is_contested(now) is not None else Issue(WRONG_STEP, "已有未了结的争议", "请等结果")


def is_not_reported(now: Situation) -> Issue | None:
    """The common superior was not asked yet."""
    return None if holds(now, "unreported") else Issue(WRONG_STEP, "没有待报请的管辖争议", "")
