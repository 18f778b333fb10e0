"""案卷: the file of an application as one PDF with index and page numbers, and as a package for the archive.

The order is that of the register: what came in, what was done, letters with their service, approval sheets
last (PRACTICE.md 4). How papers are bound and packed is :mod:`gongkai.desk.archive`.
"""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.archive import binding, packing
from gongkai.desk.archive.binding import Part, document, part
from gongkai.desk.archive.binding import day_or_dash as _day
from gongkai.desk.casework.models import Case, CaseText
from gongkai.desk.casework.personal import person_for_letter, text_for_letter
from gongkai.desk.foi import materials
from gongkai.desk.foi.keeping import ROOM
from gongkai.desk.foi.models import Application, Consulted, Decision, Search
from gongkai.desk.foi.papers import sheet_document
from gongkai.desk.foi.verbs.deciding import says_of
from gongkai.law.outcomes import outcome
from gongkai.papers.model import Block, Document, heading, paragraph
from gongkai.papers.tables import table


def parts(case: Case, *, by: Officer, at: datetime) -> list[Part]:
    """The papers of a file in their order; the letters are opened, which the chain records."""
    application = Application.objects.get(pk=case.pk)
    kept = materials.of(case)
    found = [part("登记事项与申请内容", _front(case, application)), *materials.parts(kept, materials.FIRST)]
    found += _handled(case, application)
    found += binding.letter_parts(case, by=by, at=at)
    found += materials.parts(kept, materials.GIVEN)
    if service := binding.service(case):
        found.append(part("用印与送达", service))
    found += materials.parts(kept, materials.SERVED)
    if listed := materials.listed(kept):
        found.append(part("电子材料目录", binding.file_list(case, listed)))
    decisions = Decision.objects.filter(application=application).select_related("drafted_by")
    for decision in decisions.order_by("no"):
        sheet = sheet_document(case, decision, says_of(decision))
        found.append(part(f"答复审批单（第{decision.no}次送审）", sheet))
    return found + materials.parts(kept, materials.LAST)


def court_file(case: Case, *, by: Officer, at: datetime) -> bytes:
    """The whole file as one PDF. Raises Refused: ``destroyed``."""
    binding.demand_there(case)
    return binding.bound_file(case, parts(case, by=by, at=at), by=by, at=at)


def package(case: Case, keep: str, *, by: Officer, at: datetime) -> bytes:
    """The archive package of a closed case; it is filed for ``keep`` where it is not yet.

    Raises Refused: ``not-closed``, ``no-retention``, ``destroyed``, ``not-screened`` while a file that the
    applicant sent waits for its check.
    """
    materials.demand_checked(case)
    filing = packing.filed(ROOM, case, keep, by=by, at=at)
    whole = court_file(case, by=by, at=at)
    more = {
        f"{n:02}-{one.file.purpose}-{one.name}": one.data
        for n, one in enumerate(materials.of(case), start=1)
        if one.data is not None
    }
    return packing.package(case, filing, whole, more, by=by, at=at)


def _front(case: Case, application: Application) -> Document:
    rows = [
        ("登记编号", case.registration.number),
        ("申请人", person_for_letter(case).get("name", "") or "—"),
        ("申请人类型", application.applicant_kind),
        ("提交方式", application.channel),
        ("提交日期", _day(application.submitted_on)),
        ("签收日期", _day(application.signed_on)),
        ("双方确认日期", _day(application.confirmed_on)),
        ("收到之日", _day(application.received_on)),
        (
            "补正通知、收到补正",
            f"{_day(application.correction_sent_on)}，{_day(application.correction_received_on)}",
        ),
        ("延期", _day(application.extended_on) if application.is_extended else "—"),
        ("答复日期", _day(application.replied_on)),
        ("答复结果", outcome(application.outcome).label if application.outcome else "—"),
    ]
    body: list[Block] = [binding.facts_table(rows)]
    for title, field in (("申请内容", CaseText.Field.CONTENT), ("补正内容", CaseText.Field.CORRECTION)):
        text = text_for_letter(case, field)
        if text.strip():
            body.append(heading(1, title))
            body += [paragraph(line) for line in text.splitlines() if line.strip()]
    return document(case, "政府信息公开申请登记表", body)


def _handled(case: Case, application: Application) -> list[Part]:
    searched = [
        (one.on.isoformat(), one.place, one.method, "找到" if one.found else "没有找到", one.by.name)
        for one in Search.objects.filter(application=application).select_related("by").order_by("pk")
    ]
    asked = [
        (
            one.organ or "第三方",
            one.sent_on.isoformat(),
            _day(one.delivered_on),
            one.opinion or "尚未答复",
            _day(one.answered_on),
        )
        for one in Consulted.objects.filter(application=application).order_by("pk")
    ]
    found = []
    if searched:
        heads = ("日期", "范围", "方法、关键词", "结果", "检索人")
        found.append(part("检索记录", document(case, "检索记录", [table("", (heads,), searched)])))
    if asked:
        heads = ("征求对象", "发出", "送达", "意见", "收到")
        found.append(part("征求意见记录", document(case, "征求意见记录", [table("", (heads,), asked)])))
    return found
