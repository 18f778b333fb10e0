"""Routes, editorial changes and the leader who steps in, through the verbs and the door."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.desk.agencies.models import Duty, Unit
from gongkai.desk.disclosure.course import course
from gongkai.desk.disclosure.models import Item, Release, Submission
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs import clear, hand_in, recall
from gongkai.exchange import door

HOUR = timedelta(hours=1)


def out(bureau: Bureau, hours: int = 24) -> list[str]:
    passage = door.run(bureau.agency, AT + hours * HOUR)
    return [*(["released"] * passage.released), *(one.code for one in passage.stopped)]


def edited(bureau: Bureau, submission: Submission, words: str, at=LATER) -> Submission:
    Item.objects.filter(pk=submission.item_id).update(text=words)
    return hand_in(submission.item, bureau.officers["clerk"], at)


def test_an_urgent_warning_is_cleared_in_any_order_and_waits_for_all(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item(extras={"urgent": True}))
    assert course(submission.item).stages == ("first", "secrecy", "sign")
    for stage in ("sign", "first"):
        bureau.clear(submission, stage)
    assert out(bureau) == []
    bureau.clear(submission, "secrecy")
    assert out(bureau) == ["released"]


def test_an_institutions_item_is_signed_by_the_office_only(bureau: Bureau) -> None:
    lab = Unit.objects.create(agency=bureau.agency, code="09", name="检验检测中心", kind="事业单位")
    for kind in ("clerk", "head"):
        Duty.objects.filter(officer=bureau.officers[kind]).update(unit=lab)
    submission = bureau.hand_in(bureau.item(unit=lab))
    bureau.clear(submission, "first")
    bureau.clear(submission, "secrecy")
    assert code(bureau.clear, submission, "sign") == "not-held"
    clear(submission, "sign", "open", bureau.officers["office"], AT)
    assert out(bureau) == ["released"]


def test_a_reprinted_law_takes_the_short_way(bureau: Bureau) -> None:
    extras = {"source": "https://www.gov.cn/flfg/x.htm"}
    submission = bureau.hand_in(bureau.item(category="法律法规信息", extras=extras))
    assert submission.route == "reprint" and course(submission.item).stage == "secrecy"
    bureau.clear(submission, "secrecy")
    bureau.clear(submission, "sign")
    assert out(bureau) == ["released"]


def test_an_editorial_correction_goes_past_the_head_and_the_door_sees_why(bureau: Bureau) -> None:
    first = bureau.cleared()
    assert out(bureau) == ["released"]
    second = edited(bureau, first, "正文1。\n请妥善保存好票据。")
    assert second.carries.submission == first and course(second.item).stage == "secrecy"
    bureau.clear(second, "secrecy", at=LATER + HOUR)
    bureau.clear(second, "sign", at=LATER + 2 * HOUR)
    assert out(bureau, 48) == ["released"]
    assert Release.objects.count() == 2


def test_a_change_of_facts_goes_back_to_the_head(bureau: Bureau) -> None:
    first = bureau.cleared()
    out(bureau)
    second = edited(bureau, first, "正文2。\n请妥善保存票据。")
    assert second.carries is None and course(second.item).stage == "first"


def test_wording_mended_after_a_return_keeps_the_heads_opinion(bureau: Bureau) -> None:
    first = bureau.hand_in(bureau.item())
    bureau.clear(first, "first")
    bureau.clear(first, "secrecy", "return")
    second = edited(bureau, first, "正文1。\n请您妥善保存票据。")
    assert second.carries == first.clearances.get(stage="first")
    assert course(second.item).stage == "secrecy"


def test_the_column_alone_carries_nothing_through_the_door(bureau: Bureau) -> None:
    first = bureau.cleared()
    out(bureau)
    second = edited(bureau, first, "正文9。\n请妥善保存票据。")
    Submission.objects.filter(pk=second.pk).update(carries=first.clearances.get(stage="first"))
    second.refresh_from_db()
    bureau.clear(second, "secrecy", at=LATER + HOUR)
    bureau.clear(second, "sign", at=LATER + 2 * HOUR)
    assert out(bureau, 48) == ["E_CLEARANCE"]


def test_where_nobody_else_may_the_leader_steps_in_and_the_page_says_so(bureau: Bureau) -> None:
    submission = hand_in(bureau.item(), bureau.officers["head"], AT)
    assert code(clear, submission, "first", "open", bureau.officers["head"], AT) == "four-eyes"
    clear(submission, "first", "open", bureau.officers["leader"], AT)
    bureau.clear(submission, "secrecy")
    clear(submission, "sign", "open", bureau.officers["office"], AT)
    assert out(bureau) == ["released"]


def test_a_leader_does_not_take_a_stage_that_others_hold(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    assert code(clear, submission, "first", "open", bureau.officers["leader"], AT) == "not-held"


def test_a_scheduled_item_leaves_at_its_hour_and_not_before(bureau: Bureau) -> None:
    item = bureau.item(release_at=AT + 30 * HOUR)
    bureau.clear_all(bureau.hand_in(item))
    assert out(bureau, 29) == []
    Submission.objects.update(release_at=None)
    assert out(bureau, 29) == ["E_TIME"]
    assert out(bureau, 30) == ["released"]


def test_a_release_carries_the_end_that_was_cleared(bureau: Bureau) -> None:
    bureau.clear_all(bureau.hand_in(bureau.item(until_on=date(2018, 6, 30))))
    assert out(bureau) == ["released"]
    assert Release.objects.get().until.isoformat() == "2018-06-30T16:00:00+00:00"


def test_what_ended_before_it_was_released_stays_inside(bureau: Bureau) -> None:
    bureau.clear_all(bureau.hand_in(bureau.item(until_on=date(2018, 3, 1))))
    assert out(bureau, 48) == ["E_TIME"]


def test_a_return_needs_a_reason(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    assert code(clear, submission, "first", "return", bureau.officers["head"], AT) == "reason-needed"


def test_a_recalled_opinion_of_the_head_is_not_taken_over(bureau: Bureau) -> None:
    first = bureau.hand_in(bureau.item())
    recall(bureau.clear(first, "first"), bureau.officers["head"], AT)
    assert edited(bureau, first, "正文1。\n请您妥善保存票据。").carries is None


@pytest.mark.parametrize("column", ["route", "release_at"])
def test_columns_of_a_submission_do_not_decide_at_the_door(bureau: Bureau, column: str) -> None:
    submission = bureau.hand_in(bureau.item())
    bureau.clear(submission, "first")
    changed = {"route": "reprint"} if column == "route" else {"release_at": None}
    Submission.objects.filter(pk=submission.pk).update(**changed)
    assert out(bureau) == []
