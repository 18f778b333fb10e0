"""The pages of files, copies, signed paper, retention and release to everyone, as people open them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.archive import keeping
from gongkai.desk.casework.models import Attachment, DestructionList, Filing
from gongkai.desk.foi import attachments
from gongkai.desk.foi.keeping import ROOM
from gongkai.desk.foi.models import Copy, PaperOpinion
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.tests.test_attachments import PNG
from gongkai.desk.foi.tests.test_views import client
from gongkai.desk.jobs.models import Job

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)


@pytest.fixture
def case(bureau):
    return bureau.register(today())


def upload(name="名单.txt", data=b"13812345678"):
    return SimpleUploadedFile(name, data)


def filed(bureau, until=2020):
    case = bureau.register(RECEIVED)
    bureau.whole(case, "grant.full", ON)
    case.refresh_from_db()
    made = keeping.file_case(ROOM, case, "10", by=bureau.office, at=at(ON, 18))
    Filing.objects.filter(pk=made.pk).update(until_year=until)
    return case, made


def test_a_record_is_uploaded_copied_and_confirmed(bureau, case):
    web, url = client(bureau.handler), f"/requests/{case.uid}/files"
    assert web.post(url, {"purpose": "", "file": upload()}).status_code == 422
    assert web.post(url, {"purpose": "record", "file": upload()}).status_code == 302
    record = Attachment.objects.get()
    refused = web.post(url, {"record": record.pk, "policy": "request", "words": "没有这一句"})
    assert refused.status_code == 422
    assert "没有“没有这一句”" in refused.content.decode()
    done = web.post(url, {"record": record.pk, "policy": "request", "words": ""})
    page = web.get(done["Location"]).content.decode()
    assert "遮去" in page
    assert "13812345678" not in page
    assert web.post(done["Location"], {"confirm": "1"}).status_code == 302
    copy = Copy.objects.get()
    assert copy.confirmed_by == bureau.handler
    answer = web.get(f"{url}/{copy.made_id}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"13812345678" not in answer.content
    assert "已确认" in web.get(url).content.decode()


def test_who_reviews_sees_no_identity_and_uploads_nothing(bureau, case):
    kept = attachments.keep(case, "identity", "身份证.png", PNG, by=bureau.handler, at=at(today()))
    bureau.decide(case, "deny.process", today())
    web = client(bureau.legal)
    page = web.get(f"/requests/{case.uid}/files")
    assert page.status_code == 200
    assert "检查并保存" not in page.content.decode()
    assert web.get(f"/requests/{case.uid}/files/{kept.pk}").status_code == 403
    assert web.post(f"/requests/{case.uid}/files", {"purpose": "other"}).status_code == 403
    assert client(bureau.other).get(f"/requests/{case.uid}/files").status_code == 404


def test_a_slip_of_the_hand_is_taken_away_by_a_post(bureau, case):
    kept = attachments.keep(case, "other", "错.txt", b"x", by=bureau.handler, at=at(today()))
    answer = client(bureau.handler).post(f"/requests/{case.uid}/files/{kept.pk}")
    assert answer.status_code == 302
    assert not Attachment.objects.exists()


def test_the_signed_sheet_is_entered_by_one_and_confirmed_by_another(bureau, case):
    bureau.decide(case, "grant.full", today())
    url = f"/requests/{case.uid}/paper"
    assert client(bureau.office).get(f"/requests/{case.uid}/sheet?as=docx").content[:2] == b"PK"
    data = {
        "enter": "1", "officer": bureau.head.uid, "passed": "1", "signed_on": today().isoformat(),
        "scan": upload("审批单.png", PNG),
    }  # fmt: skip
    assert client(bureau.office).post(url, data | {"officer": ""}).status_code == 422
    data["scan"] = upload("审批单.png", PNG)
    assert client(bureau.office).post(url, data).status_code == 302
    paper = PaperOpinion.objects.get()
    assert client(bureau.office).post(url, {"confirm": "1", "paper": paper.pk}).status_code == 403
    assert client(bureau.leader).post(url, {"confirm": "1", "paper": paper.pk}).status_code == 302
    paper.refresh_from_db()
    assert paper.opinion.officer == bureau.head
    assert client(bureau.leader).post(url, {"confirm": "1", "paper": 99}).status_code == 404


def test_a_list_goes_from_the_page_to_the_worker(bureau):
    second = Officer.objects.create_user("second", name="毕监销", agency=bureau.agency)
    Duty.objects.create(officer=second, kind="office", since=date(2009, 1, 1))
    case, filing = filed(bureau)
    url = "/requests/retention/"
    office, leader = client(bureau.office), client(bureau.leader)
    assert case.registration.number in office.get(url).content.decode()
    assert client(bureau.handler).get(url).status_code == 403
    assert office.post(url, {"filing": filing.pk, "appraisal": ""}).status_code == 422
    assert leader.post(url, {"filing": filing.pk, "appraisal": "x"}).status_code == 403
    made = office.post(url, {"filing": filing.pk, "appraisal": "过期，无保存价值"})
    page = made["Location"]
    assert office.post(page, {"approve": "1", "opinion": ""}).status_code == 403
    assert leader.post(page, {"refuse": "1", "opinion": ""}).status_code == 422
    assert office.post(page, {"begin": "1", "witness": second.uid}).status_code == 422
    assert leader.post(page, {"approve": "1", "opinion": "同意"}).status_code == 302
    begun = office.post(page, {"begin": "1", "witness": second.uid})
    assert begun["Location"] == f"/jobs/{Job.objects.get().uid}/"
    assert office.get(page + "print").content[:4] == b"%PDF"
    assert DestructionList.objects.get().witness == second


def test_the_page_of_retention_looks_ahead_and_changes_nothing(bureau):
    _, filing = filed(bureau, until=2034)
    web = client(bureau.office)
    number = filing.case.registration.number
    assert number not in web.get("/requests/retention/").content.decode()
    ahead = web.get("/requests/retention/?year=2035").content.decode()
    assert number in ahead
    assert "编入销毁清册" not in ahead
    assert number not in web.get("/requests/retention/?year=nonsense").content.decode()


def test_the_page_of_retention_needs_as_many_queries_for_one_as_for_many(bureau):
    filed(bureau)
    web = client(bureau.office)
    with CaptureQueriesContext(connection) as few:
        web.get("/requests/retention/")
    for _ in range(3):
        filed(bureau)
    with CaptureQueriesContext(connection) as many:
        web.get("/requests/retention/")
    assert len(many) == len(few)


def test_a_file_is_kept_longer_with_a_reason(bureau):
    _, filing = filed(bureau)
    url = f"/requests/retention/{filing.pk}/longer"
    web = client(bureau.office)
    assert web.post(url, {"until_year": "20", "reason": "x"}).status_code == 422
    assert web.post(url, {"until_year": "2019", "reason": "查考"}).status_code == 422
    assert web.post(url, {"until_year": "2060", "reason": "查考"}).status_code == 302
    filing.refresh_from_db()
    assert filing.until_year == 2060
    assert client(bureau.leader).get(url).status_code == 403


def test_closed_cases_are_filed_from_their_page_or_all_at_once(bureau):
    one, other = bureau.register(RECEIVED), bureau.register(RECEIVED)
    for case in (one, other):
        bureau.whole(case, "grant.full", ON)
    web = client(bureau.office)
    page = web.get(f"/requests/{one.uid}/").content.decode()
    assert '<option value="30" selected>' in page
    assert web.post(f"/requests/{one.uid}/archive", {"keep": "10"}).content[:2] == b"PK"
    assert "2034 年底" in web.get(f"/requests/{one.uid}/").content.decode()
    assert web.post("/requests/retention/file").status_code == 302
    assert Filing.objects.get(case=other).until_year == 2054


def test_what_was_given_becomes_a_draft_and_the_item_leads_back(bureau):
    case = bureau.register(today())
    bureau.answer(case, "grant.full", today())
    web, url = client(bureau.office), f"/requests/{case.uid}/publish"
    assert "起草一条信息" in web.get(f"/requests/{case.uid}/").content.decode()
    assert web.post(url, {"title": "", "category": "其他类", "reason": "decision"}).status_code == 422
    made = web.post(url, {"title": "抽检不合格名单", "category": "其他类", "reason": "decision"})
    assert made.status_code == 302
    item = web.get(made["Location"]).content.decode()
    assert f"/requests/{case.uid}/" in item
    assert case.registration.number in item
    assert made["Location"] in web.get(f"/requests/{case.uid}/").content.decode()
    assert client(bureau.legal).get(url).status_code in (403, 404)
    assert web.get("/requests/often/").status_code == 200
