"""An item's own pages: the page people read, and its JSON with the exact bytes that were released."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import segno
from django.utils.safestring import SafeString, mark_safe

from gongkai.papers import beginning, html
from gongkai.papers import blocks as b
from gongkai.portal import surroundings
from gongkai.portal.models import Published, PublishedFile, Tombstone
from gongkai.portal.publishing import asking, blobs, figures, linking, site
from gongkai.portal.publishing import meta as facts
from gongkai.portal.store import JSON, Rendered
from gongkai.refusal import Refused
from gongkai.sealing.canon import parse

_REASON = "，原因："
_PUBLIC_LINKS = ("/gk/", "/columns/", "#")
_LABELS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "数据 JSON", "csv": "数据 CSV"}


def item_pages(item: Published, now: datetime) -> Iterator[tuple[str, Rendered]]:
    """The addresses of an item with their finished bytes."""
    yield item.path, item_page(item, now)
    yield f"{item.path}.json", item_json(item)


def item_page(item: Published, now: datetime) -> Rendered:
    """The page of an item, or of an annual report."""
    content = parse(bytes(item.content))
    body = b.body_from_json(content["body"])
    files = list(item.files.all())
    pictures = {block.name for block in b.walk(body) if isinstance(block, b.Picture)}
    shown = {file.sha256: site.href(file.path) for file in files}
    body_html = _body(body, shown)
    context = site.context(
        item=_item(item, files, pictures, body_html, _summary(item, body), now),
        crumbs=_crumbs(item),
        meta=_meta(item, body) | _picture(files, body),
        nav="find",
        updated=f"{site.day_of(item.updated):%Y-%m-%d}",
    )
    if item.kind != Published.Kind.ANNUAL_REPORT:
        return site.render("portal/item.html", context)
    context["report"] = _report(item, body, body_html, files)
    return site.render("portal/report.html", context)


def item_json(item: Published) -> Rendered:
    """The metadata, and as texts the exact canonical bytes of content and release: anyone may check them."""
    told = facts.catalogue(item.meta)
    said = {
        "index": item.index,
        "title": item.title,
        "url": site.absolute(item.path),
        "agency": {"code": item.agency, "name": site.agency_facts().get("name", "")},
        "category": item.category,
        "column": {"key": item.column, "name": item.column_name},
        "unit": item.unit,
        "doc_no": item.doc_no,
        "topic": told.topic or None,
        "genre": told.genre or None,
        "reach": told.reach or None,
        "keywords": list(told.keywords),
        "summary": summary_of(item),
        "source": _source(item) or None,
        "formed": item.formed.isoformat() if item.formed else None,
        "published": item.published.isoformat(),
        "means": item.meta.get("means") or "主动公开",
        "validity": item.validity or None,
        "kind": item.kind,
        "year": item.year,
        "attachments": [
            {
                "name": file.name,
                "type": file.type,
                "size": file.size,
                "sha256": file.sha256,
                "href": site.href(file.path),
            }
            for file in item.files.all()
        ],
        "log_index": item.log_index,
        "proof": site.href(f"{item.path}.tlog-proof"),
        "content": bytes(item.content).decode(),
        "content_sha256": item.content_digest,
        "release": bytes(item.release).decode(),
        "release_sha256": item.release_digest,
    }
    return Rendered(json.dumps(said, ensure_ascii=False, indent=1).encode(), JSON)


def tombstone_pages(stone: Tombstone) -> Iterator[tuple[str, Rendered]]:
    """What answers at the addresses of a withdrawn item, with status 410."""
    path = f"/gk/{stone.index}"
    if stone.quiet:
        yield path, site.render("portal/tombstone_quiet.html", site.context(), status=410)
        told: dict[str, Any] = {"status": "withdrawn"}
    else:
        ended = stone.reason == "expired"
        said = {
            "title": stone.title,
            "index": stone.index,
            "published": stone.published,
            "withdrawn": stone.since,
            "reason": _why(stone),
            "kind": "ended" if ended else "withdrawn",
        }
        context = site.context(tombstone=said, crumbs=[{"title": "停止公开说明", "url": ""}])
        yield path, site.render("portal/tombstone.html", context, status=410)
        told = {
            "status": "withdrawn",
            "index": stone.index,
            "since": stone.since.isoformat(),
            "reason": stone.reason,
            "text": stone.text,
        }
    yield f"{path}.json", Rendered(json.dumps(told, ensure_ascii=False).encode(), JSON, 410)


def file_gone() -> Rendered:
    """What answers at the address of an attachment that lies here no more, with status 410.

    One page for all of them, which names no file and no item: so nothing is kept by which one could learn
    what a quiet tombstone is silent about, and a baked folder says the same.
    """
    return site.render("portal/file_gone.html", site.context(meta={"robots": "noindex"}), status=410)


def _why(stone: Tombstone) -> str:
    """The reason alone: that the item is no longer public, and since when, the page says by itself."""
    before, sign, reason = stone.text.partition(_REASON)
    return reason if sign and "停止公开" in before else stone.text


def body_html(body: b.Blocks, files: list[PublishedFile], ident: str) -> SafeString:
    """The text of an item as a part of another page: its headings below that page's own."""
    return _body(body, {file.sha256: site.href(file.path) for file in files}, offset=2, ident=ident)


