from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.forms import carried, check, form, form_for_year
from gongkai.refusal import Refused

PEOPLE = ("natural", "biz", "research", "ngo", "legal", "other")
COLUMNS = (*PEOPLE, "total")


def blank(year):
    return dict.fromkeys(form_for_year(year).keys, 0)


def broken(values, previous=None, *, year, severity="error", **facts):
    found = check(values, previous, form=form_for_year(year), **facts)
    return [one.rule for one in found if not one.ok and one.severity == severity]


def shanghai():
    """The columns 自然人 and 商业企业 of table 3 as 上海 published them for 2019."""
    natural = {"in.new": 821, "in.carry": 18, "out.total": 767, "carry.next": 72}
    leaves = [258, 3, 14, 5, 3, 10, 252, 44, 25, 148, 5]
    biz = {"in.new": 35, "out.total": 35}
    few = [12, 1, 2, 12, 3, 1, 4]
    rest = {"in.new": 3, "out.total": 3}
    values = blank(2019)
    rows = [row.key for row in form_for_year(2019).matrix.leaves]
    columns = {"natural": (natural, leaves), "biz": (biz, few), "other": (rest, [2, 1])}
    for column, (heads, parts) in columns.items():
        values |= {f"{row}.{column}": number for row, number in heads.items()}
        values |= {f"{row}.{column}": number for row, number in zip(rows, parts, strict=False)}
    for row in form_for_year(2019).matrix.counted:
        values[f"{row.key}.total"] = sum(values[f"{row.key}.{column}"] for column in PEOPLE)
    return values


def test_the_published_column_of_shanghai_2019_balances__w6():
    values = shanghai()
    assert values["in.new.total"] == 859
    assert values["out.total.total"] == 805
    assert broken(values, year=2019) == []
    found = {one.rule: one for one in check(values, form=form_for_year(2019))}
    assert "821+18=839" in found["balance.natural"].detail
    assert "767+72=839" in found["balance.natural"].detail
    assert found["outcomes.natural"].ok


def test_an_outcome_too_many_is_named_in_its_column_and_its_row():
    values = shanghai() | {"out.grant.natural": 259}
    assert broken(values, year=2019) == ["outcomes.natural", "row.out.grant"]
    (wrong,) = [one for one in check(values, form=form_for_year(2019)) if one.rule == "outcomes.natural"]
    assert "应为各种办理结果之和 768，实为 767" in wrong.detail
    assert "out.grant.natural" in wrong.keys


def balanced(draw, year):
    """A table 3 that balances, built from the outcomes up, and a table 4 likewise."""
    form = form_for_year(year)
    values = blank(year)
    numbers = st.integers(0, 50)
    for column in PEOPLE:
        for row in form.matrix.leaves:
            values[f"{row.key}.{column}"] = draw(numbers)
        done = sum(values[f"{row.key}.{column}"] for row in form.matrix.leaves)
        rest = draw(numbers)
        brought = draw(st.integers(0, done + rest))
        values |= {
            f"out.total.{column}": done,
            f"carry.next.{column}": rest,
            f"in.carry.{column}": brought,
            f"in.new.{column}": done + rest - brought,
        }
    for row in form.matrix.counted:
        values[f"{row.key}.total"] = sum(values[f"{row.key}.{column}"] for column in PEOPLE)
    for group in form.groups:
        for key in group.cells[:-1]:
            values[key] = draw(numbers)
        values[group.cells[-1]] = sum(values[key] for key in group.cells[:-1])
    return values


@st.composite
def a_year(draw):
    year = draw(st.sampled_from([2019, 2021]))
    return year, balanced(draw, year)


@settings(deadline=None, max_examples=40)
@given(a_year())
def test_a_balanced_table_passes_and_its_next_year_takes_over_the_rest(drawn):
    year, values = drawn
    assert broken(values, year=year) == []
    follow = blank(year) | carried(values)
    for column in COLUMNS:
        follow[f"carry.next.{column}"] = follow[f"in.carry.{column}"]
    assert broken(follow, values, year=year) == []


