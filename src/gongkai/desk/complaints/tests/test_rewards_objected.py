"""What comes after a reward was decided: more days for collecting, an objection, another decision."""

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import awards, keeping, papers, verbs
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.models.violations import DESTROYED
from gongkai.desk.complaints.tests.test_rewards_told import (
    COLLECT,
    IN_2022,
    approved,
    by_portal,
    later,
    parts,
)
from gongkai.desk.complaints.tests.test_telling import read
from gongkai.desk.complaints.tests.test_together import decided, filed, refused, reward
from gongkai.desk.complaints.waiting import waiting
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
LAST = datetime(2022, 5, 23, 2, tzinfo=UTC)
"""The last of the ten working days for an objection."""
PHONE = "13806319999"


def objected(centre, case, at=IN_2022):
    return verbs.object_reward(case, f"应按一级，{PHONE}", by=centre["inspector"], at=at)


def to_review(centre, who, at=IN_2022):
    found = waiting(centre[who], at.date(), held(centre[who], at.date()))
    return [job for part in found if part.key == "rewards-objected" for job in part.jobs]


def test_collecting_is_made_longer_once_by_ten_working_days_at_most__2021_4_art_20(centre):
    box, case = by_portal(centre)
    approved(centre, case)
    by = centre["captain"]
    refused("not-allowed", verbs.extend_reward, case, 5, "住院", by=centre["inspector"], at=later(1))
    refused("wrong-days", verbs.extend_reward, case, 11, "住院", by=by, at=later(1))
    refused("wrong-days", verbs.extend_reward, case, 0, "住院", by=by, at=later(1))
    refused("no-reason", verbs.extend_reward, case, 10, " ", by=by, at=later(1))
    verbs.extend_reward(case, 10, f"住院，{PHONE}", by=by, at=later(1))
    made, until = Reward.objects.get(), date(2022, 7, 5)
    assert awards.collect_by(made, calendar()).due == until and PHONE not in made.more_reason
    assert read(box)[-1][2].startswith("举报奖励 6,000.00 元的领取期限延长到2022年7月5日（周二）")
    refused("wrong-step", verbs.extend_reward, case, 1, "再延", by=by, at=later(2))
    refused("too-early", verbs.lapse_reward, case, "未领", by=by, at=datetime(2022, 7, 5, 2, tzinfo=UTC))
    verbs.lapse_reward(case, "未领", by=by, at=datetime(2022, 7, 6, 2, tzinfo=UTC))


def test_what_would_end_in_the_past_is_not_made_longer(centre):
    _box, case = by_portal(centre)
    approved(centre, case)
    late = datetime(2022, 7, 6, 2, tzinfo=UTC)
    refused("wrong-day", verbs.extend_reward, case, 10, "住院", by=centre["captain"], at=late)
    made = Reward.objects.get()
    assert (made.more_days, awards.collect_by(made, calendar()).due) == (0, COLLECT)


def test_an_objection_is_made_within_ten_working_days_of_being_told__2021_4_art_21(centre):
    _box, case = by_portal(centre)
    approved(centre, case)
    by = centre["inspector"]
    refused("no-reason", verbs.object_reward, case, "", by=by, at=LAST)
    with pytest.raises(Refused) as late:
        objected(centre, case, datetime(2022, 5, 24, 2, tzinfo=UTC))
    assert late.value.code == "too-late" and "2022-05-23（周一）" in late.value.sentence
    refused("wrong-day", verbs.object_reward, case, "少", said_on=date(2022, 5, 8), by=by, at=LAST)
    made = objected(centre, case, LAST)
    assert made.objected_on == LAST.date() and PHONE not in made.objection
    refused("wrong-step", objected, centre, case, LAST)


def test_nothing_is_paid_and_nothing_lapses_while_an_objection_waits(centre):
    _box, case = by_portal(centre)
    approved(centre, case)
    objected(centre, case)
    refused("objected", verbs.pay_reward, case, "付款 1", by=centre["inspector"], at=later(1))
    refused("objected", verbs.lapse_reward, case, "弃", gives_up=True, by=centre["inspector"], at=later(1))
    assert [job.stands for job in parts(centre, "inspector", later(1))] == ["异议待复核"]


def test_who_proposed_or_approved_does_not_review_the_objection(centre):
    box, case = by_portal(centre)
    approved(centre, case)
    refused("wrong-step", verbs.uphold_reward, case, by=centre["leader"], at=IN_2022)
    objected(centre, case)
    refused("not-allowed", verbs.uphold_reward, case, by=centre["inspector"], at=IN_2022)
    refused("four-eyes", verbs.uphold_reward, case, by=centre["captain"], at=IN_2022)
    assert to_review(centre, "captain") == []
    (job,) = to_review(centre, "leader")
    assert job.stands == "等复核异议" and job.href.endswith("?do=uphold_reward")
    verbs.uphold_reward(case, by=centre["leader"], at=IN_2022)
    assert "维持原决定，金额 6,000.00 元。请在2022年6月21日（周二）以前领取" in read(box)[-1][2]
    assert to_review(centre, "leader") == []
    refused("wrong-step", objected, centre, case)
    verbs.pay_reward(case, "付款 1", by=centre["inspector"], at=later(1))


