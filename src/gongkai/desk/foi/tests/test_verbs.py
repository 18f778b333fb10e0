"""Every verb of an application: what it does, what it refuses, and what the law says about the day after."""

from datetime import date

import pytest

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Answer, CaseText, Event, Letter, Party
from gongkai.desk.foi import verbs
from gongkai.desk.foi.models import Consulted, Decision
from gongkai.desk.foi.stages import Stage
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs.deciding import third_to_tell
from gongkai.law.deadlines import compute
from gongkai.papers import html
from gongkai.refusal import Refused

RECEIVED = date(2024, 2, 1)


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as wrong:
        call(*args, **kwargs)
    assert (wrong.value.code, bool(wrong.value.mend)) == (code, True), str(wrong.value)
    return wrong.value


@pytest.fixture
def case(bureau):
    return bureau.register(RECEIVED)


def test_register_keeps_days_apart_seals_the_person_and_starts_the_clock(bureau):
    case = bureau.register(
        date(2024, 1, 29), registered=date(2024, 2, 2), channel="信函", way="signed-mail", signed_on=RECEIVED
    )
    facts = bureau.application(case)
    assert (facts.submitted_on, facts.signed_on, facts.received_on) == (date(2024, 1, 29), RECEIVED, RECEIVED)
    assert case.registration.number == "依申请〔2024〕1号"
    assert case.due_on == compute("foi-reply", RECEIVED).due
    assert "张三丰".encode() not in bytes(Party.objects.get().sealed)
    assert CaseText.objects.get().masked == "申请公开2023年第三季度食品抽检的不合格名单"
    kinds = list(Event.objects.filter(stream=case.stream).order_by("n").values_list("type", flat=True))
    assert kinds == ["registered", "assigned", "received"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"submitted_on": date(2024, 2, 2)}, "future"),
        ({"confirmed_on": date(2024, 2, 3)}, "future"),
        ({"way": "email"}, "wrong-channel"),
        ({"text": " "}, "no-text"),
        ({"person": {"phone": "13800000000"}}, "no-applicant"),
        ({"person": {"name": "张三丰"}}, "no-contact"),
        ({"text": "字" * 20001}, "too-long"),
        ({"text": "机密★20年\n请公开附件所列材料"}, "secrecy-mark"),
        ({"submitted_on": RECEIVED, "arrived_on": date(2024, 1, 31)}, "events-out-of-order"),
    ],
)
def test_registering_refuses(bureau, change, code):
    values = {name: value for name, value in change.items() if name != "submitted_on"}
    intake = bureau.intake(change.get("submitted_on", RECEIVED), **values)
    refused(code, verbs.register, intake, by=bureau.office, at=at(RECEIVED))


def test_an_email_waits_for_its_confirmation_since_2019(bureau):
    case = bureau.register(RECEIVED, channel="电子邮件", way="email", arrived_on=RECEIVED)
    assert case.due_on is None
    on = date(2024, 2, 5)
    refused("not-confirmed", bureau.decide, case, "grant.full", on)
    refused("not-confirmed", verbs.give_receipt, case, by=bureau.office, at=at(on))
    verbs.confirm(case, on, by=bureau.handler, at=at(on))
    assert (bureau.application(case).received_on, case.opened_on) == (on, on)
    assert case.due_on == compute("foi-reply", on).due
    refused("confirmed", verbs.confirm, case, on, by=bureau.handler, at=at(on))
    letter = verbs.give_receipt(case, by=bureau.office, at=at(on))
    assert (letter.key, verbs.give_receipt(case, by=bureau.office, at=at(on))) == ("receipt", letter)


def test_an_email_of_2017_runs_from_the_day_it_arrived(bureau):
    day = date(2017, 9, 25)
    case = bureau.register(day, channel="电子邮件", way="email", arrived_on=day)
    assert case.due_on == date(2017, 10, 20)


