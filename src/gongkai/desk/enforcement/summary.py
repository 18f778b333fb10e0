"""A decision or a batch in the words in which it is published: a draft that people go on with."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.desk.enforcement.models import Penalty, Sample

_LONGEST = 200
"""Rows of a published table of samples."""


def title_of(penalty: Penalty) -> str:
    """The title of the item: whose violation, which organ."""
    return f"{penalty.party}{penalty.violation[:40]}案行政处罚决定信息"


def penalty_text(penalty: Penalty) -> str:
    """The summary 摘要 of a decision as Markdown. A natural person stands by surname only."""
    rows = (
        ("行政处罚决定书文号", penalty.doc_no),
        ("当事人", penalty.party),
        ("统一社会信用代码", penalty.credit_code),
        ("违法行为类型", penalty.violation),
        ("主要违法事实", penalty.facts),
        ("处罚依据", penalty.basis),
        ("处罚种类", penalty.sanction),
        ("处罚内容", penalty.content),
        ("作出处罚决定的机关", penalty.organ),
        ("处罚决定日期", penalty.decided_on.isoformat()),
    )
    return _table(("项目", "内容"), [row for row in rows if row[1]])


def batch_text(batch: str, samples: Sequence[Sample]) -> str:
    """A batch of samples as Markdown: how many, how many failed, and what failed."""
    numbers = {one.number for one in samples}
    failed = [one for one in samples if one.verdict == Sample.Verdict.FAILED]
    bad = len({one.number for one in failed})
    text = f"{batch}：抽检 {len(numbers)} 批次，合格 {len(numbers) - bad} 批次，不合格 {bad} 批次。\n"
    if not failed:
        return text
    rows = [
        (
            one.food,
            one.maker or "—",
            one.sampled_unit or "—",
            one.failed_item,
            one.found or "—",
            one.standard or "—",
        )
        for one in failed[:_LONGEST]
    ]
    head = ("食品名称", "标称生产企业", "被抽样单位", "不合格项目", "检验结果", "标准值")
    return f"{text}\n{_table(head, rows)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    kept = (" ".join(str(cell).split()).replace("|", "｜") for cell in cells)
    return "| " + " | ".join(kept) + " |"
