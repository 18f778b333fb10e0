"""The directory of bodies that mediate, by day; disputes that went there; texts to copy into a platform."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import directory, verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import Decision, Delegation, MediationBody
from gongkai.desk.complaints.screens import queue
from gongkai.desk.complaints.screens.outside import outside
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, PHONE, later
from gongkai.desk.complaints.waiting import waiting
from gongkai.desk.disclosure.models import Item
from gongkai.desk.lists import marks
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
SINCE = date(2017, 1, 1)
ENTRY = directory.Entry(
    "消费维权服务站",
    "怡园商场消费维权服务站",
    "怡园",
    "怡园街道文化西路1号",
    "0631-5600000",
    "每日 9:00—17:00",
    SINCE,
)
CSV = (
    "种类,名称,区域,地址,电话,服务时间,起\n"
    "消费者协会,火炬区消费者协会,,火炬路169号,0631-5601234,工作日 9:00—17:00,2017-01-01\n"
    "消费维权服务站,怡园商场消费维权服务站,怡园,怡园街道文化西路1号,0631-5600000,每日 9:00—17:00,2018-01-01\n"
    "服务点,某店,怡园,某路,1,每日,2017-01-01\n"
    "消费维权服务站,田和市场服务站,田和,田和路2号,2,每日,哪天\n"
)


THERE = {"delegations": True, "asks": False}


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


@pytest.fixture
def station(centre):
    return directory.enter(centre.agency, ENTRY, by=centre["office"], at=AT)


def web_of(officer):
    made = Client()
    made.force_login(officer)
    return made


def test_associations_stand_first_on_every_database(centre, station):
    """Law 16 of the house: nothing is sorted by Chinese text, of which each database thinks otherwise."""
    said = {**_said(ENTRY), "kind": "消费者协会", "name": "高区消费者协会"}
    directory.enter(centre.agency, directory.Entry(**said), by=centre["office"], at=AT)
    assert [one.kind for one in directory.standing(centre.agency, DAY)] == ["消费者协会", "消费维权服务站"]


def test_a_change_begins_another_entry_and_keeps_what_stood_before(centre, station):
    moved = directory.Entry(**{**_said(ENTRY), "address": "世昌大道9号", "since": DAY})
    made = directory.enter(centre.agency, moved, by=centre["office"], at=AT)
    station.refresh_from_db()
    assert (station.until, made.since) == (DAY - timedelta(days=1), DAY)
    assert [one.address for one in directory.standing(centre.agency, DAY)] == ["世昌大道9号"]
    assert [one.address for one in directory.standing(centre.agency, SINCE)] == [ENTRY.address]
    assert code(directory.enter, centre.agency, moved, by=centre["office"], at=AT) == "same"
    assert code(directory.enter, centre.agency, ENTRY, by=centre["office"], at=AT) == "wrong-date"
    assert code(directory.enter, centre.agency, ENTRY, by=centre["handler"], at=AT) == "not-held"
    directory.end(made, DAY, by=centre["office"], at=AT)
    assert not directory.standing(centre.agency, DAY + timedelta(days=1)).exists()


def _said(entry):
    return {name: getattr(entry, name) for name in directory.COLUMNS}


def test_a_csv_says_what_became_of_every_row(centre, station):
    taken = directory.read(centre.agency, CSV.encode("gb18030"), by=centre["office"], at=AT)
    assert (taken.read, taken.new, taken.changed, taken.same) == (4, 1, 0, 1)
    assert [(line, name) for line, name, _why in taken.rejected] == [(4, "某店"), (5, "田和市场服务站")]
    assert taken.read == taken.new + taken.changed + taken.same + len(taken.rejected)
    assert code(directory.read, centre.agency, b"a,b\n1,2\n", by=centre["office"], at=AT) == "no-column"
    assert code(directory.read, centre.agency, b"\xff\xff\xff", by=centre["office"], at=AT) == "not-text"


def test_entrusted_the_case_stays_here_with_its_clock_and_waits_for_the_result(centre, station):
    case, by = centre.accepted(), centre["handler"]
    case.refresh_from_db()
    due = case.due_on
    assert code(verbs.entrust, case, station, "", by=by, at=AT) == "no-consent"
    verbs.entrust(case, station, "书面同意1", by=by, at=AT)
    case.refresh_from_db()
    assert (case.due_on, standing(case).step) == (due, Step.MEDIATE)
    assert code(verbs.agree, case, "退款", by=by, at=AT) == "entrusted"
    assert code(verbs.entrust, case, station, "同意", by=by, at=AT) == "wrong-step"
    assert code(verbs.mediated, case, "达成一致", "", by=by, at=AT) == "no-proof"
    verbs.mediated(case, "达成一致", "调解协议3", by=by, at=AT)
    verbs.agree(case, "退款", by=by, at=AT)
    centre.answer(case)
    verbs.close(case, by=by, at=AT)


def test_handed_over_it_ends_here_and_its_result_is_written_down_later(centre, station):
    case, by = centre.case(), centre["handler"]
    verbs.hand_over(case, station, "录音 LY-3", by=by, at=AT)
    made = Decision.objects.get(case=case)
    assert (made.kind, made.body, made.proof) == ("移送", station.name, "录音 LY-3")
    centre.answer(case)
    verbs.close(case, by=by, at=AT)
    verbs.mediated(case, "未达成一致", "终止通知2", by=by, at=later(9))
    assert Delegation.objects.get().result == "未达成一致"
    kinds = set(Event.objects.filter(stream=case.stream).values_list("type", flat=True))
    assert {"mediation-handed-over", "mediation-result"} <= kinds


def with_limit(centre, limit, **more):
    entry = {**_said(ENTRY), "limit": limit, "rules": "怡园服务站调解规则", **more}
    return directory.enter(centre.agency, directory.Entry(**entry), by=centre["office"], at=AT)


def gone_to(centre, body, act=verbs.hand_over, case=None):
    case = case or centre.case()
    act(case, body, "录音 LY-3", by=centre["handler"], at=AT)
    (shown,) = outside(standing(case), THERE, DAY, calendar())["delegations"]
    return case, shown


def test_the_limit_that_a_body_gives_itself_is_a_clock_with_its_own_rules_as_basis(centre):
    _case, shown = gone_to(centre, with_limit(centre, "30日"))
    assert shown["due"].on == date(2018, 3, 31)
    assert "《怡园服务站调解规则》" in shown["due"].answer.basis
    assert "不是行政调解" in shown["nature"]
    assert code(with_limit, centre, "两个月", since=DAY) == "wrong-limit"


def test_without_a_limit_in_the_directory_no_date_is_made_up(centre, station):
    case, shown = gone_to(centre, station)
    assert shown["due"].on is None and "没有登记" in shown["due"].words
    centre.answer(case)
    web = web_of(centre["handler"])
    assert "不能推算" in web.get(f"/complaints/{case.uid}/").content.decode()


def test_mediating_for_the_bureau_a_body_is_held_to_the_earlier_of_both_dates(centre):
    for limit, theirs in (("10日", True), ("360日", False)):
        body = with_limit(centre, limit, name=f"站{limit}")
        case = centre.accepted()
        case, shown = gone_to(centre, body, verbs.entrust, case)
        case.refresh_from_db()
        own = date(2018, 3, 11) if theirs else case.due_on
        assert shown["due"].on == own
        assert ("站10日" in shown["due"].answer.basis or "怡园" in shown["due"].answer.basis) == theirs
        assert "不因委托停止" in shown["nature"]
        marks.settle_all(1000)
        row = next(one for one in queue.rows([case], DAY))
        assert any(tag.words.startswith("调解组织 ") for tag in row.tags)


def test_what_is_waited_for_stands_on_the_first_page_until_the_result_is_there(centre, station):
    soon = with_limit(centre, "10日", name="快站")
    late, _ = gone_to(centre, station)
    first, _ = gone_to(centre, soon)
    officer = centre["handler"]

    def part():
        found = waiting(officer, DAY, held(officer, DAY))
        return next((one for one in found if one.key == "bodies"), None)

    assert [job.title.split()[-1] for job in part().jobs] == ["快站", station.name]
    assert part().jobs[0].on == date(2018, 3, 11) and "+10 日" in part().jobs[0].words
    for case in (late, first):
        verbs.mediated(case, "达成一致", "协议1", by=officer, at=AT)
    assert part() is None


def test_after_a_failure_the_page_says_what_the_rules_of_the_day_make_of_it(centre, station):
    case, _ = gone_to(centre, station)
    verbs.mediated(case, "未达成一致", "终止通知2", by=centre["handler"], at=later(9))
    (shown,) = outside(standing(case), THERE, DAY, calendar())["delegations"]
    assert shown["after"].basis and shown["due"] is None
    page = web_of(centre["handler"]).get(f"/complaints/{case.uid}/").content.decode()
    assert "没有调成，再向本局投诉的" in page


def test_a_body_that_is_no_longer_listed_gets_nothing(centre, station):
    directory.end(station, DAY - timedelta(days=1), by=centre["office"], at=AT)
    station.refresh_from_db()
    case = centre.case()
    assert code(verbs.hand_over, case, station, "同意", by=centre["handler"], at=AT) == "no-body"


def test_the_case_offers_those_of_its_area_first_and_shows_what_went_there(centre, station):
    now = timezone.now()
    directory.read(centre.agency, CSV.encode(), by=centre["office"], at=now)
    case = centre.case(now)
    web, page = web_of(centre["handler"]), f"/complaints/{case.uid}/"
    offered = web.get(page + "?do=hand_over").content.decode()
    assert offered.index("怡园商场消费维权服务站") < offered.index("火炬区消费者协会")
    assert "0631-5601234" in offered
    chosen = MediationBody.objects.get(name="火炬区消费者协会").uid
    assert web.post(page + "do/hand_over", {"body_uid": chosen, "consent": "同意书"}).status_code == 302
    assert "不是行政调解" in web.get(page).content.decode()
    done = web.post(page + "do/mediated", {"result": "达成一致", "proof": "协议1"})
    assert done.status_code == 302


def test_the_office_keeps_imports_and_publishes_the_directory(centre):
    web = web_of(centre["office"])
    file = SimpleUploadedFile("名录.csv", CSV.encode())
    page = web.post("/complaints/directory/", {"csv": "1", "file": file}).content.decode()
    assert "读 4 行：新增 2，改动 0，没有变化 0，退回 2" in page
    assert "第 4 行" in page
    data = _said(ENTRY) | {"name": "双岛服务站", "since": today().isoformat()}
    assert web.post("/complaints/directory/", data).status_code == 302
    assert web.post("/complaints/directory/", data | {"phone": ""}).status_code == 422
    assert "双岛服务站" in web_of(centre["handler"]).get("/complaints/directory/").content.decode()
    assert web.post("/complaints/directory/publish", {"unit": "ZX"}).status_code == 302
    item = Item.objects.get()
    assert "火炬区消费者协会" in item.text
    assert web_of(centre["handler"]).post("/complaints/directory/publish").status_code == 403


def test_texts_to_copy_are_masked_until_somebody_looks_and_that_is_an_event(centre):
    now = timezone.now()
    text = f"我是{NAME}，电话{PHONE}，购买深海鱼油要求退款。"
    case = centre.case(now, text=text, source_number="WH1")
    web, page = web_of(centre["handler"]), f"/complaints/{case.uid}/copy"
    shown = web.get(page).content.decode()
    assert 'data-copy="source"' in shown
    assert "WH1" in shown
    assert NAME not in shown
    assert web.post(page, {"reason": "nothing"}).status_code == 422
    opened = web.post(page, {"reason": "contact"}).content.decode()
    assert NAME in opened
    assert PHONE in opened
    kinds = list(Event.objects.filter(stream=case.stream).values_list("type", flat=True))
    assert kinds.count("person-opened") == 1
    assert kinds.count("text-opened") == 1


def test_who_asked_for_secrecy_is_not_copied(centre):
    case = centre.case(timezone.now(), is_secret=True)
    web, page = web_of(centre["handler"]), f"/complaints/{case.uid}/copy"
    assert "两人共同开启" in web.get(page).content.decode()
    refused = web.post(page, {"reason": "contact"})
    assert refused.status_code == 422
    assert NAME not in refused.content.decode()
