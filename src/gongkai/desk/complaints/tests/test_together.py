"""Joint handling, disputes over whose case it is, rewards: one unit answers, two persons decide."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.casework.models import Assignment
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.awards import fined_of
from gongkai.desk.complaints.models import CoUnit, Dispute, Reward
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.rules import hands_in
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, later
from gongkai.desk.enforcement.models import Penalty
from gongkai.refusal import Refused

IN_2022 = datetime(2022, 5, 9, 2, tzinfo=UTC)


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    assert found.value.code == code, found.value


def sees(centre, who, case):
    return visible_to(centre[who], DAY).filter(pk=case.pk).exists()


def answers(case):
    return list(Assignment.objects.filter(case=case, until__isnull=True).values_list("unit__code", flat=True))


def test_a_co_unit_sees_the_case_gives_its_opinion_and_the_lead_alone_answers(centre):
    case, by = centre.accepted(), centre["handler"]
    assert not sees(centre, "other", case)
    refused("wrong-unit", verbs.ask_unit, case, centre.units["YY"], "查进货", by=by, at=AT)
    refused("no-part", verbs.ask_unit, case, centre.units["TH"], " ", by=by, at=AT)
    case.refresh_from_db()
    due = case.due_on
    verbs.ask_unit(case, centre.units["TH"], "核对供货商的进货票据", by=by, at=AT)
    refused("asked", verbs.ask_unit, case, centre.units["TH"], "再查", by=by, at=AT)
    assert sees(centre, "other", case)
    assert answers(case) == ["YY"]
    case.refresh_from_db()
    assert case.due_on == due
    refused("not-allowed", verbs.agree, case, "协议", by=centre["other"], at=AT)
    verbs.give_opinion(case, "票据齐全", by=centre["other"], at=later(1))
    part = CoUnit.objects.get()
    assert (part.given_on, part.given_by, part.opinion.kind) == (later(1).date(), centre["other"], "协办意见")
    assert centre["other"].pk in hands_in(case)


def test_nothing_closes_while_a_co_unit_owes_its_opinion(centre):
    case, by = centre.accepted(), centre["handler"]
    verbs.ask_unit(case, centre.units["TH"], "核对票据", by=by, at=AT)
    verbs.agree(case, "退款", by=by, at=AT)
    centre.answer(case)
    refused("co-unit", verbs.close, case, by=by, at=AT)
    verbs.release_unit(case, centre.units["TH"], by=by, at=AT)
    assert not sees(centre, "other", case)
    verbs.close(case, by=by, at=AT)


def test_a_co_unit_sees_the_contact_never(centre):
    case = centre.case(timezone.now())
    verbs.ask_unit(case, centre.units["TH"], "核对票据", by=centre["handler"], at=timezone.now())
    client = Client()
    client.force_login(centre["other"])
    page = client.get(f"/complaints/{case.uid}/").content.decode()
    assert "提出协办意见" in page
    assert NAME not in page
    assert client.post(f"/complaints/{case.uid}/look", {"reason": "contact"}).status_code in (403, 404)


def test_a_dispute_is_ruled_by_another_and_the_clock_goes_on(centre):
    case, by = centre.case(), centre["handler"]
    refused("no-reason", verbs.dispute, case, "", by=by, at=AT)
    verbs.dispute(case, "经营地在田和", claims=centre.units["TH"], by=by, at=AT)
    refused("wrong-step", verbs.dispute, case, "再提", by=by, at=AT)
    refused("disputed", verbs.give_back, case, "not-ours", by=by, at=AT)
    case.refresh_from_db()
    due = case.due_on
    refused("not-allowed", verbs.rule_dispute, case, centre.units["TH"], "是", by=by, at=later(2))
    refused("no-reason", verbs.rule_dispute, case, centre.units["TH"], "", by=centre["leader"], at=later(2))
    verbs.rule_dispute(case, centre.units["TH"], "经营地在田和街道", by=centre["leader"], at=later(2))
    assert answers(case) == ["TH"]
    found = Dispute.objects.get()
    assert (found.ruled_by, found.ruled_for.code) == (centre["leader"], "TH")
    case.refresh_from_db()
    assert case.due_on == due
    verbs.accept(case, by=centre["other"], at=later(3))


def test_a_ruling_may_leave_the_case_where_it_is(centre):
    case = centre.case()
    verbs.dispute(case, "不属本所", by=centre["handler"], at=AT)
    verbs.rule_dispute(case, centre.units["YY"], "仍由怡园所办理", by=centre["operator"], at=AT)
    assert answers(case) == ["YY"]
    assert Assignment.objects.filter(case=case).count() == 1


def filed(centre, at=IN_2022):
    case = centre.case(at, kind="举报", unit="JC")
    verbs.check(case, "现场查见", by=centre["inspector"], at=at)
    verbs.file(case, opens=True, reason="虚假宣传", number="立〔2022〕1号", by=centre["inspector"], at=at)
    verbs.approve(case, by=centre["captain"], at=at)
    return case


def decided(centre, case, *, fine=20_000_000, served=date(2022, 5, 9), no="市监罚〔2022〕1号"):
    """The investigation of the report ends with a decision."""
    made = case.clues.get().investigation
    made.penalty = Penalty.objects.create(
        agency=centre.agency, organ="局", doc_no=no, party="某店", party_kind="企业", violation="虚假宣传",
        fine_fen=fine, decided_on=date(2022, 5, 9), served_on=served,
    )  # fmt: skip
    made.ended_on, made.ending = date(2022, 5, 9), "行政处罚"
    made.save()
    return made


def reward(centre, case, at=IN_2022, **more):
    given = {"level": 2, "fined_fen": 20_000_000, "reason": "查实虚假宣传", "is_natural": True} | more
    return verbs.propose_reward(case, **given, by=centre["inspector"], at=at)


def test_a_reward_is_reckoned_explained_approved_by_another_and_paid(centre):
    case, by = filed(centre), centre["inspector"]
    refused("natural-persons-only", reward, centre, case, is_natural=False)
    refused("ask-finance", reward, centre, case, level=1, fined_fen=2_000_000_000)
    made = reward(centre, case)
    assert (made.amount_fen, made.ruleset) == (600_000, "reward.2021_4")
    assert "3%" in made.how[0]
    refused("wrong-step", reward, centre, case)
    refused("wrong-step", verbs.pay_reward, case, "凭证", by=by, at=IN_2022)
    refused("not-allowed", verbs.approve_reward, case, by=by, at=IN_2022)
    decided(centre, case)
    verbs.approve_reward(case, by=centre["captain"], at=IN_2022)
    refused("no-proof", verbs.pay_reward, case, "", by=by, at=IN_2022)
    refused("wrong-day", verbs.pay_reward, case, "凭证", paid_on=date(2022, 5, 1), by=by, at=IN_2022)
    verbs.pay_reward(case, "付款凭证 2022-118", by=by, at=IN_2022)
    assert Reward.objects.get().paid_on == IN_2022.date()


def test_a_reward_that_was_sent_back_is_proposed_anew(centre):
    case = filed(centre)
    reward(centre, case)
    verbs.disapprove_reward(case, by=centre["captain"], at=IN_2022)
    assert reward(centre, case, level=3).amount_fen == 200_000


def test_reports_before_the_reward_rules_and_reports_without_a_case_get_none(centre):
    refused("wrong-step", reward, centre, filed(centre, AT), AT)
    case = centre.case(IN_2022, kind="举报", unit="JC")
    refused("wrong-step", reward, centre, case)


def test_what_the_decision_fined_is_offered(centre):
    case = filed(centre)
    assert fined_of(case) is None
    made = case.clues.get().investigation
    made.penalty = Penalty.objects.create(
        agency=centre.agency, organ="局", doc_no="1", party="某店", party_kind="企业", violation="虚假宣传",
        fine_fen=5_000_000, confiscated_fen=100, decided_on=date(2022, 6, 1),
    )  # fmt: skip
    made.save()
    assert fined_of(case) == 5_000_100
