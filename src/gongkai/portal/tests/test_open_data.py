"""Open data: one catalogue in two writings, lists that hold what is public, small cells that stay hidden."""

import csv
import io
import json
import re

import pytest

from gongkai.face.tests.pages import check
from gongkai.portal import publishing
from gongkai.portal.publishing import catalog
from gongkai.portal.publishing.data import suppressed
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW, meta

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TOKEN = re.compile(
    r'<([^<>"\s]+)>|"((?:[^"\\]|\\.)*)"(@zh|\^\^xsd:date)|([a-z]+:[A-Za-z]+)|(a)(?=\s)|([;.])|\s+'
)


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def rows(answer):
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def full(name):
    prefix, _, rest = name.partition(":")
    return (catalog.PREFIXES | {"rdf": RDF})[prefix] + rest


def of_turtle(text):
    """The statements of the small Turtle that we write; anything else is an error."""
    head, found = text.split("\n\n", 1)
    assert re.fullmatch(r"(@prefix [a-z]+: <[^>]+> \.\n?)+", head)
    words, at = [], 0
    while at < len(found):
        match = TOKEN.match(found, at)
        assert match, found[at : at + 40]
        at = match.end()
        if match[0].strip():
            words.append(match)
    statements, subject, predicate = set(), None, None
    for word in words:
        if word[6] == ".":
            subject, predicate = None, None
        elif word[6] == ";":
            predicate = None
        elif subject is None:
            subject = word[1]
        elif predicate is None:
            predicate = full("rdf:type") if word[5] else full(word[4])
        elif word[2] is not None:
            value = word[2].replace('\\"', '"').replace("\\\\", "\\")
            statements.add((subject, predicate, value, word[3]))
        else:
            statements.add((subject, predicate, word[1] or full(word[4]), ""))
    assert subject is None
    return statements


def of_json_ld(document):
    statements = set()
    for node in document["@graph"]:
        for name, values in node.items():
            if name == "@id":
                continue
            if name == "@type":
                statements.add((node["@id"], full("rdf:type"), full(values), ""))
                continue
            for value in values if isinstance(values, list) else [values]:
                sort = "" if "@id" in value else "@zh" if "@language" in value else "^^xsd:date"
                statements.add((node["@id"], full(name), value.get("@id") or value["@value"], sort))
    return statements


def test_json_ld_and_turtle_say_the_same(published, reader):
    said = reader.get("/catalog.jsonld")
    turtle = reader.get("/catalog.ttl")
    assert said.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    assert turtle.headers["Content-Type"] == "text/turtle; charset=utf-8"
    statements = of_turtle(turtle.text)
    assert statements == of_json_ld(json.loads(said.body))
    assert len(statements) > 100


def test_the_catalogue_has_what_dcat_asks_for(published, reader):
    """Catalog: title, description, publisher; Dataset: title, description; Distribution: accessURL."""
    graph = json.loads(reader.get("/catalog.jsonld").body)["@graph"]
    by_kind = {}
    for node in graph:
        by_kind.setdefault(node["@type"], []).append(node)
    (whole,) = by_kind["dcat:Catalog"]
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"} <= set(whole)
    listed = {one["@id"] for one in whole["dcat:dataset"]}
    assert listed == {node["@id"] for node in by_kind["dcat:Dataset"]} and len(listed) == 8
    for node in by_kind["dcat:Dataset"]:
        assert {"dct:title", "dct:description", "dct:issued", "dcat:distribution"} <= set(node)
    for node in by_kind["dcat:Distribution"]:
        address = node["dcat:downloadURL"]["@id"].removeprefix("https://xxgk.example.gov.cn")
        answer = reader.get(address)
        assert answer.status == 200
        media = node["dcat:mediaType"]["@id"].rpartition("media-types/")[2]
        assert answer.headers["Content-Type"].startswith(media)


