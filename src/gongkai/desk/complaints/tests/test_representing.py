"""Who complains for another shows the original of an authorisation and an identity (order 20 art. 10, 11)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework.models import Case, Event, Party
from gongkai.desk.casework.personal import open_person
from gongkai.desk.complaints import arriving, verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Authority
from gongkai.desk.complaints.tests.centre import AT, DAY, later
from gongkai.desk.complaints.tests.test_arriving import FIELDS, message
from gongkai.desk.complaints.verbs import Acting
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
AGENT = {"name": "沈委托", "phone": "13900000001", "agent": "黎代理", "agent_phone": "13900000002"}
UNTIL = date(2018, 3, 6)


def for_another(centre, at=AT, **papers):
    return centre.case(at, person=AGENT, acting=Acting("代理", **papers))


def code(run, *args, **more):
    with pytest.raises(Refused) as refused:
        run(*args, **more)
    return refused.value.code


def page(centre, case, who="handler"):
    web = Client()
    web.force_login(centre[who])
    return web.get(f"/complaints/{case.uid}/").content.decode()


def test_without_its_papers_a_complaint_for_another_is_not_accepted_and_the_page_says_what_is_lacking(centre):
    case = for_another(centre)
    assert code(verbs.accept, case, by=centre["handler"], at=AT) == "no-authority"
    shown = page(centre, case)
    assert "还没有提供授权委托书原件、受托人身份证明" in shown and "?do=accept" not in shown
    assert "?do=ask_papers" in shown and "?do=enter_papers" in shown


def test_papers_are_marked_one_by_one_until_nothing_is_lacking(centre):
    case, by = for_another(centre), centre["operator"]
    assert code(verbs.enter_papers, case, by=by, at=AT) == "nothing-given"
    assert code(verbs.enter_papers, case, letter=True, by=by, at=AT) == "no-scope"
    over = {"scope": "代为投诉", "valid_until": date(2018, 2, 1)}
    assert code(verbs.enter_papers, case, letter=True, **over, by=by, at=AT) == "expired"
    verbs.enter_papers(case, identity=True, by=by, at=AT)
    assert Authority.objects.get(case=case).lacking == ("授权委托书原件",)
    verbs.enter_papers(case, letter=True, scope="代为投诉、参加调解", by=by, at=AT)
    assert verbs.accept(case, by=centre["handler"], at=AT).kind == "受理"
    assert "?do=enter_papers" not in page(centre, case)


def test_both_papers_at_intake_leave_nothing_to_ask(centre):
    case = for_another(centre, letter=True, identity=True)
    assert verbs.accept(case, by=centre["handler"], at=AT)


def test_what_is_lacking_is_asked_for_until_a_day_and_then_is_the_ground_of_a_refusal(centre):
    case = for_another(centre)
    assert code(verbs.ask_papers, case, DAY, by=centre["handler"], at=AT) == "wrong-date"
    verbs.ask_papers(case, UNTIL, by=centre["handler"], at=AT)
    before = ACTIONS["refuse"].form(one=standing(case), by=centre["handler"], day=UNTIL)
    assert before.fields["ground"].initial is None
    after = ACTIONS["refuse"].form(one=standing(case), by=centre["handler"], day=date(2018, 3, 7))
    codes = [value for value, _ in after.fields["ground"].choices]
    assert after.fields["ground"].initial in (None, "no_material")
    assert ("no_material" in codes) == (after.fields["ground"].initial == "no_material")
    said = "2018-03-06 到期，仍未补交授权委托书原件、受托人身份证明"
    assert after.fields["reason"].help_text.startswith(said) and after.fields["reason"].initial == said
    assert before.fields["reason"].initial is None
    assert "补正" in page(centre, case) and "2018-03-06" in page(centre, case)


def test_asking_does_not_stop_the_time_for_accepting(centre):
    case = for_another(centre)
    due = Case.objects.get(pk=case.pk).due_on
    verbs.ask_papers(case, UNTIL, by=centre["handler"], at=AT)
    assert Case.objects.get(pk=case.pk).due_on == due


def test_a_joint_complaint_has_two_representatives_at_most_and_needs_no_authorisation(centre):
    assert code(centre.register, acting=Acting("共同", people=5, representatives=3)) == "too-many"
    assert code(centre.register, acting=Acting("共同", people=1)) == "few-people"
    case = centre.case(acting=Acting("共同", people=5, representatives=2))
    assert verbs.accept(case, by=centre["handler"], at=AT)
    assert "共同投诉" in page(centre, case) and "5 人" in page(centre, case)


def test_it_can_be_written_down_later_and_only_once(centre):
    case = centre.case()
    verbs.represent(case, Acting("代理"), by=centre["handler"], at=AT)
    assert code(verbs.accept, case, by=centre["handler"], at=AT) == "no-authority"
    assert code(verbs.represent, case, Acting("代理"), by=centre["handler"], at=AT) == "wrong-step"
    assert code(verbs.represent, centre.case(kind="举报"), Acting("代理"), by=centre["operator"], at=AT) == (
        "wrong-step"
    )
    types = Event.objects.filter(stream=case.stream).values_list("type", flat=True)
    assert "authority-noted" in types


INTAKE = {
    "caller": "13900000002",
    "name": "黎代理",
    "channel": "12315",
    "text": "代母亲投诉，购买的按摩椅不能用，要求退款。",
    "kind": "投诉",
}


def taken(centre, **said):
    web = Client()
    web.force_login(centre["operator"])
    return web.post("/intake", INTAKE | said)


def test_the_operator_asks_who_complains_for_whom(centre):
    answer = taken(centre, acting="代理", principal="沈委托", principal_phone="13900000001", identity="on")
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert Authority.objects.get(case=case).lacking == ("授权委托书原件",)
    person = open_person(Party.objects.get(case=case), by=centre["operator"], reason="verify", at=later(1))
    assert {name: person[name] for name in AGENT} == AGENT


def test_an_agent_needs_the_name_of_who_is_represented_and_a_report_needs_no_agent(centre):
    assert "请填写委托人的姓名" in taken(centre, acting="代理").content.decode()
    assert "请填写共同投诉的人数" in taken(centre, acting="共同").content.decode()
    refused = taken(centre, acting="代理", principal="沈委托", kind="举报").content.decode()
    assert "只有投诉要登记代理和代表" in refused
    assert taken(centre, acting="共同", people="3", second="温代表").status_code == 302
    assert Authority.objects.get().representatives == 2


def test_what_comes_by_the_portal_for_another_is_the_others_complaint_and_lacks_both_papers(centre):
    person = {
        "name": "黎代理",
        "phone": "13900000002",
        "principal": "沈委托",
        "principal_phone": "13900000001",
    }
    made = replace(message("both", **FIELDS, acting="1"), person=person)
    complaint, report = arriving.receive(made).cases
    assert len(Authority.objects.get(case=complaint).lacking) == 2
    assert not Authority.objects.filter(case=report).exists()
    known = open_person(Party.objects.get(case=complaint), by=centre["operator"], reason="verify", at=AT)
    assert {name: known[name] for name in AGENT} == AGENT


def test_who_ticks_nothing_complains_for_themselves(centre):
    (case,) = arriving.receive(message()).cases
    assert not Authority.objects.filter(case=case).exists()


TOGETHER = {
    "name": "黎代表",
    "phone": "13900000002",
    "second": "沈代表",
    "second_phone": "13900000003",
    "others": "温三娘 13900000004 怡园街道\n邹四 13900000005",
}


def test_what_several_send_by_the_portal_is_a_joint_complaint_and_nobodys_name_stands_in_the_text(centre):
    said = FIELDS | {"text": FIELDS["text"] + "温三娘、沈代表同去，邹四付款。"}
    made = replace(message("complaint", **said, acting="joint", people="4", agreed="1"), person=TOGETHER)
    (case,) = arriving.receive(made).cases
    authority = Authority.objects.get(case=case)
    assert (authority.way, authority.people, authority.representatives) == ("共同", 4, 2)
    masked = case.texts.get(field="content").masked
    assert not any(name in masked for name in ("温三娘", "沈代表", "邹四"))
    known = open_person(Party.objects.get(case=case), by=centre["operator"], reason="verify", at=AT)
    assert {name: known[name] for name in TOGETHER} == TOGETHER


def test_an_impossible_number_of_people_is_taken_for_two(centre):
    made = message("complaint", **FIELDS, acting="joint", people="九")
    (case,) = arriving.receive(replace(made, person=TOGETHER | {"second": ""})).cases
    authority = Authority.objects.get(case=case)
    assert (authority.people, authority.representatives) == (2, 1)


def test_representatives_agree_and_withdraw_only_with_the_consent_of_the_others(centre):
    case = centre.accepted(acting=Acting("共同", people=5, representatives=2))
    given = {"one": standing(case), "by": centre["handler"], "day": DAY}
    assert "5 人共同投诉：须有被代表的投诉人同意" in ACTIONS["agree"].form(**given).fields["text"].help_text
    assert "被代表的投诉人同意" in ACTIONS["withdraw"].form(**given).fields["proof"].help_text
    alone = {"one": standing(centre.accepted()), "by": centre["handler"], "day": DAY}
    assert ACTIONS["agree"].form(**alone).fields["text"].help_text == ""


def test_papers_are_not_proposed_for_a_day_after_that_of_the_decision(centre):
    case = for_another(centre)
    due = Case.objects.get(pk=case.pk).due_on
    late = due - timedelta(days=1)
    form = ACTIONS["ask_papers"].form(
        one=standing(Case.objects.get(pk=case.pk)), by=centre["handler"], day=late
    )
    assert form.fields["until"].initial == due
