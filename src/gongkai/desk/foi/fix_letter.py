"""What the letter 更正或者转送告知书 says: its contents in the names of the law's letter, and their words."""

from __future__ import annotations

RECORD, FOUND, DONE = "要求更正的记录", "核实的情况", "更正的内容或者转送的机关"
"""What the letter must say."""


def corrected(change: str) -> str:
    """The record is corrected to this."""
    return f"该记录已更正为：{change}"


def forwarded(organ: str) -> str:
    """The request went to the organ that may correct the record."""
    return f"更正该记录不属于本机关职能，已转送{organ}处理"


def told(organ: str) -> str:
    """The applicant is told which organ may correct it."""
    return f"更正该记录不属于本机关职能，请向{organ}提出"


KEPT = "没有证据证明该记录不准确，不予更正"
"""The record stays as it is."""
