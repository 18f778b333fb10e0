"""The page of one item: facts, what comes next, who has it, what it went through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.queries import day_of
from gongkai.desk.disclosure import catalogue, chains, content, due, queries, rules
from gongkai.desk.disclosure.chains import CARRIED
from gongkai.desk.disclosure.course import DECISIONS, Course, stage_name
from gongkai.desk.disclosure.models import Clearance, Item, Submission
from gongkai.desk.disclosure.screens.content import paragraphs, rendered
from gongkai.desk.disclosure.stages import Chain
from gongkai.desk.disclosure.verbs import REASONS
from gongkai.face.texts import iso_minute

EVENTS = {
    "imported": gettext_lazy("从台账导入"),
    "changed": gettext_lazy("台账内容变更"),
    "drafted": gettext_lazy("起草"),
    "amended": gettext_lazy("修改草稿"),
    "submitted": gettext_lazy("送审"),
    "cleared": gettext_lazy("审签"),
    "clearance-recalled": gettext_lazy("撤回审签"),
    "refused-at-door": gettext_lazy("放行时被拒"),
    "released": gettext_lazy("发布"),
    "released-again": gettext_lazy("批量重新发布"),
    "withdrawn": gettext_lazy("撤稿"),
    "withdrawal-approved": gettext_lazy("撤稿补批"),
    "withdrawal-paper-entered": gettext_lazy("录入纸质补批"),
    "withdrawal-paper-confirmed": gettext_lazy("核对纸质补批"),
    "withdrawal-paper-refused": gettext_lazy("纸质补批核对不符"),
    "findings-resolved": gettext_lazy("处理疑点"),
    "file-attached": gettext_lazy("添加附件"),
    "file-detached": gettext_lazy("移除附件"),
    "file-checked": gettext_lazy("检查附件"),
    "file-looked-at": gettext_lazy("看过附件图片"),
    "secrecy-purge": gettext_lazy("涉密误入处置"),
    "paper-entered": gettext_lazy("录入纸质签批"),
    "paper-confirmed": gettext_lazy("核对纸质签批"),
    "paper-refused": gettext_lazy("纸质签批核对不符"),
    "publicity-term": gettext_lazy("登记公示期"),
    "related": gettext_lazy("链接相关信息"),
    "parted": gettext_lazy("取消相关信息"),
    "report-signed": gettext_lazy("签发年度报告"),
    "batch-tied": gettext_lazy("认定公布抽检批次"),
    "early-publication-allowed": gettext_lazy("准许提前公布"),
    "batch-untied": gettext_lazy("取消认定抽检批次"),
    "standing-listed": gettext_lazy("列入执法公示"),
    "standing-reviewed": gettext_lazy("复核执法公示"),
    "consultation-called": gettext_lazy("登记意见征集"),
    "consultation-concluded": gettext_lazy("登记正式文件"),
    "opinion-came": gettext_lazy("收到公众意见"),
    "opinion-added": gettext_lazy("公众意见补充"),
    "opinion-withdrawn": gettext_lazy("公众意见撤回"),
    "opinion-opened": gettext_lazy("查看意见原文"),
    "opinion-weighed": gettext_lazy("研究公众意见"),
    "phone-authorised": gettext_lazy("登记电话授权"),
    "phone-signed": gettext_lazy("电话授权补签"),
    "unit-merged": gettext_lazy("单位合并，移交"),
    "opinion-file-screened": gettext_lazy("检查意见附件"),
    "opinion-file-opened": gettext_lazy("打开意见附件"),
    "opinions-filed": gettext_lazy("意见征集归档"),
    "opinions-kept-longer": gettext_lazy("意见征集延长保管"),
    "opinions-spared": gettext_lazy("意见征集继续保存"),
    "opinions-destroyed": gettext_lazy("意见按销毁清册销毁"),
    "secrecy-met": gettext_lazy("发现密级标志，已清除"),
    "feedback-drafted": gettext_lazy("起草采纳情况反馈"),
    "outlet-planned": gettext_lazy("安排渠道发布"),
    "outlet-placed": gettext_lazy("登记渠道发布"),
    "outlet-checked": gettext_lazy("核对渠道上的内容"),
    "outlet-dropped": gettext_lazy("取消渠道发布"),
    "outlet-taken-down": gettext_lazy("从渠道撤下"),
}
_EVENTS_SHOWN = 50
_PEOPLE_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the way out: ``state`` is done, here, wait or stop."""

    label: str
    state: str
    lines: tuple[str, ...]


