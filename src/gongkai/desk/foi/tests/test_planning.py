"""A reply chain that cannot be walked is refused before it begins; a small bureau may merge steps."""

from datetime import date

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework.models import Letter
from gongkai.desk.foi import planning, verbs
from gongkai.desk.foi.chain import open_step, steps_of
from gongkai.desk.foi.papers import sheet_document
from gongkai.desk.foi.queries import current_decision
from gongkai.desk.foi.stages import CHAIN, Step
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs.deciding import says_of
from gongkai.refusal import Refused

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)


@pytest.fixture
def small(bureau):
    """No legal unit, one leader."""
    Duty.objects.filter(unit=bureau.units["FG"]).delete()
    return bureau


@pytest.fixture
def merges(settings):
    def says(words):
        settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"reply_chain_merges": words}

    says("")
    return says


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return found.value


def test_the_usual_bureau_walks_the_usual_chain(bureau, merges):
    case = bureau.register(RECEIVED)
    assert bureau.decide(case, "grant.full", ON).steps == ""
    assert steps_of(current_decision(case)) == CHAIN


def test_a_chain_in_which_one_leader_would_sign_twice_is_refused_with_the_way_out(small, merges):
    case = small.register(RECEIVED)
    no = refused(small.decide, case, "grant.full", ON)
    assert no.code == "chain-blocked" and "4 个环节" in no.sentence and "只有 3 人" in no.sentence
    assert "合法性审查" in no.mend and "reply_chain_merges" in no.mend
    case.refresh_from_db()
    assert case.stage == "open"


def test_the_offices_setting_merges_the_step_and_four_eyes_still_hold(small, merges):
    merges("legal")
    case = small.register(RECEIVED)
    made = small.decide(case, "grant.full", ON)
    assert steps_of(made) == (Step.UNIT, Step.SECRECY, Step.LEADER)
    assert planning.merged_in(made) == [Step.LEGAL]
    for person in (small.head, small.secrecy, small.leader):
        verbs.give_opinion(case, True, by=person, at=at(ON, 14))
    decision = current_decision(case)
    assert decision.state == "signed" and Letter.objects.filter(key="grant").count() == 1
    signers = set(decision.opinions.values_list("officer", flat=True))
    assert len(signers) == 3 and decision.drafted_by_id not in signers
    assert "没有另外的人承担，并入领导签发" in str(sheet_document(case, decision, says_of(decision)))


def test_no_more_is_merged_than_has_to_be(bureau, merges):
    merges("legal,secrecy,unit")
    case = bureau.register(RECEIVED)
    assert bureau.decide(case, "grant.full", ON).steps == ""
    Duty.objects.filter(kind="secrecy").delete()
    other = bureau.register(RECEIVED)
    assert planning.merged_in(bureau.decide(other, "grant.full", ON)) == [Step.SECRECY]


def test_the_only_leader_cannot_sign_what_they_drafted_however_much_is_merged(small, merges):
    merges("legal,secrecy,unit")
    case = small.register(RECEIVED)
    Duty.objects.create(officer=small.leader, kind="handler", unit=small.units["SP"], since=date(2009, 1, 1))
    no = refused(small.decide, case, "grant.full", ON, by=small.leader)
    assert no.code == "chain-blocked" and "分管领导签发" in no.sentence and "换人拟稿" in no.mend
    merges("leader")
    assert refused(planning.merged_by_setting).code == "bad-setting"


def test_the_page_says_that_nobody_can_sign_and_what_to_do(bureau, merges):
    case = bureau.register(RECEIVED)
    bureau.decide(case, "grant.full", ON)
    for person in (bureau.head, bureau.legal):
        verbs.give_opinion(case, True, by=person, at=at(ON, 14))
    Duty.objects.filter(kind__in=("secrecy", "leader")).delete()
    assert open_step(current_decision(case)) == Step.SECRECY
    client = Client()
    client.force_login(bureau.office)
    page = client.get(f"/requests/{case.uid}/reply").content.decode()
    assert "现在没有人能签“保密审查”" in page and "AB角" in page