def test_another_sum_is_proposed_anew_and_takes_the_place_of_the_first_when_it_is_approved(centre):
    box, case = by_portal(centre)
    approved(centre, case)
    refused("wrong-step", reward, centre, case, level=1)
    objected(centre, case)
    reward(centre, case, level=1)
    refused("wrong-step", verbs.uphold_reward, case, by=centre["leader"], at=IN_2022)
    assert to_review(centre, "leader") == []
    verbs.disapprove_reward(case, by=centre["captain"], at=IN_2022)
    assert len(to_review(centre, "leader")) == 1
    reward(centre, case, level=1)
    made = verbs.approve_reward(case, by=centre["captain"], at=IN_2022)
    assert [one.pk for one in Reward.objects.filter(revoked_on=None)] == [made.pk]
    said = read(box)[-1][2]
    assert said.startswith("您对举报奖励的异议经复核，原来的决定不再执行，决定给予一级举报奖励 10,000.00 元")
    (event,) = [one for one in Event.objects.filter(type="reward-decided") if one.data.get("anew")]
    assert event.stream == case.stream
    verbs.pay_reward(case, "付款 2", by=centre["inspector"], at=later(1))


def test_the_letter_is_that_of_the_decision_that_stands(centre):
    case = filed(centre)
    decided(centre, case)
    approved(centre, case)
    verbs.tell_reward(case, "回证", by=centre["inspector"], at=IN_2022)
    objected(centre, case)
    reward(centre, case, level=1)
    verbs.approve_reward(case, by=centre["captain"], at=IN_2022)
    found = papers.papers_of(standing(case), IN_2022.date())
    (paper,) = [one for one in found if one.kind.key == "r.reward"]
    assert paper.to == papers.PETITIONER and "10,000.00 元" in paper.says["奖励金额"]
    assert "30个工作日内" in paper.says["领取的方式和期限"]


def test_what_was_refused_or_has_lapsed_may_be_proposed_anew(centre):
    box, case = by_portal(centre)
    verbs.refuse_reward(case, "举报人是单位", by=centre["inspector"], at=IN_2022)
    refused("wrong-step", reward, centre, case)
    verbs.approve_reward(case, by=centre["captain"], at=IN_2022)
    refused("wrong-step", verbs.refuse_reward, case, "再一次", by=centre["inspector"], at=IN_2022)
    approved(centre, case)
    assert read(box)[-1][2].startswith("经重新审核，原来的决定不再执行，决定给予二级举报奖励")
    verbs.lapse_reward(case, "书面放弃", gives_up=True, by=centre["inspector"], at=IN_2022)
    approved(centre, case)
    assert Reward.objects.filter(revoked_on=None).count() == 1
    verbs.pay_reward(case, "付款 3", by=centre["inspector"], at=later(1))
    refused("wrong-step", reward, centre, case)


def test_who_was_not_told_has_nothing_to_object_to_and_nothing_to_collect_later(centre):
    case = filed(centre)
    reward(centre, case)
    refused("wrong-step", objected, centre, case)
    refused("wrong-step", verbs.extend_reward, case, 5, "住院", by=centre["captain"], at=IN_2022)


def test_the_page_offers_the_steps_to_those_who_may_take_them(centre, client_of):
    _box, case = by_portal(centre)
    approved(centre, case)
    page = client_of("captain").get(f"/complaints/{case.uid}/?do=extend_reward").content.decode()
    assert 'name="days"' in page and 'value="10"' in page and "最长10个工作日" in page
    web = client_of("inspector")
    page = web.get(f"/complaints/{case.uid}/?do=object_reward").content.decode()
    assert "异议期限到" in page and "?do=extend_reward" not in page
    objected(centre, case)
    page = web.get(f"/complaints/{case.uid}/").content.decode()
    assert "有异议，待复核" in page and "?do=uphold_reward" not in page
    page = client_of("leader").get(f"/complaints/{case.uid}/?do=uphold_reward").content.decode()
    assert "举报人的异议：应按一级" in page


def test_a_file_that_is_destroyed_keeps_no_words_of_the_reporter(centre):
    _box, case = by_portal(centre)
    approved(centre, case)
    verbs.extend_reward(case, 5, "住院", by=centre["captain"], at=IN_2022)
    objected(centre, case)
    verbs.uphold_reward(case, by=centre["leader"], at=IN_2022)
    verbs.lapse_reward(case, "书面放弃", gives_up=True, by=centre["inspector"], at=IN_2022)
    keeping.forget(case)
    made = Reward.objects.get()
    assert (made.more_reason, made.objection, made.lapse_reason) == ("", "", DESTROYED)