@settings(deadline=None, max_examples=40)
@given(a_year(), st.data())
def test_one_changed_cell_of_table_3_or_4_is_named(drawn, data):
    year, values = drawn
    cells = [key for key in form_for_year(year).keys if not key.startswith("t2.")]
    key = data.draw(st.sampled_from(cells))
    values[key] += data.draw(st.integers(1, 5))
    found = [one for one in check(values, form=form_for_year(year)) if not one.ok]
    assert found
    assert all(key in one.keys for one in found)
    assert all(one.severity == "error" for one in found)


def test_passing_rules_are_listed_too():
    found = check(blank(2021), form=form_for_year(2021))
    assert all(one.ok for one in found)
    rules = [one.rule for one in found]
    assert len(set(rules)) == len(rules)
    assert {"blank", "whole", "rules", "balance.total", "row.in.new", "sum.t4.after"} <= set(rules)
    assert len([rule for rule in rules if rule.startswith("row.")]) == 25
    assert all(one.detail for one in found)


def test_a_blank_counts_as_0_and_warns():
    values = shanghai() | {"out.deny.law.ngo": None}
    del values["out.deny.law.legal"]
    (warned,) = [one for one in check(values, form=form_for_year(2019)) if not one.ok]
    assert (warned.rule, warned.severity) == ("blank", "warn")
    assert warned.keys == ("out.deny.law.ngo", "out.deny.law.legal")
    assert "2 格空白，应填 0" in warned.detail
    assert "社会公益组织" in warned.detail


def test_nothing_at_all_is_one_warning_that_does_not_list_everything():
    (warned,) = [one for one in check({}, form=form_for_year(2021)) if not one.ok]
    assert len(warned.keys) == 200
    assert "等 200 格" in warned.detail


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("app.recv.face", -1),
        ("pro.norm", Decimal("1.5")),
        ("fee", Decimal("0.125")),
        ("fee", Decimal("-1")),
        ("mtg.n", Decimal("NaN")),
        ("mtg.n", Decimal("Infinity")),
    ],
)
def test_figures_are_whole_and_not_negative_and_amounts_have_two_decimals(key, value):
    found = check(blank(2017) | {key: value}, form=form_for_year(2017))
    (whole,) = [one for one in found if one.rule == "whole"]
    assert (whole.ok, whole.keys) == (False, (key,))


def test_amounts_may_have_two_decimals_and_a_change_may_be_negative():
    assert broken(blank(2017) | {"org.budget": Decimal("3.50")}, year=2017) == []
    assert broken(blank(2019) | {"t2.license.delta": -2, "t2.procure.amount": 251000}, year=2019) == []
    assert "whole" in broken(blank(2019) | {"t2.license.prev": -2}, year=2019)


@pytest.mark.parametrize("value", ["3", 3.0, True])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(Refused, match="不是数"):
        check({"pro.total": value}, form=form_for_year(2017))


def zone():
    """The zone's table of 2017: one letter, answered in time."""
    return blank(2017) | {
        "pro.total": 147,
        "pro.ch.web": 147,
        "app.recv": 1,
        "app.recv.mail": 1,
        "app.done": 1,
        "app.done.ontime": 1,
        "app.reply": 1,
        "app.reply.full": 1,
        "org.units": 1,
        "org.points": 6,
        "org.staff": 18,
        "org.staff.full": 1,
        "org.staff.part": 17,
        "org.budget": Decimal("3.5"),
    }


def test_the_table_of_the_zone_2017_holds__w5():
    assert all(one.ok for one in check(zone(), form=form_for_year(2017)))


def test_channels_may_sum_to_more_than_the_distinct_items_but_not_to_less__w4():
    more = zone() | {"pro.ch.wechat": 9, "pro.ch.other": 37}
    assert broken(more, year=2017) == []
    assert broken(zone() | {"pro.ch.web": 146}, year=2017) == ["channels"]
    assert broken(zone() | {"pro.ch.web": 148}, year=2017) == ["most.pro.ch.web"]


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"app.recv.fax": 1}, ["sum.app.recv"]),
        ({"app.done.ext": 1}, ["sum.app.done"]),
        ({"app.reply.none": 1}, ["sum.app.reply"]),
        ({"app.reply.deny": 1, "app.reply": 2}, ["sum.app.reply.deny"]),
        ({"app.reply.deny.trade": 1}, ["sum.app.reply.deny"]),
        ({"rev.upheld": 1}, ["sum.rev.total"]),
        ({"lit.total": 2, "lit.other": 1}, ["sum.lit.total"]),
        ({"org.staff.part": 16}, ["sum.org.staff"]),
        ({"resp.press_lead": 1}, ["most.resp.press_lead"]),
        ({"resp.online_lead": 1}, ["most.resp.online_lead"]),
        ({"pro.norm": 148}, ["most.pro.norm"]),
    ],
)
def test_each_rule_of_the_2014_form_is_named_when_broken(change, rules):
    assert broken(zone() | change, year=2017) == rules


