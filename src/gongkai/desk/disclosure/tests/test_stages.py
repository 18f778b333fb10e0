"""The rule class of clearance, alone: routes as data, order, four eyes, the leader who steps in."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.desk.disclosure.stages import Acting, Chain, Given, by_key, route_of, routes

NAMES = ("first", "secrecy", "sign")
HOLDS = Acting("某", holds=True)


def chain(route: str = "unit", *given: tuple[str, str]) -> Chain:
    people = iter(("甲", "乙", "丙", "丁"))
    return Chain(by_key(route), "送审人", tuple(Given(stage, what, next(people)) for stage, what in given))


def test_the_route_is_chosen_by_category_unit_and_source() -> None:
    assert route_of("work").key == "unit" and route_of("", "科室").key == "unit"
    assert route_of("work", "事业单位").key == "institution"
    assert route_of("warnings", "事业单位", is_urgent=True).key == "warning"
    assert route_of("warnings").key == "unit" and route_of("work", is_urgent=True).key == "unit"
    assert route_of("laws").key == "unit" and route_of("laws", is_reprint=True).key == "reprint"


def test_every_route_has_secrecy_review_and_signature_and_two_other_people() -> None:
    for route in routes():
        assert {"secrecy", "sign"} <= set(route.names) <= set(NAMES)
        assert all(one.duties and one.title for one in route.stages)
        assert len(set(route.names)) == len(route.names)


def test_an_institution_is_signed_by_the_leading_groups_office_alone() -> None:
    assert by_key("institution").duties("sign") == ("office",)
    assert by_key("institution").stage("sign").title == "领导小组办公室审核"


def test_the_fast_lane_has_the_same_eyes_as_the_ordinary_way() -> None:
    fast, plain = by_key("warning"), by_key("unit")
    assert [(one.stage, one.duties) for one in fast.stages] == [
        (one.stage, one.duties) for one in plain.stages
    ]
    assert fast.any_order and not plain.any_order


def test_stages_come_in_order_and_on_the_fast_lane_in_any() -> None:
    assert chain().waiting == ("first",)
    assert chain("unit", ("first", "open")).waiting == ("secrecy",)
    assert chain("warning").waiting == NAMES
    for order in permutations(NAMES):
        done: list[tuple[str, str]] = []
        for stage in order:
            assert not chain("warning", *done).is_complete
            assert chain("warning", *done).objection(stage, HOLDS) == ""
            done.append((stage, "open"))
        assert chain("warning", *done).is_complete


@pytest.mark.parametrize("decision", ["return", "closed", "partly", "on_request"])
def test_whatever_is_not_open_stops_the_chain(decision: str) -> None:
    stopped = chain("warning", ("secrecy", decision))
    assert stopped.waiting == () and not stopped.is_complete and stopped.stopped_by.decision == decision
    assert stopped.objection("first", HOLDS) == "stage-order"


@pytest.mark.parametrize(
    ("who", "objection"),
    [
        (Acting("新人", holds=True), ""),
        (Acting("新人"), "not-held"),
        (Acting("送审人", holds=True), "four-eyes"),
        (Acting("甲", holds=True), "four-eyes"),
        (Acting("新人", deputy_for="送审人", holds=True), "four-eyes"),
        (Acting("领导", leads=True, staffed=True), "not-held"),
        (Acting("领导", leads=True, staffed=False), ""),
        (Acting("甲", leads=True, staffed=False), "four-eyes"),
        (Acting("新人", staffed=False), "not-held"),
    ],
)
def test_who_may_clear_the_next_stage(who: Acting, objection: str) -> None:
    assert chain("unit", ("first", "open")).objection("secrecy", who) == objection


def test_a_carried_clearance_counts_for_its_stage_and_its_eyes() -> None:
    carried = Chain(by_key("unit"), "送审人", (Given("first", "open", "科长", carried=True),))
    assert carried.waiting == ("secrecy",)
    assert carried.objection("secrecy", Acting("科长", holds=True)) == "four-eyes"


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["张", "王", "李", "赵"])), max_size=8))
def test_no_sequence_of_tries_ever_completes_a_chain_with_fewer_than_four_people(tries) -> None:
    for route in ("unit", "warning"):
        so_far = Chain(by_key(route), "张")
        for stage, name in tries:
            if not so_far.objection(stage, Acting(name, holds=True)):
                so_far = Chain(so_far.route, "张", (*so_far.given, Given(stage, "open", name)))
        assert len(set(so_far.people)) == len(so_far.people)
        assert so_far.is_complete == (len(so_far.given) == 3)
