"""Messages of the portal become matters and land on their cases; the box's own word counts, nobody else's."""

import io
import logging
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from gongkai.desk.casework.models import Case, Event
from gongkai.desk.complaints import arriving, enclosures, verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import Decision, Enclosure, FollowUp, Matter, Note, Supervision
from gongkai.desk.complaints.screens.course import course
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, PHONE
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Looked
from gongkai.desk.mailbox.receiving import File, Message
from gongkai.refusal import Refused
from gongkai.sealing.canon import from_b64u

pytestmark = pytest.mark.django_db
FIELDS = {
    "respondent": "康颐堂", "respondent_address": "怡园街道", "product": "鱼油", "amount": "168.5",
    "text": "讲师称能停药，要求退款", "wish": "refund",
}  # fmt: skip
PERSON = {"name": NAME, "phone": PHONE}


def picture():
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return out.getvalue()


def message(kind="complaint", cases=(), n=0, files=(), at=AT, **fields):
    return Message(
        receipt="r", id=f"m{n}{kind}", kind=kind, form="portal/1", fields=fields or FIELDS,
        person=PERSON if kind in ("complaint", "both") else {}, files=tuple(files), submitted_at=at,
        arrived_at=at, doubtful_time=False, n=n, cases=tuple(cases),
    )  # fmt: skip


def test_a_complaint_becomes_a_matter_with_its_clock(centre):
    taken = arriving.receive(message())
    (case,) = taken.cases
    matter = Matter.objects.get()
    case.refresh_from_db()
    assert (matter.kind, matter.channel, matter.amount_fen, matter.category) == (
        "投诉",
        "网络",
        16_850,
        "保健食品",
    )
    assert case.registration.number in taken.text
    assert case.due_on is not None
    assert case.profile.safety == "停药"
    assert Event.objects.filter(stream=case.stream, by="system").count() == 2


def test_both_become_two_cases_and_a_nameless_report_is_anonymous(centre):
    assert [case.kind for case in arriving.receive(message("both")).cases] == ["投诉", "举报"]
    (report,) = arriving.receive(message("report", n=1)).cases
    assert standing(report).is_anonymous
    (ask,) = arriving.receive(message("suggest", n=2, title="建议", text="多设投诉站")).cases
    assert ask.kind == "咨询"


def test_the_day_of_sending_counts_as_the_day_of_receipt(centre):
    made = message(at=AT)
    late = Message(
        **{name: getattr(made, name) for name in Message.__slots__} | {"arrived_at": AT + timedelta(days=2)}
    )
    (case,) = arriving.receive(late).cases
    assert (case.opened_on, case.registration.registered_on) == (DAY, DAY + timedelta(days=2))


def test_where_the_portals_clock_was_wrong_the_day_of_the_pull_counts_and_the_course_says_so(centre):
    made = message(at=AT - timedelta(days=300))
    wrong = {"arrived_at": AT, "doubtful_time": True}
    (case,) = arriving.receive(
        Message(**{name: getattr(made, name) for name in Message.__slots__} | wrong)
    ).cases
    assert (case.opened_on, case.registration.registered_on, case.registration.registered_time) == (
        DAY, DAY, None,
    )  # fmt: skip
    assert any("提交时间存疑" in one["detail"] for one in course(case))


def test_a_withdrawal_ends_the_complaint_but_not_the_report(centre):
    cases = arriving.receive(message("both")).cases
    for case in cases:
        verbs.assign(case, centre.units["YY"], by=centre["operator"], at=AT)
    arriving.receive(message("withdraw", cases, 1, text="已经解决"))
    complaint, report = cases
    assert (standing(complaint).step, standing(report).step) == (Step.ANSWER, Step.CHECK)
    made = Decision.objects.get()
    assert (made.kind, made.proposed_by, made.proof) == ("撤回", None, "门户信箱签名 m1withdraw")
    note = Note.objects.get(case=made.case)
    assert made.case.texts.get(field=note.field).masked == "已经解决"
    assert FollowUp.objects.get().case == report


def test_a_reply_lands_also_on_a_closed_case(centre):
    case = centre.closed()
    arriving.receive(message("reply", [case], 1, text="还没有收到退款"))
    assert FollowUp.objects.get(case=case).handled_on is None
    case.refresh_from_db()
    assert case.stage == "closed"


