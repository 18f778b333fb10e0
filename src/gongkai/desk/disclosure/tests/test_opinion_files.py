"""Files of opinions: kept sealed, opened after screening only; kept and destroyed as the archive says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.archive import destroying
from gongkai.desk.archive.papers import destruction_document
from gongkai.desk.archive.screens import Row, page
from gongkai.desk.casework.keyring import store
from gongkai.desk.casework.models import DestructionList, Event
from gongkai.desk.casework.verifying import verify_chains
from gongkai.desk.disclosure import opinion_files, opinions, verbs
from gongkai.desk.disclosure.keeping import ROOM, portion
from gongkai.desk.disclosure.models import Opinion, OpinionFile, OpinionFiling
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, released, text
from gongkai.desk.disclosure.tests.test_consulting import AT, FIRST, asked, ended, message
from gongkai.desk.disclosure.verbs import keeping
from gongkai.desk.jobs.running import work
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.receiving import File
from gongkai.refusal import Refused
from gongkai.screening.files import malware

pytestmark = pytest.mark.django_db(databases=["default"])
FAR = datetime(2060, 1, 6, 2, tzinfo=UTC)
NAME = "张三13800001234的意见.txt"


def sent(data: bytes, name: str = NAME) -> File:
    blob = sealed_files.seal(data)
    return File(name, "text/plain", blob.size, blob.sha256, blob.name, blob.key)


def with_file(bureau: Bureau, data: bytes, name: str = NAME) -> OpinionFile:
    one = asked(bureau)
    opinions.receive(replace(message(one), files=(sent(data, name),)))
    return OpinionFile.objects.get()


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_a_file_stays_sealed_and_nobody_opens_it_before_screening(bureau) -> None:
    file, clerk = with_file(bureau, "建议保留早市。".encode()), bureau.officers["clerk"]
    assert (file.state, "13800001234" in file.name) == ("waiting", False)
    assert code(opinion_files.read, file, by=clerk, at=AT) == "not-screened"
    assert opinion_files.screen_waiting(AT) == 1 and opinion_files.screen_waiting(AT) == 0
    file.refresh_from_db()
    assert file.state == "clean"
    assert opinion_files.read(file, by=clerk, at=AT) == (NAME, "建议保留早市。".encode())
    types = set(Event.objects.values_list("type", flat=True))
    assert {opinion_files.SCREENED, opinion_files.OPENED} <= types
    assert code(opinion_files.read, file, by=bureau.officers["secrecy"], at=AT) == "not-found"


def test_what_was_found_is_counted_and_the_file_opens_all_the_same(bureau) -> None:
    file = with_file(bureau, "联系人孙女士，电话 13800006227。".encode())
    opinion_files.screen_waiting(AT)
    file.refresh_from_db()
    assert file.state == "marked" and sum(file.found.values()) >= 1
    assert opinion_files.read(file, by=bureau.officers["clerk"], at=AT)[1]


def test_a_secrecy_mark_is_cleared_away_with_key_name_and_bytes(bureau) -> None:
    file = with_file(bureau, "机密★5年\n关于某事的报告".encode(), "机密报告.txt")
    assert sealed_files.place(file.blob).is_file()
    opinion_files.screen_waiting(AT)
    file.refresh_from_db()
    assert (file.state, bytes(file.sealed), file.name) == ("purged", b"", "")
    assert not sealed_files.place(file.blob).exists()
    assert code(opinion_files.read, file, by=bureau.officers["clerk"], at=AT) == "not-opened"
    event = Event.objects.get(type=opinion_files.MET)
    assert "报告".encode() not in bytes(event.body)


@pytest.mark.parametrize(
    ("name", "data"), [("程序.exe", b"MZ\x90\x00"), ("假的.pdf", b"<html><script>1</script></html>")]
)
def test_what_is_not_what_it_says_stays_shut_and_says_why(bureau, name, data) -> None:
    file = with_file(bureau, data, name)
    opinion_files.screen_waiting(AT)
    file.refresh_from_db()
    assert file.state == "refused" and file.sentence
    assert code(opinion_files.read, file, by=bureau.officers["clerk"], at=AT) == "not-opened"


def test_a_scanner_that_does_not_answer_lets_nothing_through(bureau, settings, monkeypatch) -> None:
    def silent(data: bytes, address: str) -> None:
        raise Refused("scanner-silent", "没有应答", "请检查")

    file = with_file(bureau, b"plain words")
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"clamd": "127.0.0.1:1"}
    monkeypatch.setattr(malware, "scan", silent)
    assert opinion_files.screen_waiting(AT) == 0
    file.refresh_from_db()
    assert file.state == "waiting"


def test_a_supplement_may_bring_files_alone_and_too_many_are_told(bureau, monkeypatch) -> None:
    monkeypatch.setattr(opinion_files, "MOST", 2)
    one = asked(bureau)
    opinions.receive(replace(message(one), files=(sent(b"one"),)))
    more = replace(
        message(one, 1, "supplement", text=" "), files=(sent(b"two"), sent(b"three"), sent(b"one"))
    )
    taken = opinions.receive(more)
    assert taken.status == "已补充" and "有 1 份没有保存" in taken.text
    assert OpinionFile.objects.count() == 2
    assert opinion_files.screen_waiting(AT) == 2


def test_the_page_of_an_opinion_lists_its_files_and_gives_them_as_downloads(bureau) -> None:
    one = ended(bureau)
    end = one.opinions.get()
    opinion_files.keep(end, (sent(b"plain words"),), (), AT)
    file, client = OpinionFile.objects.get(), enter(bureau, "clerk")
    page_ = f"/consultations/{one.uid}/opinions/1"
    address = f"{page_}/files/{file.pk}"
    assert "待检查" in text(client.get(page_)) and address not in text(client.get(page_))
    assert client.post(address).status_code == 302
    opinion_files.screen_waiting(AT)
    assert address in text(client.get(page_)) and "附件 1" in text(client.get(f"/consultations/{one.uid}/"))
    answer = client.post(address)
    assert b"".join(answer.streaming_content) == b"plain words"
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer["Content-Security-Policy"]
    )
    assert client.get(address).status_code == 405
    assert enter(bureau, "secrecy").post(address).status_code == 404


def answered(bureau: Bureau):
    """A consultation whose feedback is public, with one opinion and one file."""
    one, clerk, now = ended(bureau), bureau.officers["clerk"], timezone.now()
    opinion = one.opinions.get()
    opinion_files.keep(opinion, (sent(b"plain words"),), (), now)
    verbs.weigh(opinion, "no", "上位法已有规定。", clerk, now)
    made = verbs.draft_feedback(one, clerk, now)
    released(bureau.hand_in(made, now))
    return one


@pytest.fixture
def second(bureau) -> Officer:
    made = Officer.objects.create_user("second", name="毕监销", agency=bureau.agency)
    made.duties.create(kind="office", since=date(2009, 1, 1))
    return made


def test_a_consultation_is_filed_once_its_feedback_is_public(bureau) -> None:
    office = bureau.officers["office"]
    open_one = asked(bureau)
    assert code(keeping.file_opinions, open_one, "30", "class", by=office, at=timezone.now()) == "not-closed"
    assert page(ROOM, bureau.agency, today())["waiting_count"] == 0
    one = answered(bureau)
    assert page(ROOM, bureau.agency, today())["waiting"][0]["number"] == one.item.index
    assert ROOM.file_waiting(bureau.agency, by=office, at=timezone.now()) == 1
    filing = OpinionFiling.objects.get()
    assert (filing.label, filing.until_year) == ("定期30年", filing.closed_on.year + 30)
    assert ROOM.file_waiting(bureau.agency, by=office, at=timezone.now()) == 0
    assert code(keeping.file_opinions, one, "30", "class", by=bureau.officers["clerk"], at=AT) == "not-held"


def test_an_approved_list_takes_every_word_and_file_and_leaves_what_became_of_it(bureau, second) -> None:
    office, one = bureau.officers["office"], answered(bureau)
    ROOM.file_waiting(bureau.agency, by=office, at=timezone.now())
    filing, file = OpinionFiling.objects.get(), OpinionFile.objects.get()
    assert code(ROOM.draw_up, bureau.agency, [filing.pk], "过期", by=office, at=AT) == "not-due"
    found = ROOM.draw_up(bureau.agency, [filing.pk], "过期，无保存价值", by=office, at=FAR)
    assert [Row(ROOM, one.filing).number for one in ROOM.entries(found)] == [one.item.index]
    assert code(ROOM.draw_up, bureau.agency, [filing.pk], "再列", by=office, at=FAR) == "not-due"
    assert code(ROOM.keep_longer, filing, 2070, "理由", by=office, at=FAR) == "on-list"
    ROOM.decide(found, True, "同意", by=bureau.officers["leader"], at=FAR)
    found.refresh_from_db()
    destroying.begin(ROOM, found, second, by=office, at=FAR)
    assert work(lambda: FAR, only={ROOM.job: portion}) == 2
    found.refresh_from_db()
    opinion = Opinion.objects.get()
    assert found.state == DestructionList.State.DONE
    assert (opinion.text, opinion.clause, bytes(opinion.sealed), bytes(opinion.dek)) == ("", "", b"", b"")
    assert (opinion.no, opinion.adopted, opinion.answer) == (1, "no", keeping.DESTROYED)
    assert not OpinionFile.objects.exists() and not sealed_files.place(file.blob).exists()
    assert opinion.uid in store().state()["shredded"]
    assert code(opinions.original, opinion, by=office, at=FAR) == "E_SHREDDED"
    printed = str(destruction_document(found, ROOM.entries(found)))
    assert one.item.index in printed and "早市" not in printed
    assert verify_chains().holds


def test_what_is_kept_longer_after_the_approval_is_spared(bureau, second) -> None:
    office, leader = bureau.officers["office"], bureau.officers["leader"]
    answered(bureau)
    ROOM.file_waiting(bureau.agency, by=office, at=timezone.now())
    filing = OpinionFiling.objects.get()
    refused = ROOM.draw_up(bureau.agency, [filing.pk], "过期", by=office, at=FAR)
    ROOM.decide(refused, False, "继续保存", by=leader, at=FAR)
    found = ROOM.draw_up(bureau.agency, [filing.pk], "过期", by=office, at=FAR)
    ROOM.decide(found, True, "", by=leader, at=FAR)
    OpinionFiling.objects.filter(pk=filing.pk).update(until_year=2070)
    destroying.begin(ROOM, found, second, by=office, at=FAR)
    work(lambda: FAR, only={ROOM.job: portion})
    assert Opinion.objects.get().text and ROOM.entries(found).get().dropped


def test_the_pages_of_retention_are_those_of_every_room(bureau, second) -> None:
    one, client = answered(bureau), enter(bureau, "office")
    assert "保管与销毁" in text(client.get("/consultations/"))
    assert one.item.index in text(client.get("/consultations/retention/"))
    assert client.post("/consultations/retention/file").status_code == 302
    filing = OpinionFiling.objects.get()
    assert "定期30年" in text(client.get(f"/consultations/{one.uid}/"))
    OpinionFiling.objects.update(until_year=today().year - 1)
    given = {"until_year": str(today().year + 1), "reason": "仍有查考价值"}
    assert client.post(f"/consultations/retention/{filing.pk}/longer", given).status_code == 302
    assert "仍有查考价值" in text(client.get(f"/consultations/retention/{filing.pk}/longer"))
    OpinionFiling.objects.update(until_year=today().year - 1)
    chosen = {"filing": str(filing.pk), "appraisal": "过期"}
    answer = client.post("/consultations/retention/", chosen)
    assert answer.status_code == 302
    listed = text(client.get(answer["Location"]))
    assert one.item.index in listed and "销毁清册" in listed
    assert client.get(answer["Location"] + "print")["Content-Type"] == "application/pdf"
    assert enter(bureau, "clerk").get("/consultations/retention/").status_code == 403


def test_the_last_day_closes_the_form_for_files_too(bureau) -> None:
    one = asked(bureau)
    late = replace(message(one, on=FIRST + timedelta(days=60)), files=(sent(b"late"),))
    opinions.receive(late)
    assert not OpinionFile.objects.exists()
