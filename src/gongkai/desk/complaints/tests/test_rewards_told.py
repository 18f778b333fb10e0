"""A reward from application to end: decided by two, told to the reporter alone, collected or lapsed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import awards, papers, verbs
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.tests.test_telling import read, received
from gongkai.desk.complaints.tests.test_together import decided, filed, refused, reward
from gongkai.desk.complaints.waiting import waiting
from gongkai.law import rewards as law
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
IN_2022 = datetime(2022, 5, 9, 2, tzinfo=UTC)
"""Monday, 9 May 2022."""
COLLECT = date(2022, 6, 21)
"""30 working days later: 端午 on 3 June is off."""


def later(days):
    return IN_2022 + timedelta(days=days)


def by_portal(centre):
    """A report that came by the portal, after which a case was opened and decided."""
    box, case = received(centre, "report", at=IN_2022, unit="JC")
    verbs.check(case, "现场查见", by=centre["inspector"], at=IN_2022)
    verbs.file(case, opens=True, reason="虚假", number="立2", by=centre["inspector"], at=IN_2022)
    verbs.approve(case, by=centre["captain"], at=IN_2022)
    decided(centre, case, no="罚2")
    return box, case


def approved(centre, case):
    reward(centre, case, applied_on=IN_2022.date())
    return verbs.approve_reward(case, by=centre["captain"], at=IN_2022)


def parts(centre, who, at):
    found = waiting(centre[who], at.date(), held(centre[who], at.date()))
    return [job for part in found if part.key == "rewards-open" for job in part.jobs]


def test_the_days_are_those_of_the_law_of_the_report__2021_4_art_17_20_21():
    day = IN_2022.date()
    assert law.until(law.COLLECT, day, day, calendar()).due == COLLECT
    assert law.until(law.TELL, day, day, calendar()).due == date(2022, 5, 30)
    assert law.until(law.OBJECT, day, day, calendar()).due == date(2022, 5, 23)
    with pytest.raises(Refused):
        law.until(law.COLLECT, day, date(2021, 11, 30), calendar())


def test_the_reporter_reads_sum_day_and_how_to_collect_it_with_the_code_and_the_days_run_from_then(centre):
    box, case = by_portal(centre)
    approved(centre, case)
    made = Reward.objects.get()
    assert (made.told_on, made.told_proof) == (IN_2022.date(), "查询码页面告知")
    said = read(box)[-1][2]
    assert "决定给予二级举报奖励 6,000.00 元。请在2022年6月21日（周二）以前" in said
    assert "2022年5月23日（周一）以前申请复核" in said
    assert awards.collect_by(made, calendar()).due == COLLECT
    verbs.pay_reward(case, "付款 118", by=centre["inspector"], at=later(3))
    assert read(box)[-1][2] == "举报奖励 6,000.00 元已于2022年5月12日（周四）发放。"


def test_who_has_no_code_is_told_by_the_bureau_and_it_waits_with_its_day(centre):
    case = filed(centre)
    decided(centre, case)
    approved(centre, case)
    (job,) = parts(centre, "inspector", IN_2022)
    assert (job.stands, job.on) == ("待告知", date(2022, 5, 30))
    assert parts(centre, "handler", IN_2022) == []
    by = centre["inspector"]
    refused("no-proof", verbs.tell_reward, case, " ", by=by, at=IN_2022)
    refused("wrong-day", verbs.tell_reward, case, "LY-1", told_on=date(2022, 5, 8), by=by, at=IN_2022)
    verbs.tell_reward(case, "告知书送达回证", by=by, at=IN_2022)
    (job,) = parts(centre, "inspector", IN_2022)
    assert (job.stands, job.on) == ("待领取", COLLECT)
    refused("wrong-step", verbs.tell_reward, case, "再告知", by=by, at=IN_2022)


def test_it_lapses_only_after_the_days_or_when_the_reporter_gives_it_up(centre):
    box, case = by_portal(centre)
    approved(centre, case)
    by, after = centre["inspector"], datetime(2022, 6, 22, 2, tzinfo=UTC)
    with pytest.raises(Refused) as early:
        verbs.lapse_reward(case, "三次联系未领", by=by, at=later(10))
    assert "2022-06-21（周二）" in early.value.sentence
    assert "逾期" in parts(centre, "inspector", after)[0].words
    refused("no-reason", verbs.lapse_reward, case, "", by=by, at=after)
    verbs.lapse_reward(case, "三次联系未领", by=by, at=after)
    assert "不再发放" in read(box)[-1][2]
    assert parts(centre, "inspector", after) == []
    refused("wrong-step", verbs.pay_reward, case, "凭证", by=by, at=after)


def test_what_is_given_up_needs_no_waiting(centre):
    _box, case = by_portal(centre)
    approved(centre, case)
    verbs.lapse_reward(case, "书面放弃", gives_up=True, by=centre["inspector"], at=IN_2022)
    assert Reward.objects.get().lapsed_on == IN_2022.date()


def test_nothing_lapses_of_which_the_reporter_was_not_told(centre):
    case = filed(centre)
    decided(centre, case)
    approved(centre, case)
    refused("not-told", verbs.lapse_reward, case, "未领", gives_up=True, by=centre["inspector"], at=IN_2022)


def test_a_refusal_is_decided_by_two_and_told_with_its_reason(centre):
    box, case = received(centre, "report", at=IN_2022, unit="JC")
    by = centre["inspector"]
    refused("wrong-step", verbs.refuse_reward, case, "没有查实", by=by, at=IN_2022)
    verbs.check(case, "未见违法", by=by, at=IN_2022)
    verbs.file(case, opens=False, reason="没有查实", number="", by=by, at=IN_2022)
    verbs.approve(case, by=centre["captain"], at=IN_2022)
    refused("no-reason", verbs.refuse_reward, case, " ", by=by, at=IN_2022)
    verbs.refuse_reward(case, "举报没有查实，来电13806319999", applied_on=IN_2022.date(), by=by, at=IN_2022)
    refused("not-allowed", verbs.approve_reward, case, by=by, at=IN_2022)
    verbs.approve_reward(case, by=centre["captain"], at=IN_2022)
    said = read(box)[-1][2]
    assert said.startswith("关于举报奖励：经审核，不予奖励。理由：举报没有查实") and "13806319999" not in said
    refused("wrong-step", verbs.pay_reward, case, "凭证", by=by, at=IN_2022)
    assert parts(centre, "inspector", IN_2022) == []
    assert not [one for one in papers.papers_of(standing(case), IN_2022.date()) if one.kind.key == "r.reward"]


def test_an_application_lies_between_the_report_and_today(centre):
    case = filed(centre)
    refused("wrong-day", reward, centre, case, applied_on=date(2022, 5, 8))
    refused("wrong-day", reward, centre, case, applied_on=date(2022, 5, 10))


def test_the_page_says_by_when_to_tell_and_by_when_it_is_collected(centre, client_of):
    case = filed(centre)
    decided(centre, case)
    approved(centre, case)
    web = client_of("inspector")
    page = web.get(f"/complaints/{case.uid}/").content.decode()
    assert "待告知举报人" in page and "登记告知奖励决定" in page and "15个工作日内告知举报人" in page
    verbs.tell_reward(case, "回证", by=centre["inspector"], at=IN_2022)
    page = web.get(f"/complaints/{case.uid}/?do=lapse_reward").content.decode()
    assert "已告知，待领取" in page and "视为主动放弃" in page and "逾期未领" in page


def test_nothing_of_the_reward_stands_where_the_respondents_case_is_kept(centre):
    _box, case = by_portal(centre)
    approved(centre, case)
    verbs.pay_reward(case, "付款 118", by=centre["inspector"], at=IN_2022)
    one = case.clues.get().investigation
    there = Event.objects.exclude(stream=case.stream).filter(type__startswith="reward")
    assert not there.exists()
    assert not [one for one in papers.papers_of(standing(case), IN_2022.date()) if "reward" in one.name]
    assert "奖励" not in f"{one.violation}{one.penalty.violation}"
