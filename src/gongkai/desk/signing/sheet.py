"""The sheet to print: what is decided, whole; the number of its content; a box for the decision."""

from __future__ import annotations

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.words import official
from gongkai.desk.casework import letters
from gongkai.desk.signing.papers import Matter, Paper, check_number, grouped
from gongkai.papers import blocks as b
from gongkai.papers import pdf

_EMPTY = "□"


def render(paper: Paper, matter: Matter, agency: Agency) -> bytes:
    """The sheet as PDF, to be printed, signed, scanned."""
    return pdf.render(document(paper, matter, agency), fonts=letters.fonts())


def document(paper: Paper, matter: Matter, agency: Agency) -> b.Document:
    """The sheet of one matter as it stands now."""
    content = paper.content(matter)
    digest = content.digest(paper.kind, paper.subject(matter))
    check = check_number(digest)
    rows = [*content.rows, ("内容摘要", grouped(digest)), ("核对号", check)]
    body: list[b.Block] = [b.table("", [["项目", "内容"]], rows, widths=(1, 4))]
    if content.lines:
        body.append(
            b.table("", [list(content.heads)], [list(one) for one in content.lines], widths=content.widths)
        )
    signed = [
        (
            "批准人意见",
            f"{_EMPTY}{official(paper.yes)}　{_EMPTY}{official(paper.no)}，理由：　　　　　　　　　　",
        ),
        ("签字", "　　　　　　　　　　　年　　月　　日"),
    ]
    body.append(b.table("", [["批准", "意见和签字"]], signed, widths=(1, 4)))
    body.append(
        b.paragraph(
            f"本单只对核对号{check}的内容有效，内容变动后须重新打印、重新签字。"
            "扫描件上传后由另一人核对并确认，方为有效。"
        )
    )
    return b.Document(title=paper.title, blocks=tuple(body), subtitle=content.number, agency=agency.name)
