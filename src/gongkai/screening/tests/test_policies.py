"""De-identification: RULES.md 8.3 and the worked example of RULES.md 13."""

from datetime import date

import pytest

from gongkai.refusal import Refused
from gongkai.screening import Known, Party, Whom
from gongkai.screening.policies import Action, confirmed, deidentify, policy, policy_names

EXAMPLE = (
    "当事人：张三，男，1990年1月1日出生，身份证号371002199001010015，住威海市文化西路288号5号楼2单元301室，"
    "电话13812345678，开户账号6228480000000000018，车辆鲁K·A1234。当事人经营威海高区好味道食品店，"
    "统一社会信用代码92371002MA3N8K2X46，经营场所：威海市火炬路10号。举报人李四（电话0631—5681102转8）反映……"
    "法定代表人王五，护照E12345678。"
)
GONE = (
    "371002199001010015",
    "13812345678",
    "6228480000000000018",
    "鲁K",
    "李四",
    "5681102",
    "E12345678",
    "301室",
)
STAYS = ("92371002MA3N8K2X46", "火炬路10号")


def out(text, name="penalty", known=None, **settings):
    return deidentify(text, policy(name).having(**settings), known or Known()).text


@pytest.mark.parametrize("name", policy_names())
def test_the_worked_example_holds_under_every_policy__rules_13(name):
    text = out(EXAMPLE, name)
    assert [value for value in GONE if value in text] == []
    assert [value for value in STAYS if value not in text] == []


def test_the_worked_example_reads_like_a_decision():
    assert out(EXAMPLE) == (
        "当事人：张某，身份证号×××，住×××，电话×××，开户账号×××，车辆×××。当事人经营威海高区好味道食品店，"
        "统一社会信用代码92371002MA3N8K2X46，经营场所：威海市火炬路10号。举报人（电话×××）反映……"
        "法定代表人王五，护照×××。"
    )


@pytest.mark.parametrize("name", policy_names())
def test_doing_it_twice_changes_nothing(name):
    once = out(EXAMPLE, name)
    assert out(once, name) == once


def test_a_home_address_equal_to_the_business_premises_stays():
    text = "当事人：张三，住威海市火炬路10号。经营场所：威海市火炬路10号。"
    assert out(text).count("威海市火炬路10号") == 2
    assert "火炬路10号" not in out("当事人：张三，住威海市火炬路10号。")


def test_premises_that_the_caller_knows_stay():
    text = "当事人：张三，住威海市火炬路10号。"
    assert "火炬路10号" in out(text, known=Known(premises=("威海市火炬路10号",)))


def test_whether_a_persons_name_stays_is_a_setting():
    text = "当事人：张三，身份证号371002199001010015。张三辩称不知情。"
    assert out(text, natural_person_name="keep").count("张三") == 2
    assert "张三" not in out(text, natural_person_name="mask")


def test_one_person_has_one_mask_and_two_of_a_surname_are_told_apart():
    known = Known(parties=(Party("张三", role=Whom.THIRD), Party("张小四", role=Whom.THIRD)))
    text = "证人张三称，张小四当日在场。张小四承认，张三没有动手。"
    assert out(text, known=known) == "证人张某甲称，张某乙当日在场。张某乙承认，张某甲没有动手。"


def test_an_alias_has_the_mask_of_its_person():
    known = Known(parties=(Party("张三", role=Whom.THIRD, aliases=("张老板",)),))
    text = out("证人张三到场。随后张老板离开。", known=known)
    assert text == "证人张某到场。随后张某离开。"


def test_a_double_surname_stays_whole():
    known = Known(parties=(Party("欧阳晓明", role=Whom.THIRD),))
    assert out("证人欧阳晓明到场。", known=known) == "证人欧阳某到场。"


def test_a_name_with_blanks_is_the_same_name():
    known = Known(parties=(Party("张三", role=Whom.THIRD),))
    assert "张三" not in out("证人张 三到场，张三签字。", known=known).replace(" ", "")


def test_no_hint_at_a_reporter_is_left():
    known = Known(parties=(Party("李四", role=Whom.REPORTER),))
    text = out("举报人李四反映店内有过期食品。经查，李四所述属实。", known=known)
    assert "李" not in text
    assert text == "举报人反映店内有过期食品。经查，举报人所述属实。"


