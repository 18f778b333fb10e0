"""What a letter says of the law is what the rule set of its day says: nothing of 2019 in a letter of 2017."""

from datetime import date, timedelta

import pytest

from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Letter
from gongkai.desk.foi import facts, verbs
from gongkai.desk.foi.actions import ACTIONS
from gongkai.desk.foi.forms import CorrectionForm, OrganForm
from gongkai.desk.foi.tests.bureau import at
from gongkai.law import registry
from gongkai.papers import html
from gongkai.refusal import Refused

IN_2017, IN_2020, IN_2022 = date(2017, 3, 1), date(2020, 3, 2), date(2022, 3, 1)


def words(letter, bureau, day):
    return html.render(letters.document(letter, by=bureau.handler, at=at(day, 11)))


def corrected(bureau, day):
    case = bureau.register(day)
    letter = verbs.ask_correction(case, "名称", "不明确", day + timedelta(9), by=bureau.handler, at=at(day))
    return words(letter, bureau, day)


def test_only_since_2019_does_silence_after_a_notice_of_correction_give_up_the_application(bureau):
    before = corrected(bureau, IN_2017)
    assert Letter.objects.get().title == "更改补充告知书"
    assert "放弃" not in before and "不再处理" not in before
    assert "无正当理由逾期不补正的，视为放弃申请" in corrected(bureau, IN_2020)


def test_no_fee_notice_before_its_rule_and_then_with_the_words_of_the_rule(bureau):
    for day in (IN_2017, date(2017, 5, 2), IN_2020):
        case = bureau.register(day)
        with pytest.raises(Refused) as refused:
            verbs.charge(case, "窗口", pages=68, by=bureau.handler, at=at(day))
        assert refused.value.code == "no-fee"
    assert not Letter.objects.filter(key="fee").exists()
    case = bureau.register(IN_2022)
    said = words(verbs.charge(case, "窗口", pages=68, by=bureau.handler, at=at(IN_2022)), bureau, IN_2022)
    clause = facts.if_missed(registry.select("fee", IN_2022), "payment")
    assert clause == "逾期未缴纳的，视为放弃申请，行政机关不再处理" and clause in said


def test_a_rule_that_says_nothing_of_silence_has_no_words_for_it():
    for key in ("correction.once", "third_party", "co_organ", "no-such-key"):
        assert not facts.if_missed(registry.select("foi", IN_2017), key)
    for on in (IN_2017, IN_2020):
        assert not facts.if_missed(registry.select("fee", on), "payment")


def test_silence_of_an_organ_is_consent_only_where_it_made_the_information_with_us(bureau):
    case = bureau.register(IN_2020)
    by = {"by": bureau.handler, "at": at(IN_2020)}
    maker = verbs.consult_organ(case, "某局", "纪要", co_maker=True, **by)
    other = verbs.consult_organ(case, "某委", "纪要", co_maker=False, **by)
    third = verbs.consult_third(case, {"name": "某公司"}, "配方", **by)
    assert "逾期未提出的，视为同意公开" in words(maker.letter, bureau, IN_2020)
    assert "不适用：贵机关不是共同制作机关" in words(other.letter, bureau, IN_2020)
    assert "由行政机关依照条例的规定决定是否公开" in words(third.letter, bureau, IN_2020)


def test_the_forms_say_it_by_the_day_too(bureau):
    for day, said in ((IN_2017, False), (IN_2020, True)):
        case = bureau.register(day)
        given = {"case": case, "by": bureau.handler, "day": day}
        assert ("视为放弃" in CorrectionForm(**given).fields["until"].help_text) is said
        assert bool(OrganForm(**given).fields["co_maker"].help_text) is said


def hint(verb, case, day):
    return ACTIONS[verb].follows(case.application, day)


def test_the_line_under_a_button_says_what_the_rule_set_of_the_case_says_and_no_more(bureau):
    old, new = bureau.register(IN_2017), bureau.register(IN_2022)
    assert hint("correct", new, IN_2022) == "答复期限自收到补正的申请之日起计算"
    assert "更改、补充" in hint("correct", old, IN_2017)
    assert "一次为限" in hint("ask_correction", new, IN_2022)
    assert "一次" not in hint("ask_correction", old, IN_2017)
    assert hint("pay", new, IN_2022) == "答复期限自缴费的次日起重新计算" and hint("pay", old, IN_2017) == ""
    assert "不计算在" in hint("consult_organ", new, IN_2022)
    assert "不计算在" not in hint("consult_organ", old, IN_2017)
    assert hint("ask_reasons", old, IN_2017) == "" and "合理范围" in hint("ask_reasons", new, IN_2022)
    assert "交邮之日" in hint("deliver", old, IN_2017) and "交邮" not in hint(
        "deliver", old, date(2015, 3, 2)
    )
    assert "其他" in hint("withdraw", new, IN_2022)


def test_the_facts_about_the_clock_say_what_the_clock_does():
    for on in (IN_2017, IN_2022):
        rule, fee = registry.select("foi", on), registry.select("fee", on)
        reply = rule.limit("reply")
        assert ("corrected" in reply.restarts) is (rule.find_fact("restart.corrected") is not None)
        for pause in ("consult_third_party", "consult_organ"):
            assert (pause in reply.pauses) is (rule.find_fact(f"pause.{pause}") is not None)
        assert fee.data["fee"]["restarts_reply"] is (fee.find_fact("restart.paid") is not None)


def test_the_notice_of_correction_says_when_the_limit_begins_anew_by_its_own_law(bureau):
    assert "答复期限自收到更改、补充的申请之日起重新计算。" in corrected(bureau, IN_2017)
    assert "答复期限自收到补正的申请之日起计算。" in corrected(bureau, IN_2020)
