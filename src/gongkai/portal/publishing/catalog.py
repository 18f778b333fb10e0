"""The catalogue of open data (DCAT 3): the columns and the figures of each report, as JSON-LD and as Turtle.

Both are written from one list of statements, so that they say the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min

from gongkai.law import catalogue
from gongkai.portal.models import Published
from gongkai.portal.publishing import data, site, stale
from gongkai.portal.publishing.columns import columns
from gongkai.portal.store import Rendered

JSON_LD, TURTLE = "application/ld+json; charset=utf-8", "text/turtle; charset=utf-8"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_MOST_OTHERS = 20
"""Subjects of a column beside those of the list, as keywords."""
_CHINESE = "http://id.loc.gov/vocabulary/iso639-1/zh"


@dataclass(frozen=True, slots=True)
class Iri:
    """A value that is a thing with an address."""

    address: str


Value = Iri | str | date
"""What a statement says: a thing, a Chinese text, or a day."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, its class, and what is said about it, in order."""

    address: str
    kind: str
    said: tuple[tuple[str, Value], ...]


def as_json_ld() -> Rendered:
    """The catalogue as JSON-LD with its own context."""
    context: dict[str, Any] = dict(PREFIXES)
    graph = [_json_node(node) for node in nodes()]
    document = {"@context": context, "@graph": graph}
    return Rendered(json.dumps(document, ensure_ascii=False, indent=1).encode(), JSON_LD)