def _body(body: b.Blocks, shown: dict[str, str], offset: int = 1, ident: str = "") -> SafeString:
    def picture(name: str) -> str:
        if name not in shown:
            raise Refused("E_BLOB", f"正文图片 {name[:16]}… 不在附件清单中", "请把图片列入附件后重新发布")
        return shown[name]

    def link(figure: b.Figure) -> str:
        return figure.href if figure.href.startswith(_PUBLIC_LINKS) else ""

    rendered = html.render(body, figure_link=link, picture=picture, heading_offset=offset, ident=ident)
    return mark_safe(rendered)  # noqa: S308 - the renderer escapes every word of a released block


def _item(
    item: Published,
    files: list[PublishedFile],
    pictures: set[str],
    body_html: SafeString,
    summary: str,
    now: datetime,
) -> dict[str, Any]:
    past = bool(item.valid_until and item.valid_until < site.day_of(now))
    validity = None
    if past:
        validity = {"state": "calm", "words": "已过有效期"}
    elif item.validity or item.valid_until:
        words = item.validity or "有效"
        validity = {"state": "done" if words == "有效" else "calm", "words": words}
    return {
        "title": item.title,
        "index": item.index,
        "category": item.category,
        "doc_no": item.doc_no,
        "unit": item.unit,
        "formed": item.formed,
        "published": _moment(item),
        "means": item.meta.get("means") or "主动公开",
        "validity": validity,
        "valid_until": item.valid_until,
        "until": site.day_of(item.until) if item.until else None,
        "body_html": body_html,
        "attachments": [_file(file) for file in files if file.sha256 not in pictures],
        "placements": [{"outlet": outlet} for outlet in item.meta.get("outlets") or ()],
        "fields": [one for one in item.meta.get("fields") or () if one["label"] not in facts.FIELDS],
        "correction": item.meta.get("correction") or "",
        "asks": asking.of(item, site.day_of(now)),
        "related": linking.shown(item),
        "summary": summary,
        "catalogue": facts.catalogue(item.meta),
        "source": _source(item),
        "qr_svg": _qr(item),
        "contact": {"unit": _whom_to_ask()},
        "digest": item.content_digest,
        "json_href": site.href(f"{item.path}.json"),
        "proof_href": site.href(f"{item.path}.tlog-proof"),
    }


def _whom_to_ask() -> str:
    agency = site.agency_facts()
    return str(agency["office"] or agency["organiser"] or agency["short_name"])


def _moment(item: Published) -> Any:
    """The day of publication, with the minute where the release itself was made on that day."""
    local = item.released.astimezone(site.SHANGHAI)
    return local if local.date() == item.published else item.published


