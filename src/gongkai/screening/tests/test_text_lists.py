"""Lists: abolished bodies by date, titles of rules, bad links, thousands of terms in one pass."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.refusal import Refused
from gongkai.screening import Known, Term, TermList, Verdict, lists, rules
from gongkai.screening.tests.text_cases import of_kind
from gongkai.screening.text import screen_text

BEFORE, AFTER = Known(decision_date=date(2018, 3, 1)), Known(decision_date=date(2020, 1, 1))


@pytest.mark.parametrize(
    "body",
    ["工商局", "质监局", "食药监局", "工商行政管理局", "质量技术监督局", "食品药品监督管理局", "工商所"],
)
def test_an_abolished_body_is_wrong_only_after_the_reform(body: str) -> None:
    assert of_kind(f"市{body}负责", "wording", known=AFTER) == [f"wording review {body}"]
    assert of_kind(f"市{body}负责", "wording", known=BEFORE) == []
    assert of_kind(f"原市{body}", "wording", known=AFTER) == []


@pytest.mark.parametrize(
    "title", ["《山东省信息公开管理办法》", "《信息公开条例》", "《消费者权益法》", "《产品质量管理法》"]
)
def test_a_wrong_title_names_the_right_one(title: str) -> None:
    found = [one for one in screen_text(f"根据{title}的规定", AFTER) if one.kind == "wording"]
    assert [one.text for one in found] == [title] and "可以改为" in found[0].why


@pytest.mark.parametrize(
    "title", ["《山东省政府信息公开办法》", "《政府信息公开条例》", "《消费者权益保护法》", "《产品质量法》"]
)
def test_a_right_title_is_no_finding(title: str) -> None:
    assert of_kind(f"根据{title}的规定", "wording") == []


LINKS = [
    ("http://www.saic.gov.cn/abc", ["saic.gov.cn"]),
    ("http://gsxt.saic.gov.cn", ["gsxt.saic.gov.cn"]),
    ("http:/www.abc.com", ["http:/www.abc.com"]),
    ("http://192.168.1.5/a", ["http://192.168.1.5/a"]),
    ("http://localhost:8000/", ["http://localhost:8000/"]),
    ("http://www.baidu..com", ["http://www.baidu..com"]),
    ("https：//www.gov.cn", ["https：//www.gov.cn"]),
    ("http://www.gov.cn:abc/", ["http://www.gov.cn:abc/"]),
    ("www.whctp.gov.cn", []),
    ("http://www.whctp.gov.cn/art/2018/3/1/art_1.html", []),
    ("详见https://www.gsxt.gov.cn。", []),
    ("（www.samr.gov.cn）", []),
    ("mosaic.gov.cn", []),
    ("http://[::1", ["http://[::1"]),
]


@pytest.mark.parametrize(("text", "spans"), LINKS)
def test_links_that_cannot_work(text: str, spans: list[str]) -> None:
    assert [one.text for one in screen_text(text) if one.kind == "bad_link"] == spans


def test_thousands_of_terms_are_one_list_with_version_and_reason() -> None:
    words = TermList(
        "本局敏感词",
        "2020-1",
        "sensitive_term",
        tuple(Term(f"敏感词{at:04}号") for at in range(5000)),
        why="本局要求复核",
    )
    found = screen_text("这里有敏感词4321号和敏感词0007号。", Known(lists=(words,)))
    assert [(one.text, one.kind, str(one.verdict)) for one in found] == [
        ("敏感词4321号", "sensitive_term", "review"),
        ("敏感词0007号", "sensitive_term", "review"),
    ]
    assert found[0].why == "本局要求复核（词表 本局敏感词 2020-1）"


def test_a_term_is_seen_through_hidden_characters() -> None:
    words = lists.from_lines("词", "1", "# 注释\n涉密地点\n涉密地点\n")
    found = screen_text("前往涉\u200b密地\u200b点。", Known(lists=(words,)))
    assert [(one.text, one.start, one.end) for one in found] == [("涉\u200b密地\u200b点", 2, 8)]


def test_the_longest_of_overlapping_terms_counts_and_verdicts_are_the_lists_own() -> None:
    words = TermList("词", "1", "sensitive_term", (Term("某领导"), Term("某领导同志", verdict=Verdict.BLOCK)))
    assert of_kind("某领导同志出席", "sensitive_term", known=Known(lists=(words,))) == [
        "sensitive_term block 某领导同志"
    ]


def test_a_list_is_loaded_from_toml_or_refused_in_one_sentence(tmp_path: Path) -> None:
    good = tmp_path / "words.toml"
    good.write_text(
        '[[list]]\nname = "甲"\nversion = "1"\nkind = "bad_link"\nterms = ["dead.example.cn"]\n',
        encoding="utf-8",
    )
    known = Known(lists=lists.load(good), shipped_lists=False)
    assert of_kind("http://www.dead.example.cn/", "bad_link", known=known) == [
        "bad_link review dead.example.cn"
    ]
    for text in (
        "[[list",
        '[[list]]\nname="甲"\nversion="1"\nkind="x"\nterms=[]\n',
        '[[list]]\nname="甲"\n',
        "terms = 1\n",
    ):
        good.write_text(text, encoding="utf-8")
        with pytest.raises(Refused):
            lists.load(good)
    with pytest.raises(Refused):
        lists.load(tmp_path / "missing.toml")


def test_every_rule_has_a_sentence_and_a_kind() -> None:
    assert all(rule.why and rule.kind for rule in rules.rules().values())
    needed = (
        "secret_mark work_secret id18 id15 uscc mobile tel bank plate passport permit email im address "
        "person minor health birth sensitive_term "
        "wording bad_link reporter_hint"
    )
    assert set(needed.split()) <= set(rules.kinds())
