"""Opinions about a draft that come sealed through the portal 公众意见: masked for work, sealed as they came.

A receiver of :mod:`gongkai.desk.mailbox`. No case comes of an opinion; its box is known by ``Opinion.box``.
What comes after the last day is not taken and says so; the portal's form is closed by then.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date, the_agency
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure import opinion_files
from gongkai.desk.disclosure.consulting import opinions, said
from gongkai.desk.disclosure.models import Consultation, Opinion
from gongkai.desk.disclosure.opinion_keys import sealer_of
from gongkai.desk.mailbox.receiving import Message, Taken
from gongkai.refusal import Refused

CAME, ADDED, DRAWN_BACK, OPENED = "opinion-came", "opinion-added", "opinion-withdrawn", "opinion-opened"
"""Types of the events."""
_TABLE, _FIELD = "opinion", "said"


def receive(message: Message) -> Taken:
    """Take an opinion, or what follows in its box; runs in the transaction that takes the message."""
    if message.kind == "opinion":
        return _first(message)
    opinion = Opinion.objects.select_related("consultation__item").filter(box=message.receipt).first()
    if opinion is None:
        return Taken((), text="这件意见没有登记，补充的内容也不再登记。")
    if message.kind == "withdraw":
        return _withdraw(opinion, message)
    if message.kind in ("reply", "supplement") and (message.fields.get("text", "").strip() or message.files):
        return _add(opinion, message)
    return Taken(())


def original(opinion: Opinion, *, by: Officer, at: datetime) -> dict[str, Any]:
    """What was written, with name and contact where they were given; the look is an event.

    Raises Refused: ``not-found`` for what the officer may not read.
    """
    day = shanghai_date(at)
    if not opinions(by, day).filter(pk=opinion.pk).exists():
        raise Refused("not-found", "没有这件意见", "请核对编号")
    held = _open(opinion)
    stream = opinion.consultation.item.stream
    record(stream, OPENED, by=by, occurred=day, at=at, data={"no": opinion.no})
    return held


def _first(message: Message) -> Taken:
    day = min(shanghai_date(message.submitted_at), shanghai_date(message.arrived_at))
    index = message.fields.get("about", "")
    found = Consultation.objects.select_related("item").select_for_update(of=("self",), no_key=True)
    consultation = found.filter(item__agency=the_agency(), item__index=index).first()
    if consultation is None:
        raise Refused("no-consultation", f"“{index[:60]}”没有征求意见", "请由人工处理该来件")
    if late := _late(consultation, day):
        return Taken((), text=late, status="未登记")
    last = consultation.opinions.aggregate(last=Max("no"))["last"] or 0
    sender = message.fields.get("sender", "")
    opinion = Opinion(
        uid=message.id,
        consultation=consultation,
        no=last + 1,
        box=message.receipt,
        sender=sender if sender in Opinion.Sender.values else Opinion.Sender.PERSON,
        clause=mask(message.fields.get("clause", ""))[:100],
        came_on=day,
        taken_at=message.arrived_at,
    )
    person = dict(message.person)
    commitment = _keep(opinion, message.fields.get("text", ""), person)
    too_much = _enclose(opinion, message, person)
    _note(opinion, CAME, day, message.arrived_at, commitment, len(message.files))
    until, by = said(consultation.closes_on), said(consultation.feedback_by)
    text = (
        f"您对《{consultation.item.title}》的意见已收到，是第 {opinion.no} 件。征集到 {until} 截止；"
        f"采纳情况将于 {by} 前在该草案的页面公布。截止前可以在本页补充或者撤回。{too_much}"
    )
    return Taken((), text=text, status="已收到")


def _add(opinion: Opinion, message: Message) -> Taken:
    day = shanghai_date(message.submitted_at)
    if late := _late(opinion.consultation, day):
        return Taken((), text=late)
    held = _open(opinion)
    more = message.fields.get("text", "").strip()
    commitment = _keep(opinion, f"{held['text']}\n{more}" if more else held["text"], held["person"])
    too_much = _enclose(opinion, message, held["person"])
    _note(opinion, ADDED, day, message.arrived_at, commitment, len(message.files))
    return Taken((), text=f"补充的意见已收到。{too_much}", status="已补充")


def _withdraw(opinion: Opinion, message: Message) -> Taken:
    day = shanghai_date(message.submitted_at)
    if late := _late(opinion.consultation, day):
        return Taken((), text=late)
    if opinion.withdrawn_on is None:
        opinion.withdrawn_on = day
        opinion.save(update_fields=["withdrawn_on"])
        _note(opinion, DRAWN_BACK, day, message.arrived_at)
    return Taken((), text="意见已按您的要求撤回，不再计入。", status="已撤回")


def _late(consultation: Consultation, day: date) -> str:
    """The sentence for what comes too late (or too early); empty in the period."""
    if day > consultation.closes_on:
        return f"征求意见已于 {said(consultation.closes_on)} 截止，这件来件在截止之后提出，没有登记。"
    if day < consultation.opens_on:
        return f"征求意见自 {said(consultation.opens_on)} 开始，请在开始之后提出。"
    return ""


def _keep(opinion: Opinion, text: str, person: dict[str, str]) -> str:
    """Mask and seal what was said under a key of its own; saves the row and gives the commitment."""
    said_ = {"text": text, "person": person}
    sealed, commitment = sealer_of(opinion).seal_and_commit(_TABLE, opinion.uid, _FIELD, said_)
    opinion.text = mask(text, *([person["name"]] if person.get("name") else ()))
    opinion.sealed = sealed
    opinion.save()
    return commitment


def _enclose(opinion: Opinion, message: Message, person: dict[str, str]) -> str:
    """Keep the files of a message; the sentence for what was too much."""
    names = [person["name"]] if person.get("name") else []
    left_out = opinion_files.keep(opinion, message.files, names, message.arrived_at)
    return f"附件最多 {opinion_files.MOST} 份，有 {left_out} 份没有保存。" if left_out else ""


def _open(opinion: Opinion) -> dict[str, Any]:
    held = sealer_of(opinion).open(_TABLE, opinion.uid, _FIELD, bytes(opinion.sealed))
    assert isinstance(held, dict)
    return held


def _note(
    opinion: Opinion, event: str, day: date, at: datetime, commitment: str = "", files: int = 0
) -> None:
    commits = {"said": commitment} if commitment else None
    stream = opinion.consultation.item.stream
    data = {"no": opinion.no} | ({"files": files} if files else {})
    record(stream, event, by=SYSTEM, occurred=day, at=at, data=data, commits=commits)
