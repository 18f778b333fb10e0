"""转为主动公开: what one got on request becomes a draft for everyone, linked both ways (``promote``)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import filings
from gongkai.desk.casework.models import Assignment, Case, CaseText
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.to_everyone import Proposal, propose
from gongkai.desk.foi import attachments, queries
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.rules import directs, handles
from gongkai.desk.foi.stages import REPLIED
from gongkai.desk.foi.verbs.copying import given_out
from gongkai.law.outcomes import outcome
from gongkai.refusal import Refused

GIVES = ("grant", "partial")
"""Groups of outcomes by which information went out."""
REASONS = ("often", "decision")
"""Why: asked for by several, or decided so."""


def to_everyone(case: Case, title: str, category: str, reason: str, *, by: Officer, at: datetime) -> str:
    """Make the draft of an item from an answered application; gives its index number 索引号.

    The copies that the applicant got go with it. Raises Refused: ``not-allowed``, ``not-given`` when nothing
    was given out, ``released`` when it was done before, ``destroyed``, ``no-title``, those of drafting.
    """
    day = shanghai_date(at)
    application = Application.objects.get(pk=case.pk)
    _demand(case, application, by, at)
    if not title.strip():
        raise Refused("no-title", "没有写标题", "请写公开的信息是什么")
    if reason not in REASONS:
        raise Refused("E_REASON", "请说明为什么转为主动公开", "可以是：多人申请、本机关审核认为应当公开")
    files = tuple(attachments.contents(one.made) for one in given_out(application) if one.made is not None)
    running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
    asked = CaseText.objects.filter(case=case, field=CaseText.Field.CONTENT)
    text = asked.values_list("masked", flat=True).first()
    index = propose(
        Proposal(
            agency=case.registration.agency,
            unit=running.unit if running is not None else None,
            case=case.uid,
            number=case.registration.number,
            title=title.strip(),
            category=category,
            text=_body(text or "", bool(files)),
            files=files,
        ),
        by=by,
        at=at,
    )
    with transaction.atomic():
        Application.objects.filter(pk=case.pk).update(released_item=index)
        data = {"item": index, "reason": reason}
        record(case.stream, "to-everyone", by=by, occurred=day, at=at, data=data)
    return index


def is_given(application: Application) -> bool:
    """Whether an applicant got information, all or a part of it."""
    return bool(application.outcome) and outcome(application.outcome).group in GIVES


def _demand(case: Case, application: Application, by: Officer, at: datetime) -> None:
    day = shanghai_date(at)
    if not queries.visible_to(by, day).filter(pk=case.pk).exists():
        raise Refused("not-found", "没有这一案件", "请核对编号")
    if not (handles(by, case, day) or directs(by, case, day)):
        raise Refused("not-allowed", f"{by.name}当日没有办理这一件的职责", "请由承办人或者政务公开办公室办理")
    if filings.is_destroyed(case):
        raise Refused("destroyed", "这一卷已经销毁", "请按保存的信息另行起草")
    if case.stage not in REPLIED or not is_given(application):
        raise Refused("not-given", "还没有向申请人公开过信息", "答复予以公开或者部分公开并送达以后再转")
    if application.released_item:
        raise Refused("released", f"已转为主动公开：{application.released_item}", "请打开那一条信息办理")


def _body(asked: str, has_files: bool) -> str:
    """The first words of the draft; the unit writes the rest."""
    said = "申请公开的内容：" + " ".join(asked.split())
    return said + ("\n\n信息见附件。" if has_files else "\n\n（请在这里写公开的内容。）")
