"""Every fact in ``law/data``, wherever it stands, says how sure it is and where it comes from."""

from collections.abc import Iterator

import pytest

from gongkai.law import registry
from gongkai.law.reading import read_folder
from gongkai.law.registry import Confidence

LISTS = (
    "limit",
    "fact",
    "channel",
    "refusal",
    "ending",
    "outcome",
    "scope",
    "category",
    "outlet",
    "topic",
    "genre",
    "reach",
    "place",
    "letter",
    "ground",
    "section",
    "table",
)
SETS = [entry for folder in registry.FOLDERS for entry in read_folder(folder)]
STRUCTURE = {"sum", "most", "lines"}
"""Arithmetic between cells whose confidence is that of the table, and the lines of a set."""


def facts(entry) -> Iterator[tuple[str, dict]]:
    for name in LISTS:
        for one in entry.get(name, ()):
            yield f"{name} {one.get('key') or one.get('code')}", one
    for name, one in entry.items():
        if name == "notice":
            yield from ((f"notice {key}", part) for key, part in one.items())
        elif isinstance(one, dict):
            yield name, one


@pytest.mark.parametrize("entry", SETS, ids=lambda entry: entry["id"])
def test_every_fact_has_confidence_and_source(entry):
    assert Confidence(entry["confidence"])
    assert entry["source"]
    for name, one in facts(entry):
        assert Confidence(one["confidence"]), name
        assert one.get("source", entry["source"]), name
        assert one.get("text") or one.get("label") or one.get("name") or one.get("title") or len(one) > 2, (
            name
        )


@pytest.mark.parametrize("entry", SETS, ids=lambda entry: entry["id"])
def test_no_list_of_facts_is_of_an_unknown_kind(entry):
    lists = {name for name, one in entry.items() if isinstance(one, list)}
    assert lists <= {*LISTS, *STRUCTURE}


@pytest.mark.parametrize("entry", SETS, ids=lambda entry: entry["id"])
def test_the_keys_of_a_list_are_unique(entry):
    names = [name for name, _ in facts(entry)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("entry", SETS, ids=lambda entry: entry["id"])
def test_a_fact_from_memory_does_not_pretend_to_be_found(entry):
    for name, one in facts(entry):
        if one["confidence"] == "found":
            assert not one.get("source", "").startswith("凭记忆"), name


def test_every_file_of_the_data_is_a_rule_set_in_the_registry():
    assert {entry["id"] for entry in SETS} == {rule.id for rule in registry.rule_sets()}


@pytest.mark.parametrize(
    ("identity", "key", "days", "unit", "confidence"),
    [
        ("sampling.samr15", "recheck", 7, "working", "found"),
        ("sampling.samr15", "lab_report", 20, "working", "recalled"),
        ("sampling.samr15", "disposal", 90, "calendar", "open"),
        ("sampling.samr15", "bad_result", 2, "working", "open"),
        ("double_random.gf2019_5", "publication", 20, "working", "open"),
        ("enterprise.info2014", "publication", 20, "working", "recalled"),
        ("fee.info_processing", "payment", 20, "working", "found"),
    ],
)
def test_limits_that_no_clock_uses_yet_are_recorded_with_their_confidence(
    identity, key, days, unit, confidence
):
    limit = registry.by_id(identity).limit(key)
    assert (limit.days, limit.unit, limit.confidence.value) == (days, unit, confidence)


def test_the_result_of_a_failed_sample_names_nine_things():
    assert len(registry.by_id("sampling.samr15").data["result"]["required"]) == 9


@pytest.mark.parametrize(
    ("identity", "key", "word"),
    [
        ("food.law2015", "risk_warning", "消费提示"),
        ("penalty.pub.samr45", "never_early", "停产停业"),
        ("complaint.samr121", "repeat", "最后一次举报"),
        ("complaint.samr20", "no_power", "不移送"),
        ("foi.2019", "liability", "责令改正"),
        ("foi.2019", "ledger", "归档"),
        ("suits.2025", "not_separately", "延长答复期限"),
        ("reward.2021_4", "cap", "100万元"),
        ("secrets.law2024", "marking", "不得作出国家秘密标志"),
    ],
)
def test_rules_without_a_clock_are_recorded_in_words(identity, key, word):
    (fact,) = [fact for fact in registry.by_id(identity).facts if fact.key == key]
    assert word in fact.text
