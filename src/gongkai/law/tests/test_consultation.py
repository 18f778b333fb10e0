"""意见征集: the shortest period by what is drafted, its source, and the promised day of the feedback."""

from datetime import date

import pytest

from gongkai.law import consultation
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused

DAY = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("subject", "article"),
    [("business", "第六十二条"), ("decision", "第十五条"), ("rule", "第十五条")],
)
def test_the_law_asks_for_thirty_calendar_days_and_the_answer_names_the_article(subject, article) -> None:
    rule = consultation.period(subject, DAY)
    assert (rule.days, rule.unit, rule.is_statutory) == (30, "calendar", True)
    assert rule.basis.endswith(article)
    assert consultation.last_day(rule, DAY) == date(2026, 5, 1)


def test_without_a_text_of_its_own_the_practice_stands_and_says_that_it_is_none_of_the_law() -> None:
    for rule in (
        consultation.period("other", DAY),
        consultation.period("business", date(2017, 4, 1)),
        consultation.feedback(DAY),
    ):
        assert rule.confidence is Confidence.OPEN and not rule.is_statutory
        assert "第" not in rule.basis


def test_practice_counts_working_days() -> None:
    rule = consultation.period("other", date(2026, 4, 1))
    assert consultation.last_day(rule, date(2026, 4, 1)) == date(2026, 4, 13)


def test_an_unknown_subject_is_refused_with_the_choices() -> None:
    with pytest.raises(Refused) as refused:
        consultation.period("x", DAY)
    assert refused.value.code == "unknown-subject" and "重大行政决策事项" in refused.value.mend
