"""The vocabularies of the catalogue: which kind of document a title is, which subject a category."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law import catalogue, scope
from gongkai.law.registry import Confidence

NOW, THEN, BEFORE = date(2017, 9, 18), date(2010, 3, 1), date(1999, 1, 4)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于做好年货市场检查的通知", "通知"),
        ("关于公布抽检结果的通告", "通告"),
        ("关于印发《办法》的通知（试行）", "通知"),
        ("抽检情况的公告〔2017年第3期〕", "公告"),
        ("关于食品安全工作的意见（征求意见稿）", "意见"),
        ("关于对某超市的行政处罚决定书", "决定"),
        ("2017年政府信息公开工作年度报告", "报告"),
        ("关于设立检测站的批复", "批复"),
        ("关于协助调查的复函", "函"),
        ("局长办公会议纪要", "纪要"),
        ("国家市场监督管理总局令", "命令（令）"),
        ("保健食品消费警示", ""),
        ("通知", ""),
        ("", ""),
    ],
)
def test_the_end_of_a_title_shows_the_kind_of_document(title, name) -> None:
    found = catalogue.genre_of(title, NOW)
    assert (found.name if found else "") == name


def test_the_kinds_of_documents_are_those_of_the_day() -> None:
    assert len(catalogue.genres(THEN)) == 13 and len(catalogue.genres(NOW)) == 15
    assert catalogue.genres(date(2012, 6, 30)) == catalogue.genres(THEN)
    assert catalogue.genres(date(2012, 7, 1)) == catalogue.genres(NOW)
    assert catalogue.genres(BEFORE) == catalogue.genres(THEN)
    title = "第一次局务会议纪要"
    assert [one.name for day in (THEN, NOW) if (one := catalogue.genre_of(title, day))] == [
        "会议纪要",
        "纪要",
    ]


def test_every_category_of_the_report_has_one_subject() -> None:
    placed = [key for one in catalogue.topics() for key in one.categories]
    assert sorted(placed) == sorted(one.key for one in scope.categories())
    assert catalogue.topic_of("finance").name == "财政、金融、审计"
    assert catalogue.topic_of("canteen") is None


def test_whom_it_is_for_follows_from_the_way_of_publication() -> None:
    assert catalogue.reach_of("主动公开") == "面向全社会"
    assert catalogue.reach_of("依申请公开") in catalogue.reaches()
    assert catalogue.reach_of("口头") == ""


def test_nothing_in_the_lists_pretends_to_be_read_in_a_text() -> None:
    rows = [*catalogue.topics(), *catalogue.genres(NOW), *catalogue.genres(THEN)]
    assert {one.confidence for one in rows} == {Confidence.RECALLED}
