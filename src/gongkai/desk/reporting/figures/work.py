"""The figures of items, applications, remedies and secrecy review outside the statutory forms."""

from __future__ import annotations

from gongkai.desk.reporting.facts import where
from gongkai.desk.reporting.figures.model import Figure, Measure, Source

_PUBLIC = "公开方式为主动公开、发布日期在统计时限内、未作废；一条信息无论几个渠道只计 1 条"


def fixed() -> list[Figure]:
    """The figures that every year has."""
    items, asked, remedies = Source.ITEMS, Source.APPLICATIONS, Source.REMEDIES
    dated = where(is_public=True, is_dated=True)
    return [
        Figure("items.total", "主动公开政府信息", "条", _PUBLIC, items, where(is_public=True)),
        Figure(
            "items.in_time", "期限内公开", "条",
            f"{_PUBLIC}；自成文之日（预决算另自批复之日）起在法定期限内发布", items,
            dated & where(is_in_time=True),
        ),
        Figure("items.dated", "有成文日期的主动公开信息", "条", f"{_PUBLIC}；有成文日期", items, dated),
        Figure("foi.received", "收到申请", "件", "收到日期在统计时限内、未作废", asked, where(is_new=True)),
        Figure(
            "foi.on_time", "按时答复", "件", "答复日期在统计时限内，且不晚于按本件各项日期计算的法定期限",
            asked, where(is_replied=True, is_in_time=True),
        ),
        Figure(
            "foi.extended", "延期", "件", "收到日期在统计时限内、登记为延期", asked,
            where(is_new=True, is_extended=True),
        ),
        Figure(
            "remedies.reviews", "行政复议收案", "件", "收案日期在统计时限内的行政复议", remedies,
            where(is_new=True, kind="行政复议"),
        ),
        Figure(
            "remedies.suits", "行政诉讼收案", "件", "收案日期在统计时限内的行政诉讼", remedies,
            where(is_new=True, kind=("行政诉讼-直接起诉", "行政诉讼-复议后起诉")),
        ),
        Figure(
            "remedies.grievances", "政府信息公开举报投诉", "件",
            "收案日期在统计时限内、对政府信息公开工作的举报投诉；不含消费投诉举报", remedies,
            where(is_new=True, kind="举报投诉"),
        ),
        Figure(
            "secrecy.reviewed", "经保密审查的信息", "条", "保密审查时间在统计时限内、未作废", items,
            where(is_reviewed=True),
        ),
        Figure(
            "secrecy.returned", "保密审查退回", "条", "统计时限内保密审查意见为退回修改的信息", items,
            where(is_returned=True),
        ),
        Figure(
            "secrecy.incidents", "失密、泄密情况", "件", "没有登记簿记载，由保密审查部门填报", Source.STATED,
            measure=Measure.GIVEN,
        ),
    ]  # fmt: skip


def by_category(category: str) -> Figure:
    """The public items of a category; the register's cell is the key."""
    return Figure(
        f"items.by_category.{category}", category, "条", f"{_PUBLIC}；信息类别为{category}", Source.ITEMS,
        where(is_public=True, category=category),
    )  # fmt: skip


def in_time_by_category(category: str, *, in_time: bool) -> Figure:
    """Those of a category that have a day of forming, and those that were published in time."""
    name, words = ("in_time", "在法定期限内发布") if in_time else ("dated", "有成文日期")
    condition = where(is_public=True, category=category, is_dated=True)
    return Figure(
        f"items.{name}.{category}", f"{category}：{words}", "条", f"{_PUBLIC}；信息类别为{category}；{words}",
        Source.ITEMS, condition & where(is_in_time=True) if in_time else condition,
    )  # fmt: skip


def by_outlet(outlet: str) -> Figure:
    """The public items that an outlet carried."""
    return Figure(
        f"items.by_outlet.{outlet}", f"公开渠道：{outlet}", "条", f"{_PUBLIC}；曾在{outlet}公开",
        Source.ITEMS, where(is_public=True, outlets=outlet),
    )  # fmt: skip


def named(key: str) -> Figure | None:
    """The figure of a key that names a category or outlet; ``None`` for another key."""
    head, _, name = key.removeprefix("items.").partition(".")
    if not name:
        return None
    if head in ("in_time", "dated"):
        return in_time_by_category(name, in_time=head == "in_time")
    makers = {"by_category": by_category, "by_outlet": by_outlet}
    return makers[head](name) if head in makers else None
