"""A report in a few lines, for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.desk.reporting.figures import Year
from gongkai.desk.reporting.report.checks import parts
from gongkai.desk.reporting.report.writing import Report


def lines(report: Report) -> Iterator[str]:
    """What the year came to, which checks failed, how many did not."""
    year = report.year
    yield f"{year.agency.name} {year.year} 年度（统计时限 {year.period.first} 至 {year.period.last}）"
    yield f"主动公开 {year['items.total'].text} 条{_parts(year, 'items.by_category.')}"
    rate = year["complaints.closing_rate_tj"]
    share = ""  # where no register is kept nothing is known of it
    if rate.numerator is not None and rate.denominator is not None:
        share = f"（{rate.text} %，{rate.numerator:,}/{rate.denominator:,}）"
    yield (
        f"投诉举报 {year['complaints.received_tj'].text} 件"
        f"{_parts(year, 'complaints.received_tj.by_channel.')}；"
        f"年内办结 {year['complaints.closed_tj'].text} 件{share}；"
        f"咨询 {year['complaints.by_type.咨询'].text} 件另计"
    )
    yield (
        f"依申请公开 收到 {year['foi.received'].text} 件，按时答复 {year['foi.on_time'].text} 件；"
        f"行政复议 {year['remedies.reviews'].text} 件，行政诉讼 {year['remedies.suits'].text} 件，"
        f"对公开工作的举报投诉 {year['remedies.grievances'].text} 件"
    )
    failed = [check for check in report.checks if not check.ok]
    errors = len(report.errors)
    kept = len(report.checks) - len(failed)
    yield f"检查 {len(report.checks)} 项：错误 {errors}，提示 {len(failed) - errors}，通过 {kept}"
    for check in failed:
        yield f"  {'错误' if check.severity == 'error' else '提示'} {check.rule}：{check.detail}"


def _parts(year: Year, prefix: str) -> str:
    """`` = 12315 1,090 + …`` in the order of the figures; nothing for a sum of nothing."""
    found = parts(year, prefix)
    return " = " + " + ".join(f"{name} {value:,}" for name, value in found) if found else ""
