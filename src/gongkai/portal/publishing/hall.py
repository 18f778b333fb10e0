"""The hall screen 电子显示屏: a full-screen page, and the loop that it asks for again after every cycle.

What runs there is what is public now: warnings while they last, what was released for the screen, the newest
items, sampling results. The page goes on from its own copy while the network is away; what ends meanwhile
leaves by the screen's own clock, and after :data:`OFFLINE_HOURS` nothing is shown that might be withdrawn.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from gongkai.papers import blocks as b
from gongkai.portal import surroundings
from gongkai.portal.models import Published
from gongkai.portal.publishing import site
from gongkai.portal.store import JSON, Rendered
from gongkai.sealing.canon import parse

PAGE, LOOP, WORKER = "/screen/", "/screen/loop.json", "/screen/worker.js"
SECONDS = 12
"""How long a slide stands; the loop is asked for again when all have stood."""
OFFLINE_HOURS = 24
SLIDES = 12
OUTLET = "电子显示屏"
"""The outlet whose items are shown for :data:`SHOWN_DAYS` after their release."""
SHOWN_DAYS = 60
ROWS = 6
JAVASCRIPT = "text/javascript; charset=utf-8"
_LEAST, _LOOKED_AT, _LONGEST = 3, 60, 64
_SAMPLING = "sampling"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'none'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": _POLICY}
"""The one page of the portal that runs a script of its own, from a file."""
_META = {
    "column_name": "业务大厅屏幕",
    "column_description": "业务大厅屏幕循环播放的公开信息",
    "column_keywords": "消费警示,抽检结果",
    "column_type": "政府信息公开",
    "robots": "noindex",
}
_STATIC = Path(__file__).resolve().parent.parent / "static" / "portal"


def page(now: datetime) -> Rendered:
    """The screen as it stands; without script its first slides turn by themselves."""
    said = contents(now)
    context = site.context(said=said, today=site.day_of(now), qr=_qr(), loop=LOOP, page=PAGE, meta=_META)
    made = site.render("portal/screen.html", context)
    return Rendered(made.body, made.content_type, headers=HEADERS)


def loop(now: datetime) -> Rendered:
    """What the screen shows, for its script."""
    said = json.dumps(contents(now), ensure_ascii=False, indent=1)
    return Rendered(said.encode(), JSON, headers=HEADERS)


def worker() -> Rendered:
    """The script that keeps a copy for a screen that starts without a network; its address is its scope."""
    return Rendered((_STATIC / "screen-worker.js").read_bytes(), JAVASCRIPT, headers=HEADERS)


def contents(now: datetime) -> dict[str, Any]:
    """Slides, sampling results and newest titles of this moment."""
    today = site.day_of(now)
    rows = _sampled()
    return {
        "made": now.isoformat(timespec="seconds"),
        "seconds": SECONDS,
        "offline_hours": OFFLINE_HOURS,
        "slides": [_slide(item, today) for item in _shown(today)],
        "table": {"title": "食品抽检结果", "rows": rows},
        "newest": [] if rows else _newest(),
    }


def _shown(today: date) -> list[Published]:
    """Lasting warnings, then what was released for the screen, then the newest until there are some."""
    items = Published.objects.filter(kind=Published.Kind.ITEM).order_by("-published", "-log_index")
    chosen = list(items.filter(valid_until__gte=today)[:SLIDES])
    there = {item.pk for item in chosen}
    recent = list(items.exclude(valid_until__lt=today)[:_LOOKED_AT])
    first = today - timedelta(days=SHOWN_DAYS)
    for item in recent:
        placed = OUTLET in (item.meta.get("outlets") or ())
        if item.pk not in there and placed and item.published >= first:
            chosen.append(item)
            there.add(item.pk)
    chosen += [item for item in recent if item.pk not in there][: max(0, _LEAST - len(chosen))]
    return chosen[:SLIDES]


def _slide(item: Published, today: date) -> dict[str, Any]:
    warns = item.valid_until is not None and item.valid_until >= today
    return {
        "index": item.index,
        "kind": item.column_name,
        "state": "due" if warns else "now",
        "title": item.title,
        "say": _said(item),
        "until": item.valid_until.isoformat() if item.valid_until else "",
        "ends": item.until.isoformat() if item.until else "",
        "on": item.published.isoformat(),
    }


def _said(item: Published) -> str:
    """The first sentences of the text, as many as can be read from three metres."""
    for block in b.walk(b.body_from_json(parse(bytes(item.content))["body"])):
        if not isinstance(block, b.Paragraph):
            continue
        text = b.plain(block.inlines).strip()
        if len(text) <= _LONGEST:
            return text
        for sign in ("。", "；", "，"):
            cut = text.rfind(sign, 0, _LONGEST)
            if cut > 0:
                return text[:cut] + "。"
        return text[: _LONGEST - 1] + "…"
    return ""


def _sampled() -> list[dict[str, Any]]:
    """Sampling items that tell batches and how many passed (``sampled``, ``passed`` of their figures)."""
    items = Published.objects.filter(column=_SAMPLING, kind=Published.Kind.ITEM)
    rows = []
    for item in items.order_by("-published", "-log_index")[:_LOOKED_AT]:
        figures = {figure.get("key"): figure.get("value", "") for figure in item.meta.get("figures") or ()}
        whole, passed = figures.get("sampled", ""), figures.get("passed", "")
        if not (whole.isdecimal() and passed.isdecimal() and int(passed) <= int(whole)):
            continue
        failed = int(whole) - int(passed)
        rows.append(
            {
                "index": item.index,
                "name": item.title,
                "note": f"{item.published.year}年{item.published.month}月",
                "sampled": int(whole),
                "passed": int(passed),
                "state": "due" if failed else "done",
                "words": f"不合格 {failed}" if failed else "全部合格",
                "ends": item.until.isoformat() if item.until else "",
            }
        )
        if len(rows) == ROWS:
            break
    return rows


def _newest() -> list[dict[str, str]]:
    items = Published.objects.filter(kind=Published.Kind.ITEM).order_by("-published", "-log_index")
    return [
        {
            "index": item.index,
            "title": item.title,
            "column": item.column_name,
            "on": item.published.isoformat(),
            "ends": item.until.isoformat() if item.until else "",
        }
        for item in items[:ROWS]
    ]


def _qr() -> SafeString | None:
    if surroundings.is_local():
        return None  # a phone could not open it
    svg = segno.make(site.absolute("/"), error="m").svg_inline(
        border=1, omitsize=True, light="#fff", svgclass=None, lineclass=None
    )
    title = "<title>政府信息公开网址二维码</title>"
    drawn = svg.replace("<svg ", '<svg role="img" ', 1).replace(">", f">{title}", 1)
    return mark_safe(drawn)  # noqa: S308 - segno draws paths only
