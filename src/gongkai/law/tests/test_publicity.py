from datetime import date

import pytest

from gongkai.law.publicity import CLASSES, may_stop_early, penalty_facts
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused

SIX = (
    "行政处罚决定书文号",
    "当事人基本情况",
    "违法行为类型",
    "行政处罚内容",
    "作出行政处罚决定的行政机关名称",
    "作出行政处罚决定的日期",
)


@pytest.mark.parametrize("on", ["2014-10-01", "2021-08-31", "2021-09-01", "2026-03-02"])
def test_the_summary_has_the_same_fields_under_order_71_and_order_45(on):
    given = penalty_facts(date.fromisoformat(on), line="工商")
    assert given.published
    assert given.summary == SIX


def test_only_a_warning_is_published_until_august_2021_and_not_since__order_45_art_2():
    before = penalty_facts(date(2021, 8, 31), klass="warning-only")
    since = penalty_facts(date(2021, 9, 1), klass="warning-only")
    assert (before.published, since.published) == (True, False)
    assert "警告" in since.why
    assert "第二条" in since.why


def test_every_other_class_is_published_since_2021():
    for klass in CLASSES[1:]:
        assert penalty_facts(date(2022, 3, 1), klass=klass).published


def test_the_simple_procedure_is_outside():
    for on in (date(2018, 3, 1), date(2022, 3, 1)):
        given = penalty_facts(on, procedure="simple")
        assert not given.published
        assert "简易程序" in given.why


def test_what_is_taken_out__order_71_art_6():
    removed = penalty_facts(date(2018, 3, 1)).removed
    assert "自然人住所（与经营场所一致的除外）" in removed
    assert {"身份证号码", "银行账号", "通讯方式", "商业秘密"} <= set(removed)
    assert any("个人信息保护法" in one for one in penalty_facts(date(2022, 3, 1)).removed)


def test_the_party_is_told_at_service_since_order_45__art_8():
    assert penalty_facts(date(2021, 8, 31)).notice == ""
    assert "书面告知" in penalty_facts(date(2021, 9, 1)).notice


@pytest.mark.parametrize(
    ("on", "line", "ruleset"),
    [
        ("2014-09-30", "工商", None),
        ("2014-05-31", "质监", None),
        ("2014-06-01", "质监", "penalty.pub.gf2014_6"),
        ("2017-12-19", "食药", "penalty.pub.cfda2014_166"),
        ("2017-12-20", "食药", "penalty.pub.cfda2017_121"),
        ("2019-04-01", "食药", "penalty.pub.saic71_food"),
        ("2021-09-01", "食药", "penalty.pub.samr45"),
    ],
)
def test_line_and_date_choose_the_rules(on, line, ruleset):
    given = penalty_facts(date.fromisoformat(on), line=line)
    assert (given.ruleset, given.published) == (ruleset, ruleset is not None)
    assert given.why


def test_what_was_not_checked_says_so():
    assert penalty_facts(date(2018, 3, 1), line="食药").confidence is Confidence.OPEN
    assert penalty_facts(date(2018, 3, 1), line="工商").confidence is Confidence.FOUND


@pytest.mark.parametrize("barred", ["责令停产停业", "限制从业", "吊销许可证件", "吊销营业执照"])
def test_some_penalties_are_never_taken_down_early__order_45_art_14(barred):
    assert may_stop_early(date(2022, 3, 1), ["罚款"])
    assert not may_stop_early(date(2022, 3, 1), ["罚款", barred])
    assert not may_stop_early(date(2018, 3, 1), ["罚款"])


def test_unknown_words_are_refused():
    for wrong in ({"line": "烟草"}, {"klass": "serious"}, {"procedure": "fast"}):
        with pytest.raises(Refused, match="不认识"):
            penalty_facts(date(2022, 3, 1), **wrong)
