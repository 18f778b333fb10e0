"""Nobody signs failed samples for release before the conclusion is final, but where a leader says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import readiness
from gongkai.desk.disclosure.models import Item, Submission
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.disclosure.verbs import clear, hand_in
from gongkai.desk.enforcement import early, rechecking, tying, verbs
from gongkai.desk.enforcement.models import EarlyPublication, Published, Sample
from gongkai.desk.enforcement.tests.test_rechecking import (
    BATCH,
    END,
    REPORT,
    TOLD,
    drawn,
    noon,
    refused,
    told,
)
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
WHY = "检出致病菌，产品仍在销售，须立即提醒消费者停止食用"
HREF = "/enforcement/samples/early"


@pytest.fixture
def failed(bureau: Bureau) -> Sample:
    """A batch with one sample that failed, whose conclusion was received."""
    one = drawn(bureau, "霉菌")
    told(bureau, one)
    return one


@pytest.fixture
def item(bureau: Bureau, failed: Sample) -> Item:
    rows = list(Sample.objects.order_by("pk"))
    return verbs.draft_batch(
        bureau.agency, BATCH, rows, bureau.unit, by=bureau.officers["clerk"], at=noon(TOLD)
    )


def to_be_signed(bureau: Bureau, item: Item) -> Submission:
    """Handed in and cleared up to the last signature, while the conclusion is open."""
    submission = hand_in(item, bureau.officers["clerk"], noon(TOLD))
    for stage, who in (("first", "head"), ("secrecy", "secrecy")):
        clear(submission, stage, "open", bureau.officers[who], noon(TOLD))
    return submission


def allow(bureau: Bureau, who: str = "leader", reason: str = WHY, on=TOLD) -> EarlyPublication:
    return early.allow(BATCH, reason, by=bureau.officers[who], at=noon(on))


def test_the_last_signature_waits_for_the_end_of_the_period__art_88(bureau, item) -> None:
    submission, leader = to_be_signed(bureau, item), bureau.officers["leader"]
    with pytest.raises(Refused) as no:
        clear(submission, "sign", "open", leader, noon(END))
    assert no.value.code == "recheck-open" and "不合格样品 2" in no.value.sentence
    assert clear(submission, "sign", "open", leader, noon(END + timedelta(1))).stage == "sign"


def test_it_waits_for_the_second_test_that_was_asked_for(bureau, item, failed) -> None:
    submission, clerk, leader = (
        to_be_signed(bureau, item),
        bureau.officers["clerk"],
        bureau.officers["leader"],
    )
    recheck, late = rechecking.ask(failed.recheck, END, by=clerk, at=noon(END)), END + timedelta(30)
    refused("recheck-open", clear, submission, "sign", "open", leader, noon(late))
    rechecking.settle(recheck, "维持", late, "F-1", by=clerk, at=noon(late))
    assert clear(submission, "sign", "open", leader, noon(late)).decision == "open"


def test_a_return_and_the_stages_before_do_not_wait(bureau, item) -> None:
    submission, leader = to_be_signed(bureau, item), bureau.officers["leader"]
    assert clear(submission, "sign", "return", leader, noon(TOLD), note="请等复检结论").decision == "return"


def test_a_leader_lets_it_go_with_a_reason_that_stands_with_their_name(bureau, item) -> None:
    submission = to_be_signed(bureau, item)
    made = allow(bureau)
    assert (made.item, made.numbers, made.reason, made.by) == (item, ["2"], WHY, bureau.officers["leader"])
    event = Event.objects.get(stream=item.stream, type=early.ALLOWED)
    assert event.by.endswith(f"{bureau.officers['leader'].uid}") or bureau.officers["leader"].uid in event.by
    assert WHY in "".join(one.sentence for one in readiness.cautions(item))
    assert clear(submission, "sign", "open", bureau.officers["office"], noon(TOLD)).decision == "open"


def test_what_was_let_go_does_not_cover_a_sample_that_fails_later(bureau, item, failed) -> None:
    submission = to_be_signed(bureau, item)
    allow(bureau)
    Sample.objects.create(
        agency=bureau.agency, batch=BATCH, reported_on=REPORT, food="面包", number="3", verdict="不合格"
    )
    leader = bureau.officers["leader"]
    refused("recheck-open", clear, submission, "sign", "open", leader, noon(TOLD))
    assert allow(bureau).numbers == ["3"]
    clear(submission, "sign", "open", leader, noon(TOLD))


def test_who_may_not_and_what_needs_none_is_refused(bureau, failed) -> None:
    refused("no-item", allow, bureau)
    rows = list(Sample.objects.order_by("pk"))
    item = verbs.draft_batch(
        bureau.agency, BATCH, rows, bureau.unit, by=bureau.officers["clerk"], at=noon(TOLD)
    )
    for who in ("clerk", "head", "office", "auditor"):
        refused("not-held", allow, bureau, who)
    refused("no-reason", allow, bureau, reason="  ")
    refused("final", allow, bureau, on=END + timedelta(1))
    Item.objects.filter(pk=item.pk).update(published_on=TOLD)
    refused("released", allow, bureau)
    assert not EarlyPublication.objects.exists()


def test_an_item_that_is_tied_to_the_batch_waits_too_and_another_does_not(bureau, failed) -> None:
    item = bureau.item(1, category="抽检信息", published_on=None)
    assert list(early.holds(item, TOLD)) == []
    tying.tie(BATCH, item.index, bureau.officers["clerk"], noon(TOLD))
    assert [one.code for one in early.holds(item, TOLD)] == ["recheck-open"]
    Published.objects.all().delete()
    assert list(early.holds(item, TOLD)) == []


def test_a_correction_of_what_is_public_does_not_wait(bureau, item) -> None:
    Item.objects.filter(pk=item.pk).update(published_on=TOLD)
    item.refresh_from_db()
    assert list(early.holds(item, TOLD)) == []


def test_the_page_of_the_batch_has_the_form_for_the_leader_only(bureau, item, failed) -> None:
    failed.recheck.told_on = failed.recheck.asked_on = TOLD  # a second test runs, whatever day it is today
    failed.recheck.save()
    here = f"/enforcement/samples/batch?name={BATCH}"
    assert "准许提前公布" in text(enter(bureau, "leader").get(here))
    shown = text(enter(bureau, "clerk").get(here))
    assert "准许提前公布" not in shown and "由分管领导在这里写明理由" in shown
    said = enter(bureau, "clerk").post(HREF, {"name": BATCH, "reason": WHY}, follow=True)
    assert "没有分管领导职责" in text(said) and not EarlyPublication.objects.exists()
    said = text(enter(bureau, "leader").post(HREF, {"name": BATCH, "reason": WHY}, follow=True))
    assert "不能签发" in shown and "不能签发" not in said and "准许提前公布</button>" not in said
    assert "leader某于" in said and WHY in said
    assert enter(bureau, "leader").post(HREF, {"name": "没有", "reason": WHY}).status_code == 404


def test_the_deciding_page_says_why_it_cannot_be_signed(bureau, item, failed) -> None:
    submission = to_be_signed(bureau, item)
    failed.recheck.asked_on = TOLD
    failed.recheck.save()
    another = Officer.objects.create_user("leader2", name="谭主事", agency=bureau.agency)
    Duty.objects.create(officer=another, kind="leader", since=SINCE)
    bureau.officers["leader2"] = another
    given = {"submission": submission.digest, "decision": "open"}
    answer = enter(bureau, "leader2").post(f"/items/{item.uid}/review", given)
    assert answer.status_code in (409, 422) and "还不是最终结论" in answer.content.decode()
