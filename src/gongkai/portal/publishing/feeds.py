"""A column or a 专栏 as Atom (RFC 4287) and JSON Feed 1.1: its newest items."""

from __future__ import annotations

import json
from datetime import datetime, time
from xml.etree import ElementTree as Xml

from gongkai.portal.models import Published
from gongkai.portal.publishing import site
from gongkai.portal.publishing.groups import special
from gongkai.portal.store import Rendered

NEWEST = 50
"""Items in a feed."""
_ATOM = "http://www.w3.org/2005/Atom"


def render(key: str, kind: str) -> Rendered | None:
    """The feed of a column or a 专栏, ``atom`` or ``json``; null for one with nothing public."""
    group = special(key)
    rows = Published.objects.filter(column__in=group.columns if group else (key,), kind=Published.Kind.ITEM)
    items = list(rows.order_by("-published", "-log_index")[:NEWEST])
    if not items:
        return None
    agency = site.agency_facts()
    name = f"{agency.get('special') or group.name}专栏" if group else items[0].column_name
    title = f"{agency['name']} · {name}" if agency.get("name") else name
    return _atom(key, title, items) if kind == "atom" else _json(key, title, items)


def _atom(key: str, title: str, items: list[Published]) -> Rendered:
    feed = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(feed, "title", title)
    _add(feed, "id", site.absolute(f"/feeds/{key}.atom"))
    _add(feed, "updated", _stamp(max(item.updated for item in items)))
    _link(feed, "self", f"/feeds/{key}.atom", "application/atom+xml")
    _link(feed, "alternate", f"/columns/{key}/", "text/html")
    author = Xml.SubElement(feed, "author")
    _add(author, "name", site.agency_facts().get("name") or items[0].agency)
    for item in items:
        entry = Xml.SubElement(feed, "entry")
        _add(entry, "title", item.title)
        _add(entry, "id", site.absolute(item.path))
        _add(entry, "published", _day(item))
        _add(entry, "updated", _stamp(item.updated))
        _link(entry, "alternate", item.path, "text/html")
        Xml.SubElement(entry, "category", term=item.category)
    body = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Rendered(body, "application/atom+xml; charset=utf-8")


def _json(key: str, title: str, items: list[Published]) -> Rendered:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": site.absolute(f"/columns/{key}/"),
        "feed_url": site.absolute(f"/feeds/{key}.json"),
        "language": "zh-CN",
        "items": [
            {
                "id": site.absolute(item.path),
                "url": site.absolute(item.path),
                "title": item.title,
                "content_text": item.title,
                "date_published": _day(item),
                "date_modified": _stamp(item.updated),
                "tags": [item.category],
            }
            for item in items
        ],
    }
    body = json.dumps(feed, ensure_ascii=False, indent=1).encode()
    return Rendered(body, "application/feed+json; charset=utf-8")


def _add(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = "".join(letter for letter in text if letter.isprintable())


def _link(parent: Xml.Element, kind: str, path: str, content_type: str) -> None:
    Xml.SubElement(parent, "link", rel=kind, href=site.absolute(path), type=content_type)


def _day(item: Published) -> str:
    return datetime.combine(item.published, time(), site.SHANGHAI).isoformat()


def _stamp(moment: datetime) -> str:
    return moment.astimezone(site.SHANGHAI).replace(microsecond=0).isoformat()
