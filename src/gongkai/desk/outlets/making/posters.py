"""The notice board's poster of an item."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlsplit

from gongkai.desk.outlets.making.source import Source
from gongkai.law.calendar import weekday
from gongkai.papers import poster

_LOCAL = {"localhost", "127.0.0.1", "::1"}


def made(source: Source, size: poster.Size) -> bytes:
    """The poster as PDF; its QR code leads to the portal's page, where that can be reached from outside."""
    reachable = bool(source.url) and urlsplit(source.url).hostname not in _LOCAL
    parts = urlsplit(source.url)
    url = parts._replace(path=quote(parts.path)).geturl() if reachable else ""
    day = f"　{source.published} {weekday(source.published)} 公开" if source.published else ""
    foot = [
        *_where(len(source.attachments), reachable),
        f"索引号 {source.index}{day}",
        *([f"咨询电话 {source.telephone}"] if source.telephone else []),
    ]
    return poster.render(
        poster.Poster(
            title=source.title,
            blocks=source.body,
            agency=source.agency,
            url=url,
            doc_no=source.doc_no,
            date=source.published or date(1970, 1, 1),
            foot=foot,
        ),
        size,
    )


def _where(attachments: int, reachable: bool) -> list[str]:
    """How to come to the whole; nothing where no code leads there and the poster says all of it."""
    if reachable:
        return ["扫码查看全文和附件" if attachments else "扫码查看全文"]
    return [f"附件 {attachments} 个，可到现场查阅"] if attachments else []
