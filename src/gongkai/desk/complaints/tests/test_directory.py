"""The directory of bodies that mediate, by day; disputes that went there; texts to copy into a platform."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import directory, verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import Decision, Delegation, MediationBody
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, PHONE, later
from gongkai.desk.disclosure.models import Item
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


def test_a_body_that_is_no_longer_listed_gets_nothing(centre, station):
    directory.end(station, DAY - timedelta(days=1), by=centre["office"], at=AT)
    station.refresh_from_db()
    case = centre.case()
    assert code(verbs.hand_over, case, station, "同意", by=centre["handler"], at=AT) == "wrong-body"


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
