from datetime import date, timedelta
from itertools import pairwise

import pytest

from gongkai.law import registry
from gongkai.law.reading import read_folder
from gongkai.law.registry import Confidence, Transition
from gongkai.refusal import Refused

PERIODS = {
    "foi.2008": ("2008-05-01", "2019-05-14"),
    "foi.2019": ("2019-05-15", None),
    "foi.receipt.gbgkbh2015_207": ("2015-11-01", "2019-05-14"),
    "foi.service.gbgkbh2016_235": ("2016-12-07", None),
    "foi.shandong.order225": ("2010-07-01", None),
    "fee.cost_based": ("2008-05-01", "2017-03-31"),
    "fee.none": ("2017-04-01", "2020-12-31"),
    "fee.info_processing": ("2021-01-01", None),
    "report.stat_2014": ("2014-01-01", "2018-12-31"),
    "report.fmt_2019": ("2019-01-01", "2020-12-31"),
    "report.fmt_2021": ("2021-01-01", None),
    "complaint.aqsiq51": ("1998-03-12", "2019-12-31"),
    "complaint.saic62": ("2014-03-15", "2019-12-31"),
    "complaint.cfda21": ("2016-03-01", "2019-12-31"),
    "complaint.samr20": ("2020-01-01", "2026-04-14"),
    "complaint.samr121": ("2026-04-15", None),
    "remedy.a": ("2008-05-01", "2015-04-30"),
    "remedy.b": ("2015-05-01", "2023-12-31"),
    "remedy.c": ("2024-01-01", None),
    "reward.2021_4": ("2021-12-01", None),
    "complaint.publicity2023_6": ("2023-09-26", None),
    "mediation.bodies": ("2014-03-15", None),
    "penalty.pub.saic71": ("2014-10-01", "2021-08-31"),
    "penalty.pub.samr45": ("2021-09-01", None),
    "credit.repair.samr2021_3": ("2021-09-01", None),
    "credit.repair.ndrc58": ("2023-05-01", "2026-03-31"),
    "credit.repair.ndrc2025": ("2026-04-01", None),
    "secrets.law2010": ("2010-10-01", "2024-04-30"),
    "secrets.law2024": ("2024-05-01", None),
    "pipl": ("2021-11-01", None),
}


@pytest.mark.parametrize("identity", PERIODS)
def test_a_rule_set_is_in_force_exactly_in_its_period(identity):
    first, last = PERIODS[identity]
    rule = registry.by_id(identity)
    assert (rule.from_.isoformat(), rule.to and rule.to.isoformat()) == (first, last)
    line = rule.lines[0] if rule.lines else None
    assert registry.select(rule.field, rule.from_, line=line) is rule
    before = rule.from_ - timedelta(days=1)
    assert rule not in registry.candidates(rule.field, before)
    if rule.to:
        assert registry.select(rule.field, rule.to, line=line) is rule
        assert rule not in registry.candidates(rule.field, rule.to + timedelta(days=1))


@pytest.mark.parametrize(
    ("field", "day", "line", "identity"),
    [
        ("foi", "2019-05-14", None, "foi.2008"),
        ("foi", "2019-05-15", None, "foi.2019"),
        ("complaint", "2019-12-31", "12315", "complaint.saic62"),
        ("complaint", "2019-12-31", "食药", "complaint.cfda21"),
        ("complaint", "2019-12-31", "12365", "complaint.aqsiq51"),
        ("complaint", "2020-01-01", "12365", "complaint.samr20"),
        ("complaint", "2026-04-14", None, "complaint.samr20"),
        ("complaint", "2026-04-15", None, "complaint.samr121"),
        ("penalty.pub", "2021-08-31", "工商", "penalty.pub.saic71"),
        ("penalty.pub", "2021-09-01", "工商", "penalty.pub.samr45"),
        ("fee", "2017-03-31", None, "fee.cost_based"),
        ("fee", "2017-04-01", None, "fee.none"),
        ("fee", "2020-12-31", None, "fee.none"),
        ("fee", "2021-01-01", None, "fee.info_processing"),
    ],
)
def test_the_day_before_and_the_day_of_a_new_rule_choose_differently(field, day, line, identity):
    assert registry.select(field, date.fromisoformat(day), line=line).id == identity


