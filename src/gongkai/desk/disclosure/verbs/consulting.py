"""意见征集: ask the public about a draft, weigh what came, draft the feedback, name the final document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.consulting import opinions, said
from gongkai.desk.disclosure.models import Consultation, Item, Opinion, Relation
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.verbs.drafting import Draft, demand_held, draft
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.face.texts import zh_date
from gongkai.law import consultation as law
from gongkai.refusal import Refused

CALLED, WEIGHED, FED_BACK, CONCLUDED = (
    "consultation-called", "opinion-weighed", "feedback-drafted", "consultation-concluded"
)  # fmt: skip
"""Types of the events."""
_QUOTED = 120


@dataclass(frozen=True, slots=True)
class Call:
    """What one says when asking the public; without ``feedback_by`` the usual promise stands."""

    index: str
    subject: str
    basis: str
    opens_on: date
    closes_on: date
    short_reason: str = ""
    feedback_by: date | None = None


def call(said_: Call, by: Officer, at: datetime) -> Consultation:
    """Ask the public about the draft of an item, or change how. Readers see it from the next release on.

    Raises Refused: ``no-such-item``, ``not-open``, ``not-held``, ``no-basis``, ``past``, ``too-short`` (with
    the article; a stated reason lets it pass), ``feedback-before-end``, ``feedback-there``, ``asked-already``
    when opinions came and the period would shrink.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        item = _item(said_.index, by, day)
        demand_held(by, item.agency, item.unit, day)
        if item.means != Item.Means.OPEN:
            raise Refused("not-open", "不主动公开的信息不能征求公众意见", "请先改为主动公开并审签")
        before = Consultation.objects.filter(item=item).first()
        feedback_by = _check(said_, before, day)
        values = {
            "subject": said_.subject,
            "basis": said_.basis.strip(),
            "opens_on": said_.opens_on,
            "closes_on": said_.closes_on,
            "short_reason": said_.short_reason.strip(),
            "feedback_by": feedback_by,
            "opened_by": by,
        }
        found, _new = Consultation.objects.update_or_create(item=item, defaults=values)
        data = {
            "subject": said_.subject,
            "from": said_.opens_on.isoformat(),
            "to": said_.closes_on.isoformat(),
            "feedback": feedback_by.isoformat(),
        }
        record(item.stream, CALLED, by=by, occurred=day, at=at, data=data)
    return found


def weigh(opinion: Opinion, adopted: str, answer: str, by: Officer, at: datetime) -> Opinion:
    """Say what becomes of an opinion 采纳情况. What is not, or only partly, adopted needs its reason.

    Raises Refused: ``not-found``, ``not-held``, ``unknown-outcome``, ``no-reason``, ``withdrawn``, ``public``
    once the feedback is out.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        consultation = opinion.consultation
        item = lock(consultation.item)
        if not opinions(by, day).filter(pk=opinion.pk).exists():
            raise Refused("not-found", "没有这件意见", "请核对编号")
        demand_held(by, item.agency, item.unit, day)
        if adopted not in Opinion.Adopted.values:
            raise Refused("unknown-outcome", "请选择采纳、部分采纳或者未采纳", "每件意见都要有结果")
        if adopted != Opinion.Adopted.YES and not answer.strip():
            raise Refused("no-reason", "没有采纳或者只部分采纳的，要写明理由", "理由随采纳情况公布")
        if opinion.withdrawn_on:
            raise Refused("withdrawn", "这件意见已经撤回", "撤回的意见不计入采纳情况")
        if consultation.feedback and consultation.feedback.releases.exists():
            raise Refused("public", "采纳情况已经公布", "确有错误的，请更正已公布的反馈")
        opinion.adopted, opinion.answer = adopted, answer.strip()
        opinion.weighed_by, opinion.weighed_at = by, at
        opinion.save(update_fields=["adopted", "answer", "weighed_by", "weighed_at"])
        data = {"no": opinion.no, "adopted": adopted}
        record(item.stream, WEIGHED, by=by, occurred=day, at=at, data=data)
    return opinion


def draft_feedback(consultation: Consultation, by: Officer, at: datetime) -> Item:
    """Draft the feedback as an item of its own, tied to the draft; from there it goes the way of any item.

    Raises Refused: ``still-open``, ``not-weighed``, ``feedback-there``, and those of drafting.
    """
    day = shanghai_date(at)
    item = consultation.item
    demand_held(by, item.agency, item.unit, day)
    if day <= consultation.closes_on:
        raise Refused("still-open", f"征集到 {said(consultation.closes_on)} 才截止", "请截止后再起草反馈")
    if consultation.feedback_id is not None:
        raise Refused("feedback-there", "采纳情况反馈已经起草", "请在那条信息上修改")
    counted = consultation.opinions.filter(withdrawn_on__isnull=True).order_by("no")
    if counted.filter(adopted="").exists():
        raise Refused("not-weighed", "还有意见没有写明采纳情况", "请逐件研究后再起草反馈")
    fields = Draft(
        title=f"关于《{item.title}》公开征求意见采纳情况的反馈",
        category=item.category,
        means=Item.Means.OPEN,
        unit=item.unit,
        text=_feedback_text(consultation, list(counted)),
        formed_on=day,
    )
    made = draft(item.agency, fields, by, at)
    with transaction.atomic():
        lock(item)
        again = Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=consultation.pk)
        if again.feedback_id is not None:
            raise Refused("feedback-there", "别人刚刚起草了采纳情况反馈", "请刷新后再看")
        again.feedback = made
        again.save(update_fields=["feedback"])
        Relation.objects.get_or_create(item=made, to=item, kind=Relation.Kind.ANSWERS)
        data = {"to": item.index, "opinions": len(counted)}
        record(made.stream, FED_BACK, by=by, occurred=day, at=at, data=data)
    return made


def conclude(consultation: Consultation, index: str, by: Officer, at: datetime) -> Consultation:
    """Name the document that came of the draft; its page and the draft's lead to one another once public.

    Raises Refused: ``no-such-item``, ``itself``, ``not-held``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(consultation.item)
        demand_held(by, item.agency, item.unit, day)
        final = _item(index, by, day)
        if final.pk in (item.pk, consultation.feedback_id):
            raise Refused("itself", "正式文件不能是草案或者反馈本身", "请填正式文件的索引号")
        consultation.final = final
        consultation.save(update_fields=["final"])
        record(item.stream, CONCLUDED, by=by, occurred=day, at=at, data={"to": final.index})
    return consultation


