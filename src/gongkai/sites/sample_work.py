"""A day's work of the sample bureau: what lies on its desks today, in every room. Django must be set up.

The year of the sample is long over; who tries the desk finds nothing to do there. This puts a little of
everything before its people, by the verbs that they use themselves, dated today. The figures of the sample's
year do not change by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from gongkai.desk.agencies.queries import shanghai_date, the_agency
from gongkai.desk.complaints import verbs as centre
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.papers import papers_of
from gongkai.desk.complaints.signals import nightly
from gongkai.desk.complaints.verbs.notifying import draft_notice, sign_notice
from gongkai.desk.disclosure import verbs as disclosure
from gongkai.desk.disclosure.models import Item, Stage
from gongkai.desk.enforcement import verbs as enforcement
from gongkai.desk.foi import verbs as foi
from gongkai.desk.foi.verbs.deciding import choices
from gongkai.desk.lists import marks
from gongkai.desk.outlets.verbs import carrying, delivering, keeping
from gongkai.desk.remedies import verbs as remedies
from gongkai.desk.remedies.models import Remedy
from gongkai.sites import sample_later
from gongkai.sites.sample_day import WARNING, Day, Task, called, draft_of


def put(at: datetime, say: Callable[[str], None]) -> list[Task]:
    """Lay today's work on the desks; gives what there is to do and who does it."""
    say("放入今天的待办……")
    day = Day(the_agency(), at)
    rooms: tuple[Callable[[Day], Iterator[Task]], ...] = (
        _items,
        _published,
        _requests,
        _complaints,
        _enforcement,
        _outlets,
        *sample_later.ROOMS,
    )
    tasks = [task for room in rooms for task in room(day)]
    while marks.settle_all():
        pass
    return tasks


def _items(day: Day) -> Iterator[Task]:
    """A draft, one before the head with findings, one before the confidentiality reviewer."""
    text = (
        "# 风险点\n\n{}\n\n# 识别方法\n\n看标签是否齐全，是否在保质期内。\n\n"
        "# 消费建议\n\n请到证照齐全的商家购买，保存好票据。\n"
    )
    draft = draft_of(day, "关于冬季取暖器具安全使用的消费警示", text.format("电热毯折叠使用容易引发火灾。"))
    yield Task("spl-clerk", f"/items/{draft.uid}/edit", "写完这份送审稿，提交审签")

    risky = "举报人隋先生（电话 13806310000）反映，散装肉丸感官异常。"
    marked = draft_of(day, "关于选购散装熟食的消费警示", text.format(risky))
    yield Task("spl-clerk", f"/items/{marked.uid}/findings", "逐项处理机器标出的疑点，然后提交审签")

    clean = draft_of(day, "关于理性购买保健食品的消费警示", text.format("保健食品不能代替药品。"))
    submission = disclosure.hand_in(clean, day.officer("spl-clerk"), day.at)
    disclosure.clear(submission, Stage.FIRST, "open", day.officer("spl-head"), day.at)
    yield Task("secrecy1", f"/items/{clean.uid}/review", "保密审查")
    yield Task("office", f"/items/{clean.uid}/paper", "打印审核单，办理纸质签批")

    _, asked = called(
        day,
        "高新区食品小作坊登记办法（征求意见稿）",
        "# 第一条\n\n为规范食品小作坊登记，制定本办法。\n",
        "《山东省食品小作坊小餐饮和食品摊点管理条例》",
    )
    yield Task("spl-clerk", f"/consultations/{asked.uid}/", "意见征集：提交审签后公众可提意见")


def _published(day: Day) -> Iterator[Task]:
    """What may be done to items that are public."""
    penalty = Item.objects.filter(
        agency=day.agency, category="案件办理信息", releases__isnull=False, unit__isnull=False
    ).latest("published_on")
    yield Task("office", f"/items/{penalty.uid}/withdraw", "撤稿：先撤后补，或者说明理由")
    yield Task("office", f"/items/{penalty.uid}/term", "登记行政处罚的公示期限")
    yield Task("office", f"/items/{penalty.uid}/purge", "涉密误入处置")


def _requests(day: Day) -> Iterator[Task]:
    """An application just in, one in the chain of the reply, one answered, and a reconsideration."""
    office, today = day.officer("office"), shanghai_date(day.at)

    def arrive(text: str, phone: str, **more: Any) -> Any:
        values: dict[str, Any] = {
            "channel": "当面", "way": "visit", "submitted_on": today, "applicant_kind": "自然人",
            "person": {"name": "柳文清", "phone": phone, "address": "怡园街道文化西路 9 号"},
            "text": text, "unit": day.unit("SPL"),
        }  # fmt: skip
        return foi.register(foi.Intake(day.agency, **(values | more)), by=office, at=day.at)

    fresh = arrive("申请公开今年第三季度食品抽检不合格名单", "13800000101")
    yield Task("spl-clerk", f"/requests/{fresh.uid}/", "依申请公开：检索、起草答复")
    yield Task("spl-clerk", f"/requests/{fresh.uid}/decide", "起草答复，逐级审批")
    chained = arrive("申请公开去年食品小作坊登记的统计数据", "13800000102")
    one = next(one for one in choices(chained, today) if one.outcome.code == "grant.full")
    clerk = day.officer("spl-clerk")
    foi.decide(chained, one.outcome.code, {name: "见附件" for name, _ in one.contents}, by=clerk, at=day.at)
    for page, what in (
        ("", "答复审批单：在您这一环节"),
        ("reply", "答复的正文"),
        ("sheet", "打印答复审批单"),
        ("paper", "纸质签批"),
        ("files", "卷内目录"),
    ):
        yield Task("spl-head", f"/requests/{chained.uid}/{page}", what)
    arrival = remedies.Arrival(
        agency=day.agency,
        kind=Remedy.Kind.REVIEW,
        received_on=today,
        organ="威海市人民政府",
        unit=day.unit("FGK"),
        number=f"威政复〔{today.year}〕900号",
        application=chained.registration,
        copy_on=today,
    )
    suit = remedies.register(arrival, by=office, at=day.at)
    yield Task("fgk-clerk", f"/remedies/{suit.uid}/", "行政复议：在期限内提交答复书")