def test_more_done_than_received_needs_files_brought_over():
    values = zone() | {"app.done": 3, "app.done.ontime": 3, "app.reply": 3, "app.reply.full": 3}
    assert broken(values, year=2017) == []
    assert broken(values, year=2017, severity="warn") == ["done"]
    assert broken(values, year=2017, carry_in=1) == ["done"]
    assert broken(values, year=2017, carry_in=2) == []
    before = zone() | {"app.recv": 3, "app.recv.mail": 3}
    assert broken(values, before, year=2017, severity="warn") == []


def test_a_request_to_amend_is_a_reply_that_need_not_close():
    values = zone() | {"app.reply": 2, "app.reply.amend": 1}
    assert broken(values, year=2017, severity="warn") == []
    assert broken(zone() | {"app.reply": 2, "app.reply.full": 2}, year=2017, severity="warn") == ["reply"]


def test_what_was_left_over_has_to_come_back_column_by_column():
    now = blank(2020) | {"in.carry.natural": 71, "in.carry.total": 71}
    now |= {"carry.next.natural": 71, "carry.next.total": 71}
    assert broken(now, shanghai(), year=2020) == ["carry.natural", "carry.total"]
    found = check(now, shanghai(), form=form_for_year(2020))
    (wrong,) = [one for one in found if one.rule == "carry.natural"]
    assert "结转下年度继续办理 72，实为 71" in wrong.detail


def test_the_carry_over_crosses_from_the_2019_form_to_the_2021_form():
    assert "carry.biz" in broken(blank(2021), blank(2020) | {"carry.next.biz": 1}, year=2021)


def test_a_year_of_the_2014_form_before_says_nothing_about_carry_over():
    rules = [one.rule for one in check(blank(2019), zone(), form=form_for_year(2019))]
    assert not any(rule.startswith(("carry.", "open.", "valid.")) for rule in rules)


def test_pending_reviews_should_reappear_as_a_warning():
    before = blank(2021) | {"t4.review.open": 2, "t4.review.total": 2}
    assert broken(blank(2022), before, year=2022) == []
    assert broken(blank(2022), before, year=2022, severity="warn") == ["open.review"]
    again = blank(2022) | {"t4.review.upheld": 2, "t4.review.total": 2}
    assert broken(again, before, year=2022, severity="warn") == []


def test_documents_in_force_follow_from_the_year_before_as_a_warning():
    before = blank(2021) | {"t2.norm.valid": 5}
    now = blank(2022) | {"t2.norm.issued": 2, "t2.norm.repealed": 1, "t2.norm.valid": 6}
    assert broken(now, before, year=2022, severity="warn") == []
    assert broken(now | {"t2.norm.valid": 7}, before, year=2022, severity="warn") == ["valid.norm"]
    assert broken(now | {"t2.norm.valid": 7}, blank(2020), year=2022, severity="warn") == []


def test_a_local_bureau_makes_no_rules():
    values = blank(2023) | {"t2.rule.issued": 1, "t2.rule.valid": 1}
    assert broken(values, year=2023) == ["rules"]
    assert broken(values, year=2023, may_make_rules=True) == []
    assert broken(blank(2019) | {"t2.rule.made": 1}, year=2019) == ["rules"]


def test_carried_gives_the_seven_columns():
    assert carried(shanghai()) == dict.fromkeys((f"in.carry.{column}" for column in COLUMNS), 0) | {
        "in.carry.natural": 72,
        "in.carry.total": 72,
    }
    assert carried({"carry.next.biz": None}) == {"in.carry.biz": 0}
    assert carried({}) == {}


def test_other_figures_beside_those_of_the_form_do_not_disturb():
    values = shanghai() | {"items.total": 12, "complaints.closing_rate": Decimal("95.0")}
    assert all(one.ok for one in check(values, form=form("report.fmt_2019")))
