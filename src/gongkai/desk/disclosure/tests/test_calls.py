"""电话授权: an urgent warning by phone, called back, signed the next working day, open until then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import calls, due
from gongkai.desk.disclosure.models import PaperApproval, Submission
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter as page_of
from gongkai.desk.disclosure.tests.pages import text
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs import confirm_paper, enter_call, refuse_paper, supply_sheet
from gongkai.screening.tests.files_built import picture
from gongkai.sealing.canon import parse

SATURDAY = datetime(2018, 3, 3, 13, 40, tzinfo=UTC)
DAY, MONDAY = date(2018, 3, 3), date(2018, 3, 5)


def urgent(bureau: Bureau, at: datetime = SATURDAY) -> Submission:
    return bureau.hand_in(bureau.item(extras={"urgent": True}), at)


def call(bureau: Bureau, submission: Submission, by: str = "clerk", **more) -> PaperApproval:
    given = {"leader": bureau.officers["leader"], "on": DAY, "said": "21:40，同意马上发布"} | more
    return enter_call(
        submission, "sign", given["leader"], given["on"], given["said"], bureau.officers[by], SATURDAY
    )


def test_a_call_counts_once_another_called_back_and_is_open_until_the_next_working_day(bureau) -> None:
    submission = urgent(bureau)
    paper = call(bureau, submission)
    assert (paper.sign_by, paper.scan, paper.is_open) == (MONDAY, "", False)
    assert code(confirm_paper, paper, bureau.officers["clerk"], SATURDAY) == "four-eyes"
    made = confirm_paper(paper, bureau.officers["office"], SATURDAY)
    assert made.officer == bureau.officers["leader"]
    said = parse(bytes(made.body))["note"]
    assert said == "电话授权，2018-03-03，2018-03-05前补签；21:40，同意马上发布"
    paper.refresh_from_db()
    assert paper.is_open
    assert list(calls.unsigned(bureau.officers["office"], DAY)) == [paper]


def test_the_signed_sheet_closes_it(bureau) -> None:
    paper, monday = call(bureau, urgent(bureau)), SATURDAY + timedelta(days=2)
    scan = ("签批单.png", picture())
    assert code(supply_sheet, paper, MONDAY, scan, bureau.officers["clerk"], monday) == "not-open"
    confirm_paper(paper, bureau.officers["office"], SATURDAY)
    assert (
        code(supply_sheet, paper, MONDAY, ("a.txt", b"x"), bureau.officers["clerk"], monday) == "not-a-scan"
    )
    assert code(supply_sheet, paper, date(2018, 3, 9), scan, bureau.officers["clerk"], monday) == "bad-day"
    supply_sheet(paper, MONDAY, scan, bureau.officers["clerk"], monday)
    paper.refresh_from_db()
    assert not paper.is_open and paper.scan and not calls.unsigned(bureau.officers["office"], MONDAY).exists()


@pytest.mark.parametrize(
    ("wanted", "more"),
    [("bad-day", {"on": date(2018, 3, 9)}), ("no-words", {"said": " "})],
)
def test_what_does_not_fit_is_refused(bureau, wanted, more) -> None:
    assert code(call, bureau, urgent(bureau), **more) == wanted


def test_only_an_urgent_warning_and_nobody_for_themselves(bureau) -> None:
    assert code(call, bureau, bureau.hand_in(bureau.item(2), SATURDAY)) == "not-urgent"
    submission = urgent(bureau)
    assert code(call, bureau, submission, leader=bureau.officers["clerk"]) == "four-eyes"
    assert code(call, bureau, submission, by="auditor") == "not-held"
    refuse_paper(call(bureau, submission), bureau.officers["office"], SATURDAY)
    assert call(bureau, submission).pk


def test_the_database_wants_a_scan_or_a_call(bureau) -> None:
    paper = call(bureau, urgent(bureau))
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperApproval.objects.filter(pk=paper.pk).update(by_phone=False)


def test_the_page_takes_the_call_and_the_first_page_lists_it_until_it_is_signed(bureau) -> None:
    submission, clerk = urgent(bureau, timezone.now()), page_of(bureau, "clerk")
    address = f"/items/{submission.item.uid}/paper"
    assert "登记电话授权" in text(clerk.get(address))
    given = {
        "call": "1", "call-stage": "sign", "call-leader": bureau.officers["leader"].pk,
        "call-called_on": today().isoformat(), "call-said": "21:40，同意",
    }  # fmt: skip
    assert clerk.post(address, given).status_code == 302
    paper = PaperApproval.objects.get()
    assert paper.sign_by == due.calendar().add_workdays(today(), 1)
    assert "请回拨这位领导" in text(page_of(bureau, "office").get(address))
    assert page_of(bureau, "office").post(address, {"paper": paper.pk, "confirm": "1"}).status_code == 302
    assert "电话授权补签" in text(clerk.get("/"))
    assert "电话授权，待补签" in text(clerk.get(address))
    assert clerk.post(address, {"paper": paper.pk, "supply": "1"}).status_code == 422
