"""The course of a case in words: its events, who did them, what the codes in them mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.casework.models import Case, Event
from gongkai.desk.casework.personal import REASONS as LOOKS
from gongkai.desk.casework.queries import day_of
from gongkai.desk.casework.verbs.closing import REOPENINGS
from gongkai.desk.complaints.correcting_forms import FIELDS
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.verbs.sorting import RETURNS
from gongkai.face.spoken import weekday

EVENTS = {
    "imported": gettext_lazy("从台账导入"),
    "changed": gettext_lazy("台账内容变更"),
    "registered": gettext_lazy("登记"),
    "taken-down": gettext_lazy("记录诉求"),
    "assigned": gettext_lazy("分办"),
    "reassigned": gettext_lazy("改派"),
    "returned": gettext_lazy("退回投诉举报中心"),
    "handler-named": gettext_lazy("指定承办人"),
    "corrected": gettext_lazy("更正登记"),
    "sorted": gettext_lazy("改类别、主体"),
    "accepted": gettext_lazy("受理"),
    "refusal-proposed": gettext_lazy("提请不予受理"),
    "filing-proposed": gettext_lazy("提请立案与否"),
    "authority-noted": gettext_lazy("登记代他人、共同投诉"),
    "papers-asked": gettext_lazy("通知补正委托材料"),
    "papers-given": gettext_lazy("收到委托材料"),
    "repeat-proposed": gettext_lazy("提请按重复举报处理"),
    "was-repeated": gettext_lazy("同一举报人再次举报同一事实"),
    "decided": gettext_lazy("复核决定"),
    "sent-back": gettext_lazy("复核退回"),
    "transferred": gettext_lazy("移送其他部门"),
    "file-kept": gettext_lazy("保存附件"),
    "file-screened": gettext_lazy("检查来件附件"),
    "secrecy-met": gettext_lazy("发现密级标志，已清除"),
    "violation-found": gettext_lazy("调解中发现涉嫌违法行为"),
    "violation-proposed": gettext_lazy("提请立案与否（调解中发现）"),
    "violation-sent-back": gettext_lazy("复核退回（调解中发现）"),
    "violation-decided": gettext_lazy("决定立案与否（调解中发现）"),
    "time-asked": gettext_lazy("申请延长期限"),
    "time-decided": gettext_lazy("审批延长期限"),
    "contest-raised": gettext_lazy("与其他机关发生管辖争议"),
    "contest-reported": gettext_lazy("报请指定管辖"),
    "contest-settled": gettext_lazy("管辖争议了结"),
    "platform-entered": gettext_lazy("录入全国12315平台"),
    "return-asked": gettext_lazy("申请退单"),
    "return-answered": gettext_lazy("平台答复退单申请"),
    "extension-asked": gettext_lazy("向平台申请延期"),
    "extension-answered": gettext_lazy("平台答复延期申请"),
    "mediation-entrusted": gettext_lazy("委托调解组织调解"),
    "mediation-handed-over": gettext_lazy("转调解组织"),
    "mediation-result": gettext_lazy("调解组织的结果"),
    "told": gettext_lazy("告知向有权部门提出"),
    "withdrawn": gettext_lazy("诉求人撤回"),
    "mediation-called": gettext_lazy("邀请调解"),
    "mediation-moved": gettext_lazy("调解改期"),
    "mediator-recused": gettext_lazy("调解员回避"),
    "mediation-held": gettext_lazy("进行调解"),
    "agreed": gettext_lazy("达成调解"),
    "mediation-ended": gettext_lazy("终止调解"),
    "testing-began": gettext_lazy("送检，期限暂停"),
    "testing-ended": gettext_lazy("检测结束，期限继续"),
    "main-testing-began": gettext_lazy("合并调解的主案送检，本件期限同时暂停"),
    "main-testing-ended": gettext_lazy("合并调解的主案检测结束，本件期限继续"),
    "checked": gettext_lazy("核查"),
    "noted": gettext_lazy("办理记录"),
    "called": gettext_lazy("拨打电话"),
    "call-proves": gettext_lazy("通话作为凭证"),
    "answered": gettext_lazy("答复"),
    "question-asked": gettext_lazy("在查询码页面询问诉求人"),
    "closed": gettext_lazy("办结"),
    "reopened": gettext_lazy("重新办理"),
    "called-back": gettext_lazy("回访"),
    "followed-up": gettext_lazy("后续反映"),
    "responded": gettext_lazy("回应后续反映"),
    "urged": gettext_lazy("催办"),
    "supervised": gettext_lazy("督办"),
    "supervision-lifted": gettext_lazy("解除督办"),
    "notice-drafted": gettext_lazy("拟办督办通知"),
    "notice-issued": gettext_lazy("签发督办通知，送责任单位"),
    "notice-received": gettext_lazy("签收督办通知"),
    "notice-withdrawn": gettext_lazy("撤回未签发的督办通知"),
    "notice-answered": gettext_lazy("督办反馈"),
    "joined": gettext_lazy("并入合并调解"),
    "parted": gettext_lazy("拆出单独调解"),
    "was-joined": gettext_lazy("另一件并入本件"),
    "was-parted": gettext_lazy("另一件拆出"),
    "split": gettext_lazy("拆分"),
    "likeness-judged": gettext_lazy("相似判断"),
    "likeness-undone": gettext_lazy("撤销相似判断"),
    "opening-asked": gettext_lazy("申请开启身份"),
    "opening-approved": gettext_lazy("批准开启身份"),
    "person-opened": gettext_lazy("查看联系方式"),
    "opening-shown": gettext_lazy("查看已开启的身份"),
    "text-opened": gettext_lazy("查看原文"),
    "file-opened": gettext_lazy("查看附件"),
    "due-moved": gettext_lazy("期限调整"),
    "voided": gettext_lazy("作废"),
    "merged": gettext_lazy("误录合并，并入另一件"),
    "merged-in": gettext_lazy("另一件误录并入本件"),
    "unmerged": gettext_lazy("撤销合并，恢复办理"),
    "merged-out": gettext_lazy("并入的误录撤销合并"),
    "rated": gettext_lazy("门户评价"),
    "message-taken": gettext_lazy("门户来件"),
    "signal-judged": gettext_lazy("预警判断"),
    "unit-asked": gettext_lazy("请其他单位协办"),
    "unit-released": gettext_lazy("解除协办"),
    "opinion-given": gettext_lazy("协办意见"),
    "dispute-raised": gettext_lazy("提出管辖争议"),
    "dispute-ruled": gettext_lazy("裁定管辖"),
    "reward-proposed": gettext_lazy("提请举报奖励"),
    "reward-decided": gettext_lazy("奖励决定"),
    "reward-sent-back": gettext_lazy("奖励退回"),
    "reward-paid": gettext_lazy("发放奖励"),
    "reward-refusal-proposed": gettext_lazy("提请不予奖励"),
    "reward-told": gettext_lazy("告知举报人奖励决定"),
    "reward-extended": gettext_lazy("延长举报奖励的领取期限"),
    "reward-objected": gettext_lazy("举报人对奖励金额有异议"),
    "reward-upheld": gettext_lazy("复核异议，维持奖励决定"),
    "reward-lapsed": gettext_lazy("举报奖励逾期未领、放弃"),
    "letter-made": gettext_lazy("制作文书"),
    "letter-opened": gettext_lazy("查看文书"),
    "letter-sealed": gettext_lazy("文书用印"),
    "letter-sent": gettext_lazy("送达文书"),
    "letter-result": gettext_lazy("送达结果"),
    "letter-voided": gettext_lazy("文书作废"),
    "facts-taken-over": gettext_lazy("新情况并入先收到的一件"),
    "shredded": gettext_lazy("销毁个人信息"),
}
_SAID = (
    "decision", "outcome", "delivery", "attended", "satisfaction", "kind", "channel", "number", "way",
    "result", "chosen",
)  # fmt: skip
_PEOPLE = ("handler", "approved_by", "mediator", "proposed_by", "asked_by")
_FLAGS = {
    "voided": gettext_lazy("随作废解除"),
    "check": gettext_lazy("核查调解中发现的涉嫌违法行为的期限"),
    "new_facts": gettext_lazy("反映新的事实"),
    "again": gettext_lazy("平台退单后再次转来，继续办理，期限仍从原来的日期算"),
    "anew": gettext_lazy("代替原来的奖励决定"),
    "doubtful_time": gettext_lazy("门户所记的提交时间存疑，按取回之日起算"),
}
_MESSAGES = {
    "reply": gettext_lazy("回复询问"),
    "supplement": gettext_lazy("补充"),
    "withdraw": gettext_lazy("撤回"),
    "rate": gettext_lazy("评价"),
}
"""Kinds of what a citizen sends later."""
SHOWN = 60
"""Events that a page shows, the newest first."""


def course(case: Case, unit: Unit | None = None) -> list[dict[str, Any]]:
    """The newest events of a case in words; ``unit``: the one that answers, which need not be looked up."""
    found = list(Event.objects.filter(stream=case.stream).order_by("-n")[:SHOWN])
    return tell(found, case.registration.agency, unit)


def tell(found: Sequence[Event], agency: Agency, unit: Unit | None = None) -> list[dict[str, Any]]:
    """Events in words, with names of people and units."""
    said = [event.data for event in found]
    uids = {event.by for event in found}
    uids |= {str(data[name]) for data in said for name in _PEOPLE if name in data}
    people = dict(Officer.objects.filter(uid__in=uids).values_list("uid", "name"))
    units = {unit.code: unit.name} if unit is not None else {}
    codes = {str(data[name]) for data in said for name in ("from", "unit") if name in data}
    if codes - set(units):
        units |= dict(Unit.objects.filter(agency=agency, code__in=codes).values_list("code", "name"))
    hands = {"import": _("台账"), "system": _("系统")}
    return [
        {
            "type": EVENTS.get(event.type, event.type),
            "detail": _detail(event.type, data, people, units),
            "occurred": day_of(event.occurred),
            "recorded": event.recorded,
            "by": people.get(event.by, hands.get(event.by, "")),
        }
        for event, data in zip(found, said, strict=True)
    ]


def _who(data: dict[str, Any], people: dict[str, str], units: dict[str, str]) -> list[str]:
    """Units, from one to the other, and people that an event names."""
    whose = [units[data[name]] for name in ("from", "unit") if data.get(name) in units]
    named = ("handler", "mediator", "approved_by", "proposed_by")
    parts = [" → ".join(dict.fromkeys(whose))]
    return parts + [people[data[name]] for name in named if data.get(name) in people]


def _detail(type_: str, data: dict[str, Any], people: dict[str, str], units: dict[str, str]) -> str:
    """The codes of an event in words."""
    parts = _who(data, people, units)
    codes = {"returned": RETURNS, "reopened": REOPENINGS, "person-opened": LOOKS, "text-opened": LOOKS}
    if type_ in codes and data.get("reason") in codes[type_]:
        parts.append(codes[type_][data["reason"]])
    if type_.startswith("supervis"):
        parts.append(house().supervision.get(str(data.get("rule")), ""))
    for name in _SAID:
        if isinstance(data.get(name), str):
            parts.append(str(_MESSAGES.get(data[name], data[name])))
    parts += [_("%(n)d 日") % {"n": data[name]} for name in ("days",) if data.get(name)]
    parts += [str(words) for name, words in _FLAGS.items() if data.get(name)]
    if type_ == "corrected":
        parts += [str(FIELDS[name]) for name in data.get("columns", ()) if name in FIELDS]
    if data.get("reached") is False:
        parts.append(_("未接通"))
    if type_ == "urged" and data.get("count"):
        whose = _("诉求人第 %(n)s 次") if data.get("by_petitioner", True) else _("本局第 %(n)s 次")
        parts.append(whose % {"n": data["count"]})
    if isinstance(data.get("granted"), bool):
        parts.append(_("同意") if data["granted"] else _("不同意"))
    parts += [str(data[name]) for name in ("wanted", "until") if data.get(name)]
    if data.get("meets_on"):
        met = date.fromisoformat(data["meets_on"])
        parts.append(f"{met} {weekday(met)}")
    return " · ".join(part for part in parts if part)
