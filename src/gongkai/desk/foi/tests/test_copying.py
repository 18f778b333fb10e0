"""Partial release: the applicant gets the verified copy that a named person confirmed, never the record."""

import io
from datetime import date

import pikepdf
import pytest
from django.db import IntegrityError, transaction

from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Attachment
from gongkai.desk.foi import attachments, filing
from gongkai.desk.foi.models import Copy
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.tests.test_filing import words
from gongkai.desk.foi.verbs import copying, give_opinion, recall
from gongkai.desk.foi.verbs.deciding import preview
from gongkai.papers import pdf
from gongkai.papers.model import Document, paragraph
from gongkai.refusal import Refused

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)
TEXT = "抽检不合格名单：某某商行，经办人李四，电话13812345678。产品配方用量三克。"


@pytest.fixture
def case(bureau):
    return bureau.register(RECEIVED)


@pytest.fixture
def record(bureau, case):
    return attachments.keep(case, "record", "名单.txt", TEXT.encode(), by=bureau.handler, at=at(ON))


def made(bureau, record, named="request", words=("配方用量三克",)):
    return copying.make_copy(record, named, words, by=bureau.handler, at=at(ON))


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_the_copy_is_without_what_is_withheld_and_its_log_says_why(bureau, record):
    copy = made(bureau, record)
    name, data = attachments.contents(copy.made)
    text = data.decode()
    assert name == "名单（提供）.txt"
    for gone in ("13812345678", "配方用量三克", "李四"):
        assert gone not in text
    assert "某某商行" in text
    log = copying.log_of(copy)
    assert len(log) == copy.changes >= 3
    assert any("承办人指定不予公开" in one.why for one in log)
    assert all("13812345678" not in f"{one}" for one in log)
    assert copy.policy == "request.2008"


@pytest.mark.parametrize(
    ("named", "asked", "says"),
    [
        ("nonsense", (), "unknown-policy"),
        ("attachment", ("配方用量三克",), "words-need-policy"),
        ("request", ("三",), "short-word"),
        ("request", ("配方用量五克",), "word-missing"),
        ("request", tuple(f"第{n}条词句" for n in range(300)), "too-many"),
    ],
)
def test_what_would_leave_something_in_is_refused(bureau, record, named, asked, says):
    assert code(made, bureau, record, named, asked) == says
    assert not Copy.objects.exists()


def test_only_records_and_only_by_handlers(bureau, case, record):
    other = attachments.keep(case, "other", "别的.txt", b"x", by=bureau.handler, at=at(ON))
    assert code(made, bureau, other) == "not-a-record"
    assert code(copying.make_copy, record, "request", by=bureau.legal, at=at(ON)) == "not-allowed"


def test_no_verified_copy_no_file(bureau, case, monkeypatch):
    def unclean(*args):
        raise copying.Unclean("核验时仍能读出被遮去的内容", ["第 1 页"])

    data = TEXT.encode()
    record = attachments.keep(case, "record", "名单.txt", data, by=bureau.handler, at=at(ON))
    monkeypatch.setattr(copying, "redacted", unclean)
    assert code(made, bureau, record) == "unclean"
    assert not Copy.objects.exists()
    assert not Attachment.objects.filter(purpose="copy").exists()


def test_a_copy_counts_when_somebody_confirmed_it(bureau, case, record):
    assert code(bureau.decide, case, "grant.partial", ON) == "copy-missing"
    first = made(bureau, record)
    second = made(bureau, record, words=())
    first.refresh_from_db()
    assert first.state == "dropped"
    assert code(bureau.decide, case, "grant.partial", ON) == "copy-missing"
    copying.confirm_copy(second, by=bureau.handler, at=at(ON))
    assert code(copying.confirm_copy, second, by=bureau.handler, at=at(ON)) == "settled"
    assert code(made, bureau, record) == "confirmed"
    decision = bureau.decide(case, "grant.partial", ON)
    assert "名单（提供）.txt" in str(preview(decision, ON).document.blocks)
    assert code(copying.drop_copy, second, by=bureau.handler, at=at(ON)) == "wrong-stage"
    case.refresh_from_db()
    recall(case, by=bureau.handler, at=at(ON))
    case.refresh_from_db()
    second.application.case.refresh_from_db()
    copying.drop_copy(second, by=bureau.handler, at=at(ON))
    assert copying.given_out(second.application) == []


def test_the_chain_signs_the_copies_with_the_words(bureau, case, record):
    without = bureau.decide(case, "deny.process", ON)
    case.refresh_from_db()
    recall(case, by=bureau.handler, at=at(ON))
    copy = made(bureau, record)
    copying.confirm_copy(copy, by=bureau.handler, at=at(ON))
    case.refresh_from_db()
    decision = bureau.decide(case, "grant.partial", ON)
    assert decision.digest != without.digest
    with pytest.raises(Refused):
        give_opinion(case, True, by=bureau.head, at=at(ON), digest=without.digest)


def test_a_record_given_as_a_whole_needs_its_copy_too_and_a_refusal_none(bureau, case, record):
    assert code(bureau.decide, case, "grant.full", ON) == "copy-missing"
    assert bureau.decide(case, "deny.process", ON)


def test_the_court_reads_what_the_applicant_got(bureau, case):
    document = Document(title="不合格名单", blocks=(paragraph("经办人李四，电话13812345678。"),))
    data = pdf.render(document, fonts=letters.fonts())
    record = attachments.keep(case, "record", "名单.pdf", data, by=bureau.handler, at=at(ON))
    proof = attachments.keep(case, "post", "邮单.txt", b"EMS", by=bureau.handler, at=at(ON))
    copying.confirm_copy(made(bureau, record, words=()), by=bureau.handler, at=at(ON))
    bureau.whole(case, "grant.partial", ON)
    case.refresh_from_db()
    pages = "".join(words(filing.court_file(case, by=bureau.office, at=at(ON, 18))))
    assert "提供的副本" in pages
    assert "13812345678" not in pages
    assert "电子材料目录" in pages
    assert proof.sha256[:8] in pages
    with pikepdf.open(io.BytesIO(filing.court_file(case, by=bureau.office, at=at(ON, 18)))) as made_file:
        assert len(made_file.pages) > 5


def test_one_live_copy_of_a_record_and_none_confirmed_by_nobody(bureau, record):
    copy = made(bureau, record)
    with pytest.raises(IntegrityError), transaction.atomic():
        Copy.objects.filter(pk=copy.pk).update(state="confirmed")
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