def test_the_office_and_its_officers_stay_unless_a_setting_says_otherwise():
    text = "执法人员：王明、赵刚。联系电话：0631-5681234（本局）。"
    known = Known(contacts=("0631-5681234",), officials=("王明", "赵刚"))
    assert out(text, known=known) == text
    masked = out(text, known=known, officers="mask")
    assert "王明" not in masked and "0631-5681234" in masked


def test_facts_law_amounts_and_the_body_stay__order_45_art_7():
    text = (
        "威海高区好味道食品店经营超过保质期的食品，货值金额1200元，违反《食品安全法》第三十四条。"
        "罚款人民币5000元，没收违法所得120元。威海市市场监督管理局 2018年3月1日"
    )
    assert out(text) == text


def test_a_secrecy_mark_is_no_case_for_redaction():
    with pytest.raises(Refused) as refused:
        out("机密★20年\n关于某事的通知")
    assert refused.value.code == "may-not-leave"


def test_without_a_named_policy_all_that_is_not_kept_goes__formats_1():
    text = out("机密★20年\n电话13812345678，信用代码92371002MA3N8K2X46。", "all")
    assert "★" not in text and "13812345678" not in text and "92371002MA3N8K2X46" in text


def test_the_log_says_where_what_why_and_never_the_value():
    done = deidentify(EXAMPLE, policy("penalty"))
    assert len(done.log) >= 10 and done.left == ()
    for one in done.log:
        assert EXAMPLE[one.start : one.start + one.length]
        assert one.kind and one.rule and one.reviewer is None
        assert not any(value in str(one) for value in GONE)
    ids = next(one for one in done.log if one.kind == "id18")
    assert (EXAMPLE[ids.start : ids.start + ids.length], ids.action) == ("371002199001010015", Action.REMOVE)
    assert {one.reviewer for one in confirmed(done.log, "王审查")} == {"王审查"}


def test_the_log_alone_rebuilds_the_result():
    done = deidentify(EXAMPLE, policy("penalty"))
    parts, at = [], 0
    for one in done.log:
        parts += (EXAMPLE[at : one.start], one.replacement)
        at = one.start + one.length
    assert "".join([*parts, EXAMPLE[at:]]) == done.text


def test_a_policy_is_chosen_by_its_day():
    assert policy("penalty", date(2024, 1, 1)).id == "penalty.2021"
    assert policy("penalty").since == date(2021, 9, 1)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: policy("nothing"), "unknown-policy"),
        (lambda: policy("penalty").having(colour="red"), "unknown-setting"),
        (lambda: policy("penalty").having(officers="burn"), "unknown-choice"),
    ],
)
def test_wrong_names_are_refused_with_a_way_out(call, code):
    with pytest.raises(Refused) as refused:
        call()
    assert refused.value.code == code and refused.value.mend


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_has_an_answer_for_every_kind_and_person(name):
    for kind in ("id18", "person", "address", "secret_mark", "leftover"):
        for whom in Whom:
            assert policy(name).decide(kind, whom)[0] in Action


def test_an_empty_text_stays_empty():
    assert deidentify("", policy("penalty")).text == ""


CLAIM = "附件三。本材料涉及我公司商业秘密，请予保密。电话13812345678。"


@pytest.mark.parametrize("name", [one for one in policy_names() if one != "request"])
def test_a_secret_of_trade_is_for_its_owner_and_the_organ_to_decide_not_for_redaction(name):
    with pytest.raises(Refused) as refused:
        deidentify(CLAIM, policy(name))
    assert refused.value.code == "may-not-leave"
    assert "权利人" in refused.value.mend and "本机关决定" in refused.value.mend


@pytest.mark.parametrize("name", policy_names())
def test_a_secret_of_trade_whose_owner_agreed_stays_in_sight(name):
    text = deidentify(CLAIM, policy(name).having(trade_secret="keep")).text
    assert "本材料涉及我公司商业秘密" in text and "13812345678" not in text


def test_a_partial_answer_never_hides_the_claim_itself():
    assert "商业秘密" in deidentify(CLAIM, policy("request")).text