def test_correction_once_in_time_and_the_clock_starts_again(bureau, case):
    on, back = date(2024, 2, 8), date(2024, 2, 20)
    letter = verbs.ask_correction(
        case, "信息名称", "无法查找", date(2024, 2, 28), by=bureau.handler, at=at(on)
    )
    assert (letter.key, case.stage, case.due_on) == ("correct", Stage.CORRECTING, None)
    refused("wrong-stage", verbs.ask_correction, case, "x", "y", back, by=bureau.handler, at=at(on))
    refused("no-text", verbs.correct, case, " ", by=bureau.handler, at=at(back))
    verbs.correct(case, "2023年第3期公告", by=bureau.handler, at=at(back))
    assert case.due_on == compute("foi-reply", RECEIVED, events={"corrected": back}).due
    refused("once", verbs.ask_correction, case, "x", "y", date(2024, 3, 9), by=bureau.handler, at=at(back))


def test_correction_refuses_after_its_limits(bureau, case):
    late = compute("foi-correction-notice", RECEIVED).due.replace(day=20)
    refused(
        "too-late", verbs.ask_correction, case, "x", "y", date(2024, 3, 9), by=bureau.handler, at=at(late)
    )
    on, until = date(2024, 2, 5), date(2024, 2, 20)
    refused("wrong-day", verbs.ask_correction, case, "x", "y", on, by=bureau.handler, at=at(on))
    verbs.ask_correction(case, "x", "y", until, by=bureau.handler, at=at(on))
    refused("not-given-up", bureau.decide, case, "other.no_correction", until)
    after = date(2024, 2, 21)
    refused("too-late", verbs.correct, case, "迟到的补正", by=bureau.handler, at=at(after))
    refused("waiting", bureau.decide, case, "grant.full", after)
    bureau.whole(case, "other.no_correction", after)
    assert (case.stage, bureau.application(case).outcome) == (Stage.CLOSED, "other.no_correction")


def test_consulting_hides_the_applicant_and_stops_the_clock(bureau, case):
    on, back = date(2024, 2, 5), date(2024, 2, 20)
    person = {"name": "威海某食品有限公司", "address": "某路2号"}
    refused(
        "names-applicant", verbs.consult_third, case, person, "张三丰要的配方", by=bureau.handler, at=at(on)
    )
    asked = verbs.consult_third(case, person, "抽检报告中的配方", by=bureau.handler, at=at(on))
    refused("opinion-awaited", bureau.decide, case, "grant.full", on)
    refused("not-yet", verbs.opine, asked, "逾期未答复", by=bureau.handler, at=at(back))
    verbs.opine(asked, "不同意", by=bureau.handler, at=at(back))
    refused("known", verbs.opine, asked, "同意", by=bureau.handler, at=at(back))
    case.refresh_from_db()
    events = [("consulted", on), ("opinion", back)]
    assert case.due_on == compute("foi-reply", RECEIVED, events=events).due
    facts = bureau.application(case)
    assert (facts.consulted_on, facts.opinion_on) == (on, back)


def test_silence_is_entered_after_its_limit_with_the_limits_day(bureau, case):
    on = date(2024, 2, 5)
    asked = verbs.consult_organ(case, "区应急局", "会商纪要", co_maker=True, by=bureau.handler, at=at(on))
    limit = compute(
        "foi-third-party", on, settings={"consult": "organ", "received": RECEIVED.isoformat()}
    ).due
    refused("not-yet", verbs.opine, asked, "逾期未答复", by=bureau.handler, at=at(limit))
    late = limit.replace(day=limit.day + 1)
    assert verbs.opine(asked, "逾期未答复", by=bureau.handler, at=at(late)).answered_on == limit


def test_no_limit_for_opinions_in_2017(bureau):
    day = date(2017, 9, 25)
    case = bureau.register(day)
    asked = verbs.consult_third(case, {"name": "某公司"}, "配方", by=bureau.handler, at=at(day))
    refused("no-limit", verbs.opine, asked, "逾期未答复", by=bureau.handler, at=at(date(2017, 12, 1)))