def facts(item: Item, days: date) -> list[tuple[str, str]]:
    """The metadata of an item; what is empty is left out. Dates show their weekday."""
    named = (
        (_("索引号"), item.index),
        (_("信息类别"), item.category),
        (_("公开方式"), item.get_means_display()),
        (_("责任单位"), item.unit.name if item.unit else ""),
        (_("文号"), item.doc_no),
        (_("成文日期"), said(item.formed_on)),
        (_("发布日期"), said(item.published_on)),
        (_("有效性"), item.get_validity_display() if item.validity else ""),
        (_("规范性文件"), _("是") if item.is_norm else ""),
        (_("公开渠道"), "、".join(one.outlet for one in item.placements.order_by("on", "pk"))),
        (_("保密审查"), said(item.secrecy_reviewed_on)),
        *((str(catalogue.NAMES[name]), value) for name, value in catalogue.of(item).items()),
    )
    return [(name, value) for name, value in named if value]


def said(day: date | None) -> str:
    """A day with its weekday, and whether people work on it: 2017-09-30 周六，调休上班."""
    return f"{day:%Y-%m-%d} {due.calendar().describe(day)}" if day else ""


def text(item: Item) -> Any:
    """What the item says now, as HTML."""
    return rendered(content.body(item), item) if item.body else paragraphs(item.text)


def steps(course: Course, today: date) -> list[Step]:
    """The way of the newest submission: handing in, the stages, the release."""
    submission = course.submission
    if submission is None:
        found = [Step(_("送审"), "here", (_("等经办人送审"),))]
        found += [_waiting(stage, course, today) for stage in course.route.names]
        return [*found, Step(_("发布"), "wait", (_("内外网交换核对摘要后放行"),))]
    at = iso_minute(submission.at)
    found = [
        Step(
            _("送审"), "done", (submission.author, _("第 %(n)d 次，%(at)s") % {"n": submission.no, "at": at})
        )
    ]
    given = {one.stage: one for one in course.clearances}
    is_stopped = course.blocking is not None
    for stage in course.route.names:
        if stage in given:
            found.append(_given(given[stage], course))
        elif stage == CARRIED and submission.carries is not None:
            found.append(_carried(submission.carries, course))
        elif stage in course.stages:
            found.append(_here(stage, course, today))
        else:
            found.append(
                Step(_title(stage, course), "wait", ("—",)) if is_stopped else _waiting(stage, course, today)
            )
    return [*found, _release(course)]


def _title(stage: str, course: Course) -> str:
    """How the stage is called on this route."""
    found = course.route.stage(stage)
    return _(found.title) if found else stage_name(stage)


def _given(clearance: Clearance, course: Course) -> Step:
    passed = clearance.decision in rules.PASSES
    opinion = _("%(who)s：%(what)s") % {"who": clearance.by, "what": DECISIONS[clearance.decision]}
    state = "done" if passed else "stop"
    return Step(_title(clearance.stage, course), state, (opinion, iso_minute(clearance.at)))


def _carried(clearance: Clearance, course: Course) -> Step:
    """A stage whose earlier opinion stands, because only wording changed."""
    opinion = _("%(who)s：%(what)s") % {"who": clearance.by, "what": DECISIONS[clearance.decision]}
    note = _("文字性修改，沿用 %(at)s 的意见") % {"at": iso_minute(clearance.at)}
    return Step(_title(clearance.stage, course), "done", (opinion, note))


def _here(stage: str, course: Course, today: date) -> Step:
    return Step(_title(stage, course), "here", (_who(stage, course, today), _("现在在这里")))


def _waiting(stage: str, course: Course, today: date) -> Step:
    return Step(_title(stage, course), "wait", (_who(stage, course, today),))


