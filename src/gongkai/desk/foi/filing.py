"""案卷: the file of an application as one PDF with index and page numbers, and as a package for the archive.

The order is that of the register: what came in, what was done, letters with their service, approval sheets
last (PRACTICE.md 4). The package is a BagIt folder in a ZIP: the file, the letters, the events of the chain
with their digests, so that an archive can check it without this program.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import pikepdf

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import filings, letters
from gongkai.desk.casework.models import Case, CaseText, Event, Letter
from gongkai.desk.casework.personal import person_for_letter, text_for_letter
from gongkai.desk.casework.recording import record
from gongkai.desk.foi import materials
from gongkai.desk.foi.keeping import file_case
from gongkai.desk.foi.materials import Part
from gongkai.desk.foi.models import Application, Consulted, Decision, Search
from gongkai.desk.foi.papers import sheet_document
from gongkai.desk.foi.verbs.deciding import says_of
from gongkai.law.outcomes import outcome
from gongkai.papers import pdf
from gongkai.papers.model import Block, Document, heading, paragraph
from gongkai.papers.tables import cell, table
from gongkai.refusal import Refused

_MOST_EVENTS = 2000


def parts(case: Case, *, by: Officer, at: datetime) -> list[Part]:
    """The papers of a file in their order; the letters are opened, which the chain records."""
    application = Application.objects.get(pk=case.pk)
    kept = materials.of(case)
    found = [_part("登记事项与申请内容", _front(case, application)), *materials.parts(kept, materials.FIRST)]
    found += _handled(case, application)
    rows = Letter.objects.filter(case=case, voided_on__isnull=True).select_related("case", "agency")
    for letter in rows.order_by("dated", "pk"):
        found.append(Part(f"{letter.title}　{letter.number}", letters.pdf(letter, by=by, at=at)))
    found += materials.parts(kept, materials.GIVEN)
    if service := _service(case):
        found.append(_part("用印与送达", service))
    found += materials.parts(kept, materials.SERVED)
    if listed := materials.listed(kept):
        heads = ("材料", "文件", "大小", "SHA-256")
        body = [table("", (heads,), listed, widths=(2, 4, 2, 5))]
        found.append(_part("电子材料目录", _document(case, "电子材料目录", body)))
    decisions = Decision.objects.filter(application=application).select_related("drafted_by")
    for decision in decisions.order_by("no"):
        sheet = sheet_document(case, decision, says_of(decision))
        found.append(_part(f"答复审批单（第{decision.no}次送审）", sheet))
    return found + materials.parts(kept, materials.LAST)


def file_name(case: Case) -> str:
    """How the whole file is called when it is saved."""
    return f"{case.registration.number}案卷.pdf"


def court_file(case: Case, *, by: Officer, at: datetime) -> bytes:
    """The whole file as one PDF: index 卷内目录, papers, 备考表; every page numbered through.

    Raises Refused (``destroyed``) for a file that an approved list 销毁清册 took away.
    """
    if filings.is_destroyed(case):
        raise Refused("destroyed", "这一卷已按销毁清册销毁", "销毁清册可以打印")
    found = parts(case, by=by, at=at)
    found.append(_part("备考表", _closing(case, found)))
    data = bound(case, found)
    digest = sha256(data).hexdigest()
    day = shanghai_date(at)
    record(
        case.stream, "court-file", by=by, occurred=day, at=at, data={"sha256": digest, "parts": len(found)}
    )
    return data


def bound(case: Case, found: Iterable[Part]) -> bytes:
    """Papers behind their index, with running page numbers. Memory holds one paper more than the result."""
    papers = list(found)
    counts = []
    for part in papers:
        with pikepdf.open(io.BytesIO(part.data)) as one:
            counts.append(len(one.pages))
    index = _index(case, papers, counts)
    out = pikepdf.new()
    for data in (index, *(part.data for part in papers)):
        with pikepdf.open(io.BytesIO(data)) as one:
            out.pages.extend(one.pages)
    total = len(out.pages)
    font = out.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number, page in enumerate(out.pages, start=1):
        _stamp(out, page, font, f"{number} / {total}")
    made = io.BytesIO()
    out.save(made, deterministic_id=True)
    return made.getvalue()


def package(case: Case, keep: str, *, by: Officer, at: datetime) -> bytes:
    """The archive package of a closed case: BagIt 1.0 in a ZIP; it is filed for ``keep`` where it is not yet.

    Raises Refused: those of :func:`gongkai.desk.casework.verbs.filing.file` (``not-closed``,
    ``no-retention``), ``destroyed``.
    """
    filed = filings.standing(case)
    if filed is None or keep:
        filed = file_case(case, keep, by=by, at=at)
    files = {"data/案卷.pdf": court_file(case, by=by, at=at), "data/events.jsonl": _events(case)}
    rows = Letter.objects.filter(case=case, voided_on__isnull=True).select_related("case", "agency")
    for n, letter in enumerate(rows.order_by("dated", "pk"), start=1):
        files[f"data/letters/{n:02}-{letter.key}.pdf"] = letters.pdf(letter, by=by, at=at)
    for n, one in enumerate(materials.of(case), start=1):
        files[f"data/files/{n:02}-{one.file.purpose}-{one.name}"] = one.data
    info = {
        "Source-Organization": case.registration.agency.name,
        "External-Identifier": case.registration.number,
        "Bagging-Date": shanghai_date(at).isoformat(),
        "Retention": filed.label,
        "Payload-Oxum": f"{sum(map(len, files.values()))}.{len(files)}",
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()).encode(),
        "manifest-sha256.txt": _manifest(files),
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags)
    root = case.registration.number.replace("/", "-")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bag:
        for name, data in (*tags.items(), *files.items()):
            entry = zipfile.ZipInfo(f"{root}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            bag.writestr(entry, data, compress_type=zipfile.ZIP_DEFLATED)
    day = shanghai_date(at)
    record(case.stream, "packed", by=by, occurred=day, at=at, data={"files": len(files)})
    return out.getvalue()


def _part(title: str, document: Document) -> Part:
    return Part(title, pdf.render(document, fonts=letters.fonts()))


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
    body: list[Block] = [
        table(
            "",
            (),
            [(cell(name, header=True), cell(value, align="left")) for name, value in rows],
            widths=(1, 2),
        )
    ]
    for title, field in (("申请内容", CaseText.Field.CONTENT), ("补正内容", CaseText.Field.CORRECTION)):
        text = text_for_letter(case, field)
        if text.strip():
            body.append(heading(1, title))
            body += [paragraph(line) for line in text.splitlines() if line.strip()]
    return _document(case, "政府信息公开申请登记表", body)


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
        found.append(_part("检索记录", _document(case, "检索记录", [table("", (heads,), searched)])))
    if asked:
        heads = ("征求对象", "发出", "送达", "意见", "收到")
        found.append(_part("征求意见记录", _document(case, "征求意见记录", [table("", (heads,), asked)])))
    return found


def _service(case: Case) -> Document | None:
    rows = []
    found = Letter.objects.filter(case=case, voided_on__isnull=True).select_related("seal_use")
    for letter in found.prefetch_related("deliveries").order_by("dated", "pk"):
        sealed = f"{letter.seal_use.on} {letter.seal_use.seal}" if hasattr(letter, "seal_use") else "—"
        for one in letter.deliveries.order_by("pk"):
            said = " ".join(part for part in (one.way, one.tracking) if part)
            told = " ".join(
                part for part in (one.result, _day(one.result_on), one.proof) if part and part != "—"
            )
            rows.append((letter.number, sealed, one.sent_on.isoformat(), said, told or "尚无结果"))
    if not rows:
        return None
    heads = ("文书", "用印", "送出", "方式", "结果与凭证")
    return _document(case, "用印与送达登记", [table("", (heads,), rows, widths=(4, 4, 3, 4, 5))])


def _closing(case: Case, found: list[Part]) -> Document:
    """备考表: what the file holds and who checked it, to be signed."""
    return _document(
        case,
        "备考表",
        [
            paragraph(f"本卷共有文件材料{len(found)}份。"),
            table(
                "",
                (),
                [(cell(name, header=True), "　") for name in ("情况说明", "立卷人、日期", "检查人、日期")],
                widths=(1, 3),
            ),
        ],
    )


def _index(case: Case, papers: list[Part], counts: list[int]) -> bytes:
    """The index, whose own length moves all page numbers: laid out until it fits itself."""
    own = 1
    while True:
        page, rows = own + 1, []
        for n, (part, count) in enumerate(zip(papers, counts, strict=True), start=1):
            span = str(page) if count == 1 else f"{page}—{page + count - 1}"
            rows.append((str(n), part.title, span))
            page += count
        body = [table("", (("序号", "文件材料", "页号"),), rows, widths=(1, 6, 2))]
        data = pdf.render(_document(case, "卷内目录", body), fonts=letters.fonts())
        with pikepdf.open(io.BytesIO(data)) as one:
            if len(one.pages) == own:
                return data
            own = len(one.pages)


def _document(case: Case, title: str, body: Iterable[Block]) -> Document:
    return Document(title=title, blocks=tuple(body), doc_no=case.registration.number)


def _stamp(out: pikepdf.Pdf, page: pikepdf.Page, font: pikepdf.Object, words: str) -> None:
    """The running number at the top right of a page; the papers keep their own below."""
    box = page.mediabox
    resources = page.obj.get("/Resources")
    if resources is None:
        resources = page.obj["/Resources"] = pikepdf.Dictionary()
    if "/Font" not in resources:
        resources["/Font"] = pikepdf.Dictionary()
    resources["/Font"]["/FileNo"] = font
    x, y = float(box[2]) - 90, float(box[3]) - 40
    drawn = f"/Artifact BMC q BT /FileNo 10 Tf 0 g {x:.1f} {y:.1f} Td ({words}) Tj ET Q EMC"
    page.contents_add(out.make_stream(drawn.encode()), prepend=False)


def _events(case: Case) -> bytes:
    rows = Event.objects.filter(stream=case.stream).order_by("n")[:_MOST_EVENTS]
    lines = [
        json.dumps({"body": bytes(one.body).decode(), "hash": bytes(one.hash).hex()}, ensure_ascii=False)
        for one in rows
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _manifest(files: dict[str, bytes]) -> bytes:
    return "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()


def _day(day: object) -> str:
    return str(day) if day else "—"