def test_extension_needs_consent_and_comes_once_before_the_limit(bureau, case):
    on = date(2024, 2, 20)
    ask = {"by": bureau.handler, "at": at(on)}
    refused("no-reason", verbs.extend, case, "", bureau.bgs, **ask)
    refused("no-consent", verbs.extend, case, "案卷多", bureau.head, **ask)
    refused("no-consent", verbs.extend, case, "案卷多", bureau.handler, **ask)
    refused("extension-too-long", verbs.extend, case, "案卷多", bureau.bgs, days=99, **ask)
    letter = verbs.extend(case, "案卷多", bureau.bgs, **ask)
    assert letter.key == "extend"
    assert case.due_on == compute("foi-reply", RECEIVED, events={"extended": None}).due
    refused("once", verbs.extend, case, "还要", bureau.bgs, **ask)
    other = bureau.register(RECEIVED)
    refused("too-late", verbs.extend, other, "晚了", bureau.bgs, by=bureau.handler, at=at(date(2024, 3, 11)))


def test_fee_payment_restarts_and_late_payment_is_refused(bureau, case):
    on, paid = date(2024, 2, 5), date(2024, 2, 26)
    ask = {"by": bureau.handler, "at": at(on)}
    refused("no-fee", verbs.charge, case, "窗口", pieces=3, **ask)
    refused("one-method", verbs.charge, case, "窗口", pieces=3, pages=4, **ask)
    refused("no-way", verbs.charge, case, " ", pages=68, **ask)
    verbs.charge(case, "窗口", pages=68, **ask)
    assert (case.stage, bureau.application(case).fee_fen, case.due_on) == (Stage.PAYING, 38000, None)
    verbs.pay(case, by=bureau.handler, at=at(paid))
    assert case.due_on == compute("foi-reply", RECEIVED, events={"paid": paid}).due
    other = bureau.register(RECEIVED)
    verbs.charge(other, "窗口", pages=68, **ask)
    late = date(2024, 3, 11)
    refused("too-late", verbs.pay, other, by=bureau.handler, at=at(late))
    bureau.whole(other, "other.no_fee", late)
    third = bureau.register(RECEIVED)
    verbs.charge(third, "窗口", pages=68, **ask)
    verbs.waive(third, "hardship", by=bureau.office, at=at(on))
    assert (third.stage, third.due_on) == (Stage.OPEN, compute("foi-reply", RECEIVED).due)


def test_a_second_fee_notice_of_a_case_is_a_letter_of_its_own_with_its_own_amount(bureau, case):
    ask = {"by": bureau.handler, "at": at(date(2024, 2, 5))}
    first = verbs.charge(case, "窗口", pages=68, **ask)
    verbs.waive(case, "hardship", by=bureau.office, at=at(date(2024, 2, 6)))
    second = verbs.charge(case, "窗口", pages=90, **{**ask, "at": at(date(2024, 2, 7))})
    assert first.number != second.number and first.cause != second.cause
    said = html.render(letters.document(second, by=bureau.handler, at=at(date(2024, 2, 7))))
    assert "90页" in said.replace(" ", "") and "68页" not in said.replace(" ", "")
    third = verbs.charge(bureau.register(RECEIVED), "窗口", pages=68, **ask)
    assert third.cause == first.cause


def test_no_fee_in_2018(bureau):
    day = date(2018, 3, 1)
    case = bureau.register(day)
    refused("no-fee", verbs.charge, case, "窗口", pages=500, by=bureau.handler, at=at(day))


def test_too_many_are_asked_for_reasons_and_told_a_later_day(bureau, case):
    on, later = date(2024, 2, 5), date(2024, 5, 31)
    refused("not-asked", verbs.postpone, case, later, by=bureau.office, at=at(on))
    verbs.ask_reasons(case, by=bureau.handler, at=at(on))
    refused("wrong-day", verbs.postpone, case, date(2024, 2, 6), by=bureau.office, at=at(on))
    verbs.postpone(case, later, by=bureau.office, at=at(on))
    assert case.due_on == later
    old = bureau.register(date(2018, 3, 1))
    refused("no-postponing", verbs.ask_reasons, old, by=bureau.handler, at=at(date(2018, 3, 1)))


