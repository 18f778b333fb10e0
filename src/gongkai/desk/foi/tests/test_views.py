"""The pages of disclosure on request: what each shows, refuses, and in how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.queries import today
from gongkai.desk.archive import keeping
from gongkai.desk.casework.models import CaseText, Event, GateMail, Letter
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.verbs import reassign
from gongkai.desk.foi import verbs
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.keeping import ROOM
from gongkai.desk.foi.models import Decision
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.screens import reading
from gongkai.desk.foi.screens.case import related
from gongkai.desk.foi.stages import Stage
from gongkai.desk.foi.tests.bureau import at

RECEIVED = date(2024, 2, 1)


@pytest.fixture
def case(bureau):
    return bureau.register(RECEIVED)


def client(person):
    made = Client()
    made.force_login(person)
    return made


def test_the_list_shows_the_earliest_due_with_unit_and_clock(bureau, case):
    bureau.whole(bureau.register(RECEIVED), "grant.full", date(2024, 2, 5))
    page = client(bureau.office).get("/requests/").content.decode()
    assert "依申请〔2024〕1号" in page
    assert "依申请〔2024〕2号" not in page
    assert "食品流通科" in page
    assert "张三丰" not in page
    everything = client(bureau.office).get("/requests/?tab=all").content.decode()
    assert "依申请〔2024〕2号" in everything
    assert "依申请〔2024〕1号" not in client(bureau.office).get("/requests/?tab=all&q=没有").content.decode()
    assert "依申请〔2024〕1号" not in client(bureau.other).get("/requests/?tab=all").content.decode()


def test_the_list_turns_pages_by_key(bureau, monkeypatch):
    monkeypatch.setattr("gongkai.desk.foi.screens.listing.SHOWN", 2)
    for _ in range(5):
        bureau.register(RECEIVED)
    seen, url = [], "/requests/"
    for _ in range(3):
        answer = client(bureau.office).get(url)
        seen += [row.case.pk for row in answer.context["rows"]]
        url = "/requests/" + answer.context["pager"]["next"]
    assert len(seen) == len(set(seen)) == 5
    back = client(bureau.office).get("/requests/" + answer.context["pager"]["previous"])
    assert [row.case.pk for row in back.context["rows"]] == seen[2:4]


def test_the_list_is_searched_by_words_of_text_and_number_within_what_one_sees(bureau, case):
    bureau.register(RECEIVED, text="申请公开电梯维保合同")
    other = bureau.register(RECEIVED, text="申请公开电梯检验名单", unit=bureau.units["XF"])
    bureau.bgs.duties.create(kind="head", unit=bureau.units["XF"], since=date(2009, 1, 1))
    bureau.decide(other, "grant.full", date(2024, 2, 5), by=bureau.other)

    def found(person, query):
        answer = client(person).get(f"/requests/?{query}")
        return [row.case.registration.number[-2:] for row in answer.context["rows"]]

    assert sorted(found(bureau.office, "q=电梯")) == ["2号", "3号"]
    assert found(bureau.office, "q=电梯 名单") == ["3号"]
    assert found(bureau.office, "tab=chain&q=申请公开") == ["3号"]
    assert found(bureau.office, "tab=served&q=申请公开") == []
    assert found(bureau.handler, "q=电梯") == ["2号"]
    assert found(bureau.legal, "q=电梯") == ["3号"]  # reviews what is in the chain
    assert found(bureau.secrecy, "q=电梯") == ["3号"]
    bureau.answer(bureau.register(RECEIVED, text="申请公开电梯台账"), "grant.full", date(2024, 2, 5))
    assert found(bureau.secrecy, "tab=all&q=台账") == ["4号"]  # signed it
    assert found(bureau.office, "q=2024〕1号") == ["1号"]
    assert found(bureau.office, "q=%25") == found(bureau.office, "q=没有的词") == []
    CaseText.objects.filter(case=case).update(masked="")
    assert "1号" not in found(bureau.office, "q=不合格")


def test_every_hit_of_a_search_is_on_some_page_the_newest_first(bureau, monkeypatch):
    monkeypatch.setattr("gongkai.desk.foi.screens.listing.SHOWN", 2)
    for day in range(1, 6):
        bureau.register(date(2024, 2, day), text="申请公开电梯检验名单")
    one, seen, address = client(bureau.office), [], "?tab=open&q=电梯"
    while address:
        page = one.get(f"/requests/{address}")
        seen += [row.case.registration.number for row in page.context["rows"]]
        address = page.context["pager"]["next"]
    assert seen == [f"依申请〔2024〕{n}号" for n in (5, 4, 3, 2, 1)]
    assert "新的在前" in page.content.decode() and page.context["pager"]["total"] == 5
    back = one.get(f"/requests/{page.context['pager']['previous']}")
    assert [row.case.registration.number for row in back.context["rows"]] == seen[2:4]


def test_late_ones_are_searched_too_by_their_dues(bureau):
    for text in ("申请公开电梯检验名单", "申请公开食品名单"):
        bureau.register(date(2023, 2, 1), text=text)
    page = client(bureau.office).get("/requests/?tab=late&q=电梯")
    assert len(page.context["rows"]) == 1 and page.context["rows"][0].left < 0
    assert not client(bureau.office).get("/requests/?tab=late&q=%25").context["rows"]


def test_the_search_finds_no_text_of_a_table_by_walking_it(bureau, case):
    one = client(bureau.office)
    one.get("/requests/?q=名单")
    with CaptureQueriesContext(connection) as queries:
        one.get("/requests/?q=名单")
    assert not [query["sql"] for query in queries if "LIKE" in query["sql"] and "casetext" in query["sql"]]


def test_the_list_needs_as_many_queries_for_one_as_for_many(bureau, case, django_assert_max_num_queries):
    one = client(bureau.office)
    with CaptureQueriesContext(connection) as few:
        one.get("/requests/")
    for _ in range(8):
        bureau.register(RECEIVED)
    with CaptureQueriesContext(connection) as many:
        one.get("/requests/")
    assert len(many) == len(few)


def many_events(case):
    for n in range(195):
        record(case.stream, "letter-opened", by="system", occurred=RECEIVED, at=at(RECEIVED), data={"n": n})
    assert Event.objects.filter(stream=case.stream).count() >= 195


def within_twelve(bureau, case, *saids, events=reading.SHOWN):
    for person in (bureau.handler, bureau.office, bureau.leader, bureau.auditor):
        one = client(person)
        one.get(f"/requests/{case.uid}/")
        with CaptureQueriesContext(connection) as queries:
            page = one.get(f"/requests/{case.uid}/")
        assert len(queries) <= 12, "\n".join(query["sql"].replace('"', "") for query in queries)
        assert len(page.context["course"]) >= events
        for said in saids:
            assert said in page.content.decode()


def enriched(bureau, case):
    """A case with everything that a page shows."""
    asked = verbs.consult_organ(case, "某局", "纪要", co_maker=True, by=bureau.handler, at=at(RECEIVED))
    verbs.opine(asked, "同意", by=bureau.handler, at=at(date(2024, 2, 19)))
    verbs.search(case, "档案室", "词", False, by=bureau.handler, at=at(RECEIVED))
    bureau.answer(case, "deny.process", date(2024, 2, 20))
    return case


SHOWS = ("某局", "档案室", "送达回证已签", "谭主事", "食品流通科")


def test_the_case_page_needs_at_most_twelve_queries_at_200_events_with_session_and_frame(bureau, case):
    many_events(enriched(bureau, case))
    within_twelve(bureau, case, *SHOWS)


def test_so_does_the_page_of_a_case_that_was_reassigned_closed_filed_and_taken_up_again(bureau, case):
    who = {"by": bureau.office, "at": at(RECEIVED)}
    for unit, why in (("XF", "职责调整"), ("SP", "改回")):
        reassign(case, bureau.units[unit], approved_by=bureau.leader, reason=why, flow=FLOW, **who)
    verbs.close(enriched(bureau, case), by=bureau.handler, at=at(date(2024, 2, 20), 17))
    case.refresh_from_db()
    within_twelve(bureau, case, *SHOWS, "消费者权益保护科", events=0)
    many_events(case)
    within_twelve(bureau, case, *SHOWS, "归档")
    keeping.file_case(ROOM, case, "30", by=bureau.office, at=at(date(2024, 2, 20), 18))
    within_twelve(bureau, case, *SHOWS)
    assert "定期30年" in client(bureau.office).get(f"/requests/{case.uid}/").content.decode()
    verbs.reopen(case, "remedy", by=bureau.office, at=at(date(2024, 3, 1)))
    within_twelve(bureau, case, *SHOWS, "重新办理")


def test_so_does_the_page_of_a_voided_case(bureau, case):
    many_events(case)
    verbs.void(case, "重复登记", approved_by=bureau.leader, by=bureau.office, at=at(RECEIVED))
    within_twelve(bureau, case, "重复登记", "申请登记作废告知书")


def test_the_number_of_another_platform_is_shown_the_portals_own_is_not(bureau):
    for number, shown in (("WH2024-0017", True), ("vc_Q-PASCifIQacyODA_sw", False)):
        made = bureau.register(RECEIVED, source_number=number)
        page = client(bureau.office).get(f"/requests/{made.uid}/").content.decode()
        assert (number in page) is shown


def test_the_course_names_units_of_before_too(bureau, case):
    reassign(
        case, bureau.units["XF"], by=bureau.office, approved_by=bureau.leader, reason="职责调整",
        at=at(RECEIVED), flow=FLOW,
    )  # fmt: skip
    page = client(bureau.office).get(f"/requests/{case.uid}/").content.decode()
    assert "消费者权益保护科 · 食品流通科" in page


def test_intake_at_the_counter_makes_a_case_and_loses_nothing_by_an_error(bureau):
    day = today().isoformat()
    data = {
        "channel": "当面/visit", "submitted_on": day, "applicant_kind": "自然人", "name": "张三丰",
        "phone": "13800000000", "text": "申请公开抽检名单", "unit": str(bureau.units["SP"].pk),
    }  # fmt: skip
    wrong = client(bureau.office).post("/requests/new", data | {"phone": ""})
    assert wrong.status_code == 422
    assert "没有任何联系方式" in wrong.content.decode()
    assert "申请公开抽检名单" in wrong.content.decode()
    right = client(bureau.office).post("/requests/new", data)
    assert right.status_code == 302
    assert "申请公开抽检名单" in client(bureau.office).get(right["Location"]).content.decode()
    assert client(bureau.handler).get("/requests/new").status_code == 403


def test_case_page_acts_and_hides_the_applicant_until_a_look(bureau, case):
    url = f"/requests/{case.uid}/"
    page = client(bureau.handler).get(url).content.decode()
    assert "张三丰" not in page
    assert "收到申请" in page
    assert client(bureau.other).get(url).status_code == 404
    assert "no-such" not in page
    looked = client(bureau.handler).post(url + "look", {"reason": "contact"}).content.decode()
    assert "张三丰" in looked
    form = client(bureau.handler).get(url + "?do=search").content.decode()
    assert "检索范围" in form
    answer = client(bureau.handler).post(url + "do/search", {"place": "档案室"})
    assert answer.status_code == 422
    done = client(bureau.handler).post(url + "do/search", {"place": "档案室", "method": "词", "found": "0"})
    assert done.status_code == 302
    assert "档案室" in client(bureau.handler).get(url).content.decode()
    late = client(bureau.handler).post(
        url + "do/ask_correction", {"items": "x", "reason": "y", "until": "2999-01-01"}
    )
    assert (late.status_code, "补正通知的期限" in late.content.decode()) == (422, True)


def test_from_the_draft_through_the_chain_to_the_letter(bureau, case):
    url = f"/requests/{case.uid}/"
    handler = client(bureau.handler)
    first = handler.get(url + "decide")
    assert "予以公开" in first.content.decode()
    form = {"outcome": "deny.process", "c0": "过程性信息", "c1": "讨论记录", "c2": "没有"}
    empty = handler.post(url + "decide", {"outcome": "deny.process"})
    assert empty.status_code == 422
    shown = handler.post(url + "decide", form | {"preview": "1"}).content.decode()
    assert "高区管委会" in shown
    assert not Decision.objects.exists()
    assert "尚未查明，可由单位设定" not in shown
    partly = {"outcome": "grant.partial", "c0": "检验报告", "c1": "配方", "preview": "1"}
    read = handler.post(url + "decide", partly).content.decode()
    assert "对该部分先申请行政复议（尚未查明，可由单位设定）" in read
    wrong = handler.post(url + "decide", form | {"c0": "《条例》第二十一条"})
    assert (wrong.status_code, "不管这件事" in wrong.content.decode()) == (422, True)
    assert handler.post(url + "decide", form).status_code == 302
    assert "讨论记录" in client(bureau.secrecy).get(url + "reply").content.decode()
    assert client(bureau.secrecy).get(url).status_code == 200
    assert client(bureau.handler).post(url + "reply", {"passed": "1"}).status_code in (403, 422)
    for person in (bureau.head, bureau.legal, bureau.secrecy, bureau.leader):
        decision = Decision.objects.get()
        given = {"passed": "1", "digest": decision.digest}
        assert client(person).post(url + "reply", given).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.SIGNED
    letter = Letter.objects.get()
    paper = handler.get(url + f"letters/{letter.uid}")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert handler.get(url + f"letters/{letter.uid}?as=docx").content[:2] == b"PK"
    assert handler.get(url + "sheet").content[:4] == b"%PDF"
    assert client(bureau.other).get(url + f"letters/{letter.uid}").status_code == 404
    assert letter.number in handler.get(url + "reply").content.decode()


def test_the_gate_registers_and_alarms(bureau):
    office = client(bureau.office)
    data = {
        "kind": "EMS", "mail_number": "EA1CN", "signed_by": "门卫 王某", "signed_on": "2024-02-01",
        "signed_time": "09:30",
    }  # fmt: skip
    assert office.post("/requests/mail/", data | {"signed_by": ""}).status_code == 422
    assert office.post("/requests/mail/", data).status_code == 302
    page = office.get("/requests/mail/").content.decode()
    assert "个工作日" in page
    mail = GateMail.objects.get()
    assert office.post(f"/requests/mail/{mail.pk}", {"kind": "公开申请"}).status_code == 302
    assert office.post(f"/requests/mail/{mail.pk}", {"unit": str(bureau.units["BG"].pk)}).status_code == 302
    assert f"?mail={mail.pk}" in office.get("/requests/mail/").content.decode()
    assert client(bureau.handler).get("/requests/mail/").status_code == 403


def test_ledger_and_templates(bureau, case):
    assert client(bureau.office).get("/requests/ledger?year=2024&month=2").content[:4] == b"%PDF"
    assert client(bureau.office).get("/requests/ledger?year=1").status_code == 404
    page = client(bureau.office).get("/requests/templates").content.decode()
    assert "{{ 编号 }}" in page
    assert client(bureau.office).post("/requests/templates", {"key": "grant"}).status_code == 422


def test_the_receipt_is_printed_once(bureau, case):
    url = f"/requests/{case.uid}/do/receipt"
    first = client(bureau.office).post(url)
    assert (first.status_code, client(bureau.office).post(url)["Location"]) == (302, first["Location"])


def test_the_file_and_the_package_for_those_who_keep_it(bureau, case):
    bureau.whole(case, "grant.full", date(2024, 2, 20))
    url = f"/requests/{case.uid}/"
    assert "归档包" in client(bureau.handler).get(url).content.decode()
    assert client(bureau.handler).get(url + "court-file").content[:4] == b"%PDF"
    assert client(bureau.auditor).get(url + "court-file").status_code == 403
    assert client(bureau.handler).post(url + "archive").status_code == 422
    assert client(bureau.handler).post(url + "archive", {"keep": "30"}).content[:2] == b"PK"


def test_another_units_application_of_the_same_person_is_not_shown(bureau):
    person = {"name": "张三丰", "phone": "13900000001"}
    case, mine = bureau.register(RECEIVED, person=person), bureau.register(RECEIVED, person=person)
    theirs = bureau.register(RECEIVED, person=person, unit=bureau.units["XF"])

    def shown(officer):
        seen = visible_to(officer, date(2024, 2, 20))
        return {one["case"].pk for one in related(case, case.application, seen)}

    assert shown(bureau.office) == {mine.pk, theirs.pk}
    assert shown(bureau.handler) == {mine.pk}


def test_of_two_handlers_the_second_reads_what_changed_meanwhile(bureau, case):
    first, second = client(bureau.handler), client(bureau.office)
    url = f"/requests/{case.uid}/"
    day = today()
    assert "?do=search" in second.get(url).content.decode()
    verbs.withdraw(case, "书面撤回", by=bureau.handler, at=at(day))
    told = second.post(url + "do/search", {"place": "档案室", "method": "词", "found": "0"})
    page = told.content.decode()
    assert told.status_code == 409 and "案件处于“已答复”，不能登记检索" in page and "此时可以" in page
    assert first.get(url).status_code == 200 and not case.application.searches.exists()
