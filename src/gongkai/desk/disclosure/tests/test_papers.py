"""纸质签批: the sheet, its entry by one, its confirmation by another; then the leader's own decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import sheet
from gongkai.desk.disclosure.models import Clearance, PaperApproval, Submission
from gongkai.desk.disclosure.tests.bureau import AT, LATER, SINCE, Bureau
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs import confirm_paper, enter_paper, refuse_paper
from gongkai.papers import text
from gongkai.screening.tests.files_built import picture
from gongkai.sealing.canon import parse

DAY = date(2018, 3, 1)


def scan() -> tuple[str, bytes]:
    return "签批单.png", picture()


def waiting(bureau: Bureau) -> Submission:
    submission = bureau.hand_in(bureau.item())
    bureau.clear(submission, "first")
    bureau.clear(submission, "secrecy", at=AT + timedelta(hours=1))
    return submission


def enter(bureau: Bureau, submission: Submission, by: str = "clerk", **more) -> PaperApproval:
    given = {
        "stage": "sign",
        "leader": bureau.officers["leader"],
        "decision": "open",
        "signed_on": DAY,
    } | more
    return enter_paper(
        submission, given["stage"], given["leader"], given["decision"], given["signed_on"],
        given.get("scan", scan()), bureau.officers[by], LATER, note="同意",
    )  # fmt: skip


def test_a_confirmed_sheet_is_that_leaders_decision(bureau: Bureau) -> None:
    submission = waiting(bureau)
    paper = enter(bureau, submission)
    assert not Clearance.objects.filter(stage="sign").exists()
    made = confirm_paper(paper, bureau.officers["office"], LATER)
    assert made.officer == bureau.officers["leader"] and made.decision == "open"
    signed = parse(bytes(made.body))
    assert signed["by"].startswith("leader某 <") and signed["note"] == "纸质签批，签字日期2018-03-01；同意"
    paper.refresh_from_db()
    assert paper.state == "confirmed" and paper.clearance == made
    types = list(
        Event.objects.filter(stream=submission.item.stream).order_by("n").values_list("type", flat=True)
    )
    assert types[-3:] == ["paper-entered", "cleared", "paper-confirmed"]


def test_one_person_alone_makes_no_decision_of_a_leader(bureau: Bureau) -> None:
    submission = waiting(bureau)
    assert code(enter, bureau, submission, leader=bureau.officers["clerk"]) == "four-eyes"
    paper = enter(bureau, submission, by="office")
    for who in ("office", "leader"):
        assert code(confirm_paper, paper, bureau.officers[who], LATER) == "four-eyes"
    assert code(confirm_paper, paper, bureau.officers["head"], LATER) == "not-held"


def test_paper_keeps_the_rules_of_the_stage(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    paper = enter(bureau, submission)
    assert code(confirm_paper, paper, bureau.officers["office"], LATER) == "stage-order"
    paper.refresh_from_db()
    assert paper.state == "entered" and not Clearance.objects.exists()
    without = Officer.objects.create_user("x", name="无职责", agency=bureau.agency)
    refuse_paper(paper, bureau.officers["office"], LATER)
    other = enter(bureau, submission, stage="first", leader=without)
    assert code(confirm_paper, other, bureau.officers["office"], LATER) == "not-held"


def test_an_entry_that_does_not_agree_never_counts_and_another_may_follow(bureau: Bureau) -> None:
    submission = waiting(bureau)
    paper = enter(bureau, submission)
    assert code(enter, bureau, submission) == "waits-already"
    refuse_paper(paper, bureau.officers["office"], LATER)
    assert code(confirm_paper, paper, bureau.officers["office"], LATER) == "settled"
    assert enter(bureau, submission).state == "entered" and not submission.clearances.filter(stage="sign")


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"signed_on": date(2018, 2, 28)}, "bad-day"),
        ({"signed_on": date(2018, 3, 3)}, "bad-day"),
        ({"scan": ("签批单.txt", "同意".encode())}, "not-a-scan"),
        ({"scan": ("签批单.pdf", b"")}, "not-a-scan"),
        ({"scan": ("签批单.pdf", b"<html><body>x</body></html>")}, "mislabelled"),
    ],
)
def test_a_scan_is_a_scan_and_its_day_possible(bureau: Bureau, more, refused: str) -> None:
    assert code(enter, bureau, waiting(bureau), **more) == refused
    assert not PaperApproval.objects.exists()


def test_a_deputy_signs_on_paper_for_the_leader(bureau: Bureau) -> None:
    submission = waiting(bureau)
    deputy = Officer.objects.create_user("b", name="副职", agency=bureau.agency)
    Duty.objects.create(officer=deputy, kind="leader", since=SINCE)
    made = confirm_paper(enter(bureau, submission, leader=deputy), bureau.officers["office"], LATER)
    assert made.by == "副职"


def test_the_sheet_has_title_digest_findings_and_a_box_for_each_opinion(bureau: Bureau) -> None:
    submission = waiting(bureau)
    words = "\n".join(text.render(sheet.document(submission, DAY)))
    assert "信息发布审核（保密审查）单" in words and submission.item.title in words
    assert sheet.check_number(submission) in words and submission.digest[:8] in words
    assert "head某（系统内签批）" in words and "签字：" in words and "公开期限" in words
    assert sheet.render(submission, DAY).startswith(b"%PDF-")
