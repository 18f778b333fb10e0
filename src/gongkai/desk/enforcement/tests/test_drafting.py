"""What is drawn from decisions and samples says all that its rule wants the public to be told."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.disclosure import classes, readiness, screened, terms
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.enforcement import summary, verbs
from gongkai.desk.enforcement.models import Penalty, Sample
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
DAY = date(2018, 3, 1)


def decision(bureau: Bureau) -> Penalty:
    return Penalty.objects.create(
        agency=bureau.agency, organ=bureau.agency.name, doc_no="高市监罚〔2018〕1号", party="某超市",
        party_kind="企业", violation="销售超过保质期的食品", content="罚款五千元", decided_on=DAY,
    )  # fmt: skip


def test_a_failed_sample_is_published_with_all_that_its_rule_asks_and_what_passed_beside_it(bureau):
    told = {
        "spec": "100克/袋", "trademark": "好味道", "produced": "2018-01-02", "maker": "某食品公司",
        "maker_address": "威海市文化西路1号", "sampled_unit": "某超市", "sampled_address": "威海市火炬路2号",
        "failed_item": "菌落总数", "found": "1000", "standard": "100", "task": "市级监督抽检",
    }  # fmt: skip
    values = {"agency": bureau.agency, "batch": "2018年第3期", "reported_on": DAY}
    Sample.objects.create(number="1", verdict="不合格", food="面包", **values, **told)
    Sample.objects.create(number="2", verdict="合格", food="酱油", **values)
    found = list(Sample.objects.order_by("pk"))
    item = verbs.draft_batch(bureau.agency, "2018年第3期", found, None, by=bureau.officers["office"], at=AT)
    (row,) = [line for line in item.text.splitlines() if line.startswith("| 面包 |")]
    assert all(f"| {cell} |" in f"{row} " for name, cell in told.items() if name != "task")
    assert "| 酱油 | — |" in item.text.partition("合格样品：")[2]
    assert screened.fields_of(item) == {"task": "市级监督抽检", "batches": "2", "failed": "1"}
    assert not [one for one in readiness.issues(item) if one.code == "incomplete"]


def test_what_passed_is_cut_with_a_word_and_what_failed_never(monkeypatch):
    monkeypatch.setattr(summary, "MOST_PASSED", 2)
    rows = [Sample(number=f"{n}", food=f"食品{n}", verdict="合格") for n in range(3)]
    rows += [Sample(number=f"f{n}", food=f"次品{n}", verdict="不合格", failed_item="菌落") for n in range(3)]
    text = summary.batch_text("第4期", rows)
    assert "下表列前 2 批次，其余请列入附件" in text and "食品2" not in text and "次品2" in text


def test_what_failed_stands_first_in_a_batch_and_is_never_behind_the_cut(bureau):
    values = {"agency": bureau.agency, "batch": "2018年第3期", "reported_on": DAY}
    Sample.objects.create(number="1", verdict="合格", food="酱油", **values)
    Sample.objects.create(number="2", verdict="不合格", food="面包", **values)
    page = text(enter(bureau, "office").get("/enforcement/samples/batch", {"name": "2018年第3期"}))
    assert 0 < page.index("面包") < page.index("酱油")


def test_a_sample_without_a_verdict_is_never_published_as_passed(bureau):
    values = {"agency": bureau.agency, "batch": "2018年第3期", "reported_on": DAY}
    found = [Sample.objects.create(number="1", verdict="合格", food="酱油", **values)]
    found.append(Sample.objects.create(number="2", verdict="", food="面包", **values))
    with pytest.raises(Refused) as refused:
        verbs.draft_batch(bureau.agency, "2018年第3期", found, None, by=bureau.officers["office"], at=AT)
    assert refused.value.code == "no-verdict" and "2" in refused.value.sentence
    told = summary.batch_text("2018年第3期", found)
    assert "合格 1 批次，不合格 0 批次，结论尚未登记 1 批次" in told and "面包" not in told


def test_a_measured_value_says_what_it_is_on_the_card_of_a_phone_too(bureau):
    values = {"agency": bureau.agency, "batch": "2018年第3期", "reported_on": DAY, "food": "面包"}
    Sample.objects.create(
        number="1", verdict="不合格", failed_item="铅", found="0.3", standard="0.2", **values
    )
    page = text(enter(bureau, "office").get("/enforcement/samples/batch", {"name": "2018年第3期"}))
    assert "检验结果 0.3，标准值 0.2" in page


def test_a_decision_fills_the_fields_of_its_class(bureau):
    one = decision(bureau)
    item = verbs.draft_penalty(one, bureau.unit, by=bureau.officers["clerk"], at=AT)
    said = screened.fields_of(item)
    assert (said["party"], said["decided"]) == (one.party, one.decided_on.isoformat())
    assert not [
        name for name in classes.missing(item.category, said, item.text, item.formed_on) if "当事人" in name
    ]


@pytest.mark.parametrize(
    ("sanction", "klass", "kinds"),
    [("罚款、没收违法所得", "other", ["罚款", "没收违法所得"]), ("通报批评", "notice-only", ["通报批评"])],
)
def test_a_decision_brings_its_publicity_period(bureau, sanction, klass, kinds):
    one = decision(bureau)
    one.sanction = sanction
    item = verbs.draft_penalty(one, bureau.unit, by=bureau.officers["clerk"], at=AT)
    term = terms.term_of(item)
    assert (term.klass, term.kinds, term.decided_on) == (klass, kinds, one.decided_on)
    assert term.is_special is (one.line == "食药")


def test_a_decision_about_food_or_drugs_waits_a_year_for_an_early_end(bureau):
    one = decision(bureau)
    one.line = "食药"
    item = verbs.draft_penalty(one, bureau.unit, by=bureau.officers["clerk"], at=AT)
    assert terms.term_of(item).is_special


def test_a_mere_warning_is_not_published_since_order_45_and_the_page_says_why(bureau):
    one = decision(bureau)
    Penalty.objects.filter(pk=one.pk).update(sanction="警告", decided_on=date(2022, 1, 5))
    one.refresh_from_db()
    with pytest.raises(Refused) as caught:
        verbs.draft_penalty(one, bureau.unit, by=bureau.officers["clerk"], at=AT)
    assert caught.value.code == "warning-only" and "第二条" in caught.value.sentence
    page = text(enter(bureau, "clerk").get(f"/enforcement/penalties/{one.uid}/"))
    assert "不公示" in page and "起草公示信息" not in page
    assert "2022-02-07" not in page  # the 20 working days of what is published
    Penalty.objects.filter(pk=one.pk).update(sanction="警告、罚款")
    page = text(enter(bureau, "clerk").get(f"/enforcement/penalties/{one.uid}/"))
    assert "2022-02-07" in page and "怎么算的" in page
    assert "起草公示信息" in page and "书面告知当事人" in page
