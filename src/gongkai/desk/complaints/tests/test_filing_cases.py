"""Closed cases are filed as requests are: index, package, a list of destruction that another approved."""

import io
import zipfile
from datetime import UTC, date, datetime
from hashlib import sha256

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Duty
from gongkai.desk.archive import destroying, filing_many, keeping
from gongkai.desk.archive.screens import Row, page
from gongkai.desk.casework import filings
from gongkai.desk.casework.models import CaseKey, CaseText, Event, Party
from gongkai.desk.casework.verbs import destroying as lists
from gongkai.desk.casework.verifying import verify_chains, verify_filed, verify_triggers
from gongkai.desk.complaints import arriving, filing, verbs
from gongkai.desk.complaints.keeping import ROOM, file_portion, portion, proposed
from gongkai.desk.complaints.models import Decision, Enclosure, Matter
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, PHONE, later
from gongkai.desk.complaints.tests.test_arriving import key_of, message
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, work
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Looked
from gongkai.desk.mailbox.receiving import File
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
LATER = date(2040, 1, 6)
THEN = datetime(2040, 1, 6, 2, tzinfo=UTC)


@pytest.fixture
def second(centre):
    return centre.add("second", "office")


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def words(data):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def filed(centre, keep="10", **more):
    case = centre.closed(**more)
    case.refresh_from_db()
    return case, keeping.file_case(ROOM, case, keep, by=centre["office"], at=later(1))


def sent(centre):
    """A case of the portal with a file, closed."""
    data = b"%PDF-1.4 receipt"
    blob = sealed_files.seal(data)
    mention = blob.mention("小票.pdf", "application/pdf")
    file = File("小票.pdf", "application/pdf", len(data), mention["sha256"], blob.name, key_of(mention))
    (case,) = arriving.receive(message(files=(file,))).cases
    verbs.assign(case, centre.units["YY"], by=centre["operator"], at=AT)
    verbs.accept(case, by=centre["handler"], at=AT)
    verbs.agree(case, "退还货款", by=centre["handler"], at=AT)
    centre.answer(case)
    verbs.close(case, by=centre["handler"], at=AT)
    case.refresh_from_db()
    return case


def approved(centre, *files):
    rows = [lists.Titled(one, Row(ROOM, one).title) for one in files]
    found = lists.draw_up(centre.agency, rows, "过期，无保存价值", by=centre["office"], at=THEN)
    return lists.decide(found, True, "同意", by=centre["leader"], at=THEN)


def carried_out(centre, second, *files):
    found = approved(centre, *files)
    destroying.begin(ROOM, found, second, by=centre["office"], at=THEN)
    work(lambda: THEN, only={ROOM.job: portion})
    found.refresh_from_db()
    return found


def test_the_file_holds_the_course_of_a_case_behind_its_index(centre):
    case = centre.closed()
    pages = words(filing.court_file(case, by=centre["office"], at=later(1)))
    assert "卷内目录" in pages[0]
    whole = "".join(pages)
    for said in (
        "投诉登记表",
        "办理经过",
        "办理记录",
        "答复与办结",
        "备考表",
        NAME,
        "鱼油",
        "退还货款",
        "调解成功",
    ):
        assert said in whole
    assert f"1 / {len(pages)}" in pages[0]
    assert Event.objects.filter(stream=case.stream, type="court-file").exists()


def test_a_person_who_is_kept_secret_is_not_in_the_file(centre):
    case = centre.case(kind="举报", is_secret=True, text=f"我是{NAME}，电话{PHONE}，举报康颐堂造假。")
    whole = "".join(words(filing.court_file(case, by=centre["office"], at=AT)))
    assert "要求保密" in whole
    assert NAME not in whole
    assert PHONE.replace(" ", "") not in whole.replace(" ", "")


def test_the_package_checks_itself_and_holds_what_the_citizen_sent(centre):
    assert code(filing.package, centre.case(), "10", by=centre["office"], at=AT) == "not-closed"
    case = sent(centre)
    assert code(filing.package, case, "", by=centre["office"], at=later(1)) == "no-retention"
    (row,) = checking.waiting()
    checking.settle(row, Looked("clean", "application/pdf"), later(1))
    bag = zipfile.ZipFile(io.BytesIO(filing.package(case, "10", by=centre["office"], at=later(1))))
    root = case.registration.number
    listed = bag.read(f"{root}/manifest-sha256.txt").decode().splitlines()
    for line in listed:
        digest, name = line.split("  ")
        assert sha256(bag.read(f"{root}/{name}")).hexdigest() == digest
    assert b"%PDF-1.4 receipt" in [bag.read(name) for name in bag.namelist()]
    assert filings.standing(case).until_year == DAY.year + 10


def test_each_kind_has_its_period_and_a_review_its_own(centre, settings):
    complaint, report = centre.closed(), centre.case(kind="举报")
    assert proposed(complaint) == ("10", "class")
    assert proposed(report) == ("30", "class")
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"retention_complaint": "permanent"}
    assert proposed(complaint) == ("permanent", "class")
    remedy = Party._meta.apps.get_model("remedies", "Remedy")
    remedy.objects.create(
        case=centre.case(), agency=centre.agency, kind="行政复议", application=complaint.registration,
        received_on=DAY, result="尚未审结",
    )  # fmt: skip
    assert proposed(complaint) == ("permanent", "remedy")