def _file(file: PublishedFile) -> dict[str, Any]:
    kind = blobs.ending(file.name) or "文件"
    return {
        "name": file.name.rpartition(".")[0] or file.name,
        "type": kind,
        "size": file.size,
        "href": site.href(file.path),
    }


def _qr(item: Published) -> SafeString | None:
    if surroundings.is_local():
        return None  # a phone could not open it
    return _qr_of(site.absolute(item.path))


@lru_cache(maxsize=512)
def _qr_of(address: str) -> SafeString:
    """Drawn once for the pages that are rendered again and again, as what they are related to changes."""
    svg = segno.make(address, error="m").svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    label = 'role="img" aria-label="本页网址的二维码"'
    return mark_safe(svg.replace("<svg ", f"<svg {label} ", 1))  # noqa: S308 - segno draws paths only


def _crumbs(item: Published) -> list[dict[str, str]]:
    if item.kind == Published.Kind.ANNUAL_REPORT:
        reports = {"title": "政府信息公开年报", "url": "/gk/#reports"}
        return [reports, {"title": f"{item.year} 年度", "url": ""}]
    day = item.published
    month = {"title": f"{day.year}年{day.month}月", "url": f"/columns/{item.column}/{day:%Y-%m}/"}
    return [
        {"title": item.column_name, "url": f"/columns/{item.column}/"},
        month,
        {"title": "正文", "url": ""},
    ]


def _meta(item: Published, body: b.Blocks) -> dict[str, str]:
    moment = _moment(item)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), site.SHANGHAI)
    agency = site.agency_facts().get("name", item.agency)
    return {
        "column_name": item.column_name,
        "column_description": f"{agency}{item.column_name}",
        "column_keywords": item.column_name,
        "column_type": "政府信息公开",
        "article_title": item.title,
        "pub_date": f"{moment:%Y-%m-%d %H:%M}",
        "content_source": urlsplit(_source(item)).hostname or agency,
        "author": item.unit,
        "keywords": ",".join(facts.catalogue(item.meta).keywords) or item.category,
        "description": _summary(item, body),
        "url": site.absolute(item.path),
    }


def _picture(files: list[PublishedFile], body: b.Blocks) -> dict[str, str]:
    """The address of the first picture of a text, where it has one."""
    paths = {file.sha256: file.path for file in files}
    shown = (
        paths[block.name] for block in b.walk(body) if isinstance(block, b.Picture) and block.name in paths
    )
    first = next(shown, "")
    return {"image": site.absolute(first)} if first else {}


def _summary(item: Published, body: b.Blocks) -> str:
    """内容概述: what was cleared as such, else the beginning of the first paragraph."""
    return facts.catalogue(item.meta).summary or beginning.of(body)


def summary_of(item: Published) -> str:
    """The summary of an item whose text is not at hand."""
    given = facts.catalogue(item.meta).summary
    return given or beginning.of(b.body_from_json(parse(bytes(item.content))["body"]))


def _source(item: Published) -> str:
    """The address that a reprinted text was taken from; empty for what the bureau wrote."""
    given = str(item.meta.get("source") or "")
    return given if given.startswith(("https://", "http://")) else ""


def _report(
    item: Published, body: b.Blocks, body_html: SafeString, files: list[PublishedFile]
) -> dict[str, Any]:
    period = item.meta.get("period")
    headings = [block for block in b.walk(body) if isinstance(block, b.Heading)]
    toc = [
        {"anchor": f"s{place}", "title": b.plain(heading.inlines)}
        for place, heading in enumerate(headings, 1)
        if heading.level == 1
    ]
    return {
        "year": item.year,
        "period": {"from": day(period["from"]), "to": day(period["to"])} if period else None,
        "keys": figures.shown(item),
        "toc": toc,
        "parts": [{"html": body_html}],
        "downloads": [
            {
                "label": _LABELS.get(blobs.ending(file.name), file.name),
                "href": site.href(file.path),
                "size": file.size,
            }
            for file in files
            if file.type not in ("image/png", "image/jpeg")
        ],
    }


def day(text: str) -> Any:
    """The date in ISO text that was checked before."""
    return datetime.fromisoformat(text).date()
