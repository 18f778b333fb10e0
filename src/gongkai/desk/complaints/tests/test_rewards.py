"""举报奖励 waits for what the rules of the report's day demand, and says what is lacking and by when."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongkai.desk.agencies.rules import held
from gongkai.desk.complaints import awards, verbs
from gongkai.desk.complaints.award_waiting import rewarding
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.tests.test_together import IN_2022, decided, filed, refused, reward
from gongkai.desk.enforcement.models import Penalty, Revocation
from gongkai.law import registry
from gongkai.law.rewards import Inquiry, lacking
from gongkai.refusal import Refused

ON = date(2022, 5, 9)


def approve(centre, case, at=IN_2022):
    return verbs.approve_reward(case, by=centre["captain"], at=at)


def sentences(case, ruling=""):
    return [str(one) for one in awards.lacks(case, ruling)]


def test_it_may_be_proposed_after_the_case_was_opened_and_waits_for_its_end(centre):
    case = filed(centre)
    reward(centre, case)
    with pytest.raises(Refused) as found:
        approve(centre, case)
    assert found.value.code == "not-concluded"
    assert "立〔2022〕1号还没有结案" in found.value.sentence and "2022-08-07" in found.value.sentence
    assert Reward.objects.get().on is None
    decided(centre, case)
    approve(centre, case)
    assert Reward.objects.get().on == ON


def test_a_decision_that_was_not_served_is_not_in_force(centre):
    case = filed(centre)
    reward(centre, case)
    made = decided(centre, case, served=None)
    refused("not-concluded", approve, centre, case)
    (lack,) = awards.lacks(case)
    assert "没有登记送达" in lack.sentence and lack.by == date(2022, 5, 16)
    Penalty.objects.filter(pk=made.penalty_id).update(served_on=date(2022, 5, 10))
    approve(centre, case)


def test_the_fine_of_the_decision_is_what_counts(centre):
    case = filed(centre)
    reward(centre, case)
    decided(centre, case, fine=30_000_000)
    refused("other-fine", approve, centre, case)
    verbs.disapprove_reward(case, by=centre["captain"], at=IN_2022)
    assert reward(centre, case, fined_fen=30_000_000).amount_fen == 900_000
    approve(centre, case)


def test_no_fine_gives_the_least_of_the_level(centre):
    case = filed(centre)
    decided(centre, case, fine=0)
    made = reward(centre, case, fined_fen=0)
    approve(centre, case)
    assert made.amount_fen == 300_000 and "最低金额" in made.how[1]


@pytest.mark.parametrize("ending", ["不予处罚", "撤销案件"])
def test_without_a_penalty_there_is_no_reward(centre, ending):
    case = filed(centre)
    one = case.clues.get().investigation
    one.ended_on, one.ending = ON, ending
    one.save()
    assert "不予奖励" in sentences(case)[0]
    refused("no-reward", reward, centre, case)


def test_what_was_moved_needs_the_ruling(centre):
    case = filed(centre)
    one = case.clues.get().investigation
    one.ended_on, one.ending = ON, "移送"
    one.save()
    reward(centre, case)
    refused("not-concluded", approve, centre, case)
    assert "移送本身不能奖励" in sentences(case)[0]
    verbs.disapprove_reward(case, by=centre["captain"], at=IN_2022)
    reward(centre, case, ruling="（2022）鲁1002刑初9号")
    approve(centre, case)


@pytest.mark.parametrize(
    ("ground", "gone"), [("撤销", True), ("确认违法", True), ("误录", True), ("变更", False)]
)
def test_a_decision_that_was_taken_back_carries_none_and_a_changed_one_does(centre, ground, gone):
    case = filed(centre)
    reward(centre, case)
    made = decided(centre, case)
    Revocation.objects.create(
        penalty=made.penalty,
        ground=ground,
        on=ON,
        proof="鲁行复〔2022〕1号",
        by=centre["inspector"],
        at=IN_2022,
    )
    if gone:
        refused("not-concluded", approve, centre, case)
        assert "已经撤销或者作废" in sentences(case)[0]
    else:
        approve(centre, case)


def test_of_several_investigations_all_have_ended_and_one_carries_it():
    served = Inquiry("立1", ON, ON, "罚1", ON, ON)
    dropped, runs = Inquiry("立2", ON, ON), Inquiry("立3", ON)
    assert lacking(ON, [served, dropped]) == ()
    assert [one.sentence for one in lacking(ON, [served, runs])] == ["立3还没有结案"]
    assert lacking(ON, [dropped])[0].never and not lacking(ON, [])[0].never
    waiting = lacking(ON, [dropped, Inquiry("立4", ON, ON, "罚4", ON)])
    assert [one.sentence for one in waiting] == ["处罚决定 罚4 没有登记送达，还没有生效"]


def test_the_rules_of_the_day_decide_and_before_them_there_is_no_reward__2021_4():
    assert registry.select("reward", date(2021, 12, 1)).id == "reward.2021_4"
    with pytest.raises(Refused):
        lacking(date(2021, 11, 30), [])
    rule = registry.select("reward", ON)
    assert (
        "凭记忆" in rule.data["award"]["decide_text"]
        and "结案" in {f.key: f.text for f in rule.facts}["closed"]
    )


def test_the_page_says_what_is_lacking_and_by_when(centre):
    case = filed(centre, datetime(2022, 5, 9, 2, tzinfo=UTC))
    reward(centre, case)
    client = Client()
    client.force_login(centre["captain"])
    html = client.get(f"/complaints/{case.uid}/").content.decode()
    assert "还缺：" in html and "立〔2022〕1号还没有结案" in html and "等结案" in html
    page = f"/complaints/{case.uid}/do/approve_reward"
    assert client.post(page, {"word": "yes"}).status_code == 422
    decided(centre, case)
    assert "等复核" in client.get(f"/complaints/{case.uid}/").content.decode()
    assert client.post(page, {"word": "yes"}).status_code == 302


def test_it_waits_for_who_may_approve_and_says_whether_it_is_ripe(centre):
    case = filed(centre)
    reward(centre, case)
    day = IN_2022.date()

    def job(who):
        parts = rewarding(centre[who], day, held(centre[who], day))
        return [one for part in parts for one in part.jobs]

    assert job("inspector") == [] and job("head") == []
    (waiting,) = job("captain")
    assert waiting.stands == "等结案" and waiting.on == date(2022, 8, 7)
    decided(centre, case)
    (ripe,) = job("captain")
    assert (ripe.stands, ripe.on, ripe.words) == ("等复核", date(2022, 5, 30), "复核后在这一天以前告知举报人")
    approve(centre, case)
    assert job("captain") == []
