"""案卷: papers bound as one PDF with index 卷内目录, 备考表 and running page numbers.

Which papers, and in which order, is the room's; nothing here knows what a case is about.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import pikepdf

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import filings, letters
from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.casework.recording import record
from gongkai.papers import pdf
from gongkai.papers.model import Block, Document, paragraph
from gongkai.papers.tables import cell, table
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of the file: its name in the index and its pages."""

    title: str
    data: bytes


def file_name(case: Case) -> str:
    """How the whole file is called when it is saved."""
    return f"{case.registration.number}案卷.pdf"


def demand_there(case: Case) -> None:
    """Refuse (``destroyed``) a file that an approved list 销毁清册 took away."""
    if filings.is_destroyed(case):
        raise Refused("destroyed", "这一卷已按销毁清册销毁", "销毁清册可以打印")


def bound_file(case: Case, papers: Iterable[Part], *, by: Officer, at: datetime) -> bytes:
    """The whole file as one PDF: index, papers, 备考表; every page numbered through. An event says so."""
    found = list(papers)
    found.append(part("备考表", _closing(case, found)))
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


def part(title: str, body: Document) -> Part:
    """A document as a paper of the file."""
    return Part(title, pdf.render(body, fonts=letters.fonts()))


def document(case: Case, title: str, body: Iterable[Block]) -> Document:
    """A sheet of the file under its number."""
    return Document(title=title, blocks=tuple(body), doc_no=case.registration.number)


def facts_table(rows: Iterable[tuple[str, str]]) -> Block:
    """Facts in two columns, as front pages have them."""
    body = [(cell(name, header=True), cell(value or "—", align="left")) for name, value in rows]
    return table("", (), body, widths=(1, 2))


def file_list(case: Case, rows: Iterable[tuple[str, str, str, str]]) -> Document:
    """What has no pages in the file: rows of :func:`listed_file`."""
    heads = ("材料", "文件", "大小", "SHA-256")
    return document(case, "电子材料目录", [table("", (heads,), list(rows), widths=(2, 4, 2, 5))])


def listed_file(what: str, name: str, size: int, sha256: str) -> tuple[str, str, str, str]:
    """One file as the list has it: what it is, its name, size, SHA-256 in groups."""
    said = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
    return what, name, said, " ".join(sha256[at : at + 8] for at in range(0, 64, 8))


def letter_parts(case: Case, *, by: Officer, at: datetime) -> list[Part]:
    """The letters by date; they are opened, which the chain records."""
    rows = Letter.objects.filter(case=case, voided_on__isnull=True).select_related("case", "agency")
    return [
        Part(f"{letter.title}　{letter.number}", letters.pdf(letter, by=by, at=at))
        for letter in rows.order_by("dated", "pk")
    ]


def service(case: Case) -> Document | None:
    """Seals and services of the letters 用印与送达登记; null where none was sent."""
    rows = []
    found = Letter.objects.filter(case=case, voided_on__isnull=True).select_related("seal_use")
    for letter in found.prefetch_related("deliveries").order_by("dated", "pk"):
        sealed = f"{letter.seal_use.on} {letter.seal_use.seal}" if hasattr(letter, "seal_use") else "—"
        for one in letter.deliveries.order_by("pk"):
            said = " ".join(part for part in (one.way, one.tracking) if part)
            told = " ".join(
                part for part in (one.result, day_or_dash(one.result_on), one.proof) if part and part != "—"
            )
            rows.append((letter.number, sealed, one.sent_on.isoformat(), said, told or "尚无结果"))
    if not rows:
        return None
    heads = ("文书", "用印", "送出", "方式", "结果与凭证")
    return document(case, "用印与送达登记", [table("", (heads,), rows, widths=(4, 4, 3, 4, 5))])


def _closing(case: Case, found: list[Part]) -> Document:
    """备考表: what the file holds and who checked it, to be signed."""
    return document(
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
        data = pdf.render(document(case, "卷内目录", body), fonts=letters.fonts())
        with pikepdf.open(io.BytesIO(data)) as one:
            if len(one.pages) == own:
                return data
            own = len(one.pages)


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


def day_or_dash(day: object) -> str:
    """A day, or a dash where there is none."""
    return str(day) if day else "—"
