"""Files of a case: typed, screened, sealed; who reviews sees what goes out, never who asked."""

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from gongkai.desk.archive.uploads import LARGEST
from gongkai.desk.casework.models import Attachment, Event, Party
from gongkai.desk.casework.personal import keep_person
from gongkai.desk.foi import attachments
from gongkai.desk.foi.arriving import receive
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.tests.test_arriving import message
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Looked
from gongkai.desk.mailbox.receiving import File
from gongkai.refusal import Refused

RECEIVED = date(2024, 2, 1)


def picture(colour="white"):
    """A small scan."""
    out = io.BytesIO()
    Image.new("RGB", (80, 120), colour).save(out, "PNG")
    return out.getvalue()


PNG = picture()


@pytest.fixture
def case(bureau):
    return bureau.register(RECEIVED)


def kept(bureau, case, purpose="request", name="张三丰的申请书.txt", data=b"request", by=None):
    by = by or bureau.handler
    return attachments.keep(case, purpose, name, data, by=by, at=at(RECEIVED))


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_a_file_lies_sealed_and_its_name_says_nobodys_name(bureau, case):
    file = kept(bureau, case, data="张三丰要求公开".encode())
    assert "张三丰" not in file.name
    assert file.type == "text/plain"
    assert "张三丰".encode() not in sealed_files.place(file.blob).read_bytes()
    name, data = attachments.read(file, by=bureau.handler, at=at(RECEIVED))
    assert (name, data.decode()) == ("张三丰的申请书.txt", "张三丰要求公开")
    told = Event.objects.filter(stream=case.stream).values_list("type", flat=True)
    assert {"file-kept", "file-opened"} <= set(told)
    assert all("张三丰" not in bytes(event.body).decode() for event in Event.objects.all())


def test_the_same_file_is_kept_once_for_a_purpose(bureau, case):
    file = kept(bureau, case)
    assert kept(bureau, case) == file
    assert kept(bureau, case, purpose="other") != file
    assert len(list(sealed_files.place(file.blob).parent.parent.rglob("*"))) >= 2


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.exe", b"MZ....", "unsupported"),
        ("a.txt", "机密★20年\n内部".encode(), "secrecy-mark"),
        ("a.txt", b"", "no-file"),
        ("a.txt", b"x" * (LARGEST + 1), "too-big"),
        ("/", b"x", "no-name"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_nothing_is_written(bureau, case, name, data, says):
    assert code(kept, bureau, case, name=name, data=data) == says
    assert not Attachment.objects.exists()
    met = Event.objects.filter(stream=case.stream, type="secrecy-met").exists()
    assert met is (says == "secrecy-mark")


def test_purposes_of_the_program_are_not_uploaded(bureau, case):
    for purpose in ("copy", "sent", "nonsense"):
        assert code(kept, bureau, case, purpose=purpose) == "no-purpose"


def test_who_does_not_handle_the_case_uploads_nothing_and_reviewers_see_what_goes_out(bureau, case):
    assert code(kept, bureau, case, by=bureau.other) == "not-allowed"
    identity = kept(bureau, case, purpose="identity", name="身份证.png", data=PNG)
    record = kept(bureau, case, purpose="record", name="名单.txt")
    assert not attachments.may_open(identity, bureau.secrecy, RECEIVED)
    assert attachments.may_open(record, bureau.secrecy, RECEIVED)
    assert code(attachments.read, identity, by=bureau.legal, at=at(RECEIVED)) == "not-allowed"
    assert attachments.may_open(identity, bureau.office, RECEIVED)


def test_what_a_citizen_sent_stays_sealed_until_it_was_looked_at(bureau, case):
    blob = sealed_files.seal(b"%PDF-1.7 proof")
    mention = File("证明.pdf", "application/pdf", blob.size, blob.sha256, blob.name, blob.key)
    attachments.enclose(case, [mention], at(RECEIVED))
    attachments.enclose(case, [mention], at(RECEIVED))
    (file,) = Attachment.objects.filter(case=case)
    assert (file.purpose, file.checked, file.by) == ("sent", False, None)
    assert code(attachments.read, file, by=bureau.office, at=at(RECEIVED)) == "not-screened"
    (held,) = attachments.held(file.blob)
    assert held.read() == ("证明.pdf", b"%PDF-1.7 proof")
    (row,) = checking.waiting()
    checking.settle(row, Looked("clean", "application/pdf"), at(RECEIVED))
    assert attachments.read(file, by=bureau.office, at=at(RECEIVED))[1] == b"%PDF-1.7 proof"
    assert code(attachments.remove, file, by=bureau.office, at=at(RECEIVED)) == "in-use"


def test_a_slip_is_taken_away_with_its_bytes(bureau, case):
    file = kept(bureau, case)
    attachments.remove(file, by=bureau.handler, at=at(RECEIVED))
    assert not sealed_files.place(file.blob).exists()
    assert Event.objects.filter(stream=case.stream, type="file-removed").exists()


def test_a_case_without_a_name_keeps_files_too(bureau, case):
    keep_person(case, Party.Role.APPLICANT, {"phone": "13800000001"})
    assert kept(bureau, case, name="回执.txt").name == "回执.txt"


def test_what_came_with_an_application_lies_in_its_case(bureau):
    blob = sealed_files.seal(b"%PDF-1.7 proof")
    sent = File("证明.pdf", "application/pdf", blob.size, blob.sha256, blob.name, blob.key)
    (case,) = receive(replace(message(), files=(sent,))).cases
    more = replace(message("supplement", (case,), 1, text="补充"), files=(sent,))
    receive(more)
    (file,) = Attachment.objects.filter(case=case)
    (held,) = attachments.held(file.blob)
    assert held.read() == ("证明.pdf", b"%PDF-1.7 proof")
