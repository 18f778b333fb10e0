"""A request to correct a record about oneself: verified, answered by the law of its day, counted."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Closing, Letter
from gongkai.desk.foi import verbs
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs.fixing import Fix, Result, results
from gongkai.papers import html
from gongkai.refusal import Refused

IN_2017, IN_2024 = date(2017, 3, 1), date(2024, 2, 1)
LATER = timedelta(5)
WRONG = {"record": "2023年处罚决定书所载的经营者姓名", "found": "申请人提交营业执照，原档为误录"}


def answer(result, **more):
    return Fix(**WRONG, result=result, **more)


def looked_up(bureau, day):
    case = bureau.register(day, text="要求更正处罚决定书所载本店经营者姓名")
    verbs.search(case, "处罚档案", "决定书文号", True, by=bureau.handler, at=at(day))
    return case


def letter_of(bureau, case, day, given):
    verbs.fix(case, given, by=bureau.handler, at=at(day))
    bureau.chain(case, day)
    letter = Letter.objects.get(case=case, key="fix")
    return letter, html.render(letters.document(letter, by=bureau.handler, at=at(day, 15)))


@pytest.mark.parametrize(
    ("day", "cited", "code"),
    [(IN_2017, "第492号）第二十五条", "reply.fix"), (IN_2024, "第711号）第四十一条", "other.fix")],
)
def test_a_wrong_record_is_corrected_with_the_letter_of_the_law_of_the_day(bureau, day, cited, code):
    case = looked_up(bureau, day)
    letter, said = letter_of(bureau, case, day + LATER, answer(Result.CORRECTED, change="王小明"))
    assert letter.title == "更正或者转送告知书" and letter.number.endswith("-告")
    assert cited in said and "该记录已更正为：王小明" in said and "高区人民法院" in said
    verbs.deliver(case, "当面", proof="送达回证", by=bureau.handler, at=at(day + LATER, 16))
    verbs.close(case, by=bureau.handler, at=at(day + LATER, 17))
    assert Closing.objects.get().outcome == bureau.application(case).outcome == code


def test_only_since_2019_the_applicant_may_be_sent_to_the_other_organ(bureau):
    for day, may in ((IN_2017, False), (IN_2024, True)):
        case = bureau.register(day)
        assert (Result.TOLD in results(case, day)) is may
        assert Result.FORWARDED in results(case, day)
        told = answer(Result.TOLD, organ="环翠区市场监督管理局 0631-5200000")
        if may:
            _letter, said = letter_of(bureau, case, day + LATER, told)
            assert "请向环翠区市场监督管理局 0631-5200000提出" in said
        else:
            refused("no-such-result", verbs.fix, case, told, by=bureau.handler, at=at(day + LATER))


def test_a_request_that_is_passed_on_names_the_organ(bureau):
    case = bureau.register(IN_2024)
    who = {"by": bureau.handler, "at": at(IN_2024 + LATER)}
    refused("no-organ", verbs.fix, case, answer(Result.FORWARDED), **who)
    _letter, said = letter_of(bureau, case, IN_2024 + LATER, answer(Result.FORWARDED, organ="某市公安局"))
    assert "已转送某市公安局处理" in said


def test_nothing_is_corrected_or_kept_without_looking_the_record_up(bureau):
    case = bureau.register(IN_2024)
    who = {"by": bureau.handler, "at": at(IN_2024 + LATER)}
    for result in (Result.CORRECTED, Result.KEPT):
        refused("no-search", verbs.fix, case, answer(result, change="x"), **who)
    verbs.search(case, "处罚档案", "文号", True, by=bureau.handler, at=at(IN_2024))
    refused("no-change", verbs.fix, case, answer(Result.CORRECTED), **who)
    _letter, said = letter_of(bureau, case, IN_2024 + LATER, answer(Result.KEPT))
    assert "不予更正" in said and "行政复议" in said


def test_the_page_asks_for_the_record_and_the_result_and_says_where_it_counts(bureau):
    case = looked_up(bureau, IN_2024)
    client = Client()
    client.force_login(bureau.handler)
    address = f"/requests/{case.uid}/decide"
    page = client.get(address, {"outcome": "other.fix"}).content.decode()
    assert "要求更正的记录" in page and "计入“其他处理”的“其他”" in page
    given = {"outcome": "other.fix", **WRONG, "result": "forwarded"}
    wrong = client.post(address, given)
    assert wrong.status_code == 422 and "没有写明有权更正的机关" in wrong.content.decode()
    seen = client.post(address, given | {"organ": "某市公安局", "preview": "1"})
    assert seen.status_code == 200 and "已转送某市公安局处理" in seen.content.decode()
    sent = client.post(address, given | {"organ": "某市公安局"})
    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.stage == "chain"


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    assert found.value.code == code and found.value.mend
