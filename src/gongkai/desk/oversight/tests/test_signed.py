"""纸质签批: what is granted on paper is entered by one, compared by another, and is what was signed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework import files
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter as client
from gongkai.desk.disclosure.tests.pages import text
from gongkai.desk.disclosure.tests.test_papers import scan
from gongkai.desk.disclosure.verbs import purge_record
from gongkai.desk.oversight import changing, inspecting
from gongkai.desk.oversight.models import Finding, FindingChange
from gongkai.desk.oversight.signed import PAPER
from gongkai.desk.oversight.tests.test_changing import AT, DUE, LATER, code, entered, types
from gongkai.desk.signing import papers, sheet, verbs, waiting
from gongkai.desk.signing.models import SignedSheet

pytestmark = pytest.mark.django_db(databases=["default"])
DAY = AT.date()
SCAN = scan()
REASON = "须等平台升级"


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


@pytest.fixture
def asked(bureau: Bureau) -> FindingChange:
    return changing.ask_extension(entered(bureau), LATER, REASON, by=bureau.officers["clerk"], at=AT)


def check(change: FindingChange) -> str:
    return papers.check_number(papers.digest(PAPER, change))


def given(bureau: Bureau, change: FindingChange, by: str = "head", **more) -> SignedSheet:
    values = {
        "leader": bureau.officers["leader"], "agreed": True, "check": check(change), "signed_on": DAY,
        "scan": SCAN, "by": bureau.officers[by], "at": AT,
    } | more  # fmt: skip
    return verbs.enter(PAPER, change, **values)


def test_a_confirmed_sheet_is_that_leaders_decision(bureau: Bureau, asked: FindingChange) -> None:
    made = given(bureau, asked, note="同意")
    assert Finding.objects.get().due_on == DUE
    verbs.confirm(PAPER, asked, made, by=bureau.officers["office"], at=AT)
    found = FindingChange.objects.get()
    assert (found.granted, found.judged_by, Finding.objects.get().due_on) == (
        True,
        bureau.officers["leader"],
        LATER,
    )
    assert found.note == f"纸质签批，签字日期{DAY:%Y-%m-%d}；同意"
    made.refresh_from_db()
    assert (made.state, made.checked_by) == ("confirmed", bureau.officers["office"])
    assert types(found.finding)[-3:] == ["sheet-entered", "finding-extended", "sheet-confirmed"]
    event = Event.objects.filter(type="sheet-entered").get()
    assert made.digest in str(bytes(event.body))


def test_a_refusal_on_paper_needs_its_words_and_stands(bureau: Bureau, asked: FindingChange) -> None:
    assert code(given, bureau, asked, agreed=False) == "no-reason"
    verbs.confirm(
        PAPER, asked, given(bureau, asked, agreed=False, note="按期整改"), by=bureau.officers["office"], at=AT
    )
    found = FindingChange.objects.get()
    assert (found.granted, Finding.objects.get().due_on) == (False, DUE)


def test_neither_drafter_nor_enterer_nor_signer_compares(bureau: Bureau) -> None:
    officers = bureau.officers
    change = changing.ask_extension(entered(bureau), LATER, REASON, by=officers["office"], at=AT)
    assert code(given, bureau, change, leader=officers["office"]) == "four-eyes"
    assert code(given, bureau, change, by="auditor") == "not-held"
    assert code(given, bureau, change, by="leader") == "four-eyes"
    made = given(bureau, change, by="secrecy")
    for who, why in (
        *(("secrecy", "four-eyes"), ("office", "four-eyes"), ("leader", "four-eyes")),
        ("clerk", "not-held"),
    ):
        assert code(verbs.confirm, PAPER, change, made, by=officers[who], at=AT) == why
        assert not verbs.may_compare(PAPER, change, made, officers[who], DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedSheet.objects.update(state="confirmed", checked_by=officers["secrecy"], checked_at=AT)
    second = Officer.objects.create_user("second", name="second某", agency=bureau.agency)
    Duty.objects.create(officer=second, kind="office", since=SINCE)
    verbs.confirm(PAPER, change, made, by=second, at=AT)
    assert Finding.objects.get().due_on == LATER


def test_a_sheet_of_another_content_is_not_entered(bureau: Bureau, asked: FindingChange) -> None:
    printed = check(asked)
    FindingChange.objects.update(until=LATER + timedelta(days=7))
    asked.refresh_from_db()
    assert check(asked) != printed
    assert code(given, bureau, asked, check=printed) == "other-content"
    assert code(given, bureau, asked, check="") == "other-content"
    given(bureau, asked, check=check(asked).replace("-", "").lower())


def test_what_changes_after_the_signature_makes_the_sheet_void(bureau: Bureau, asked: FindingChange) -> None:
    made = given(bureau, asked)
    FindingChange.objects.update(until=LATER + timedelta(days=7))
    office = bureau.officers["office"]
    assert code(verbs.confirm, PAPER, asked, made, by=office, at=AT) == "content-changed"
    made.refresh_from_db()
    assert (made.state, made.checked_by) == ("void", None)
    assert types(asked.finding)[-1] == "sheet-void" and FindingChange.objects.get().granted is None
    assert code(verbs.confirm, PAPER, asked, made, by=office, at=AT) == "settled"


def test_a_new_sheet_takes_the_place_of_a_stale_one_but_not_of_one_that_waits(
    bureau: Bureau, asked: FindingChange
) -> None:
    old = given(bureau, asked)
    assert code(given, bureau, asked) == "waits-already"
    Finding.objects.update(words="第四条链接打不开")
    asked = PAPER.locked(asked)
    new = given(bureau, asked)
    old.refresh_from_db()
    assert (old.state, new.state) == ("void", "entered")


def test_what_was_decided_on_the_screen_meanwhile_is_not_decided_again(
    bureau: Bureau, asked: FindingChange
) -> None:
    made, office = given(bureau, asked), bureau.officers["office"]
    changing.decline(asked.finding, "按期整改", by=office, at=AT)
    assert code(verbs.confirm, PAPER, asked, made, by=office, at=AT) == "not-open"
    made.refresh_from_db()
    assert made.state == "void"
    asked.refresh_from_db()
    assert code(given, bureau, asked) == "not-open" and asked.granted is False


def test_what_does_not_agree_never_counts_and_another_may_follow(
    bureau: Bureau, asked: FindingChange
) -> None:
    office = bureau.officers["office"]
    made = given(bureau, asked)
    verbs.refuse(PAPER, asked, made, by=office, at=AT)
    made.refresh_from_db()
    assert made.state == "refused" and FindingChange.objects.get().granted is None
    verbs.confirm(PAPER, asked, given(bureau, asked), by=office, at=AT)
    assert FindingChange.objects.get().granted is True


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"scan": ("审批单.txt", "同意".encode())}, "not-a-scan"),
        ({"scan": ("审批单.pdf", b"")}, "not-a-scan"),
        ({"signed_on": DAY - timedelta(1)}, "bad-day"),
        ({"signed_on": DAY + timedelta(1)}, "bad-day"),
        ({"note": "机密★20年"}, "secrecy-mark"),
    ],
)
def test_a_scan_is_a_scan_its_day_possible_its_words_no_secret(
    bureau: Bureau, asked: FindingChange, more: dict[str, object], why: str
) -> None:
    assert code(given, bureau, asked, **more) == why
    assert not SignedSheet.objects.exists()


def test_the_sheet_prints_the_content_whole_with_its_number_and_a_box(
    bureau: Bureau, asked: FindingChange
) -> None:
    said = str(sheet.document(PAPER, asked, bureau.agency))
    for words in ("检查整改事项审批单", "第三条链接打不开", REASON, check(asked), "□批准", "□不同意", "签字"):
        assert words in said
    assert f"{LATER.year}年{LATER.month}月{LATER.day}日" in said and bureau.unit.name in said


def test_a_unit_that_takes_over_is_granted_on_paper_too(bureau: Bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="稽查大队", kind="大队")
    change = changing.ask_hand_over(entered(bureau), other, "不归本单位", by=bureau.officers["clerk"], at=AT)
    assert "移交稽查大队" in str(PAPER.content(change))
    verbs.confirm(PAPER, change, given(bureau, change), by=bureau.officers["office"], at=AT)
    assert Finding.objects.get().unit == other


def test_the_pages_print_enter_and_confirm(bureau: Bureau) -> None:
    now = today()
    one = entered(bureau)
    Finding.objects.update(due_on=now)
    change = changing.ask_extension(
        Finding.objects.get(), now + timedelta(days=9), REASON, by=bureau.officers["clerk"], at=AT
    )
    page = f"/signed/inspection-change/{one.uid}-1/"
    clerk, office = client(bureau, "clerk"), client(bureau, "office")
    assert page in text(clerk.get(f"/inspections/{one.uid}/"))
    assert clerk.get(f"{page}sheet.pdf").content.startswith(b"%PDF")
    number = check(PAPER.locked(change))
    assert number in text(clerk.get(page))
    values = {
        "enter": "1", "leader": bureau.officers["leader"].pk, "agreed": "yes", "signed_on": f"{now}",
        "check_number": number,
    }  # fmt: skip
    assert clerk.post(page, values).status_code == 422
    assert clerk.post(page, values | {"scan": SimpleUploadedFile(*SCAN)}).status_code == 302
    made = SignedSheet.objects.get()
    assert b"".join(office.get(f"{page}scans/{made.uid}").streaming_content) == SCAN[1]
    assert "一致，确认" not in text(clerk.get(page)) and "一致，确认" in text(office.get(page))
    parts = waiting.waiting(bureau.officers["office"], now, held(bureau.officers["office"], now))
    assert [(one.label, one.count, one.jobs[0].href) for one in parts] == [("纸质签批待核对", 1, page)]
    assert list(waiting.waiting(bureau.officers["clerk"], now, held(bureau.officers["clerk"], now))) == []
    assert "纸质签批待核对" in text(office.get("/"))
    assert clerk.post(page, {"confirm": "1", "sheet": made.uid}).status_code == 403
    assert office.post(page, {"confirm": "1", "sheet": made.uid}).status_code == 302
    assert "已核对，生效" in text(clerk.get(page)) and FindingChange.objects.get().granted is True
    for wrong in ("inspection-change/abc-1/", "nothing/abc-1/", f"inspection-change/{one.uid}-2/"):
        assert office.get(f"/signed/{wrong}").status_code == 404


def test_a_stale_sheet_is_told_on_its_page_and_cannot_be_confirmed_there(
    bureau: Bureau, asked: FindingChange
) -> None:
    made = given(bureau, asked)
    FindingChange.objects.update(until=date(2018, 4, 30))
    html = text(client(bureau, "office").get(f"/signed/inspection-change/{asked.finding.uid}-1/"))
    assert "这张不再作数" in html and 'name="confirm"' not in html
    page = f"/signed/inspection-change/{asked.finding.uid}-1/"
    assert client(bureau, "office").post(page, {"confirm": "1", "sheet": made.uid}).status_code == 422


def test_a_purge_takes_the_scan_and_the_words(bureau: Bureau, asked: FindingChange) -> None:
    made = given(bureau, asked, note="同意")
    purge_record("signing.SignedSheet", made.pk, bureau.agency, bureau.officers["secrecy"], AT)
    made.refresh_from_db()
    assert "同意" not in made.note and made.scan_name != SCAN[0] and not files.place(made.scan).exists()


def test_only_an_open_finding_gets_its_sheet(bureau: Bureau, asked: FindingChange) -> None:
    inspecting.mend(asked.finding, "已更换", on=DAY, by=bureau.officers["clerk"], at=AT, proof="链接已检查")
    assert code(given, bureau, PAPER.locked(asked)) == "not-open"
