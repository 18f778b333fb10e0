from datetime import date
from decimal import Decimal

import pytest

from gongkai.law import registry
from gongkai.law.letters import letter, letters
from gongkai.law.outcomes import outcomes
from gongkai.law.rewards import reward
from gongkai.law.secrecy import longest_term
from gongkai.refusal import Refused

WITHOUT_REMEDY = {"receipt", "correct", "extend", "consult3", "consultorg", "fee", "voided"}


@pytest.mark.parametrize("identity", ["foi.2008", "foi.2019"])
def test_only_letters_that_decide_nothing_carry_no_remedies(identity):
    assert {one.key for one in letters(identity) if not one.remedy} == WITHOUT_REMEDY & {
        one.key for one in letters(identity)
    }


@pytest.mark.parametrize(("year", "identity"), [(2017, "foi.2008"), (2023, "foi.2019")])
def test_every_outcome_has_its_letter_and_they_agree_on_remedies(year, identity):
    for one in outcomes(year):
        if one.letter:
            assert letter(identity, one.letter).remedy == one.decisive, one.code


def test_the_2019_condition_has_23_letters_and_the_notice_of_a_voided_registration():
    assert len([one for one in letters("foi.2019") if one.key != "voided"]) == 23
    assert letter("foi.2019", "voided").cite == ""
    assert "标题" in letter("foi.2019", "deny").common


def test_a_citation_belongs_to_the_rule_set_not_to_the_letter():
    assert letter("foi.2019", "extend").cite.endswith("（国务院令第711号）第三十三条")
    assert letter("foi.2008", "extend").cite.endswith("（国务院令第492号）第二十四条")
    assert letter("complaint.samr20", "r.nofile").cite.endswith("第三十一条第二款")
    with pytest.raises(Refused, match=r"r\.nofile"):
        letter("complaint.samr121", "r.nofile")


def test_a_refusal_since_order_121_gives_reasons_and_other_routes__art_15():
    assert letter("complaint.samr20", "c.refuse").contents == ("不予受理的情形",)
    contents = letter("complaint.samr121", "c.refuse").contents
    assert "理由" in contents
    assert any("第三十九条" in one for one in contents)


def test_sets_without_letters_have_none():
    assert letters("pipl") == ()
    with pytest.raises(Refused, match="没有文书"):
        letter("pipl", "deny")


@pytest.mark.parametrize("on", [date(2010, 10, 1), date(2024, 4, 30), date(2024, 5, 1)])
def test_secrets_last_at_most_30_20_and_10_years(on):
    assert [longest_term(level, on) for level in ("绝密", "机密", "秘密")] == [30, 20, 10]


def test_unknown_levels_and_days_are_refused():
    with pytest.raises(Refused, match="密级"):
        longest_term("内部", date(2020, 1, 1))
    with pytest.raises(Refused, match="2010-10-01"):
        longest_term("秘密", date(2010, 9, 30))


@pytest.mark.parametrize(
    ("level", "fined", "amount", "finance"),
    [
        (1, "0", "5000", False),
        (2, "0", "3000", False),
        (3, "0", "1000", False),
        (1, "100000", "5000", False),
        (1, "100001", "5000.05", False),
        (2, "1000000", "30000", False),
        (3, "50000000", "500000", True),
        (1, "90000000", "1000000", True),
    ],
)
def test_a_reward_is_a_share_with_a_least_and_a_most(level, fined, amount, finance):
    given = reward(level, Decimal(fined), date(2022, 3, 1))
    assert (given.amount, given.ask_finance) == (Decimal(amount), finance)


def test_rewards_before_the_rules_and_impossible_ones_are_refused():
    for level, fined, on in [
        (1, "1", date(2021, 11, 30)),
        (4, "1", date(2022, 3, 1)),
        (1, "-1", date(2022, 3, 1)),
        (1, "NaN", date(2022, 3, 1)),
    ]:
        with pytest.raises(Refused):
            reward(level, Decimal(fined), on)


def test_letters_name_what_they_must_say():
    for rule in registry.rule_sets():
        for one in letters(rule.id):
            assert one.contents
            assert one.common
            assert one.title
