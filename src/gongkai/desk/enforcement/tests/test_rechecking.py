"""A failed sample is not final before its period for a second test is over (食品安全法第八十八条)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import readiness
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.enforcement import due, recheck_views, rechecking, verbs, waiting
from gongkai.desk.enforcement.models import Penalty, Recheck, Sample
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
REPORT, TOLD, BATCH = date(2020, 3, 2), date(2020, 3, 4), "2020年第3期"
END = date(2020, 3, 13)
"""Seven working days after the conclusion was received."""
PROOF = "送达回证〔2020〕5号"


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def drawn(bureau: Bureau, *failed_items: str) -> Sample:
    """A batch with a sample that passed and one that failed in these; its last line."""
    values = {"agency": bureau.agency, "batch": BATCH, "reported_on": REPORT, "food": "面包"}
    Sample.objects.create(number="1", verdict="合格", **values)
    for item in failed_items:
        one = Sample.objects.create(number="2", verdict="不合格", failed_item=item, **values)
    return one


@pytest.fixture
def failed(bureau: Bureau) -> Sample:
    return drawn(bureau, "菌落总数", "霉菌")


def told(bureau: Bureau, sample: Sample, on: date = TOLD) -> Recheck:
    return rechecking.tell(sample, on, PROOF, by=bureau.officers["clerk"], at=noon(on))


def batch(bureau: Bureau, today: date) -> due.Result:
    return due.of_batches(bureau.agency.pk, [BATCH], today)[BATCH]


def refused(code: str, act, *given: object, **more: object) -> None:
    with pytest.raises(Refused) as caught:
        act(*given, **more)
    assert caught.value.code == code


def part(bureau: Bureau, key: str, today: date, who: str = "clerk"):
    officer = bureau.officers[who]
    return next(one for one in waiting.waiting(officer, today, held(officer, today)) if one.key == key)


def test_seven_working_days_from_the_receipt_and_not_from_the_report__art_88(bureau, failed) -> None:
    assert batch(bureau, END).open[0].recheck is None
    told(bureau, failed)
    (open_one,) = batch(bureau, END).open
    assert open_one.until.due == END and "第八十八条" in open_one.until.basis
    after = batch(bureau, END + timedelta(1))
    assert after.open == () and after.formed_on == END
    assert after.answer.due == calendar().add_workdays(END, 20)
    assert [one.due for one in after.answer.also] == [calendar().add_workdays(REPORT, 20)]
    assert any("未见明文" in step.what for step in after.answer.steps)


def test_while_a_second_test_runs_the_conclusion_stays_open_and_its_outcome_is_final(bureau, failed) -> None:
    clerk, one = bureau.officers["clerk"], told(bureau, failed)
    refused("not-asked", rechecking.settle, one, "维持", END, "F-1", by=clerk, at=noon(END))
    late = END + timedelta(3)
    refused("too-late", rechecking.ask, one, late, by=clerk, at=noon(late))
    refused("wrong-day", rechecking.ask, one, TOLD - timedelta(1), by=clerk, at=noon(END))
    rechecking.ask(one, END, by=clerk, at=noon(late))
    assert batch(bureau, date(2020, 4, 1)).answer.provisional
    refused("unknown-outcome", rechecking.settle, one, "也许", late, "F-1", by=clerk, at=noon(late))
    rechecking.settle(one, "维持", late, "F-1", by=clerk, at=noon(late))
    found = batch(bureau, late)
    assert found.open == () and found.formed_on == late and not found.answer.provisional
    refused("settled", rechecking.settle, one, "合格", late, "F-2", by=clerk, at=noon(late))
    types = [event.type for event in Event.objects.filter(stream=f"sample/{one.sample.uid}").order_by("n")]
    assert types == [rechecking.TOLD, rechecking.ASKED, rechecking.SETTLED]


def test_once_a_second_test_was_asked_for_its_period_is_no_longer_due(bureau, failed) -> None:
    clerk, one = bureau.officers["clerk"], told(bureau, failed)
    (job,) = part(bureau, "rechecks", END).jobs
    assert job.on == END
    rechecking.ask(one, END, by=clerk, at=noon(END))
    (job,) = part(bureau, "rechecks", END + timedelta(30)).jobs
    assert (job.on, job.left) == (None, None) and "申请复检，还没有结论" in job.words
    page = recheck_views.shown(failed, clerk, END + timedelta(30))
    assert page["clock"] is None and page["clock_left"] is None


def test_what_is_entered_wrongly_is_refused(bureau, failed) -> None:
    clerk = bureau.officers["clerk"]
    passed = Sample.objects.get(number="1")
    refused("passed", rechecking.tell, passed, TOLD, PROOF, by=clerk, at=noon(TOLD))
    refused("no-proof", rechecking.tell, failed, TOLD, " ", by=clerk, at=noon(TOLD))
    refused("wrong-day", rechecking.tell, failed, date(2020, 3, 1), PROOF, by=clerk, at=noon(TOLD))
    refused("wrong-day", rechecking.tell, failed, END, PROOF, by=clerk, at=noon(TOLD))
    refused("not-held", rechecking.tell, failed, TOLD, PROOF, by=bureau.officers["auditor"], at=noon(TOLD))
    told(bureau, failed)
    other = Sample.objects.get(failed_item="菌落总数")  # the number is told once, not each row of it
    refused("told", rechecking.tell, other, TOLD, PROOF, by=clerk, at=noon(TOLD))


def test_a_draft_before_the_end_says_so_to_who_writes_and_who_reviews_it(bureau, failed) -> None:
    told(bureau, failed)
    rows = list(Sample.objects.order_by("pk"))
    item = verbs.draft_batch(
        bureau.agency, BATCH, rows, bureau.unit, by=bureau.officers["clerk"], at=noon(TOLD)
    )
    assert item.formed_on == REPORT
    said = due._of_results(item, batch(bureau, END))
    assert [one.code for one in said] == ["recheck-open"]
    over = list(due._of_results(item, batch(bureau, END + timedelta(1))))
    assert [one.code for one in over] == ["formed-on"] and str(END) in over[0].sentence
    assert "formed-on" in [one.code for one in readiness.cautions(item)]  # today all is over


def test_after_the_end_the_draft_is_of_the_day_of_the_final_conclusion(bureau, failed) -> None:
    told(bureau, failed)
    by, at = bureau.officers["clerk"], noon(END + timedelta(1))
    item = verbs.draft_batch(
        bureau.agency, BATCH, list(Sample.objects.order_by("pk")), bureau.unit, by=by, at=at
    )
    assert item.formed_on == END and list(readiness.cautions(item)) == []


def test_what_passed_its_second_test_is_not_published_as_failed(bureau, failed) -> None:
    clerk, one = bureau.officers["clerk"], told(bureau, failed)
    rechecking.ask(one, END, by=clerk, at=noon(END))
    rechecking.settle(one, "合格", END, "F-1", by=clerk, at=noon(END))
    rows = list(Sample.objects.order_by("pk"))
    item = verbs.draft_batch(bureau.agency, BATCH, rows, bureau.unit, by=clerk, at=noon(END))
    assert "抽检 2 批次，合格 2 批次，不合格 0 批次" in item.text and "霉菌" not in item.text
    assert item.extras["fields"]["failed"] == "0"
    assert Sample.objects.filter(verdict="不合格").count() == 2  # the register keeps the first result


def test_what_was_public_as_failed_waits_for_its_correction(bureau, failed) -> None:
    clerk, one = bureau.officers["clerk"], told(bureau, failed)
    rows = list(Sample.objects.order_by("pk"))
    item = verbs.draft_batch(bureau.agency, BATCH, rows, bureau.unit, by=clerk, at=noon(TOLD))
    Item.objects.filter(pk=item.pk).update(published_on=TOLD)
    rechecking.ask(one, END, by=clerk, at=noon(END))
    assert part(bureau, "rechecks-passed", END).count == 0
    rechecking.settle(one, "合格", END, "F-1", by=clerk, at=noon(END))
    found = part(bureau, "rechecks-passed", END)
    assert found.count == 1 and found.jobs[0].note == item.index


def test_the_first_page_has_what_is_to_be_told_what_runs_and_what_is_to_be_published(bureau, failed) -> None:
    waits = part(bureau, "rechecks", TOLD)
    assert waits.count == 1 and waits.jobs[0].stands == "等登记送达"
    assert waits.jobs[0].on == calendar().add_workdays(REPORT, 5)
    result = part(bureau, "results-due", TOLD).jobs[0]
    assert result.on == calendar().add_workdays(REPORT, 20) and result.provisional
    told(bureau, failed)
    assert part(bureau, "rechecks", TOLD).jobs[0].on == END
    assert part(bureau, "rechecks", END + timedelta(1)).count == 0
    assert part(bureau, "results-due", END + timedelta(400)).count == 0
    auditor = bureau.officers["auditor"]
    assert list(waiting.waiting(auditor, TOLD, held(auditor, TOLD))) == []


def test_before_2015_10_no_period_is_known_and_the_basis_says_so(bureau) -> None:
    values = {"agency": bureau.agency, "batch": BATCH, "reported_on": date(2014, 3, 3), "food": "面包"}
    sample = Sample.objects.create(number="9", verdict="不合格", **values)
    Duty.objects.update(since=date(2014, 1, 1))
    told(bureau, sample, date(2014, 3, 4))
    found = batch(bureau, date(2014, 3, 4))
    assert found.open == () and "没有收录" in found.failed[0].words


def test_a_decision_without_an_item_waits_by_the_earliest_limit_and_a_mere_warning_does_not(bureau) -> None:
    values = {
        "agency": bureau.agency, "organ": bureau.agency.name, "party": "某超市", "party_kind": "企业",
        "violation": "销售超过保质期的食品", "line": "食药",
    }  # fmt: skip
    Penalty.objects.create(doc_no="1号", decided_on=date(2015, 3, 2), served_on=date(2015, 3, 3), **values)
    found = part(bureau, "decisions-due", date(2015, 3, 4))
    assert found.count == 1 and found.jobs[0].on == date(2015, 3, 12)
    Penalty.objects.create(doc_no="2号", decided_on=date(2022, 3, 1), sanction="警告", **values)
    one = Penalty.objects.create(doc_no="3号", decided_on=date(2022, 3, 1), sanction="罚款", **values)
    found = part(bureau, "decisions-due", date(2022, 3, 2))
    assert [job.title for job in found.jobs] == ["3号"]
    verbs.draft_penalty(one, bureau.unit, by=bureau.officers["clerk"], at=noon(date(2022, 3, 2)))
    assert part(bureau, "decisions-due", date(2022, 3, 2)).count == 0


def test_the_service_goes_into_the_draft_and_one_that_came_later_is_said(bureau) -> None:
    one = Penalty.objects.create(
        agency=bureau.agency, organ=bureau.agency.name, doc_no="1号", party="某超市", party_kind="企业",
        violation="销售超过保质期的食品", line="食药", decided_on=date(2015, 3, 2),
        served_on=date(2015, 3, 3),
    )  # fmt: skip
    item = verbs.draft_penalty(one, bureau.unit, by=bureau.officers["clerk"], at=noon(date(2015, 3, 4)))
    assert item.extras["fields"]["served"] == "2015-03-03" and list(readiness.cautions(item)) == []
    Penalty.objects.filter(pk=one.pk).update(served_on=date(2015, 3, 5))
    assert [found.code for found in readiness.cautions(item)] == ["served-on"]


def test_the_page_of_a_sample_walks_the_steps(bureau, failed) -> None:
    client = enter(bureau, "clerk")
    page, step = f"/enforcement/samples/each/{failed.uid}/", f"/enforcement/samples/each/{failed.uid}/recheck"
    assert "登记收到检验结论" in text(client.get(page))
    assert client.post(step, {"on": "2020-03-04"}).status_code == 422
    assert client.post(step, {"on": "2020-03-04", "proof": PROOF}).status_code == 302
    assert "没有人申请" in text(client.get(page))
    assert client.post(step, {"on": "2020-03-13"}).status_code == 302
    assert client.post(step, {"on": "2020-03-20", "outcome": "维持", "proof": "F-1"}).status_code == 302
    shown = text(client.get(f"/enforcement/samples/batch?name={BATCH}"))
    assert "不合格样品的结论" in shown and "最终结论" in shown and "公开期限" in shown
    assert client.get(step).status_code == 200 and client.post(step, {"on": "2020-03-20"}).status_code == 422
    assert BATCH in text(client.get("/enforcement/samples/"))
    passed = Sample.objects.get(number="1")
    assert client.get(f"/enforcement/samples/each/{passed.uid}/recheck").status_code == 404