def test_the_chain_is_four_people_over_one_digest(bureau, case):
    on = date(2024, 2, 20)
    decision = bureau.decide(case, "deny.process", on)
    refused("not-held", verbs.give_opinion, case, True, by=bureau.legal, at=at(on))
    refused("four-eyes", verbs.give_opinion, case, True, by=bureau.handler, at=at(on))
    refused("stale", verbs.give_opinion, case, True, by=bureau.head, at=at(on), digest="0" * 64)
    verbs.give_opinion(case, True, by=bureau.head, at=at(on), digest=decision.digest)
    refused("no-reason", verbs.give_opinion, case, False, by=bureau.legal, at=at(on))
    verbs.give_opinion(case, False, by=bureau.legal, at=at(on), note="理由要写具体")
    assert (case.stage, Decision.objects.get().state) == (Stage.OPEN, "returned")
    again = bureau.decide(case, "deny.process", on)
    assert again.no == 2
    bureau.chain(case, on)
    again.refresh_from_db()
    assert (case.stage, again.state, again.letter.key) == (Stage.SIGNED, "signed", "deny")
    assert (again.letter.ruleset, again.letter.remedy_ruleset) == ("foi.2019", "remedy.c")


def test_a_leader_signs_for_a_step_that_nobody_holds(bureau, case):
    on = date(2024, 2, 20)
    bureau.secrecy.is_active = False
    bureau.secrecy.save()
    with pytest.raises(Refused, match="审批走不到底"):  # one leader cannot sign twice
        bureau.decide(case, "grant.full", on)
    second = Officer.objects.create_user("second-leader", name="副局长", agency=bureau.agency)
    Duty.objects.create(officer=second, kind="leader", since=date(2009, 1, 1))
    bureau.decide(case, "grant.full", on)
    verbs.give_opinion(case, True, by=bureau.head, at=at(on))
    verbs.give_opinion(case, True, by=bureau.legal, at=at(on))
    verbs.give_opinion(case, True, by=bureau.leader, at=at(on))
    assert case.stage == Stage.CHAIN
    refused("four-eyes", verbs.give_opinion, case, True, by=bureau.leader, at=at(on))
    verbs.give_opinion(case, True, by=second, at=at(on))
    assert case.stage == Stage.SIGNED


def test_paper_is_confirmed_by_a_second_person(bureau, case):
    on = date(2024, 2, 20)
    bureau.decide(case, "grant.full", on)
    signed = {"by": bureau.head, "at": at(on)}
    refused("four-eyes", verbs.give_opinion, case, True, confirmed_by=bureau.handler, **signed)
    made = verbs.give_opinion(case, True, confirmed_by=bureau.office, **signed)
    assert made.confirmed_by == bureau.office


def test_the_drafter_takes_it_back(bureau, case):
    on = date(2024, 2, 20)
    bureau.decide(case, "grant.full", on)
    refused("not-own", verbs.recall, case, by=bureau.head, at=at(on))
    verbs.recall(case, by=bureau.handler, at=at(on))
    assert case.stage == Stage.OPEN


@pytest.mark.parametrize(
    ("code", "says", "refusal"),
    [
        ("reply.full", {}, "outcome-not-of-day"),
        ("no.such", {}, "outcome-not-of-day"),
        ("deny.process", {}, "incomplete-letter"),
        ("unable.none", {"检索的范围和经过": "查过"}, "no-search"),
        ("unable.unclear", {"补正的经过": "x", "仍不明确之处": "y"}, "not-corrected"),
        ("other.no_fee", {"补正或者收费通知的日期": "x", "逾期的情况": "y"}, "not-given-up"),
    ],
)
def test_a_decision_needs_its_grounds(bureau, case, code, says, refusal):
    on = date(2024, 2, 20)
    refused(refusal, verbs.decide, case, code, says, by=bureau.handler, at=at(on))
    assert not Decision.objects.exists()


def test_nothing_found_needs_a_search(bureau, case):
    on = date(2024, 2, 20)
    refused("no-place", verbs.search, case, " ", "x", False, by=bureau.handler, at=at(on))
    verbs.search(case, "档案室、抽检系统", "“第三季度”", False, by=bureau.handler, at=at(on))
    bureau.whole(case, "unable.none", on)
    assert case.stage == Stage.CLOSED


