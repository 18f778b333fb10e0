"""Items that belong together: an interpretation and its document, an answer and its topic; read both ways.

Only numbers are kept. The title is that of what is public now: what was withdrawn is named nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.portal.models import Link, Published
from gongkai.portal.publishing import site

_TO = {
    "interprets": "所解读的文件",
    "answers": "所回应的事项",
    "amends": "所修改的文件",
    "repeals": "所废止的文件",
}
_FROM = {"interprets": "解读", "answers": "回应", "amends": "修改本文件", "repeals": "废止本文件"}


def put(item: Published, meta: Mapping[str, Any]) -> set[str]:
    """Keep what a new item points to; gives the pages of others that show it from now on."""
    given = {(str(one["kind"])[:12], str(one["index"])) for one in meta.get("related") or ()}
    Link.objects.bulk_create(Link(item=item, to=index, kind=kind) for kind, index in sorted(given))
    return around(item)


def around(item: Published) -> set[str]:
    """The pages of the other ends: they name the item while it is public."""
    ends = set(item.links.values_list("to", flat=True))
    ends |= set(Link.objects.filter(to=item.index).values_list("item__index", flat=True))
    return {
        f"/gk/{index}" for index in Published.objects.filter(index__in=ends).values_list("index", flat=True)
    }


def shown(item: Published) -> list[dict[str, str]]:
    """What belongs to an item, as its page shows it: first what it points to, then what points to it."""
    out = list(item.links.order_by("kind", "to").values_list("kind", "to"))
    titles = dict(Published.objects.filter(index__in=[to for _, to in out]).values_list("index", "title"))
    found = [(_TO.get(kind, ""), to, titles[to]) for kind, to in out if to in titles]
    back = Link.objects.filter(to=item.index).order_by("kind", "-item__published", "-item__log_index")
    rows = back.values_list("kind", "item__index", "item__title")
    found += [(_FROM.get(kind, ""), index, title) for kind, index, title in rows]
    once = {index: (words, title) for words, index, title in reversed(found)}
    ordered = dict.fromkeys(index for _, index, _ in found)
    return [
        {"title": once[index][1], "words": once[index][0], "href": site.href(f"/gk/{index}")}
        for index in ordered
    ]
