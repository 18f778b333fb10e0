"""The cells of the statutory forms as figures: which records each cell counts (FORMATS.md 3).

A cell that no register holds is stated by hand; a cell that a register holds in part may be.
"""

from __future__ import annotations

from gongkai.desk.reporting.facts import where
from gongkai.desk.reporting.figures.model import Figure, Measure, Source
from gongkai.law.forms import Form
from gongkai.law.scope import outlets

_CHANNELS = {"face": "当面", "fax": "传真", "net": ("网络", "电子邮件"), "mail": "信函"}
_RESULTS = {"upheld": "维持", "corrected": "纠正", "other": "其他"}
_SUITS = ("行政诉讼-直接起诉", "行政诉讼-复议后起诉")
_ACTIVITIES = {
    "resp.press": ("新闻发布会", False),
    "resp.press_lead": ("新闻发布会", True),
    "resp.online": ("在线访谈", False),
    "resp.online_lead": ("在线访谈", True),
    "resp.articles": ("政策解读", False),
    "mtg.n": ("会议", False),
    "train.n": ("培训", False),
}
_MEANS = {
    "org.units": "units",
    "org.points": "reading_points",
    "org.staff": "staff",
    "org.staff.full": "full_time",
    "org.staff.part": "part_time",
    "org.budget": "budget_fen",
}
MAY_BE_STATED = frozenset(
    {
        "resp.social",
        "resp.other",
        "t2.norm.issued",
        "t2.norm.made",
        "t2.norm.published",
        "t2.penalty.decisions",
        "secrecy.returned",
    }
)
"""Cells that a register holds only in part: a stated value goes before the counted one."""


def figures(form: Form) -> list[Figure]:
    """A figure for every cell of a form."""
    return [_cell(form, key) for key in form.keys]


def _cell(form: Form, key: str) -> Figure:
    label, unit = form.label_of(key), form.unit_of(key)
    group = key.partition(".")[0]
    makers = {
        "pro": _items,
        "resp": _activity,
        "mtg": _activity,
        "train": _activity,
        "app": _application,
        "in": _matrix,
        "out": _matrix,
        "carry": _matrix,
        "rev": _remedy,
        "lit": _remedy,
        "grievance": _remedy,
        "t4": _group,
        "org": _means,
        "t2": _table_2,
        "fee": _fee,
    }
    made = makers[group](key, label, unit) if group in makers else None
    return made or Figure(
        key, label, unit, "没有登记簿记载，由责任科室填报并署名", Source.STATED, measure=Measure.GIVEN
    )


def _items(key: str, label: str, unit: str) -> Figure | None:
    public = "公开方式为主动公开、发布日期在统计时限内、未作废"
    source = Source.ITEMS
    if key == "pro.total":
        words = f"{public}；不同渠道和方式公开相同信息计 1 条"
        return Figure(key, label, unit, words, source, where(is_public=True))
    if key == "pro.norm":
        return Figure(key, label, unit, f"{public}；规范性文件", source, where(is_public=True, is_norm=True))
    if key == "pro.norm_issued":
        words = "规范性文件，成文日期在统计时限内、未作废；不论是否公开"
        return Figure(key, label, unit, words, source, where(is_formed=True, is_norm=True))
    names = tuple(one.name for one in outlets() if one.row == key)
    if not names:
        return None
    words = f"{public}；曾在{'、'.join(names)}公开，每条信息计 1 次"
    return Figure(key, label, unit, words, source, where(is_public=True, outlets=names))


def _activity(key: str, label: str, unit: str) -> Figure | None:
    source = Source.ACTIVITIES
    if key in _ACTIVITIES:
        kind, lead = _ACTIVITIES[key]
        condition = where(kind=kind, is_lead=True) if lead else where(kind=kind)
        words = f"活动登记中类型为{kind}" + ("、主要负责同志参加" if lead else "") + "、日期在统计时限内"
        return Figure(key, label, unit, words, source, condition)
    if key == "train.people":
        words = "统计时限内各次培训登记的参加人数之和"
        return Figure(key, label, unit, words, source, where(kind="培训"), Measure.SUM, column="people")
    topics = {
        "resp.total": (where(kind="热点回应"), ""),
        "resp.social": (where(kind="热点回应", is_social=True), "，关联信息经政务微博或者政务微信公开"),
        "resp.other": (where(kind="热点回应", is_social=False), "，未经政务微博、政务微信回应"),
    }
    if key not in topics:
        return None
    condition, more = topics[key]
    words = f"活动登记中类型为热点回应、日期在统计时限内{more}；同一热点计 1 次"
    return Figure(key, label, unit, words, source, condition, Measure.TOPICS, column="topic")