def test_the_worker_destroys_persons_and_files_and_leaves_the_figures(centre, second):
    case = sent(centre)
    blob = Enclosure.objects.get(case=case).blob
    Decision.objects.filter(case=case).update(reason=f"{NAME}同意退款")
    kept = keeping.file_case(ROOM, case, "10", by=centre["office"], at=later(1))
    before = Matter.objects.values().get(pk=case.registration_id)
    found = carried_out(centre, second, kept)
    assert found.state == "done"
    assert not CaseKey.objects.filter(case=case).exists()
    assert not Enclosure.objects.filter(case=case).exists()
    assert not sealed_files.place(blob).exists()
    assert Party.objects.get(case=case).sealed is None
    assert all(bytes(one.sealed) == b"" for one in CaseText.objects.filter(case=case))
    assert not Decision.objects.filter(case=case).exclude(reason="").exists()
    assert Matter.objects.values().get(pk=case.registration_id) == before
    assert verify_filed().holds
    assert verify_chains().holds
    case.refresh_from_db()
    assert code(filing.court_file, case, by=centre["office"], at=THEN) == "destroyed"
    assert code(verbs.reopen, case, "dissatisfied", by=centre["office"], at=THEN) == "destroyed"
    said = found.entries.get().title
    assert said == "投诉：保健食品：调解成功"
    assert NAME not in said


def test_without_an_approved_list_the_database_keeps_the_files_of_a_filed_case(centre):
    case = sent(centre)
    keeping.file_case(ROOM, case, "10", by=centre["office"], at=later(1))
    for rows in (Enclosure.objects.filter(case=case), CaseKey.objects.filter(case=case)):
        with pytest.raises(IntegrityError, match="filed"), transaction.atomic():
            rows.delete()
    assert verify_triggers().holds


def test_a_list_of_one_room_is_not_in_the_other(centre, second):
    _, kept = filed(centre)
    found = approved(centre, kept)
    assert list(ROOM.lists(centre.agency)) == [found]
    assert [row.filing.pk for row in page(ROOM, centre.agency, LATER)["rows"]] == []
    web = Client()
    web.force_login(centre["office"])
    assert web.get(f"/complaints/retention/lists/{found.uid}/").status_code == 200
    assert web.get(f"/requests/retention/lists/{found.uid}/").status_code == 404


def test_the_page_of_a_case_files_it_and_that_of_retention_files_the_rest(centre):
    one, other = centre.closed(), centre.closed()
    web = Client()
    web.force_login(centre["office"])
    shown = web.get(f"/complaints/{one.uid}/").content.decode()
    assert '<option value="10" selected>' in shown
    assert web.post(f"/complaints/{one.uid}/archive", {"keep": "30"}).content[:2] == b"PK"
    assert "2048 年底" in web.get(f"/complaints/{one.uid}/").content.decode()
    assert web.get(f"/complaints/{one.uid}/court-file").content[:4] == b"%PDF"
    assert web.post("/complaints/retention/file").status_code == 302
    assert filings.standing(other).until_year == 2028
    ahead = web.get("/complaints/retention/?year=2035").content.decode()
    assert other.registration.number in ahead
    assert one.registration.number not in ahead
    web.force_login(centre["leader"])
    assert web.get(f"/complaints/{one.uid}/court-file").status_code == 403


@pytest.fixture
def few(monkeypatch):
    """Four cases are many already."""
    monkeypatch.setattr(filing_many, "AT_ONCE", 3)
    monkeypatch.setattr(filing_many, "CHUNK", 3)


def test_a_few_are_filed_at_once_and_many_by_the_worker_with_progress(centre, few):
    cases = [centre.closed() for _ in range(3)]
    web = Client()
    web.force_login(centre["office"])
    assert filing_many.file_all(ROOM, centre.agency, by=centre["office"], at=later(1)) == 3
    assert filings.standing(cases[0]).filed_by == centre["office"]
    more = [centre.closed() for _ in range(filing_many.AT_ONCE + 1)]
    sent_on = web.post("/complaints/retention/file")
    job = Job.objects.get(kind="complaints.file")
    assert sent_on.headers["Location"] == f"/jobs/{job.uid}/"
    assert web.post("/complaints/retention/file").status_code == 302
    assert Job.objects.count() == 1
    step = file_portion(job, Hold(job, "t", timezone.now))
    assert (step.done, step.total) == (filing_many.CHUNK, len(more))
    while work(timezone.now):
        pass
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", len(more))
    assert not filings.unfiled(centre.agency, ROOM.kinds).exists()
    for case in more:
        assert Event.objects.filter(stream=case.stream, type="filed").count() == 1


def test_who_keeps_files_no_more_files_none_by_the_worker(centre, few):
    for _ in range(filing_many.AT_ONCE + 1):
        centre.closed()
    job = filing_many.file_all(ROOM, centre.agency, by=centre["office"], at=later(1))
    Duty.objects.filter(officer=centre["office"]).update(until=DAY)
    assert code(file_portion, job, Hold(job, "t", timezone.now)) == "not-held"
