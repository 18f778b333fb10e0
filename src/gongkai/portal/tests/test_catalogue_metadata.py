"""The catalogue metadata of an item where readers meet them: table, meta tags, JSON, search, lists."""

from __future__ import annotations

import csv
import importlib
import io
import json

import pytest
from django.apps import apps

from gongkai import grams
from gongkai.papers import blocks as b
from gongkai.portal import publishing
from gongkai.portal.models import Page, Published
from gongkai.portal.publishing import meta, searching
from gongkai.portal.tests import desk as desks
from gongkai.portal.tests.desk import NOW
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
INDEX, OLD = "37100017-8/2017-00113", "37100017-8/2017-00114"
TOLD = {
    "topic": "市场监管、安全生产监管",
    "genre": "通告",
    "reach": "面向全社会",
    "summary": "怎样认准蓝帽标志",
    "keywords": ["保健食品", "蓝帽"],
}


@pytest.fixture
def both(desk):
    """One item with the metadata, and one that was cleared before there were any."""
    desk.publish(INDEX, "关于选购的通告", meta=desks.meta("warnings", catalogue=TOLD))
    desk.publish(OLD, "抽检结果", meta=desks.meta("warnings"))
    desk.say_who()
    publishing.refresh(NOW)
    return desk


def page(path: str) -> str:
    return bytes(Page.objects.get(path=path).raw).decode()


def test_the_table_of_an_item_shows_them(both) -> None:
    html = page(f"/gk/{INDEX}")
    for label, value in (
        ("主题分类", TOLD["topic"]),
        ("体裁分类", "通告"),
        ("公开范围", "面向全社会"),
        ("内容概述", TOLD["summary"]),
        ("关键词", "保健食品、蓝帽"),
    ):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in html


def test_the_meta_tags_say_them(both) -> None:
    html = page(f"/gk/{INDEX}")
    assert '<meta name="Keywords" content="保健食品,蓝帽">' in html
    assert f'<meta name="Description" content="{TOLD["summary"]}">' in html


def test_the_optional_tags_name_the_unit_and_the_first_picture(desk) -> None:
    picture = desk.file("蓝帽.png", b"\x89PNG\r\n\x1a\n" + bytes(16), "image/png")
    body = (b.paragraph("认准标志。"), b.Picture(picture["sha256"], alt="蓝帽标志"))
    desk.publish(INDEX, "关于选购的通告", body, (picture,), meta=desks.meta("warnings"))
    html = page(f"/gk/{INDEX}")
    assert '<meta name="Author" content="食品流通餐饮科">' in html
    assert f'<meta name="Image" content="https://xxgk.example.gov.cn/files/{picture["sha256"]}/' in html


def test_what_was_cleared_without_them_reads_as_it_did(both) -> None:
    html = page(f"/gk/{OLD}")
    assert not any(f"<dt>{label}</dt>" in html for label in ("主题分类", "体裁分类", "公开范围", "关键词"))
    assert '<meta name="Keywords" content="抽检信息">' in html
    assert "<dt>内容概述</dt><dd>共抽检12批次，不合格1批次。</dd>" in html
    said = json.loads(page(f"/gk/{OLD}.json"))
    assert said["topic"] is None and said["keywords"] == [] and said["summary"].startswith("共抽检")


def test_summary_and_keywords_of_a_class_stand_once_where_they_belong(desk) -> None:
    said = [{"label": "内容概述", "value": "认蓝帽"}, {"label": "关键词", "value": "蓝帽、票据"}]
    desk.publish(OLD, "抽检结果", meta=desks.meta("warnings", fields=said))
    html = page(f"/gk/{OLD}")
    assert html.count("<dt>内容概述</dt>") == html.count("<dt>关键词</dt>") == 1
    assert "<dd>认蓝帽</dd>" in html and '<meta name="Keywords" content="蓝帽,票据">' in html


