"""More of a day's work of the sample bureau: what comes of earlier steps, and what seldom lies on a desk.

A consultation of the public with an opinion, a penalty for another province, a sample that failed, a register
of samples that waits, a mass re-release to approve, a finding of an inspection, files that are kept,
background work, an incident. All of it by the verbs that people use.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from gongkai.demo.sampling import COLUMNS as SAMPLES
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive.keeping import file_case
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.keeping import ROOM as CENTRE
from gongkai.desk.complaints.verbs import batches
from gongkai.desk.disclosure import opinions, rows
from gongkai.desk.disclosure import verbs as disclosure
from gongkai.desk.disclosure.models import Incident, Item, Stage
from gongkai.desk.disclosure.verbs.keeping import file_opinions
from gongkai.desk.enforcement import rechecking, sampling
from gongkai.desk.enforcement.models import Penalty, Sample
from gongkai.desk.foi.keeping import ROOM as REQUESTS
from gongkai.desk.foi.models import Application
from gongkai.desk.lists.exporting import export
from gongkai.desk.mailbox.receiving import Message
from gongkai.desk.oversight import inspecting, plan
from gongkai.exchange import worker
from gongkai.exchange.rereleases import verbs as rereleases
from gongkai.ledgers import imports
from gongkai.sealing.ids import new_uid
from gongkai.sites.sample_day import BUSINESS, Day, Task, called, draft_of


def consultation(day: Day) -> Iterator[Task]:
    """A draft that is public for opinions, and one that came."""
    item, asked = called(
        day,
        "高新区网络餐饮食品安全管理办法（征求意见稿）",
        "# 第一条\n\n入网餐饮单位应当使用外卖封签。\n",
        "《中华人民共和国食品安全法》",
    )
    _out(item, day)
    message = Message(
        receipt=new_uid(), id=new_uid(), kind="opinion", form="portal/1",
        fields={"about": item.index, "sender": "person", "clause": "第一条", "text": "封签由谁付费？"},
        person={"name": "宋先生", "phone": "13800000301"}, files=(), submitted_at=day.at, arrived_at=day.at,
        doubtful_time=False, n=0, cases=(),
    )  # fmt: skip
    opinions.receive(message)
    yield Task("spl-clerk", f"/consultations/{asked.uid}/opinions/1", "研究公众意见，写明采纳情况")


def concluded(day: Day) -> Iterator[Task]:
    """A consultation whose month is over: its feedback is public, what came of it is filed."""
    began = replace(day, at=day.at - timedelta(days=40))
    item, asked = called(
        began,
        "高新区集贸市场计量管理规定（征求意见稿）",
        "# 第一条\n\n集贸市场应当设置公平秤。\n",
        "《中华人民共和国计量法》",
    )
    _out(item, day)
    feedback = disclosure.draft_feedback(asked, day.officer("spl-clerk"), day.at)
    _out(feedback, day)
    asked.refresh_from_db()
    filing = file_opinions(asked, "10", "class", by=day.officer("office"), at=day.at)
    yield Task("office", f"/consultations/retention/{filing.pk}/longer", "意见征集案卷到期前延长保管")


def _out(item: Item, day: Day) -> None:
    """Hand an item in, clear it at every stage, let it out."""
    submission = disclosure.hand_in(item, day.officer("spl-clerk"), day.at)
    for stage, who in ((Stage.FIRST, "spl-head"), (Stage.SECRECY, "secrecy1"), (Stage.SIGN, "leader")):
        disclosure.clear(submission, stage, "open", day.officer(who), day.at)
    worker.push(day.at)


def penalty(day: Day) -> Iterator[Task]:
    """A decision about a party of another province, as its register brings it."""
    decided = shanghai_date(day.at) - timedelta(days=5)
    number = f"威高市监罚字〔{decided.year}〕900号"
    row = {
        "决定书文号": number, "当事人名称": "江苏云杉食品有限公司", "统一社会信用代码": "91320100MA1TEST07K",
        "当事人类型": "企业", "违法行为类型": "生产经营标签不符合规定的食品",
        "违法事实": "当事人销售的预包装食品没有标明贮存条件。",
        "处罚依据": "《中华人民共和国食品安全法》第一百二十五条", "处罚种类": "罚款",
        "处罚内容": "罚款5000元", "罚款金额": "0.5", "没收金额": "0", "处罚机关": day.agency.name,
        "决定日期": decided.isoformat(), "是否跨省": "是", "送达日期": decided.isoformat(), "条线": "食药",
    }  # fmt: skip
    _take("penalties", row, day)
    made = Penalty.objects.get(agency=day.agency, doc_no=number)
    yield Task("spl-clerk", f"/enforcement/penalties/{made.uid}/push", "外省当事人的处罚：推送登记地")


def failed_sample(day: Day) -> Iterator[Task]:
    """A sample that failed, as its register brings it; the shop has the conclusion and may ask for a 复检."""
    today = shanghai_date(day.at)
    row = dict.fromkeys(SAMPLES, "") | {
        "抽样编号": f"DC{today:%y}3710021290003", "公告批次": f"{today.year}年第91期", "食品名称": "鸡蛋",
        "被抽样单位": "威海高区惠邻生鲜店", "结论": "不合格", "不合格项目": "恩诺沙星",
        "检验结果": "22.4μg/kg", "标准值": "不得检出", "检验机构": "威海市食品药品检验检测中心",
        "任务来源": "区级监督抽检", "报告日期": (today - timedelta(days=2)).isoformat(),
    }  # fmt: skip
    _take("samples", row, day)
    made = Sample.objects.get(agency=day.agency, number=row["抽样编号"])
    rechecking.tell(made, today, "送达回证〔样例〕1号", by=day.officer("spl-clerk"), at=day.at)
    yield Task("spl-clerk", f"/enforcement/samples/each/{made.uid}/recheck", "不合格样品：登记复检申请")


def samples(day: Day) -> Iterator[Task]:
    """An uploaded register to confirm, with a row that came back; a batch of the year."""
    today = shanghai_date(day.at)
    good = dict.fromkeys(SAMPLES, "") | {
        "抽样编号": f"DC{today:%y}3710021290001", "公告批次": f"{today.year}年第90期", "食品名称": "大樱桃",
        "被抽样单位": "威海高区果满园超市", "结论": "合格", "检验机构": "威海市食品药品检验检测中心",
        "任务来源": "区级监督抽检", "报告日期": today.isoformat(),
    }  # fmt: skip
    bad = good | {"抽样编号": f"DC{today:%y}3710021290002", "报告日期": "上个月"}
    data = _register([good, bad]).encode("utf-8-sig")
    clerk = day.officer("spl-clerk")
    file = sampling.stage(day.agency, "抽检台账.csv", data, by=clerk, at=day.at)
    yield Task("spl-clerk", f"/enforcement/samples/files/{file.uid}/", "抽检台账：看清会写入什么，确认导入")
    known = Sample.objects.filter(agency=day.agency).exclude(batch="").order_by("pk")
    if name := known.values_list("batch", flat=True).first():
        yield Task(
            "spl-clerk",
            f"/enforcement/samples/batch?{urlencode({'name': name})}",
            "抽检批次：认定由哪条信息公布",
        )


def office(day: Day) -> Iterator[Task]:
    """A mass re-release before another person, a finding of an inspection, an export, an incident."""
    by, today = day.officer("office"), shanghai_date(day.at)
    again = rereleases.request(day.agency, by, day.at, reason="核对门户是否缺页", only_missing=True)
    yield Task("director", f"/exchange/rereleases/{again.uid}/", "批量重新发布：由另一个人批准")
    found = inspecting.Found(
        inspector="superior",
        body="威海市政务公开办公室",
        found_on=today,
        told_on=today,
        days=5,
        kind="stale",
        words="“消费警示”栏目超过两周没有更新",
        unit=day.unit("SPL"),
        column="warnings",
    )
    finding = inspecting.enter(day.agency, found, by=by, at=day.at)
    yield Task("spl-head", f"/inspections/{finding.uid}/", "检查发现的问题：整改，报政务公开办公室确认")
    year, limit = today.year, today + timedelta(days=20)
    task = plan.plan(
        day.agency, year, "公开食品安全监督抽检结果", unit=day.unit("SPL"), due_on=limit, by=by, at=day.at,
        source=f"{year}年政务公开工作要点第六条", key_area="食品安全监管",
    )  # fmt: skip
    yield Task("spl-head", f"/plan/{task.uid}/", "工作要点任务：登记佐证，完成")
    job = export(rows.LISTING, by, {}, "csv", day.at)
    yield Task("office", f"/jobs/{job.uid}/", "后台导出信息目录")
    met = disclosure.quarantine(day.agency, Incident.Place.DRAFT, day.officer("spl-clerk"), day.at)
    yield Task("secrecy1", f"/incidents/{met.pk}/", "起草时发现密级标志：已拦下，核对处置")


def kept(day: Day) -> Iterator[Task]:
    """Files of the year that are kept, and what was answered once and may be for everyone."""
    by = day.officer("office")
    for room, where in ((REQUESTS, "requests"), (CENTRE, "complaints")):
        if (pk := _filed(room, day)) is not None:
            yield Task("office", f"/{where}/retention/{pk}/longer", "案卷到期前延长保管")
    ours = Application.objects.filter(agency=day.agency, replied_on__isnull=False)
    if (answered := ours.select_related("case").order_by("pk").first()) is not None:
        yield Task("office", f"/requests/{answered.case.uid}/publish", "依申请公开转为主动公开")
    waiting = Case.objects.filter(registration__agency=day.agency, registration__matter__isnull=False)
    waiting = waiting.exclude(stage="closed").order_by("-pk")
    sent = batches.begin(new_uid(), "urge", [one.uid for one in waiting[:3]], by=by, at=day.at)
    yield Task("office", f"/complaints/many/{sent.uid}", "批量催办：逐件的结果")


def withdrawn(day: Day) -> Iterator[Task]:
    """A notice that the office took down at once; its approval may come on paper."""
    item = draft_of(
        day, "关于暂停办理业务的通知", "因停电，今日下午暂停办理业务。\n", category=BUSINESS, fields={}
    )
    _out(item, day)
    disclosure.withdraw(item, "error", day.officer("office"), day.at)
    yield Task("office", f"/items/{item.uid}/approve/paper", "先撤后补：领导在纸上签的，录入审批单")


def outlived(day: Day) -> Iterator[Task]:
    """Files of older years whose period has ended, on lists 销毁清册 that wait for their approval."""
    unit, by = day.unit("SPL").name, day.officer("office")
    complaint = {
        "登记编号": "TS2014000001", "来源渠道": "12315", "登记时间": "2014-05-06 09:10", "诉求类型": "投诉",
        "诉求人": "邹先生", "联系电话": "13800000412", "是否匿名": "否", "被诉主体": "威海高区便民超市",
        "商品服务类别": "食品", "诉求内容": "饮料瓶盖破损，要求退款。", "承办单位": unit, "受理决定": "受理",
        "受理时间": "2014-05-07 10:00", "办结时间": "2014-05-15 16:00", "办理结果": "调解成功",
        "答复内容": "经调解，商家已退款。", "答复时间": "2014-05-15 16:30", "满意度": "满意",
    }  # fmt: skip
    request = {
        "登记编号": "2014年第1号", "提交日期": "2014-06-03", "收到日期": "2014-06-04", "提交方式": "信函",
        "申请人类型": "自然人", "申请人": "邹先生", "联系方式": "13800000412",
        "申请内容": "申请公开2013年度食品抽检计划。", "答复结果": "同意公开答复", "答复日期": "2014-06-17",
        "送达方式": "邮寄",
    }  # fmt: skip
    brought = ((CENTRE, "complaints", complaint), (REQUESTS, "applications", request))
    for (room, kind, row), where in zip(brought, ("complaints", "requests"), strict=True):
        _take(kind, row, day)
        case = room.waiting(day.agency).filter(registration__registered_on__year=2014).order_by("pk").first()
        if case is None:
            continue
        filing = file_case(room, case, "10", by=by, at=day.at)
        listed = room.draw_up(day.agency, [filing.pk], "经鉴定没有继续保存的价值", by=by, at=day.at)
        yield Task("leader", f"/{where}/retention/lists/{listed.uid}/", "到期案卷的销毁清册：批准或者退回")


def _take(kind: str, row: Mapping[str, str], day: Day) -> None:
    """Bring one row in as its register."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{kind}.csv"
        file.write_text(_register([row]), encoding="utf-8")
        imports.run(kind, [file], agency=day.agency, at=day.at)


def _filed(room: Room, day: Day) -> int | None:
    """A closed case of a room, filed for the period that the office proposes."""
    case = room.waiting(day.agency).order_by("pk").first()
    if case is None:
        return None
    key, _reason = room.proposed(case)
    return file_case(room, case, key, by=day.officer("office"), at=day.at).pk


def _register(found: list[Mapping[str, str]]) -> str:
    """A register as people keep it."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    return written.getvalue()


ROOMS = (consultation, concluded, penalty, failed_sample, samples, office, kept, withdrawn, outlived)
