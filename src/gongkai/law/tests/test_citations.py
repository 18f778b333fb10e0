"""A citation belongs to the rule set of the day, or it is a slip."""

import pytest

from gongkai.law import registry
from gongkai.law.citations import articles, slips

OLD, NEW = registry.by_id("foi.2008"), registry.by_id("foi.2019")


def test_the_reply_limit_has_another_article_since_2019():
    text = "根据《中华人民共和国政府信息公开条例》第二十四条的规定"
    assert slips(text, OLD) == ()
    (slip,) = slips(text, NEW)
    assert "第二十四条" in slip.cited
    assert "另一时期" in slip.why


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国政府信息公开条例》（国务院令第492号）第二十一条",
        "《条例》第二十四条",
        "《中华人民共和国 政府信息公开条例》第二十四条",
        "根据《条例》第三十条、第二十四条的规定",
    ],
)
def test_what_is_not_of_the_day_is_found(text):
    assert len(slips(text, NEW)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第三十六条第（二）项的规定",
        "《条例》第三十条、第三十三条",
        "《中华人民共和国保守国家秘密法》第二十四条",
        "《关于进一步加强食品安全工作的意见》",
        "没有引用任何规定",
    ],
)
def test_what_belongs_passes(text):
    assert slips(text, NEW) == ()


def test_the_notice_to_a_reporter_of_2020_is_a_slip_in_2026():
    old, new = registry.by_id("complaint.samr20"), registry.by_id("complaint.samr121")
    text = f"依据《{old.title}》第三十一条第二款，告知如下"
    assert slips(text, old) == ()
    assert slips(text, new)


def test_every_article_that_a_letter_cites_is_known():
    assert {"第三十三条", "第三十六条", "第三十九条"} <= articles(NEW)
    assert "第三十六条" not in articles(OLD)