def test_each_folder_holds_exactly_the_fields_that_are_looked_up_in_it():
    for folder, fields in registry.FOLDERS.items():
        assert {entry["field"] for entry in read_folder(folder)} == set(fields), folder
    names = [name for fields in registry.FOLDERS.values() for name in fields]
    assert {rule.field for rule in registry.rule_sets()} == set(names)
    assert sum(len(registry.of_field(name)) for name in set(names)) == len(registry.rule_sets())
    assert registry.of_field("astrology") == ()


def test_ids_are_unique():
    ids = [rule.id for rule in registry.rule_sets()]
    assert len(ids) == len(set(ids))


def test_within_a_field_and_line_no_two_sets_overlap():
    for name in {rule.field for rule in registry.rule_sets()}:
        for line in registry.known_lines(name) | {""}:
            sets = [rule for rule in registry.of_field(name) if not rule.lines or line in rule.lines]
            for one, next_ in pairwise(sets):
                assert one.to is not None, (one.id, next_.id)
                assert one.to < next_.from_, (one.id, next_.id)


def test_every_set_and_limit_says_where_it_comes_from_and_how_sure_it_is():
    for rule in registry.rule_sets():
        assert rule.title, rule.id
        assert rule.number, rule.id
        assert rule.source, rule.id
        assert rule.select_by, rule.id
        for limit in rule.limits:
            assert limit.text, (rule.id, limit.key)
            assert (limit.days > 0) == (limit.unit not in {"none", "until"}), (rule.id, limit.key)
            assert bool(limit.month_day) == (limit.unit == "until"), (rule.id, limit.key)
        for fact in rule.facts:
            assert fact.text, (rule.id, fact.key)


def test_the_keys_of_a_set_are_unique():
    for rule in registry.rule_sets():
        keys = [limit.key for limit in rule.limits]
        assert len(keys) == len(set(keys)), rule.id


def test_all_complaint_sets_answer_all_questions():
    for rule in registry.of_field("complaint"):
        keys = {limit.key for limit in rule.limits}
        assert {"accept", "mediation", "end_notice", "report_verify", "report_notice"} <= keys, rule.id


def test_a_pending_file_goes_by_receipt_unless_the_office_goes_by_act():
    act, received = date(2026, 4, 20), date(2026, 4, 10)
    assert registry.governing_day(act, received=received) == received
    assert registry.governing_day(act, received=received, policy=Transition.BY_ACT) == act
    assert registry.governing_day(act) == act


def test_a_split_field_asks_for_the_line():
    with pytest.raises(Refused, match="条线") as refused:
        registry.select("complaint", date(2017, 3, 1))
    assert refused.value.code == "line-needed"


def test_an_unknown_line_is_refused_even_when_the_set_does_not_split():
    with pytest.raises(Refused, match="不认识条线"):
        registry.find("complaint", date(2022, 3, 1), line="110")


def test_a_day_before_the_first_recorded_rule_is_refused_not_guessed():
    with pytest.raises(Refused, match="2014-03-15"):
        registry.select("complaint", date(2014, 3, 14), line="12315")
    assert registry.find("foi", date(2008, 4, 30)) is None


def test_an_unknown_id_is_refused():
    with pytest.raises(Refused, match="没有编号"):
        registry.by_id("foi.1987")


def test_what_is_only_recalled_or_open_is_marked():
    assert registry.by_id("foi.2019").limit("reply").confidence is Confidence.FOUND
    assert registry.by_id("foi.2008").limit("reply").confidence is Confidence.RECALLED
    assert registry.by_id("penalty.pub.saic71").limit("publicity_end").confidence is Confidence.OPEN


def test_a_limit_that_a_set_does_not_have_is_a_mistake_in_the_program():
    with pytest.raises(KeyError):
        registry.by_id("pipl").limit("reply")
