"""Feeds and catalogue read by programs that are not ours: feedparser, rdflib, and the shapes of DCAT-AP."""

from pathlib import Path

import feedparser
import pytest
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from gongkai.portal import publishing
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SHAPES = Path(__file__).with_name("dcat_shapes.ttl")


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    publishing.refresh(NOW)
    return desk


def graph(text, kind):
    return Graph().parse(data=text, format=kind)


def conforms(found):
    fits, _report, words = validate(found, shacl_graph=Graph().parse(SHAPES), advanced=False)
    return fits, words


def test_feedparser_reads_every_entry_of_a_feed_without_complaint(published, reader):
    feed = feedparser.parse(reader.get("/feeds/work.atom").body)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10" and len(feed.entries) == 3
    assert "业务工作" in feed.feed.title and feed.feed.author
    for entry in feed.entries:
        assert entry.id == entry.link and entry.link.startswith("https://xxgk.example.gov.cn/gk/")
        assert entry.published_parsed and entry.updated_parsed and entry.title


def test_feedparser_finds_in_every_column_what_is_public_there(published, reader):
    for key, titles in year.TITLES.items():
        feed = feedparser.parse(reader.get(f"/feeds/{key}.atom").body)
        assert not feed.bozo and {entry.title for entry in feed.entries} == set(titles), key


def test_a_withdrawn_item_is_in_no_feed(published, reader):
    index = feedparser.parse(reader.get("/feeds/laws.atom").body).entries[0].id.partition("/gk/")[2]
    published.withdraw(index)
    assert reader.get("/feeds/laws.atom").status == 404
    assert index not in reader.get("/catalog.ttl").text


def test_rdflib_reads_the_same_statements_from_both_writings(published, reader):
    turtle = graph(reader.get("/catalog.ttl").text, "turtle")
    linked = graph(reader.get("/catalog.jsonld").text, "json-ld")
    assert isomorphic(turtle, linked)
    assert len(set(turtle.subjects(RDF.type, DCAT.Dataset))) == len(year.TITLES) + 2


def test_the_catalogue_has_the_shapes_of_dcat(published, reader):
    fits, words = conforms(graph(reader.get("/catalog.ttl").text, "turtle"))
    assert fits, words


def test_the_shapes_find_what_is_missing(published, reader):
    found = graph(reader.get("/catalog.ttl").text, "turtle")
    found.remove((None, DCAT.accessURL, None))
    fits, words = conforms(found)
    assert not fits and "accessURL" in words
