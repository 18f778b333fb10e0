"""A sample is voided by two persons: its number stays, nothing counts it, and what names it is corrected."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.disclosure.tests.test_verbs import released
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.enforcement import queries, verbs, voiding
from gongkai.desk.enforcement.models import Recheck, Sample, SampleVoiding
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
DAY, BATCH = date(2018, 2, 20), "2018年第2期"
AT = datetime(2018, 3, 1, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
WHY = "录成了别家的样品，正确的是 S-9"


@pytest.fixture
def samples(bureau: Bureau) -> list[Sample]:
    """Three passed, one failed in two items."""
    made = [
        Sample.objects.create(
            agency=bureau.agency, number=f"S-{number}", batch=BATCH, food=f"面包{number}", verdict=verdict,
            failed_item=item, reported_on=DAY, sampled_unit="某超市",
        )
        for number, verdict, item in (
            (1, "合格", ""), (2, "合格", ""), (3, "合格", ""),
            (4, "不合格", "菌落总数"), (4, "不合格", "霉菌"),
        )
    ]  # fmt: skip
    return made


@pytest.fixture
def item(bureau: Bureau, samples: list[Sample]) -> Item:
    """The item drawn from the batch, whose failed conclusion a second test upheld."""
    Recheck.objects.create(
        sample=samples[3], told_on=DAY, asked_on=DAY, settled_on=DAY, settled_at=AT, outcome="维持",
        outcome_proof="F-1", proof="送达回证1号", by=bureau.officers["clerk"], at=AT,
    )  # fmt: skip
    rows = list(Sample.objects.order_by("-verdict", "number", "pk"))
    by = bureau.officers["clerk"]
    return verbs.draft_batch(bureau.agency, BATCH, rows, bureau.unit, by=by, at=AT - timedelta(days=1))


def let_out(bureau: Bureau, item: Item, at: datetime) -> None:
    """Hand in, clear and release what the item says at a time."""
    submission = bureau.hand_in(item)
    type(submission).objects.filter(pk=submission.pk).update(at=at)
    submission.refresh_from_db()
    released(bureau, bureau.clear_all(submission))


def void(bureau: Bureau, sample: Sample, **more: object) -> SampleVoiding:
    given = {
        "ground": "误录", "reason": WHY, "by": bureau.officers["head"], "at": AT,
        "approver": bureau.officers["leader"],
    } | more  # fmt: skip
    return voiding.void(sample, given.pop("ground"), given.pop("reason"), **given)


def jobs(bureau: Bureau, who: str = "office") -> voiding.Part:
    officer = bureau.officers[who]
    (part,) = voiding.waiting(officer, AT.date(), held(officer, AT.date()))
    return part


def test_all_rows_of_the_number_are_voided_it_stays_and_nothing_counts_it(bureau, samples) -> None:
    void(bureau, samples[4])
    office = bureau.officers["office"]
    assert Sample.objects.filter(number="S-4", voided_on=AT.date()).count() == 2
    assert queries.every_sample(office, AT.date()).filter(number="S-4").count() == 2
    (row,) = queries.batches(queries.samples(office, AT.date()))
    assert (row["count"], row["failed"]) == (3, 0)
    events = Event.objects.filter(type=voiding.VOIDED)
    assert {one.stream for one in events} == {f"sample/{one.uid}" for one in samples[3:]}
    assert json.loads(bytes(events[0].body))["data"] == {"ground": "误录", "number": "S-4"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ground": "不喜欢"}, "unknown-ground"),
        ({"reason": " "}, "no-reason"),
        ({"reason": "机密★20年 样品"}, "secrecy-mark"),
        ({"approver": None}, "four-eyes"),
        ({"approver": "head"}, "four-eyes"),
        ({"approver": "clerk"}, "four-eyes"),
        ({"by": "clerk"}, "not-held"),
        ({"by": "auditor"}, "not-held"),
    ],
)
def test_what_makes_no_sense_or_has_one_person_is_refused(bureau, samples, more, code) -> None:
    given = {
        name: bureau.officers[value] if name in ("by", "approver") and value else value
        for name, value in more.items()
    }
    with pytest.raises(Refused) as caught:
        void(bureau, samples[0], **given)
    assert caught.value.code == code and not SampleVoiding.objects.exists()
    assert not Sample.objects.filter(voided_on__isnull=False).exists()


def test_a_sample_is_voided_once(bureau, samples) -> None:
    void(bureau, samples[3])
    with pytest.raises(Refused) as caught:
        void(bureau, samples[4])
    assert caught.value.code == "voided"


def test_what_was_published_waits_until_a_later_submission_is_out(bureau, samples, item) -> None:
    let_out(bureau, item, AT - timedelta(hours=1))
    assert jobs(bureau).count == 0
    void(bureau, samples[3])
    (job,) = jobs(bureau).jobs
    assert "S-4" in job.words and job.stands == "还在公开" and job.note == item.index
    assert jobs(bureau, "clerk").mine and not jobs(bureau, "leader").mine
    amended = voiding.rewrite(BATCH, bureau.officers["clerk"], LATER)
    assert jobs(bureau).count == 1, "a draft corrects nothing"
    let_out(bureau, amended, LATER)
    assert jobs(bureau).count == 0


def test_what_is_withdrawn_names_nobody(bureau, samples, item) -> None:
    let_out(bureau, item, AT - timedelta(hours=1))
    void(bureau, samples[0])
    assert jobs(bureau).count == 1
    withdraw(item, "error", bureau.officers["office"], LATER)
    assert jobs(bureau).count == 0


def test_a_draft_waits_until_it_is_handed_in_again(bureau, samples, item) -> None:
    void(bureau, samples[0])
    (job,) = jobs(bureau).jobs
    assert job.stands == "已起草"
    rewritten = voiding.rewrite(BATCH, bureau.officers["clerk"], LATER)
    assert rewritten.correction == "", "readers never saw the other one"
    submission = bureau.hand_in(rewritten)
    type(submission).objects.filter(pk=submission.pk).update(at=LATER)
    assert jobs(bureau).count == 0


def test_the_table_is_rewritten_with_its_numbers_and_a_note_of_correction(bureau, samples, item) -> None:
    let_out(bureau, item, AT - timedelta(hours=1))
    assert "抽检 4 批次，合格 3 批次，不合格 1 批次" in item.text and "菌落总数" in item.text
    void(bureau, samples[3])
    void(bureau, samples[0])
    made = voiding.rewrite(BATCH, bureau.officers["clerk"], LATER)
    assert "抽检 2 批次，合格 2 批次，不合格 0 批次" in made.text
    assert "菌落总数" not in made.text and "面包1" not in made.text and "面包2" in made.text
    assert "S-1" in made.correction and "S-4" in made.correction
    assert made.extras["fields"]["batches"] == "2" and made.extras["fields"]["failed"] == "0"


def test_a_table_that_was_changed_by_hand_is_left_to_the_hand(bureau, samples, item) -> None:
    Item.objects.filter(pk=item.pk).update(text=item.text.replace("面包2", "面包二"))
    void(bureau, samples[0])
    with pytest.raises(Refused) as caught:
        voiding.rewrite(BATCH, bureau.officers["clerk"], LATER)
    assert caught.value.code == "changed-by-hand"
    told = voiding.said(BATCH, bureau.officers["clerk"], AT.date())
    assert told and not told["can_rewrite"] and (told["count"], told["failed"]) == (3, 1)
    with pytest.raises(Refused) as caught:
        voiding.rewrite("没有", bureau.officers["clerk"], LATER)
    assert caught.value.code == "nothing-open"


def test_the_pages_void_it_say_it_and_begin_the_correction(bureau, samples, item) -> None:
    page = f"/enforcement/samples/each/{samples[3].uid}/"
    clerk, head = enter(bureau, "clerk"), enter(bureau, "head")
    given = {"ground": "误录", "reason": WHY, "approver": bureau.officers["leader"].pk}
    assert "作废这个样品" not in text(clerk.get(page)) and clerk.post(page, given).status_code == 403
    assert "同一编号的其他不合格项目" in text(head.get(page))
    assert "请选择批准人" in text(head.post(page, given | {"approver": ""}), 422)
    assert head.post(page, given).status_code == 302
    shown = text(head.get(page))
    assert WHY in shown and "批准人" in shown and "作废这个样品" not in shown
    batch = text(clerk.get("/enforcement/samples/batch", {"name": BATCH}))
    assert (
        "抽检 3 批次，不合格 0 批次" in batch and "已作废，不计入" in batch and "按现有样品重写表格" in batch
    )
    assert "草稿的表里有作废的样品" in text(clerk.get(f"/items/{item.uid}/"))
    assert "抽检信息待更正" in text(clerk.get("/"))
    assert "S-4" in text(clerk.get("/enforcement/samples/each/?state=voided"))
    assert "S-4" not in text(clerk.get("/enforcement/samples/each/?state=open&verdict=不合格"))
    answer = clerk.post("/enforcement/samples/correct", {"name": BATCH})
    assert answer["Location"] == f"/items/{item.uid}/edit"
    item.refresh_from_db()
    assert "菌落总数" not in item.text
    assert clerk.post("/enforcement/samples/correct", {"name": "没有"}).status_code == 404
    assert "已按现有样品重写，请核对后送审" in text(clerk.get(f"/items/{item.uid}/"))
    again = clerk.post("/enforcement/samples/correct", {"name": BATCH}, follow=True)
    assert "不能自动重写" in again.content.decode()


def test_the_first_page_asks_little_where_nothing_was_voided(
    bureau, samples, item, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        assert voiding.open_ones(bureau.agency.pk) == []
    for one in samples[:4]:
        void(bureau, one)
    with django_assert_num_queries(4):
        assert len(voiding.open_ones(bureau.agency.pk)) == 4
