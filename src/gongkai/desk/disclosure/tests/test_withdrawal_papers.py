"""补批 on paper: a leader need not log in to approve what the office took down at once (先撤后补)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files, sheet
from gongkai.desk.disclosure.models import Item, Withdrawal, WithdrawalApproval, WithdrawalPaper
from gongkai.desk.disclosure.tests.bureau import AT, LATER, SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.disclosure.tests.test_papers import scan
from gongkai.desk.disclosure.tests.test_verbs import code, released
from gongkai.desk.disclosure.verbs import (
    confirm_withdrawal_paper,
    enter_withdrawal_paper,
    purge,
    refuse_withdrawal_paper,
    withdraw,
)

SCAN = scan()
DAY = LATER.date()


@pytest.fixture
def made(bureau: Bureau) -> Withdrawal:
    """What the office took down at once."""
    item = bureau.cleared().item
    released(bureau, item.submissions.get())
    return withdraw(item, "error", bureau.officers["office"], LATER)


def entered(
    bureau: Bureau, made: Withdrawal, *, right: bool = True, on: date = DAY, **more
) -> WithdrawalPaper:
    given = {"scan": SCAN, "by": bureau.officers["clerk"], "at": LATER} | more
    return enter_withdrawal_paper(made, bureau.officers["leader"], right, on, **given)


def test_a_confirmed_sheet_is_that_leaders_approval(bureau: Bureau, made: Withdrawal) -> None:
    paper = entered(bureau, made, note="同意")
    assert not WithdrawalApproval.objects.exists()
    approval = confirm_withdrawal_paper(paper, bureau.officers["secrecy"], LATER)
    assert (approval.officer, approval.is_right) == (bureau.officers["leader"], True)
    assert approval.note == f"纸质签批，签字日期{DAY:%Y-%m-%d}；同意"
    paper.refresh_from_db()
    assert (paper.state, paper.approval, paper.checked_by) == (
        "confirmed",
        approval,
        bureau.officers["secrecy"],
    )
    events = Event.objects.filter(stream=paper.withdrawal.release.item.stream).order_by("n")
    types = list(events.values_list("type", flat=True))
    assert types[-3:] == ["withdrawal-paper-entered", "withdrawal-approved", "withdrawal-paper-confirmed"]


def test_an_objection_on_paper_needs_its_reason_and_stands(bureau: Bureau, made: Withdrawal) -> None:
    with pytest.raises(Exception, match="不同意须写明理由"):
        entered(bureau, made, right=False)
    paper = entered(bureau, made, right=False, note="内容没有错")
    assert not confirm_withdrawal_paper(paper, bureau.officers["secrecy"], LATER).is_right


def test_one_person_alone_makes_no_approval_and_nobody_settles_their_own(
    bureau: Bureau, made: Withdrawal
) -> None:
    officers = bureau.officers
    given = (made, officers["leader"], True, DAY, SCAN)
    assert code(enter_withdrawal_paper, *given, officers["leader"], LATER) == "not-held"
    Duty.objects.create(officer=officers["leader"], kind="secrecy", since=SINCE)
    assert code(enter_withdrawal_paper, *given, officers["leader"], LATER) == "four-eyes"
    assert code(enter_withdrawal_paper, *given, officers["auditor"], LATER) == "not-held"
    paper = entered(bureau, made, by=officers["office"])
    for who, why in (("office", "four-eyes"), ("leader", "four-eyes"), ("clerk", "not-held")):
        assert code(confirm_withdrawal_paper, paper, officers[who], LATER) == why
    assert code(enter_withdrawal_paper, *given, officers["clerk"], LATER) == "waits-already"


def test_what_does_not_agree_never_counts_and_another_may_follow(bureau: Bureau, made: Withdrawal) -> None:
    paper = entered(bureau, made)
    refuse_withdrawal_paper(paper, bureau.officers["secrecy"], LATER)
    assert code(confirm_withdrawal_paper, paper, bureau.officers["secrecy"], LATER) == "settled"
    confirm_withdrawal_paper(entered(bureau, made), bureau.officers["secrecy"], LATER)
    assert code(enter_withdrawal_paper, made, bureau.officers["leader"], True, DAY, SCAN,
                bureau.officers["clerk"], LATER) == "not-open"  # fmt: skip


def test_a_scan_is_a_scan_its_day_possible_and_who_withdrew_signs_nothing(
    bureau: Bureau, made: Withdrawal
) -> None:
    for more, why in (
        ({"scan": ("审批单.txt", "同意".encode())}, "not-a-scan"),
        ({"on": AT.date() - timedelta(1)}, "bad-day"),
        ({"on": DAY + timedelta(1)}, "bad-day"),
        ({"note": "机密★20年"}, "secrecy-mark"),
    ):
        with pytest.raises(Exception) as caught:
            entered(bureau, made, **more)
        assert caught.value.code == why
    Duty.objects.create(officer=bureau.officers["office"], kind="leader", since=SINCE)
    paper = enter_withdrawal_paper(
        made, bureau.officers["office"], True, DAY, SCAN, bureau.officers["clerk"], LATER
    )
    assert code(confirm_withdrawal_paper, paper, bureau.officers["secrecy"], LATER) == "four-eyes"


def test_the_pages_print_enter_and_confirm(bureau: Bureau, made: Withdrawal) -> None:
    item = Item.objects.get()
    page = f"/items/{item.uid}/approve/paper"
    clerk, secrecy = enter(bureau, "clerk"), enter(bureau, "secrecy")
    assert page in text(clerk.get(f"/items/{item.uid}/"))
    assert clerk.get(f"/items/{item.uid}/approve/sheet.pdf").content.startswith(b"%PDF")
    assert sheet.check_number(made) in text(clerk.get(page))
    given = {
        "enter": "1",
        "leader": bureau.officers["leader"].pk,
        "right": "yes",
        "signed_on": f"{DAY:%Y-%m-%d}",
    }
    assert clerk.post(page, given).status_code == 422
    assert clerk.post(page, given | {"scan": SimpleUploadedFile(*SCAN)}).status_code == 302
    paper = WithdrawalPaper.objects.get()
    assert b"".join(secrecy.get(f"/items/{item.uid}/paper/scans/{paper.scan}").streaming_content) == SCAN[1]
    assert "一致，确认" not in text(clerk.get(page)) and "一致，确认" in text(secrecy.get(page))
    assert secrecy.post(page, {"confirm": "1"}).status_code == 302
    assert "已补批" in text(clerk.get(page)) and WithdrawalApproval.objects.get().officer.username == "leader"


def test_without_an_emergency_withdrawal_there_is_no_such_page(bureau: Bureau) -> None:
    item = bureau.cleared().item
    released(bureau, item.submissions.get())
    withdraw(item, "error", bureau.officers["leader"], LATER)
    for page in ("paper", "sheet.pdf"):
        assert enter(bureau, "clerk").get(f"/items/{item.uid}/approve/{page}").status_code == 404


def test_a_purge_takes_the_scan_and_the_words(bureau: Bureau, made: Withdrawal) -> None:
    paper = entered(bureau, made, note="同意")
    Withdrawal.objects.update(log_index=3)
    purge(Item.objects.get(), bureau.officers["secrecy"], LATER)
    paper.refresh_from_db()
    assert "同意" not in paper.note and paper.scan_name != SCAN[0]
    assert not files.place(paper.scan).exists()