def _check(said_: Call, before: Consultation | None, day: date) -> date:
    """The promised day of the feedback, after everything else was found right."""
    if before is not None and before.feedback_id is not None:
        raise Refused("feedback-there", "采纳情况反馈已经起草，不能再改征集期限", "需要再次征求的，另行登记")
    rule = law.period(said_.subject, said_.opens_on)
    if not said_.basis.strip():
        raise Refused("no-basis", "请写明起草依据", "例如所依据的法律、法规、上级文件")
    if said_.opens_on < day and (before is None or said_.opens_on != before.opens_on):
        raise Refused("past", "征集开始之日已经过去", "请填今天或者以后的日期，留出审签的时间")
    earliest = law.last_day(rule, said_.opens_on, due.calendar())
    if said_.closes_on < earliest and (said_.closes_on <= said_.opens_on or not said_.short_reason.strip()):
        unit = "个工作日" if rule.unit == "working" else "日"
        raise Refused(
            "too-short",
            f"征集期限一般不少于 {rule.days} {unit}，自 {said(said_.opens_on)} 起最早 {said(earliest)} 截止"
            f"（{rule.basis}）",
            "请延后截止之日；确因情况紧急缩短的，写明理由，理由随草案公布",
        )
    if (
        before is not None
        and before.opinions.exists()
        and (said_.opens_on != before.opens_on or said_.closes_on < before.closes_on)
    ):
        raise Refused("asked-already", "已经收到意见，不能改开始之日，也不能提前截止", "可以延长征集期限")
    feedback_by = said_.feedback_by or law.last_day(
        law.feedback(said_.closes_on), said_.closes_on, due.calendar()
    )
    if feedback_by <= said_.closes_on:
        raise Refused("feedback-before-end", "反馈期限应在征集截止之后", "请改后一些的日期，或者留空")
    return feedback_by


def _item(index: str, by: Officer, day: date) -> Item:
    found = visible_to(by, day).filter(index=index.strip(), voided_on__isnull=True).first()
    if found is None:
        raise Refused("no-such-item", f"没有索引号为“{index.strip()[:60]}”的信息", "请核对索引号")
    return lock(found)


def _feedback_text(consultation: Consultation, counted: list[Opinion]) -> str:
    """The feedback as Markdown: how many came, what became of them, each opinion with its answer."""
    number = {key: sum(one.adopted == key for one in counted) for key in Opinion.Adopted.values}
    period = f"{zh_date(consultation.opens_on)}至{zh_date(consultation.closes_on)}"
    lines = [
        f"《{consultation.item.title}》（索引号 {consultation.item.index}）于{period}向社会公开征求意见。",
        "",
    ]
    if not counted:
        return "\n".join([*lines, "征集期间没有收到意见。"])
    lines += [
        f"共收到意见 {len(counted)} 件：采纳 {number['yes']} 件，部分采纳 {number['partly']} 件，"
        f"未采纳 {number['no']} 件。具体情况如下。",
        "",
    ]
    for one in counted:
        lines += [f"## 意见 {one.no}（{one.get_adopted_display()}）", ""]
        lines += [f"意见摘要：{_quoted(one)}", ""]
        lines += [f"研究情况：{one.answer or '已采纳，对草案作相应修改。'}", ""]
    return "\n".join(lines).strip()


def _quoted(one: Opinion) -> str:
    """The beginning of the masked text on one line, without marks of Markdown."""
    plain = " ".join(one.text.split())
    for mark in "\\`*_[]<>#|~":
        plain = plain.replace(mark, " ")
    where = f"（{one.clause}）" if one.clause else ""
    return where + (plain if len(plain) <= _QUOTED else f"{plain[:_QUOTED]}……")