def test_a_rating_counts_once_and_bad_is_supervised(centre):
    case = centre.closed()
    arriving.receive(message("rate", [case], 1, rating="bad"))
    arriving.receive(message("rate", [case], 2, rating="good"))
    assert Matter.objects.get().satisfaction == "不满意"
    assert Supervision.objects.get(case=case).rule == "unsatisfied"
    with pytest.raises(Refused):
        arriving.receive(message("rate", [case], 3, rating="great"))


def test_what_belongs_to_no_case_is_for_a_person(centre):
    with pytest.raises(Refused) as refused:
        arriving.receive(message("reply", (), 1, text="x"))
    assert refused.value.code == "no-case"


def test_an_attachment_stays_sealed_and_opens_for_the_handler_with_an_event(centre):
    data = b"%PDF-1.7 " + NAME.encode()
    blob = sealed_files.seal(data)
    mention = blob.mention("小票.pdf", "application/pdf")
    file = File("小票.pdf", "application/pdf", len(data), mention["sha256"], blob.name, key_of(mention))
    (case,) = arriving.receive(message(files=[file])).cases
    verbs.assign(case, centre.units["YY"], by=centre["operator"], at=AT)
    kept = Enclosure.objects.get()
    assert NAME.encode() not in sealed_files.place(kept.blob).read_bytes()
    with pytest.raises(Refused) as refused:
        enclosures.read(kept, by=centre["auditor"], at=AT)
    assert refused.value.code == "not-allowed"
    with pytest.raises(Refused, match="附件还在检查"):
        enclosures.read(kept, by=centre["handler"], at=AT)
    (row,) = checking.waiting()
    checking.settle(row, Looked("clean", "application/pdf"), AT)
    assert enclosures.read(kept, by=centre["handler"], at=AT) == ("小票.pdf", data)
    assert Event.objects.filter(stream=case.stream, type="file-opened").exists()
    client = Client()
    client.force_login(centre["handler"])
    answer = client.post(f"/complaints/{case.uid}/files/{kept.pk}")
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "附件" in client.get(f"/complaints/{case.uid}/").content.decode()


def test_an_impossible_amount_is_left_out_not_guessed(centre):
    arriving.receive(message(**(FIELDS | {"amount": "1e9"})))
    assert Matter.objects.get().amount_fen is None


def test_nothing_of_the_person_stays_readable(centre, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    arriving.receive(message("both", text=f"我是{NAME}，{PHONE}", secrecy="1"))
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "casework", "complaints", output=str(dump), verbosity=0)
    said = dump.read_text(encoding="utf-8") + caplog.text
    assert Case.objects.count() == 2
    assert NAME not in said and PHONE not in said
    # Alone: keyed numbers and digests hold any four digits now and then.
    assert not re.search(r"(?<![0-9A-Za-z])4417(?![0-9A-Za-z])", said)


def key_of(mention):
    """The key of an attachment as the portal's message mentions it."""
    return from_b64u(mention["key"], 32)


def test_the_page_says_that_the_portal_withdrew(centre):
    (case,) = arriving.receive(message(at=timezone.now())).cases
    verbs.assign(case, centre.units["YY"], by=centre["operator"], at=timezone.now())
    arriving.receive(message("withdraw", [case], 1, at=timezone.now(), text="不投诉了"))
    client = Client()
    client.force_login(centre["handler"])
    page = client.get(f"/complaints/{case.uid}/").content.decode()
    assert "诉求人撤回" in page
    assert "门户信箱签名" in page


def test_a_letters_scan_is_screened_sealed_and_opens_for_the_handler(centre):
    case = centre.case()
    web, url = Client(), f"/complaints/{case.uid}/attach"
    web.force_login(centre["operator"])
    assert web.post(url, {}).status_code == 422
    assert web.post(url, {"file": SimpleUploadedFile("a.exe", b"MZ\x00")}).status_code == 422
    secret = SimpleUploadedFile("密.txt", "机密★10年".encode())
    assert web.post(url, {"file": secret}).status_code == 422
    assert not Enclosure.objects.exists()
    scanned = picture()
    scan = SimpleUploadedFile("来信.png", scanned)
    assert web.post(url, {"file": scan}).status_code == 302
    kept = Enclosure.objects.get()
    assert enclosures.read(kept, by=centre["handler"], at=AT) == ("来信.png", scanned)
    assert scanned not in sealed_files.place(kept.blob).read_bytes()
    assert Event.objects.filter(stream=case.stream, type="file-kept").exists()
    web.force_login(centre["auditor"])
    assert web.post(url, {"file": SimpleUploadedFile("b.png", scanned)}).status_code == 403
