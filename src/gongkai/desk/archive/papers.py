"""The list 销毁清册 as a paper: to print, to sign, to keep for ever."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.agencies.words import official
from gongkai.desk.casework.models import DestructionList
from gongkai.papers.model import Block, Document, paragraph
from gongkai.papers.tables import cell, table


def destruction_document(found: DestructionList, entries: Iterable[Any] | None = None) -> Document:
    """The list 销毁清册: what it names, who drew it up, approved, carried it out; boxes to sign.

    ``entries`` are those of the room whose files it names; without them the files are cases.
    """
    heads = ("序号", "登记编号", "题名", "保管期限", "文书", "附件", "销毁时间")
    rows = [
        (
            str(one.no),
            one.number,
            one.title,
            f"{one.label}，至{one.until_year}年",
            str(one.letters),
            str(one.files),
            f"{one.done_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            if one.done_at
            else ("继续保存" if one.dropped else "—"),
        )
        for one in (found.entries.order_by("no") if entries is None else entries)
    ]
    signed = [
        ("鉴定意见", found.appraisal),
        ("编制人、日期", f"{found.drawn_by.name}　{found.drawn_on}"),
        ("批准意见", found.opinion or ("同意" if found.state in ("approved", "done") else "　")),
        ("批准人、日期", f"{found.decided_by.name}　{found.decided_on}" if found.decided_by else "　"),
        ("执行人、监销人", _executed(found)),
        ("签名（执行人、监销人）", "　\n　"),
    ]
    said = "销毁的是案卷的密钥、文书、附件和原文；登记、统计和事件链保留，本清册永久保存。"
    boxes = [(cell(name, header=True), cell(words, align="left")) for name, words in signed]
    body: list[Block] = [
        paragraph(f"共{len(rows)}卷。{said}"),
        table("", (heads,), rows, widths=(1, 4, 5, 4, 1, 1, 3)),
        table("", (), boxes, widths=(1, 3)),
    ]
    state = official(DestructionList.State(found.state).label)
    return Document(
        title=f"{found.agency.name}\n档案销毁清册",
        blocks=tuple(body),
        doc_no=f"{found.number}（{state}）",
        agency=found.agency.name,
    )


def _executed(found: DestructionList) -> str:
    if found.started_by is None or found.witness is None:
        return "　"
    day = f"　{found.done_on}" if found.done_on else ""
    return f"{found.started_by.name}、{found.witness.name}{day}"
