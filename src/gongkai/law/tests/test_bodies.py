"""消费者协会、消费维权服务站: limits of their own or none, and what the law of the day makes of them."""

from datetime import date

import pytest

from gongkai.law.bodies import BodyClock, OwnLimit, afterwards, body_mediation, entrusted, nature, own_limit
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused

ASSOCIATION, STATION = "消费者协会", "消费维权服务站"


def test_without_its_own_limit_there_is_no_date_and_the_answer_says_why():
    answer = body_mediation(BodyClock(date(2018, 3, 1), "某站"))
    assert (answer.due, answer.ruleset) == (None, "mediation.bodies")
    assert answer.basis.startswith("某站：") and "没有登记" in answer.basis


@pytest.mark.parametrize(
    ("limit", "due"),
    [("30日", date(2018, 3, 31)), ("20个工作日", date(2018, 3, 29)), ("10 天", date(2018, 3, 11))],
)
def test_its_own_limit_is_counted_from_the_day_after_with_its_own_rules_as_basis(limit, due):
    answer = body_mediation(BodyClock(date(2018, 3, 1), "某站", "某站调解规则", own_limit(limit)))
    assert answer.due == due
    assert answer.basis.startswith("《某站调解规则》") and "不是行政调解" in answer.basis
    assert answer.steps and answer.counted.start == date(2018, 3, 1)


def test_a_limit_is_read_as_it_is_written():
    assert own_limit(" 60 日 ") == OwnLimit(60, "calendar")
    assert own_limit("60个工作日") == OwnLimit(60, "working")
    assert own_limit("  ") is None
    assert own_limit(str(OwnLimit(7, "working"))) == OwnLimit(7, "working")
    for wrong in ("两个月", "0日", "400日", "30", "-3日"):
        with pytest.raises(Refused) as refused:
            own_limit(wrong)
        assert refused.value.code == "wrong-limit"


@pytest.mark.parametrize(
    ("ruleset", "association", "station"),
    [
        ("complaint.saic62", True, True),
        ("complaint.samr20", True, True),
        ("complaint.samr121", True, False),
        ("complaint.cfda21", None, None),
        ("complaint.aqsiq51", None, None),
    ],
)
def test_what_a_body_handled_bars_a_complaint_as_the_rules_of_the_day_say(ruleset, association, station):
    """Order 121 art. 16(2) no longer names other mediation organisations (order 20 art. 15(2) did)."""
    for kind, bars in ((ASSOCIATION, association), (STATION, station)):
        found = afterwards(ruleset, kind)
        assert found.bars is bars
        assert found.ground == ("already_handled" if bars else "")
        assert (found.confidence is Confidence.OPEN) == (bars is None)
    if association:
        assert "项" in found.basis


def test_what_is_not_known_is_marked_as_open():
    on = date(2026, 4, 15)
    assert "法定期限不适用" in nature(on).text
    assert entrusted(on).confidence is Confidence.OPEN
    with pytest.raises(Refused):
        nature(date(2014, 3, 14))