def test_a_third_party_against_it_is_told_before_it_goes_out(bureau, case):
    on = date(2024, 2, 20)
    asked = verbs.consult_third(case, {"name": "某公司"}, "配方", by=bureau.handler, at=at(on))
    verbs.opine(asked, "不同意", by=bureau.handler, at=at(on))
    bureau.decide(case, "grant.partial", on)
    bureau.chain(case, on)
    refused("third-not-told", verbs.deliver, case, "当面", proof="回证", by=bureau.handler, at=at(on))
    verbs.tell_third(asked, "抽检结论", "公共利益", by=bureau.handler, at=at(on))
    assert third_to_tell(bureau.application(case), Decision.objects.get()) == []
    verbs.deliver(case, "当面", proof="回证", by=bureau.handler, at=at(on))
    refused("no-third", bureau.decide, bureau.register(RECEIVED), "deny.third_party", on)
    assert Consulted.objects.count() == 1


def test_served_returned_served_again_and_closed(bureau, case):
    on, back = date(2024, 2, 20), date(2024, 2, 28)
    bureau.decide(case, "deny.process", on)
    bureau.chain(case, on)
    refused("other-way", verbs.deliver, case, "网络", by=bureau.handler, at=at(on, 15))
    verbs.deliver(case, "邮寄", tracking="EA1CN", by=bureau.handler, at=at(on, 15))
    facts = bureau.application(case)
    assert (facts.replied_on, facts.outcome, facts.delivery) == (on, "deny.process", "邮寄")
    assert (case.stage, case.due_on) == (Stage.SERVED, None)
    refused("no-result", verbs.close, case, by=bureau.handler, at=at(on, 15))
    verbs.served(case, "退件", "改退批条", by=bureau.handler, at=at(back))
    refused("returned", verbs.close, case, by=bureau.handler, at=at(back))
    verbs.redeliver(case, "当面", proof="送达回证", by=bureau.handler, at=at(back))
    verbs.close(case, by=bureau.handler, at=at(back))
    assert (case.stage, bureau.application(case).replied_on) == (Stage.CLOSED, on)


def test_reopened_after_a_judgment_has_a_clock_and_needs_a_new_answer(bureau, case):
    bureau.whole(case, "deny.process", date(2024, 2, 20))
    day = date(2024, 9, 2)
    verbs.reopen(case, "remedy", by=bureau.office, at=at(day))
    assert case.due_on == compute("foi-reply", day).due
    bureau.whole(case, "grant.full", date(2024, 9, 9))
    facts = bureau.application(case)
    assert (facts.replied_on, facts.outcome) == (date(2024, 2, 20), "deny.process")
    assert Answer.objects.filter(case=case).count() == 2
    assert Letter.objects.filter(case=case).count() == 2


def test_split_and_joined(bureau, case):
    on = date(2024, 2, 6)
    part = verbs.split(case, "申请公开2023年消费投诉数据", by=bureau.office, at=at(on))
    assert (part.registration.number, bureau.application(part).received_on) == ("依申请〔2024〕2号", RECEIVED)
    stranger = bureau.register(RECEIVED, person={"name": "李四光", "phone": "13911112222"})
    refused("other-person", verbs.join, stranger, case, by=bureau.office, at=at(on))
    verbs.join(part, case, by=bureau.office, at=at(on))
    refused("joined", bureau.decide, part, "grant.full", on)
    bureau.answer(case, "grant.full", date(2024, 2, 20))
    part.refresh_from_db()
    assert (part.stage, bureau.application(part).outcome) == (Stage.SERVED, "grant.full")
    verbs.close(part, by=bureau.handler, at=at(date(2024, 2, 21)))
    assert part.stage == Stage.CLOSED


def test_a_case_of_2023_and_one_of_2024_refused(bureau):
    told = []
    for received, replied in ((date(2023, 12, 1), date(2023, 12, 20)), (RECEIVED, date(2024, 2, 20))):
        case = bureau.register(received)
        bureau.whole(case, "deny.state_secret", replied)
        told.append(Letter.objects.get(case=case))
    assert [(one.remedy_ruleset, one.review_first) for one in told] == [
        ("remedy.b", False),
        ("remedy.c", True),
    ]