def _who(stage: str, course: Course, today: date) -> str:
    """Who may clear, or that the leader in charge steps in because nobody else may."""
    people = able(stage, course, today)
    if people:
        return "、".join(people)
    leaders = eligible(Duty.Kind.LEADER, course.item.unit, today, agency=course.item.agency)
    names = "、".join(one.name for one in leaders[:_PEOPLE_SHOWN])
    return _("没有能办的人，转分管领导%(names)s") % {"names": names}


def _release(course: Course) -> Step:
    if course.key == "withdrawn" and course.withdrawal:
        why = REASONS.get(course.withdrawal.reason)
        return Step(_("已撤"), "stop", (why.label if why else "", iso_minute(course.withdrawal.at)))
    if course.is_public and not course.is_pending and course.release:
        return Step(_("已发布"), "done", (iso_minute(course.release.at),))
    if course.key == "door":
        return Step(_("发布"), "here", (_("几秒内放行"),))
    return Step(_("发布"), "wait", (_("内外网交换核对摘要后放行"),))


def able(stage: str, course: Course, today: date) -> list[str]:
    """The names of those who may clear at a stage and took no part, deputies included; the first few."""
    item = course.item
    chain = Chain(course.route, "", ())
    if course.submission is not None:
        chain = chains.chain(course.submission, queries.standing_clearances(course.submission))
    free = rules.free(stage, chain, agency=item.agency, unit=item.unit, day=today)
    return [one.name for one in free[:_PEOPLE_SHOWN]]


def submissions(item: Item) -> list[dict[str, Any]]:
    """All submissions, newest first, each with every clearance it got, recalled ones too."""
    found: Sequence[Submission] = list(
        item.submissions.defer("content", "body").select_related("release").order_by("-no")
    )
    given: dict[int, list[Clearance]] = {}
    for one in Clearance.objects.filter(submission__in=found).defer("note").order_by("at", "pk"):
        given.setdefault(one.submission_id, []).append(one)
    return [
        {
            "submission": one,
            "is_out": hasattr(one, "release"),
            "clearances": [_opinion(given_one) for given_one in given.get(one.pk, ())],
        }
        for one in found
    ]


def _opinion(clearance: Clearance) -> dict[str, Any]:
    signed = json.loads(bytes(clearance.body) or b"{}")
    return {
        "stage": stage_name(clearance.stage),
        "passed": clearance.decision in rules.PASSES,
        "decision": DECISIONS[clearance.decision],
        "by": clearance.by,
        "deputy_for": (signed.get("deputy_for") or "").partition(" <")[0],
        "ground": signed.get("ground") or "",
        "article": signed.get("article") or "",
        "note": signed.get("note") or "",
        "at": clearance.at,
        "recalled_at": clearance.recalled_at,
    }


def events(item: Item) -> list[dict[str, Any]]:
    """What happened to the item, newest first: who, when, what; never a text."""
    found = list(Event.objects.filter(stream=item.stream).order_by("-n")[:_EVENTS_SHOWN])
    return tell(found)


def tell(found: Sequence[Event]) -> list[dict[str, Any]]:
    """Events in words, with the names of those who did them."""
    people = {one.uid: one.name for one in Officer.objects.filter(uid__in={event.by for event in found})}
    hands = {"import": _("台账"), "system": _("系统")}
    return [
        {
            "stream": event.stream,
            "type": EVENTS.get(event.type, event.type),
            "detail": _detail(event),
            "occurred": day_of(event.occurred),
            "recorded": event.recorded,
            "by": people.get(event.by, hands.get(event.by, event.by)),
        }
        for event in found
    ]


def _detail(event: Event) -> str:
    """The codes of an event in words."""
    data = event.data
    if event.type == "cleared":
        opinion = DECISIONS.get(data.get("decision", ""), "")
        return _("%(stage)s：%(opinion)s") % {"stage": stage_name(data["stage"]), "opinion": opinion}
    if event.type == "clearance-recalled":
        return stage_name(data["stage"])
    if event.type == "submitted":
        return _("第 %(n)s 次") % {"n": data.get("no", "")}
    if event.type == "withdrawn":
        why = REASONS.get(data.get("reason", ""))
        return why.label if why else ""
    if event.type.startswith("opinion-"):
        return _("第 %(n)s 件") % {"n": data.get("no", "")}
    return str(data.get("code", "")) if event.type == "refused-at-door" else ""
