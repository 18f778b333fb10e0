"""Four eyes, the order of the stages, who holds what when: the one rule module, alone."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Post, Unit
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.models import Stage
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau

DAY = date(2018, 3, 1)
UID = "A" * 22


@pytest.mark.parametrize(
    ("people", "twice"),
    [
        (["综合科", "甲", "乙", "丙"], None),
        (["综合科", "甲", "乙", "甲"], "甲"),
        (["甲", "甲"], "甲"),
        ([f"甲 <{UID}>", f"甲 <{'B' * 22}>"], None),
        ([f"甲 <{UID}>", f"甲改名 <{UID}>"], "甲改名"),
        ([f"甲 <{UID}>", "甲"], "甲"),
        ([], None),
    ],
)
def test_nobody_acts_twice_by_uid_or_where_there_is_none_by_name(
    people: list[str], twice: str | None
) -> None:
    assert rules.repeated(people) == twice


@pytest.mark.parametrize(
    ("given", "waiting"),
    [
        ([], Stage.FIRST),
        ([("first", "open")], Stage.SECRECY),
        ([("first", "open"), ("secrecy", "open")], Stage.SIGN),
        ([("first", "open"), ("secrecy", "open"), ("sign", "open")], None),
        ([("secrecy", "open"), ("sign", "open")], Stage.FIRST),
        ([("first", "return")], None),
        ([("first", "open"), ("secrecy", "closed")], None),
        ([("first", "open"), ("secrecy", "partly")], None),
    ],
)
def test_the_stages_come_in_their_order_and_stop_at_a_refusal(
    given: list[tuple[str, str]], waiting: str | None
) -> None:
    assert rules.next_stage(given) == waiting


def test_a_person_in_a_signed_object_is_read_back(bureau: Bureau) -> None:
    officer = bureau.officers["head"]
    assert rules.person(rules.written(officer)) == rules.Person(officer.name, officer.uid)
    assert rules.person("食品流通餐饮科（窗口）") == rules.Person("食品流通餐饮科（窗口）")


def standing(bureau: Bureau, officer: Officer, stage: Stage, **more: object) -> rules.Standing | None:
    given = {"agency": bureau.agency, "unit": bureau.unit, "day": DAY} | more
    return rules.standing(officer, rules.DUTIES[stage], **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "may"),
    [(Stage.FIRST, {"head"}), (Stage.SECRECY, {"secrecy"}), (Stage.SIGN, {"office", "leader"})],
)
def test_each_stage_has_its_duty(bureau: Bureau, stage: Stage, may: set[str]) -> None:
    assert {kind for kind, officer in bureau.officers.items() if standing(bureau, officer, stage)} == may


def test_a_duty_counts_on_its_days_and_for_its_unit_only(bureau: Bureau) -> None:
    head = bureau.officers["head"]
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    assert standing(bureau, head, Stage.FIRST, unit=other) is None
    assert standing(bureau, head, Stage.FIRST, unit=None)
    assert standing(bureau, head, Stage.FIRST, day=date(2014, 12, 31)) is None
    Duty.objects.filter(officer=head).update(until=date(2018, 2, 28))
    assert standing(bureau, head, Stage.FIRST) is None
    assert standing(bureau, head, Stage.FIRST, day=date(2018, 2, 28))


def test_whoever_left_or_belongs_to_another_agency_has_no_say(bureau: Bureau) -> None:
    leader = bureau.officers["leader"]
    elsewhere = Agency.objects.create(code="370000", name="上级局")
    assert standing(bureau, leader, Stage.SIGN, agency=elsewhere) is None
    leader.is_active = False
    leader.save()
    assert standing(bureau, leader, Stage.SIGN) is None


def test_a_deputy_acts_while_the_days_last_and_says_for_whom(bureau: Bureau) -> None:
    head, auditor = bureau.officers["head"], bureau.officers["auditor"]
    Post.objects.create(officer=auditor, unit=bureau.unit, title="四级主任科员", since=SINCE)
    Deputy.objects.create(officer=head, deputy=auditor, since=DAY, until=DAY)
    assert standing(bureau, auditor, Stage.FIRST) == rules.Standing("四级主任科员", head)
    assert standing(bureau, auditor, Stage.FIRST, day=date(2018, 3, 2)) is None
    assert standing(bureau, auditor, Stage.SECRECY) is None