def _complaints(day: Day) -> Iterator[Task]:
    """A consultation, a complaint that nobody has yet, one in mediation, one with somebody hurt."""
    operator, number = day.officer("operator"), f"WS{shanghai_date(day.at):%Y%m%d}"

    def call(text: str, no: int, **more: Any) -> Any:
        values: dict[str, Any] = {
            "agency": day.agency, "channel": "12345", "kind": "投诉", "text": text,
            "person": {"name": "丛女士", "phone": f"1380000020{no}"},
            "respondent": "威海暖阳家电商行", "respondent_address": "怡园街道文化西路 18 号",
            "category": "家用电器", "source_number": f"{number}{no:02}",
        }  # fmt: skip
        matter = centre.register(centre.Intake(**(values | more)), by=operator, at=day.at)
        return matter.registration.cases.get()

    new = call("在该店购买的冰箱三天后不制冷，商家不给退货，要求退款 2680 元。", 1)
    yield Task("office", f"/complaints/{new.uid}/", "分办给一个单位")
    handler = day.officer("yys-clerk")
    working = call("网上购买的健身卡停业后不退费，要求退还余额 1200 元。", 2, category="预付卡")
    centre.assign(working, day.unit("YYS"), by=day.officer("office"), at=day.at, handler=handler)
    centre.accept(working, by=handler, at=day.at)
    yield Task("yys-clerk", f"/complaints/{working.uid}/", "组织调解，答复，结案")
    yield Task("yys-clerk", f"/complaints/{working.uid}/letters", "文书")
    paper = papers_of(standing(working), shanghai_date(day.at))[0]
    query = urlencode({"paper": paper.name})
    yield Task("yys-clerk", f"/complaints/{working.uid}/letters/write?{query}", "起草文书")
    centre.supervise(working, by=day.officer("leader"), at=day.at)
    asked = "三日内约双方到所调解，查清健身卡的余额"
    notice = draft_notice(working, asked, by=day.officer("office"), at=day.at)
    sign_notice(notice, by=day.officer("leader"), at=day.at)
    yield Task("yys-clerk", f"/complaints/{working.uid}/supervision", "督办通知：书面反馈")
    hurt = call("燃气热水器装好第二天，家里老人一氧化碳中毒住院，要求退货并查处。", 3)
    yield Task("office", f"/complaints/{hurt.uid}/", "涉及人身安全：当天分办")
    for signal in nightly.run(day.agency, at=day.at, until=shanghai_date(day.at)):
        yield Task(
            "office", f"/signals/{signal.year}/{signal.number}/", "风险预警：制作提示，或者说明理由不予处理"
        )


def _enforcement(day: Day) -> Iterator[Task]:
    """An investigation that is open."""
    case = enforcement.open_investigation(
        agency=day.agency,
        number=f"威高市监立〔{shanghai_date(day.at).year}〕900号",
        unit=day.unit("JCD"),
        violation="涉嫌销售不合格燃气器具",
        respondent="威海暖阳家电商行",
        by=day.officer("jcd-head"),
        at=day.at,
    )
    yield Task("jcd-clerk", f"/enforcement/investigations/{case.uid}/", "立案调查")


def _outlets(day: Day) -> Iterator[Task]:
    """A place with a keeper, a column with an owner, a posting to make, a list for the archive."""
    office, clerk, today = day.officer("office"), day.officer("spl-clerk"), shanghai_date(day.at)
    place = keeping.open_place(
        day.agency,
        {
            "name": "政务大厅公示栏", "kind": "公示栏", "where": "政务大厅一层", "unit": day.unit("BGS"),
            "keeper": clerk, "cycle_days": 30, "since": today,
        },
        office,
        day.at,
    )  # fmt: skip
    yield Task("spl-clerk", f"/outlets/places/{place.uid}/", "点位：登记今天张贴的内容")
    duty = keeping.assign_column(
        day.agency,
        {
            "column": "warnings", "unit": day.unit("SPL"), "officer": clerk, "deputy": None,
            "cycle_days": 30, "since": today,
        },
        office,
        day.at,
    )  # fmt: skip
    yield Task("spl-clerk", f"/outlets/columns/{duty.uid}/", "栏目责任：更新，或者零报告")
    item = Item.objects.filter(agency=day.agency, category=WARNING, releases__isnull=False).latest(
        "published_on"
    )
    posting = carrying.plan(item, "press", office, day.at)
    yield Task("office", f"/outlets/postings/{posting.uid}/", "渠道发布：投送后回填")
    assert item.published_on is not None
    quarter = (item.published_on.month + 2) // 3
    made = delivering.make_list(day.agency, item.published_on.year, quarter, "高新区档案馆", office, day.at)
    yield Task("office", f"/outlets/deliveries/{made.uid}/", "送交清单：打印，交接")
