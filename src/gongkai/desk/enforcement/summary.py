"""A decision or a batch in the words in which it is published: a draft that people go on with."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.desk.enforcement.models import Penalty, Sample

LONGEST_FIELD = 500
"""Characters of a field of a class, as its form takes them."""
MOST_PASSED = 200
"""Rows of the table of what passed; what failed is named in full."""
_FAILED = (
    ("食品名称", "food"),
    ("规格型号", "spec"),
    ("商标", "trademark"),
    ("生产日期或批号", "produced"),
    ("标称生产企业", "maker"),
    ("标称生产企业地址", "maker_address"),
    ("被抽样单位", "sampled_unit"),
    ("被抽样单位地址", "sampled_address"),
    ("不合格项目", "failed_item"),
    ("检验结果", "found"),
    ("标准值", "standard"),
)
"""What the public must be told of a failed sample 不合格样品 (食品安全抽样检验管理办法)."""
_PASSED = tuple(one for one in _FAILED if one[1] not in ("failed_item", "found", "standard"))


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
    """A batch of samples as Markdown: how many, how many failed; what failed in full, and what passed.

    Of what passed the first :data:`MOST_PASSED` stand in the table, and the text says so.
    """
    failed = [one for one in samples if one.verdict == Sample.Verdict.FAILED]
    bad = {one.number for one in failed}
    unknown = {one.number for one in samples if not one.verdict} - bad
    passed = {one.number: one for one in samples if one.number not in bad | unknown}
    numbers = bad | unknown | set(passed)
    more = f"，结论尚未登记 {len(unknown)} 批次" if unknown else ""
    parts = [f"{batch}：抽检 {len(numbers)} 批次，合格 {len(passed)} 批次，不合格 {len(bad)} 批次{more}。\n"]
    if failed:
        parts.append("不合格样品：\n")
        parts.append(_samples(_FAILED, failed))
    if passed:
        said = f"，下表列前 {MOST_PASSED} 批次，其余请列入附件" if len(passed) > MOST_PASSED else ""
        parts.append(f"合格样品{said}：\n")
        parts.append(_samples(_PASSED, list(passed.values())[:MOST_PASSED]))
    return "\n".join(parts)


def batch_fields(samples: Sequence[Sample]) -> dict[str, str]:
    """The fields of the class that the samples themselves tell: whose task, how many, how many failed."""
    numbers = {one.number for one in samples}
    bad = {one.number for one in samples if one.verdict == Sample.Verdict.FAILED}
    tasks = sorted({one.task for one in samples if one.task})
    return {"task": "、".join(tasks), "batches": str(len(numbers)), "failed": str(len(bad))}


def penalty_fields(penalty: Penalty) -> dict[str, str]:
    """The fields of the class that a decision itself tells."""
    return {
        "party": penalty.party,
        "violation": penalty.violation,
        "content": (penalty.content or penalty.sanction)[:LONGEST_FIELD],
        "organ": penalty.organ,
        "decided": penalty.decided_on.isoformat(),
        "served": penalty.served_on.isoformat() if penalty.served_on else "",
    }


def _samples(columns: Sequence[tuple[str, str]], samples: Sequence[Sample]) -> str:
    rows = [["—" if not (cell := getattr(one, name)) else cell for _, name in columns] for one in samples]
    return _table([label for label, _ in columns], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    kept = (" ".join(str(cell).split()).replace("|", "｜") for cell in cells)
    return "| " + " | ".join(kept) + " |"