def _application(key: str, label: str, unit: str) -> Figure | None:
    source = Source.APPLICATIONS
    replied = "答复日期在统计时限内、未作废"
    if key == "app.recv":
        return Figure(key, label, unit, "收到日期在统计时限内、未作废", source, where(is_new=True))
    if key.startswith("app.recv."):
        channel = _CHANNELS[key.removeprefix("app.recv.")]
        names = channel if isinstance(channel, tuple) else (channel,)
        words = f"收到日期在统计时限内、未作废；提交方式为{'或者'.join(names)}"
        return Figure(key, label, unit, words, source, where(is_new=True, channel=names))
    done = where(is_closing=True)
    if key == "app.done":
        return Figure(key, label, unit, f"{replied}；告知作出更改补充的除外", source, done)
    if key.startswith("app.done."):
        kept = key == "app.done.ontime"
        words = "没有延期、且不晚于法定期限" if kept else "登记为延期，或者晚于法定期限"
        condition = done & where(is_plain=kept)
        return Figure(key, label, unit, f"{replied}；{words}；告知作出更改补充的除外", source, condition)
    if key == "app.reply":
        return Figure(key, label, unit, f"{replied}；包括告知作出更改补充", source, where(is_replied=True))
    words = f"{replied}；答复结果计入本行"
    return Figure(key, label, unit, words, source, where(is_replied=True, rows=key))


def _matrix(key: str, label: str, unit: str) -> Figure | None:
    row, _, column = key.rpartition(".")
    condition = where() if column == "total" else where(applicant=column)
    plain = {
        "in.new": (where(is_new=True), "收到日期在统计时限内、未作废"),
        "in.carry": (where(is_carried=True), "收到日期早于统计时限、统计时限开始时尚未答复、未作废"),
        "carry.next": (where(is_open=True), "统计时限末日尚未答复、未作废"),
        "out.total": (where(is_replied=True), "答复日期在统计时限内、未作废"),
    }
    rows, words = plain.get(row) or (
        where(is_replied=True, rows=row),
        "答复日期在统计时限内、未作废；答复结果计入本行",
    )
    return Figure(key, label, unit, words, Source.APPLICATIONS, rows & condition)


def _remedy(key: str, label: str, unit: str) -> Figure | None:
    source = Source.REMEDIES
    if key == "grievance":
        words = "收案日期在统计时限内、对政府信息公开工作的举报投诉；不含消费投诉举报"
        return Figure(key, label, unit, words, source, where(is_new=True, kind="举报投诉"))
    group, _, result = key.partition(".")
    kinds = ("行政复议",) if group == "rev" else _SUITS
    condition = where(is_closed=True, kind=kinds)
    if result != "total":
        condition &= where(result=_RESULTS[result])
    words = f"{'行政复议' if group == 'rev' else '行政诉讼'}，结案日期在统计时限内、未作废"
    return Figure(key, label, unit, words, source, condition)


def _group(key: str, label: str, unit: str) -> Figure | None:
    _, group, result = key.split(".")
    kind = {"review": "行政复议", "direct": _SUITS[0], "after": _SUITS[1]}[group]
    condition = where(kind=kind)
    if result == "open":
        condition &= where(is_open=True)
        words = "统计时限末日尚未审结，包括上年结转、未作废"
    elif result == "total":
        condition &= where(is_counted=True)
        words = "结案日期在统计时限内，或者统计时限末日尚未审结、未作废"
    else:
        condition &= where(is_closed=True, result=_RESULTS[result])
        words = f"结案日期在统计时限内、结果为{_RESULTS[result]}、未作废"
    return Figure(key, label, unit, f"{kind}；{words}", Source.REMEDIES, condition)


def _means(key: str, label: str, unit: str) -> Figure | None:
    words = "年度机构人员经费登记"
    scale = 1_000_000 if key == "org.budget" else 1
    return Figure(
        key, label, unit, words, Source.MEANS, measure=Measure.GIVEN, column=_MEANS[key], scale=scale
    )


def _table_2(key: str, label: str, unit: str) -> Figure | None:
    items = Source.ITEMS
    if key in ("t2.norm.issued", "t2.norm.made"):
        words = "规范性文件，成文日期在统计时限内、未作废；填报的以填报为准"
        return Figure(key, label, unit, words, items, where(is_formed=True, is_norm=True))
    if key == "t2.norm.published":
        words = "规范性文件，主动公开、发布日期在统计时限内；填报的以填报为准"
        return Figure(key, label, unit, words, items, where(is_public=True, is_norm=True))
    if key == "t2.penalty.decisions":
        words = "行政处罚决定登记中决定日期在统计时限内、未作废；填报的以填报为准"
        return Figure(key, label, unit, words, Source.PENALTIES, where(is_decided=True))
    return None


def _fee(key: str, label: str, unit: str) -> Figure | None:
    words = "答复日期在统计时限内的申请登记的收费金额之和"
    return Figure(
        key, label, unit, words, Source.APPLICATIONS, where(is_replied=True), Measure.SUM, column="fee_fen",
        scale=1_000_000,
    )  # fmt: skip