def test_the_list_of_a_column_holds_every_public_item_and_no_withdrawn_one(published, reader):
    before = rows(reader.get("/data/items-work.csv"))
    assert len(before) == 3
    index = before[0]["索引号"]
    assert before[0]["网址"] == f"https://xxgk.example.gov.cn/gk/{index}"
    published.withdraw(index, "privacy")
    assert index not in reader.get("/data/items-work.csv").text
    publishing.refresh(NOW)
    assert index not in reader.get("/data/items-work.csv").text
    assert "共 2 条" in reader.get("/catalog.jsonld").text


def test_the_figures_of_the_year_with_small_counts_of_persons_hidden(published, reader):
    said = {row["指标"]: row["数值"] for row in rows(reader.get("/data/figures-2017.csv"))}
    assert said == {
        "items.total": "147",
        "complaints.received_tj": "2180",
        "complaints.closing_rate": "95.0",
        "foi.received": "<3",
        "remedies.reviews": "0",
    }
    charts = rows(reader.get("/data/charts-2017.csv"))
    assert [row["数值"] for row in charts if row["项目"] == "3月"] == ["292"]


def test_a_single_small_cell_takes_the_next_smallest_with_it():
    assert suppressed(["10", "2", "7", "0", "30"]) == ["10", "", "", "0", "30"]
    assert suppressed(["1", "2", "7"]) == ["", "", "7"]
    assert suppressed(["0", "3", "4.5"]) == ["0", "3", "4.5"]


def test_a_rate_whose_count_is_small_is_hidden_too(desk, reader):
    figure = {"key": "complaints.satisfied_rate", "label": "满意率", "value": "50.0", "unit": "%"}
    figures = [figure | {"part": 1, "whole": 2}]
    facts = meta("other", "2018-03-01", kind="annual-report", year=2017, figures=figures)
    desk.publish("R/1", "年报", meta=facts)
    assert rows(reader.get("/data/figures-2017.csv"))[0]["数值"] == "<3"
    assert reader.get("/data/charts-2017.csv").status == 404


def test_a_small_figure_takes_a_part_of_the_same_whole_with_it(desk, reader):
    def figure(key, value, **more):
        return {"key": key, "label": key, "value": value, "unit": "件"} | more

    figures = [
        figure("out.deny.secret.total", "1"), figure("out.deny.law.total", "4"),
        figure("out.deny.safety.total", "9"), figure("app.done", "14"), figure("complaints.closed", "2071"),
        figure("complaints.satisfied_rate", "99.9", part=2178, whole=2180),
    ]  # fmt: skip
    facts = meta("other", "2018-03-01", kind="annual-report", year=2017, figures=figures)
    desk.publish("R/1", "年报", meta=facts)
    told = [row["数值"] for row in rows(reader.get("/data/figures-2017.csv"))]
    assert told == ["<3", "", "9", "14", "2071", "<3"]


def test_a_withdrawn_report_takes_its_figures_with_it(published, reader):
    published.withdraw(year.REPORT_INDEX, "error")
    for path in ("/data/figures-2017.csv", "/data/charts-2017.csv"):
        assert reader.get(path).status == 404
    publishing.refresh(NOW)
    assert reader.get("/data/figures-2017.csv").status == 404
    assert "figures-2017" not in reader.get("/catalog.ttl").text + reader.get("/data/").text


def test_no_cell_is_a_formula(desk, reader):
    desk.publish("A/1", "=HYPERLINK(1)", column="work")
    assert rows(reader.get("/data/items-work.csv"))[0]["标题"] == "'=HYPERLINK(1)"


def test_the_page_of_open_data_leads_to_all_of_it(published, reader):
    html = reader.get("/data/").text
    check(html)
    for path in ("/data/figures-2017.csv", "/data/items-cases.csv", "/catalog.jsonld", "/catalog.ttl"):
        assert f'href="{path}"' in html
    assert 'href="/data/"' in reader.get("/").text


def test_an_empty_portal_has_an_empty_catalogue(desk, reader):
    check(reader.get("/data/").text)
    assert of_turtle(reader.get("/catalog.ttl").text) == of_json_ld(
        json.loads(reader.get("/catalog.jsonld").body)
    )
    assert reader.get("/data/items-cases.csv").status == 404
    assert reader.get("/data/figures-9999999.csv").status == 404
