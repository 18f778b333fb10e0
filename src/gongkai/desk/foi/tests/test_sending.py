"""Letters before and beside the answer are served with proof; their readers' limits run from that day."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.foi import verbs
from gongkai.desk.foi.clocks import fee_due
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs.asking import opinion_due
from gongkai.law.tests import oracle
from gongkai.refusal import Refused

DAY = date(2024, 3, 4)
LATER = DAY + timedelta(3)


def test_the_limit_of_a_third_party_runs_from_the_day_on_which_it_has_the_letter(bureau):
    case = bureau.register(DAY)
    asked = verbs.consult_third(case, {"name": "某公司"}, "配方", by=bureau.handler, at=at(DAY))
    who = {"by": bureau.handler, "at": at(DAY)}
    sent = verbs.send_letter(case, asked.letter, "邮寄", tracking="EA1CN", **who)
    asked.refresh_from_db()
    assert asked.delivered_on is None
    verbs.letter_result(case, sent, "已送达", "邮政查询", by=bureau.handler, at=at(LATER))
    asked.refresh_from_db()
    assert asked.delivered_on == LATER
    limit = opinion_due(asked, bureau.application(case), calendar())
    assert limit == oracle.working_limit(LATER, 15)


def test_the_limit_of_a_payment_runs_from_the_day_on_which_the_notice_was_taken(bureau):
    case = bureau.register(DAY)
    notice = verbs.charge(case, "窗口", pages=68, by=bureau.handler, at=at(DAY))
    verbs.send_letter(case, notice, "当面", proof="回证", by=bureau.handler, at=at(LATER))
    assert fee_due(bureau.application(case), calendar()) == oracle.working_limit(LATER, 20)


def test_the_answer_goes_out_by_its_own_verb_and_nothing_twice(bureau):
    case = bureau.register(DAY)
    bureau.decide(case, "grant.full", LATER)
    bureau.chain(case, LATER)
    who = {"by": bureau.handler, "at": at(LATER)}
    answer = case.letters.get()
    with pytest.raises(Refused) as refused:
        verbs.send_letter(case, answer, "当面", proof="回证", **who)
    assert refused.value.code == "no-letter"
    receipt = verbs.give_receipt(bureau.register(DAY), **who)
    verbs.send_letter(receipt.case, receipt, "当面", proof="回证", **who)
    with pytest.raises(Refused) as refused:
        verbs.send_letter(receipt.case, receipt, "当面", proof="回证", **who)
    assert refused.value.code == "served"


def test_the_page_offers_it_while_a_letter_waits(bureau):
    case = bureau.register(DAY)
    client = Client()
    client.force_login(bureau.handler)
    url = f"/requests/{case.uid}/"
    assert "送达其他文书" not in client.get(url).content.decode()
    letter = verbs.ask_correction(case, "名称", "不明确", DAY + timedelta(9), by=bureau.handler, at=at(DAY))
    assert "送达其他文书" in client.get(url).content.decode()
    form = client.get(url + "?do=send_letter").content.decode()
    assert letter.number in form
    given = {"letter": letter.uid, "way": "邮寄", "sent_on": "2024-03-04", "tracking": "EA2CN"}
    assert client.post(url + "do/send_letter", given).status_code == 302
    page = client.get(url).content.decode()
    assert "EA2CN" in page and "登记其他文书的送达结果" in page and "?do=send_letter" not in page
