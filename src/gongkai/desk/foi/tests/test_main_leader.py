"""What goes up to the main leader 主要负责人: by the office's policy, signed last, by another person."""

from datetime import date, timedelta

import pytest

from gongkai.desk.agencies.models import Deputy, Duty, Officer, Post
from gongkai.desk.casework.models import Letter
from gongkai.desk.foi import chain, verbs
from gongkai.desk.foi.papers import sheet_document
from gongkai.desk.foi.queries import current_decision
from gongkai.desk.foi.stages import Step
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs.deciding import says_of
from gongkai.refusal import Refused

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)
LONG_AGO = date(2009, 1, 1)


def person(bureau, username, name, title=""):
    made = Officer.objects.create_user(username, name=name, agency=bureau.agency)
    Duty.objects.create(officer=made, kind="leader", since=LONG_AGO)
    if title:
        Post.objects.create(officer=made, title=title, since=LONG_AGO)
    return made


@pytest.fixture
def main(bureau):
    return person(bureau, "main", "毕局长", "党组书记、局长")


@pytest.fixture
def policy(settings):
    def says(words):
        settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"main_leader_signs": words}

    says("deny, third,extend、postpone")
    return says


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert refused.value.mend
    return refused.value.code


def signed(case, *people):
    for one in people:
        verbs.give_opinion(case, True, by=one, at=at(ON, 14))


def test_a_refusal_is_issued_by_the_main_leader_after_the_leader_in_charge(bureau, main, policy):
    case = bureau.register(RECEIVED)
    bureau.decide(case, "deny.process", ON)
    signed(case, bureau.head, bureau.legal, bureau.secrecy)
    assert code(verbs.give_opinion, case, True, by=main, at=at(ON)) == "not-held"  # signs last
    signed(case, bureau.leader)
    decision = current_decision(case)
    assert (chain.open_step(decision), Letter.objects.count()) == (Step.MAIN, 0)
    assert code(verbs.give_opinion, case, True, by=bureau.leader, at=at(ON)) == "four-eyes"
    signed(case, main)
    decision.refresh_from_db()
    assert (decision.state, decision.letter.key) == ("signed", "deny")
    steps = [one.stage for one in decision.opinions.order_by("pk")]
    assert steps == ["unit", "legal", "secrecy", "leader", "main"]
    said = str(sheet_document(case, decision, says_of(decision)))
    assert "分管领导审核" in said and "主要负责人签发" in said and "毕局长" in said


def test_the_main_leader_sends_back_with_a_reason(bureau, main, policy):
    case = bureau.register(RECEIVED)
    bureau.decide(case, "deny.process", ON)
    signed(case, bureau.head, bureau.legal, bureau.secrecy, bureau.leader)
    assert code(verbs.give_opinion, case, False, by=main, at=at(ON)) == "no-reason"
    verbs.give_opinion(case, False, by=main, at=at(ON), note="理由再核实")
    case.refresh_from_db()
    assert (case.stage, current_decision(case).state) == ("open", "returned")


def test_what_the_policy_does_not_name_ends_with_the_leader_in_charge(bureau, main, policy):
    case = bureau.register(RECEIVED)
    bureau.decide(case, "grant.full", ON)
    bureau.chain(case, ON)
    assert current_decision(case).state == "signed"
    policy("")
    other = bureau.register(RECEIVED)
    bureau.decide(other, "deny.process", ON)
    policy("deny")  # what is in the chain keeps the steps with which it was drafted
    bureau.chain(other, ON)
    assert current_decision(other).state == "signed"


def test_a_disclosure_against_a_third_party_goes_up(bureau, main, policy):
    case = bureau.register(RECEIVED)
    asked = verbs.consult_third(case, {"name": "某公司"}, "配方", by=bureau.handler, at=at(RECEIVED))
    verbs.opine(asked, "不同意", by=bureau.handler, at=at(ON))
    bureau.decide(case, "grant.full", ON)
    assert current_decision(case).main_signs


def test_a_deputy_signs_for_the_main_leader_and_it_says_so(bureau, main, policy):
    deputy = Officer.objects.create_user("deputy", name="丛代理", agency=bureau.agency)
    Deputy.objects.create(officer=main, deputy=deputy, since=LONG_AGO)
    case = bureau.register(RECEIVED)
    bureau.decide(case, "deny.process", ON)
    signed(case, bureau.head, bureau.legal, bureau.secrecy)
    assert code(verbs.give_opinion, case, True, by=deputy, at=at(ON)) == "not-held"
    signed(case, bureau.leader, deputy)
    assert current_decision(case).opinions.get(stage="main").deputy_for == main


def test_without_a_main_leader_it_is_refused_and_one_alone_signs_once(bureau, policy):
    case = bureau.register(RECEIVED)
    assert code(bureau.decide, case, "deny.process", ON) == "no-main-leader"
    Post.objects.create(officer=bureau.leader, title="局长", since=LONG_AGO)
    bureau.decide(case, "deny.process", ON)
    bureau.chain(case, ON)
    assert current_decision(case).state == "signed"
    Post.objects.filter(officer=bureau.leader).update(unit=bureau.units["BG"])  # 主任 of a section is none
    assert not chain.main_leaders(bureau.agency, ON)


def test_extension_and_postponing_want_the_consent_of_the_main_leader(bureau, main, policy):
    case = bureau.register(RECEIVED)
    for consent in (bureau.bgs, bureau.leader):
        assert code(verbs.extend, case, "案卷多", consent, by=bureau.handler, at=at(ON)) == "no-consent"
    verbs.extend(case, "案卷多", main, by=bureau.handler, at=at(ON))
    verbs.ask_reasons(case, by=bureau.handler, at=at(ON))
    late = ON + timedelta(60)
    for consent in (None, bureau.leader, bureau.office):
        found = code(verbs.postpone, case, late, by=bureau.office, at=at(ON), consent=consent)
        assert found == "no-consent"
    verbs.postpone(case, late, by=bureau.office, at=at(ON), consent=main)
    assert bureau.application(case).postponed_to == late


def test_a_word_that_is_no_occasion_is_named(policy):
    policy("deny,everything")
    with pytest.raises(Refused) as refused:
        chain.occasions()
    assert "everything" in refused.value.sentence and "第三方不同意而决定公开" in refused.value.mend
