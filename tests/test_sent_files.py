"""Files of the public stay sealed until the worker looked at them; a mark clears them away 涉密误入."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as conf
from django.test import Client

from gongkai.desk.casework import secrecy
from gongkai.desk.casework.models import Attachment, Event
from gongkai.desk.complaints import arriving, enclosures, verbs
from gongkai.desk.complaints.models import Enclosure
from gongkai.desk.complaints.tests.centre import AT, Centre
from gongkai.desk.complaints.tests.test_arriving import message
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs import purge_case
from gongkai.desk.foi import attachments, materials
from gongkai.desk.foi.tests.bureau import Bureau, at
from gongkai.desk.foi.tests.conftest import ORGANS
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.models import SentFile
from gongkai.desk.mailbox.receiving import File
from gongkai.exchange import sent_files
from gongkai.refusal import Refused
from gongkai.screening.files import malware
from gongkai.screening.tests.files_built import (
    MOBILE,
    W,
    body_docx,
    line,
    located_jpeg,
    pdf,
    picture,
    plain_docx,
    saved,
)

pytestmark = pytest.mark.django_db
HIDDEN = (
    f'<w:p xmlns:w="{W}"><w:r><w:rPr><w:vanish/></w:rPr><w:t>联系 {MOBILE}</w:t></w:r>'
    "<w:r><w:t>小票见附件</w:t></w:r></w:p>"
)
MARK = "机密★10年"


@pytest.fixture
def centre(keys):
    made = Centre.found()
    made.add("secrecy", "secrecy")
    return made


def sent(name: str, data: bytes) -> File:
    blob = sealed_files.seal(data)
    return File(name, "application/octet-stream", blob.size, blob.sha256, blob.name, blob.key)


def complaint(centre: Centre, *files: File, kind: str = "complaint"):
    cases = arriving.receive(message(kind, files=files)).cases
    for case in cases:
        verbs.assign(case, centre.units["YY"], by=centre["operator"], at=AT)
    return cases


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as no:
        call(*args, **kwargs)
    return no.value.code


@pytest.mark.parametrize(
    ("name", "data", "state", "found"),
    [
        ("小票.docx", plain_docx("小票一张"), "clean", None),
        ("情况.docx", body_docx(HIDDEN), "marked", "hidden_text"),
        ("小票.pdf", saved(pdf(line("receipt"))), "clean", None),
        ("照片.jpg", located_jpeg(), "marked", "exif_gps"),
        ("照片.png", picture(), None, None),
    ],
)
def test_a_real_file_opens_once_it_was_looked_at_and_says_what_it_hides(centre, name, data, state, found):
    (case,) = complaint(centre, sent(name, data))
    kept = Enclosure.objects.get()
    assert refused(enclosures.read, kept, by=centre["handler"], at=AT) == "not-screened"
    assert sent_files.screen_waiting(AT) == 1 and sent_files.screen_waiting(AT) == 0
    row = SentFile.objects.get()
    assert state is None or row.state == state
    assert found is None or found in row.found
    assert enclosures.read(kept, by=centre["handler"], at=AT) == (name, data)
    kept.refresh_from_db()
    assert kept.type == row.type != "application/octet-stream"
    assert Event.objects.filter(stream=case.stream, type="file-screened").count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通报.docx", plain_docx(MARK, "某地情况")),
        ("通报.txt", f"{MARK}\n某地情况".encode("gb18030")),
        ("来信.txt", f"{MARK}\r\n某地情况".encode("utf-16-le")),
        ("压缩前.docx", body_docx(HIDDEN.replace("联系", MARK))),
    ],
)
def test_a_mark_clears_the_file_away_in_every_case_and_enters_one_incident(centre, name, data):
    cases = complaint(centre, sent(name, data), kind="both")
    blob = Enclosure.objects.first().blob
    sent_files.screen_waiting(AT)
    assert not sealed_files.place(blob).exists()
    assert [bytes(one.sealed) for one in Enclosure.objects.all()] == [b"", b""]
    incident = Incident.objects.get()
    assert (incident.place, incident.officer, incident.case) == ("file", None, cases[0])
    assert incident.was_stored and incident.backups_on is None
    for case in cases:
        last = Event.objects.filter(stream=case.stream, type="secrecy-met").get()
        assert incident.number in bytes(last.body).decode() and "机密" not in bytes(last.body).decode()
    for kept in Enclosure.objects.all():
        assert refused(enclosures.read, kept, by=centre["handler"], at=AT) == "not-opened"
    purge_case(cases[0], centre["secrecy"], AT)


def test_a_hostile_or_foreign_file_stays_shut_and_says_why(centre):
    complaint(centre, sent("程序.exe", b"MZ\x90\x00"), sent("假的.pdf", b"<html><script>1</script></html>"))
    sent_files.screen_waiting(AT)
    rows = list(SentFile.objects.all())
    assert [row.state for row in rows] == ["refused", "refused"] and all(row.sentence for row in rows)
    assert refused(enclosures.read, Enclosure.objects.first(), by=centre["handler"], at=AT) == "not-opened"


def test_a_scanner_that_does_not_answer_lets_nothing_through(centre, settings, monkeypatch):
    def silent(data: bytes, address: str) -> None:
        raise Refused("scanner-silent", "查杀程序没有回答", "请检查")

    complaint(centre, sent("小票.docx", plain_docx("小票一张")))
    settings.GONGKAI_VALUES = conf.GONGKAI_VALUES | {"clamd": "/run/clamd"}
    monkeypatch.setattr(malware, "scan", silent)
    assert sent_files.screen_waiting(AT) == 0 and SentFile.objects.get().state == "waiting"


def test_a_file_whose_case_is_gone_settles_and_holds_up_nothing(centre):
    complaint(centre, sent("小票.docx", plain_docx("小票一张")), sent("小票.txt", b"note"))
    sealed_files.place(Enclosure.objects.first().blob).unlink()
    checking.enter(["0" * 64], AT)
    sent_files.screen_waiting(AT)
    assert [row.state for row in SentFile.objects.order_by("pk")] == ["refused", "clean", "refused"]


def test_the_page_of_a_case_says_how_its_files_stand(centre):
    (case,) = complaint(centre, sent("情况.docx", body_docx(HIDDEN)), sent("通报.docx", plain_docx(MARK)))
    client, page = Client(), f"/complaints/{case.uid}/"
    client.force_login(centre["handler"])
    assert client.get(page).content.decode().count("检查中") == 2
    sent_files.screen_waiting(AT)
    html = client.get(page).content.decode()
    assert "隐藏文字 1" in html and "带有密级标志，已清除" in html and "检查中" not in html


def test_a_request_keeps_what_passed_and_packs_nothing_unseen(keys, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | ORGANS
    bureau, day = Bureau(), date(2023, 9, 4)
    case = bureau.register(day)
    attachments.enclose(
        case, [sent("证明.pdf", saved(pdf(line("proof")))), sent("通报.docx", plain_docx(MARK))], at(day)
    )
    assert refused(materials.demand_checked, case) == "not-screened"
    assert [one.data for one in materials.of(case)] == [None, None]
    sent_files.screen_waiting(at(day))
    materials.demand_checked(case)
    good, bad = Attachment.objects.order_by("pk")
    assert (good.checked, good.type, bad.checked, bad.name) == (True, "application/pdf", False, "（已清除）")
    assert [bool(one.data) for one in materials.of(case)] == [True, False]
    assert attachments.read(good, by=bureau.office, at=at(day))[0] == "证明.pdf"
    assert refused(attachments.read, bad, by=bureau.office, at=at(day)) == "not-opened"
    assert Incident.objects.get().case == case


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_mark_in_an_uploaded_text_is_seen_in_every_encoding(codec):
    assert secrecy.is_marked_text(f"{MARK}\r\n关于某事的通知".encode(codec))
    assert not secrecy.is_marked_text("关于商业秘密的通知\r\n".encode(codec))


def test_a_file_that_waits_says_for_what_since_when_behind_how_many_and_until_when(centre, monkeypatch):
    (case,) = complaint(centre, sent("甲.docx", plain_docx("甲")), sent("乙.docx", plain_docx("乙")))
    client, page = Client(), f"/complaints/{case.uid}/"
    client.force_login(centre["handler"])
    now = SentFile.objects.first().at + timedelta(minutes=1)
    monkeypatch.setattr(checking.timezone, "now", lambda: now)
    first, second = checking.of(SentFile.objects.order_by("pk").values_list("blob", flat=True)).values()
    assert (first.ahead, first.by) == (0, now + timedelta(seconds=40)) and not first.is_late
    assert (second.ahead, second.by) == (1, now + timedelta(seconds=80))
    monkeypatch.undo()
    SentFile.objects.update(at=datetime.now(UTC))
    html = client.get(page).content.decode()
    assert "密级标志和隐藏内容" in html and "前面还有 0 份" in html and "前面还有 1 份" in html
    SentFile.objects.update(at=datetime.now(UTC) - timedelta(hours=2))
    assert client.get(page).content.decode().count("请系统管理员查看后台任务") == 2
