"""The cleared text of an item: the exact content of its newest release, or what a register kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from gongkai.desk.disclosure import content
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import is_public
from gongkai.papers import blocks as b
from gongkai.papers.text import render
from gongkai.refusal import Refused
from gongkai.sealing import objects
from gongkai.sealing.canon import parse_object


@dataclass(frozen=True, slots=True)
class Source:
    """What may be carried elsewhere. ``url`` is the address of the item on the portal."""

    index: str
    title: str
    doc_no: str
    category: str
    agency: str
    telephone: str
    unit: str
    published: date | None
    formed: str
    body: b.Blocks
    attachments: tuple[dict[str, Any], ...]
    digest: str
    url: str

    @property
    def lines(self) -> list[str]:
        """The text, a line for a paragraph."""
        return [line for line in (one.strip() for one in render(self.body)) if line]


def of(item: Item) -> Source:
    """The cleared text of a public item. Raises Refused (``not-public``)."""
    release = item.releases.select_related("submission").order_by("-no").first()
    if release is not None and not is_public(item):
        raise Refused("not-public", "这条信息已停止公开", "不能再交给其他渠道")
    if release is None and item.published_on is None:
        raise Refused("not-public", "这条信息还没有公开", "请先经审签发布")
    if release is not None:
        given = parse_object(bytes(release.submission.content), objects.CONTENT)
        digest = release.submission.content_digest
    else:
        given, digest = content.build(item, item.published_on), ""
    published = given["meta"].get("published")
    address = str(settings.GONGKAI_VALUES["portal_address"]).rstrip("/")
    return Source(
        index=given["index"],
        title=given["title"],
        doc_no=given["doc_no"],
        category=given["category"],
        agency=item.agency.name,
        telephone=item.agency.telephone,
        unit=given["meta"].get("unit") or "",
        published=date.fromisoformat(published) if published else None,
        formed=given["formed"] or "",
        body=b.body_from_json(given["body"]),
        attachments=tuple(given["attachments"]),
        digest=digest,
        url=f"{address}/gk/{given['index']}" if address else "",
    )