def test_the_json_of_an_item_has_them(both) -> None:
    said = json.loads(page(f"/gk/{INDEX}.json"))
    assert {key: said[key] for key in TOLD} == TOLD


def test_a_keyword_finds_the_item_although_the_text_lacks_it(both) -> None:
    found = [item.index for item in searching.find(grams.terms("蓝帽"))]
    assert found == [INDEX]


def test_the_list_of_a_column_has_their_columns(both) -> None:
    rows = list(csv.DictReader(io.StringIO(page("/data/items-warnings.csv").removeprefix("\ufeff"))))
    said = {row["索引号"]: row for row in rows}
    assert said[INDEX]["内容概述"] == TOLD["summary"] and said[INDEX]["关键词"] == "保健食品、蓝帽"
    assert said[OLD]["主题分类"] == said[OLD]["内容概述"] == ""


def subjects(reader, of: str) -> tuple[list[str], list[str]]:
    """Names of the subjects and keywords of a data set of the catalogue of open data."""
    graph = json.loads(reader.get("/catalog.jsonld").body)["@graph"]
    (taxonomy,) = [node for node in graph if node["@type"] == "skos:ConceptScheme"]
    (dataset,) = [node for node in graph if node.get("dct:identifier", {}).get("@value") == of]
    themes, words = (dataset.get(name, []) for name in ("dcat:theme", "dcat:keyword"))
    named = {node["@id"]: node for node in graph if node["@type"] == "skos:Concept"}
    found = [named[one["@id"]] for one in (themes if isinstance(themes, list) else [themes])]
    assert all(one["skos:inScheme"]["@id"] == taxonomy["@id"] for one in found)
    keywords = [one["@value"] for one in (words if isinstance(words, list) else [words])]
    return [one["skos:prefLabel"]["@value"] for one in found], keywords


def test_an_item_without_a_subject_has_that_of_its_column_in_the_catalogue(desk, reader) -> None:
    desk.publish(OLD, "抽检结果", meta=desks.meta("warnings"))
    desk.say_who()
    publishing.refresh(NOW)
    assert subjects(reader, "items-warnings")[0] == ["市场监管、安全生产监管"]


def test_the_catalogue_of_open_data_has_the_subjects_that_items_tell_themselves(both, reader) -> None:
    own = TOLD | {"topic": "卫生、体育"}
    both.publish("37100017-8/2017-00115", "健康提示", meta=desks.meta("warnings", catalogue=own))
    free = TOLD | {"topic": "舌尖上的安全"}
    both.publish("37100017-8/2017-00116", "食品提示", meta=desks.meta("warnings", catalogue=free))
    publishing.refresh(NOW)
    names, keywords = subjects(reader, "items-warnings")
    assert names == ["市场监管、安全生产监管", "卫生、体育"]
    assert keywords[-3:] == [*names, "舌尖上的安全"]


def test_where_every_item_tells_its_subject_that_of_the_column_does_not_stand(desk, reader) -> None:
    desk.publish(INDEX, "健康提示", meta=desks.meta("warnings", catalogue=TOLD | {"topic": "卫生、体育"}))
    desk.say_who()
    publishing.refresh(NOW)
    assert subjects(reader, "items-warnings")[0] == ["卫生、体育"]


def test_a_portal_of_before_learns_the_subjects_of_its_items(both) -> None:
    Published.objects.update(topic="")
    filling = importlib.import_module("gongkai.portal.migrations.0009_topics")
    filling.fill(apps, None)
    known = dict(Published.objects.values_list("index", "topic"))
    assert known == {INDEX: TOLD["topic"], OLD: ""}


@pytest.mark.parametrize("wrong", ["通告", {"topic": 1}, {"keywords": "蓝帽"}, {"keywords": [1]}])
def test_metadata_of_another_form_are_refused(wrong) -> None:
    with pytest.raises(Refused) as caught:
        meta.read(desks.meta(catalogue=wrong))
    assert caught.value.code == "E_META"
