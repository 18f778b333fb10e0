"""Search: every part of every public text is found, newest first, and nothing that was withdrawn."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gongkai import grams
from gongkai.face.tests.pages import Page as Read
from gongkai.face.tests.pages import check, classes_without_rule
from gongkai.papers import blocks as b
from gongkai.portal import publishing
from gongkai.portal.models import Published, SearchRow
from gongkai.portal.publishing import searching
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def found(question):
    hits = searching.find(grams.terms(question)).order_by("-published", "-log_index")
    return [item.index for item in hits]


def places_found(word):
    """What the index alone says, as a page counts it."""
    places = searching.places(searching.Sought(grams.terms(word)), 1000)
    return [hit.index_number for hit in searching.hits(places)][: len(places)] if places else []


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    return desk


@pytest.mark.parametrize(
    "question",
    [
        "月饼",
        "饼",
        "过氧化值",
        "0.41",
        "ＧＢ 7099",
        "五仁 烟台",
        "桂香里食品",
        "附件2",
        year.ITEM_INDEX,
    ],
)
def test_title_text_table_number_and_attachment_find_the_item(published, question):
    assert year.ITEM_INDEX in found(question)


@pytest.mark.parametrize("question", ["饼月", "月饼 没有这个", "月 饼干", "xx"])
def test_what_does_not_stand_there_is_not_found(published, question):
    assert year.ITEM_INDEX not in found(question)


def test_neighbours_that_stand_apart_are_no_hit(desk):
    desk.publish("X/2017-00001", "甲乙，乙丙")
    assert found("甲乙丙") == []
    assert found("甲乙") == ["X/2017-00001"]


def test_rare_characters_are_found(desk):
    desk.publish("X/2017-00001", "𬭊喆堃祎食品店")
    assert found("𬭊喆") == found("堃") == ["X/2017-00001"]


def test_every_pair_of_every_title_finds_its_item(published):
    for item in Published.objects.all():
        form = grams.normal(item.title)
        for place in range(len(form) - 1):
            if " " not in form[place : place + 2]:
                assert item.index in found(form[place : place + 2])


@pytest.mark.parametrize("length", range(1, 8))
def test_words_of_every_length_are_found_where_they_stand_and_nowhere_else(desk, length):
    texts = {"X/2017-00001": "甲乙丙丁戊己庚辛", "X/2017-00002": "甲乙丙戊丙丁戊己庚乙丙丁戊"}
    for index, title in texts.items():
        desk.publish(index, title)
    for title in texts.values():
        for start in range(len(title) - length + 1):
            word = title[start : start + length]
            there = {index for index, text in texts.items() if word in text}
            assert set(found(word)) == set(places_found(word)) == there, word


def test_after_parts_of_the_index_are_merged_the_same_is_found(published):
    before = [found(word) for word in ("月饼", "过氧化值", "桂香里食品")]
    published.withdraw(year.ITEM_INDEX, "privacy")
    gone = [places_found(word) for word in ("月饼", "过氧化值", "桂香里食品")]
    searching.tidy()
    assert [places_found(word) for word in ("月饼", "过氧化值", "桂香里食品")] == gone != before
    assert searching.tidy() == 0, "nothing is left to merge"


def test_a_new_day_merges_the_parts_of_the_index_once(published, monkeypatch):
    publishing.refresh(NOW)
    merged = []
    monkeypatch.setattr(searching, "tidy", lambda: merged.append(1))
    for hours in (0, 1, 24, 25):
        publishing.refresh(NOW + timedelta(hours=hours))
    assert len(merged) == 1


def test_a_withdrawn_item_and_its_words_are_gone(published, reader):
    published.withdraw(year.ITEM_INDEX, "privacy")
    assert found("过氧化值") == places_found("过氧化值") == []
    assert searching.places(searching.Sought(["过氧化值"]), 1000) == []
    assert not SearchRow.objects.filter(text__contains="过氧化值").exists()
    assert "过氧化值" not in reader.get("/search?q=" + quote("月饼")).text


def test_a_correction_is_found_by_its_new_words_only(desk):
    desk.publish("X/2017-00001", "旧标题")
    desk.publish("X/2017-00001", "新标题", (b.paragraph("新文字"),))
    assert found("旧标题") == []
    assert found("新文字") == ["X/2017-00001"]


def test_the_page_marks_hits_and_escapes_everything(published, reader):
    html = reader.get("/search?q=" + quote("月饼")).text
    check(html)
    assert classes_without_rule(html) == set()
    assert "<mark>月饼</mark>" in html and "2017年9月" in html
    published.publish("X/2017-00009", "<script>alert(1)</script>", (b.paragraph("<img onerror=x> & 月饼"),))
    html = reader.get("/search?q=" + quote("月饼 <script>")).text
    check(html)
    assert "<script" not in html and "<img onerror" not in html


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%00", "?q=%22%27*)", "?before=2017-99-99.1&year=x&column=..", "?q=%EF%BC%8C"]
)
def test_no_question_breaks_the_page(published, reader, query):
    answer = reader.get("/search" + query)
    assert answer.status == 200
    check(answer.text)


def test_column_and_year_narrow_and_their_numbers_add_up(published, reader):
    html = reader.get("/search?column=work").text
    assert "双随机" in html and "中秋月饼" not in html
    entries = {text for text in ("业务工作", "抽检信息", "2017 年", "2018 年") if text in html}
    assert entries == {"业务工作", "抽检信息", "2017 年"}
    assert reader.get("/search?year=2018").text.count("<h4>") == 1


def test_pages_hold_every_item_once_forwards_and_backwards(desk, reader):
    for number in range(45):
        desk.publish(f"X/2017-{number:05d}", f"标题{number}", published=f"2017-0{number % 3 + 1}-10")
    query, seen, addresses = "?q=" + quote("标题"), [], []
    while query:
        addresses.append(query)
        read = Read(reader.get("/search" + query).text)
        seen += [target for target in read.values("href") if target.startswith("/gk/X/")]
        links = {attrs["rel"]: attrs["href"] for tag, attrs in read.tags if tag == "a" and "rel" in attrs}
        query = links.get("next", "")
    assert len(seen) == len(set(seen)) == 45 and len(addresses) == 3
    second = Read(reader.get("/search" + links["prev"]).text).values("href")
    assert [target for target in second if target.startswith("/gk/X/")] == seen[20:40]


def test_the_same_answer_for_machines(published, reader):
    said = json.loads(reader.get("/search.json?q=" + quote("月饼")).body)
    assert said["total"] == 1 and said["items"][0]["index"] == year.ITEM_INDEX
    assert "月饼" in said["items"][0]["excerpt"]
    assert said["next"] is None


def test_an_answer_is_never_kept(published, reader):
    headers = reader.get("/search?q=x").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers


def test_rendering_everything_again_fills_an_empty_index(published):
    SearchRow.objects.all().delete()
    publishing.mark_everything()
    publishing.refresh(NOW)
    assert year.ITEM_INDEX in found("过氧化值")


@given(st.text("甲乙丙", min_size=1, max_size=14), st.integers(1, 4))
def test_the_tokens_asked_for_hold_all_of_a_word_and_stand_in_each_text_that_has_it(word, longest):
    cover = searching._cover(word, longest)
    assert set(cover) <= set(grams.of_normal(f"丙{word}甲", longest))
    assert len(cover) <= -(-len(word) // longest)
    assert {place for token in cover for place in places_of(token, word)} == set(range(len(word)))


def places_of(token, word):
    starts = [at for at in range(len(word)) if word.startswith(token, at)]
    return {start + step for start in starts for step in range(len(token))}


def test_a_common_word_is_found_by_walking_as_by_the_index(published, monkeypatch):
    asked = ["月饼", "饼", "2017", "食品", "过氧化值", "没有这个"]
    found = []
    for walks in (False, True):
        monkeypatch.setattr(searching, "_is_common", lambda sought, walks=walks: walks and not is_lite())
        found.append([places_found(word) for word in asked])
    assert found[0] == found[1]


def is_lite():
    return connections["portal"].vendor != "postgresql"


def test_a_question_costs_one_statement_and_its_page_another(published, reader):
    sought = searching.Sought(grams.terms("桂香里食品"))
    with CaptureQueriesContext(connections["portal"]) as asked:
        searching.hits(searching.places(sought, 1000)[:20])
    assert len(asked) == (2 if is_lite() else 3)
