"""What a finding cites follows the day of the text, never the day of the search."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from gongkai.screening import articles as module
from gongkai.screening.articles import RECALLED, Part, articles, cite
from gongkai.screening.files.rules import dated, file_rules
from gongkai.screening.files.rules import finding as file_finding
from gongkai.screening.known import Known
from gongkai.screening.policies.model import policies, policy
from gongkai.screening.rules import rules
from gongkai.screening.screening import screen
from gongkai.screening.text import screen_text

PHONE = "联系人王某，手机13812345678。"
MARK = "机密★20年"


def cited(text: str, day: date | None, kind: str) -> str:
    return next(one.article for one in screen_text(text, Known(decision_date=day)) if one.kind == kind)


def test_every_rule_and_policy_cites_a_name_there_is() -> None:
    known = {*articles(), "none"}
    assert {one.article for one in rules().values()} <= known
    assert {one.article for one in file_rules().values()} <= known
    assert {name for one in policies() for name in one.basis} <= known
    assert all(part.confidence in ("found", "recalled") for entry in articles().values() for part in entry)


def test_of_two_versions_of_a_norm_one_ends_the_day_before_the_next_begins() -> None:
    for name, parts in articles().items():
        norms: dict[str, list] = {}
        for part in parts:
            norms.setdefault(part.cite.partition("（")[0].removesuffix("第"), []).append(part)
        for versions in norms.values():
            ordered = sorted(versions, key=lambda one: one.since)
            for before, after in pairwise(ordered):
                assert before.until is not None and before.until < after.since, name


@pytest.mark.parametrize(
    ("day", "named", "not_named"),
    [
        (date(2018, 3, 1), ["政府信息公开条例（2008）第十四条"], ["个人信息保护法", "2019"]),
        (date(2019, 5, 15), ["政府信息公开条例（2019）第十五条"], ["个人信息保护法", "2008"]),
        (date(2021, 10, 31), ["政府信息公开条例（2019）第十五条"], ["个人信息保护法"]),
        (date(2021, 11, 1), ["（2019）第十五条", "个人信息保护法第四条、第三十四条"], ["2008"]),
        (None, ["（2019）第十五条", "个人信息保护法第四条、第三十四条"], ["2008"]),
    ],
)
def test_personal_data_cites_the_law_of_its_day(day, named, not_named) -> None:
    found = cited(PHONE, day, "mobile")
    assert all(words in found for words in named) and not any(words in found for words in not_named)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2018, 3, 1), "保守国家秘密法（2010）第十七条；保密法实施条例（2014）第十五条"),
        (date(2024, 5, 1), "保守国家秘密法（2024）第二十二条；保密法实施条例（2014）第十五条"),
        (date(2024, 9, 1), "保守国家秘密法（2024）第二十二条；保密法实施条例（2024）第二十一条"),
        (date(2012, 3, 1), "保守国家秘密法（2010）第十七条"),
    ],
)
def test_a_mark_cites_the_secrecy_law_and_its_regulation_of_the_day(day, found) -> None:
    assert cited(MARK, day, "secret_mark") == found


def test_work_secrets_have_an_article_of_the_secrecy_law_since_2024_only() -> None:
    assert "第六十四条" in cite("work", date(2024, 5, 1))
    assert "第六十四条" not in cite("work", date(2024, 4, 30))


def test_what_is_recalled_says_so_and_what_is_not_recorded_has_no_article() -> None:
    assert cite("review", date(2018, 3, 1)).endswith(f"第十四条{RECALLED}")
    assert cite("review", date(2018, 3, 1)).startswith("保守国家秘密法（2010）；")
    assert cite("public", date(2013, 1, 1)) == "" == cite("none", date(2018, 3, 1))


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2026, 4, 14), "市场监督管理投诉举报处理暂行办法"),
        (date(2026, 4, 15), "市场监督管理投诉举报处理办法"),
        (None, "市场监督管理投诉举报处理办法"),
    ],
)
def test_the_policy_of_complaints_rests_on_the_measure_of_the_day(day, title) -> None:
    assert policy("complaint").cited(day).startswith(f"{title}；")
    assert cite("reporter", day).startswith(f"{title}；")


def test_before_2020_no_measure_of_the_merged_bureau_is_cited() -> None:
    assert "办法" not in policy("complaint").cited(date(2018, 3, 1))


def test_what_a_file_hides_is_cited_by_the_day_too() -> None:
    found = file_finding("file.comment", "批注", "第 1 段", 0, 2)
    assert "2024" in found.article
    assert "2024" not in dated(found, date(2018, 3, 1)).article


def test_a_file_is_cited_by_the_day_of_its_text_at_every_reading() -> None:
    page = f"<html><body><p>{PHONE}</p><p hidden>批注</p></body></html>".encode()
    for day, year in ((date(2018, 3, 1), "2008"), (date(2026, 3, 1), "2019"), (date(2018, 3, 1), "2008")):
        found = screen(page, known=Known(decision_date=day), name="a.html").findings
        assert {one.kind for one in found} >= {"mobile", "hidden_text"}
        assert all(one.article == cite(_named(one.rule), day) for one in found)
        assert any(year in one.article for one in found)


def _named(rule: str) -> str:
    return (rules().get(rule) or file_rules()[rule]).article


def test_what_is_recorded_ahead_is_cited_from_its_first_day_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Part(date(2019, 5, 15), date(2026, 12, 31), "旧办法", "found")
    after = Part(date(2027, 1, 1), None, "新办法", "found")
    monkeypatch.setattr(module, "articles", lambda: {"ahead of its day": (before, after)})
    for day, norm in ((date(2026, 12, 31), "旧办法"), (date(2027, 1, 1), "新办法")):
        monkeypatch.setattr(module, "today", lambda day=day: day)
        assert cite("ahead of its day") == norm