def as_turtle() -> Rendered:
    """The catalogue as Turtle."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    for node in nodes():
        lines += ["", f"<{node.address}>", f"  a {node.kind}"]
        for predicate, value in node.said:
            lines[-1] += " ;"
            lines.append(f"  {predicate} {_turtle(value)}")
        lines[-1] += " ."
    return Rendered("\n".join(lines).encode() + b"\n", TURTLE)


def nodes() -> Iterator[Node]:
    """Catalogue, publisher, subjects, data sets and their distributions."""
    facts = site.agency_facts()
    home = site.absolute("/")
    publisher = Iri(f"{home}#agency")
    sets = [*_columns(publisher), *_reports(publisher), *_tables(publisher)]
    name = facts["name"] or "政府信息公开"
    said: list[tuple[str, Value]] = [
        ("dct:title", f"{name} · 开放数据"),
        ("dct:description", "主动公开的政府信息（按栏目）和年度报告的统计数据"),
        ("dct:publisher", publisher),
        ("dct:language", Iri(_CHINESE)),
        ("foaf:homepage", Iri(home)),
    ]
    newest = Published.objects.aggregate(newest=Max("updated"))["newest"]
    if newest:
        said.append(("dct:modified", site.day_of(newest)))
    said += [("dcat:dataset", Iri(one.address)) for one in sets if one.kind == "dcat:Dataset"]
    said.append(("dcat:themeTaxonomy", Iri(_themes())))
    yield Node(site.absolute(stale.JSON_LD), "dcat:Catalog", tuple(said))
    yield Node(publisher.address, "foaf:Agent", (("foaf:name", name),))
    yield from _subjects(sets)
    yield from sets


def _themes(key: str = "") -> str:
    """The address of the subjects 主题分类, or of one of them."""
    return f"{site.absolute(stale.DATA)}#theme{'-' if key else 's'}{key}"


def _own_topics() -> dict[str, set[str]]:
    """What the items of each column say of their subject; empty for one that says nothing."""
    items = Published.objects.filter(kind=Published.Kind.ITEM).order_by()
    found: dict[str, set[str]] = defaultdict(set)
    for column, topic in items.values_list("column", "topic").distinct():
        found[column].add(topic)
    return found


def _theme(column: str, said: Collection[str]) -> list[tuple[str, Value]]:
    """The subjects of a column's items; of one that tells none, that in which the list places the column.

    Each is a keyword too; one that the list of subjects does not have is only that.
    """
    placed = catalogue.topic_of(column)
    names = {one or (placed.name if placed else "") for one in said} - {""}
    listed = [topic for topic in catalogue.topics() if topic.name in names]
    others = sorted(names - {topic.name for topic in listed})[:_MOST_OTHERS]
    keywords: list[tuple[str, Value]] = [
        ("dcat:keyword", name) for name in (*(topic.name for topic in listed), *others)
    ]
    return [*keywords, *(("dcat:theme", Iri(_themes(topic.key))) for topic in listed)]


def _subjects(sets: list[Node]) -> Iterator[Node]:
    """The list of subjects, and those of it that a data set has."""
    used = {value.address for one in sets for name, value in one.said if isinstance(value, Iri)}
    yield Node(_themes(), "skos:ConceptScheme", (("dct:title", "主题分类"),))
    for topic in catalogue.topics():
        if (address := _themes(topic.key)) in used:
            named = (("skos:prefLabel", topic.name), ("skos:inScheme", Iri(_themes())))
            yield Node(address, "skos:Concept", named)


def _columns(publisher: Iri) -> Iterator[Node]:
    items = Published.objects.filter(kind=Published.Kind.ITEM).order_by()
    days = {
        row["column"]: row
        for row in items.values("column").annotate(first=Min("published"), last=Max("updated"))
    }
    topics = _own_topics()
    for column in columns():
        key, row = column["key"], days[column["key"]]
        files = [
            (f"/data/items-{key}.csv", "目录 CSV", "text/csv"),
            (f"/feeds/{key}.atom", "订阅 Atom", "application/atom+xml"),
            (f"/feeds/{key}.json", "订阅 JSON Feed", "application/feed+json"),
        ]
        said: list[tuple[str, Value]] = [
            ("dct:title", column["name"]),
            ("dct:description", f"“{column['name']}”栏目公开的信息，共 {column['count']} 条"),
            ("dct:identifier", f"items-{key}"),
            ("dct:issued", row["first"]),
            ("dct:modified", site.day_of(row["last"])),
            ("dcat:keyword", column["name"]),
            *_theme(key, topics[key]),
            ("dcat:landingPage", Iri(site.absolute(column["href"]))),
        ]
        yield from _set(f"items-{key}", said, files, publisher)


def _reports(publisher: Iri) -> Iterator[Node]:
    for report in data.reports():
        year = report.year
        files = [(f"/data/figures-{year}.csv", "统计数据 CSV", "text/csv")]
        if data.charts(report):
            files.append((f"/data/charts-{year}.csv", "图表数据 CSV", "text/csv"))
        said: list[tuple[str, Value]] = [
            ("dct:title", f"{year} 年度统计数据"),
            ("dct:description", f"{report.title}的统计数据；涉及个人的小数目不列"),
            ("dct:identifier", f"figures-{year}"),
            ("dct:issued", report.published),
            ("dct:modified", site.day_of(report.updated)),
            ("dcat:keyword", "统计"),
            ("dcat:landingPage", Iri(site.absolute(report.path))),
        ]
        yield from _set(f"figures-{year}", said, files, publisher)


def _tables(publisher: Iri) -> Iterator[Node]:
    for key, item in data.datasets().items():
        said: list[tuple[str, Value]] = [
            ("dct:title", item.title),
            ("dct:description", f"{item.title}；小数目和可以推出它的数目不列"),
            ("dct:identifier", f"tables-{key}"),
            ("dct:issued", item.published),
            ("dct:modified", site.day_of(item.updated)),
            ("dcat:keyword", "统计"),
            ("dcat:landingPage", Iri(site.absolute(item.path))),
        ]
        files = [(f"/data/tables-{key}.csv", "统计表 CSV", "text/csv")]
        yield from _set(f"tables-{key}", said, files, publisher)


def _set(
    name: str, said: list[tuple[str, Value]], files: list[tuple[str, str, str]], publisher: Iri
) -> Iterator[Node]:
    """A data set and its distributions."""
    address = f"{site.absolute(stale.DATA)}#{name}"
    parts = [(f"{address}.{place}", *file) for place, file in enumerate(files, start=1)]
    links = [("dcat:distribution", Iri(part[0])) for part in parts]
    yield Node(address, "dcat:Dataset", (*said, ("dct:publisher", publisher), *links))
    for part, path, title, media in parts:
        at = Iri(site.absolute(path))
        yield Node(
            part,
            "dcat:Distribution",
            (
                ("dct:title", title),
                ("dcat:accessURL", at),
                ("dcat:downloadURL", at),
                ("dcat:mediaType", Iri(_MEDIA + media)),
            ),
        )


def _json_node(node: Node) -> dict[str, Any]:
    said: dict[str, Any] = {"@id": node.address, "@type": node.kind}
    for predicate, value in node.said:
        said.setdefault(predicate, []).append(_json_value(value))
    return {name: one[0] if isinstance(one, list) and len(one) == 1 else one for name, one in said.items()}


def _json_value(value: Value) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.address}
    if isinstance(value, date):
        return {"@value": value.isoformat(), "@type": "xsd:date"}
    return {"@value": value, "@language": "zh"}


def _turtle(value: Value) -> str:
    if isinstance(value, Iri):
        return f"<{value.address}>"
    if isinstance(value, date):
        return f'"{value.isoformat()}"^^xsd:date'
    text = "".join(letter if letter.isprintable() else " " for letter in value)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@zh'
