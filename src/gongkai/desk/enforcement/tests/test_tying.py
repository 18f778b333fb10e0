"""Which item publishes a batch is said by somebody; a title only suggests it (an event each way)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.enforcement import public, tying, verbs
from gongkai.desk.enforcement.models import Published, Sample
from gongkai.desk.lists.marks import settle_all
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2022, 1, 20, 2, 0, tzinfo=UTC)
BATCH, OTHER = "2021年第1期", "2021年第10期"


@pytest.fixture
def bureau(db: None, keys: object) -> Bureau:
    bureau = Bureau.found()
    for number, batch in ((1, BATCH), (2, OTHER)):
        Sample.objects.create(
            agency=bureau.agency, number=str(number), batch=batch, food="面包", verdict="合格",
            reported_on=date(2021, 3, number),
        )  # fmt: skip
    return bureau


def item(bureau: Bureau, number: int, title: str, **more: object) -> Item:
    made = bureau.item(
        number, title=title, **({"category": "抽检信息", "published_on": date(2021, 4, 1)} | more)
    )
    while settle_all():
        pass
    return made


def said_of(bureau: Bureau, *names: str) -> dict[str, Item]:
    return public.of_batches(bureau.agency.pk, set(names))


def refused(code: str, verb, *given: object) -> None:
    with pytest.raises(Refused) as caught:
        verb(*given, AT)
    assert caught.value.code == code


def test_a_title_that_says_it_otherwise_is_tied_by_somebody_and_leaves_an_event(bureau: Bureau) -> None:
    clerk, found = bureau.officers["clerk"], item(bureau, 1, "一季度面包抽检结果")
    assert said_of(bureau, BATCH) == {}
    made = tying.tie(BATCH, f" {found.index} ", clerk, AT)
    assert said_of(bureau, BATCH) == {BATCH: found}
    assert (made.tied_by, made.tied_at) == (clerk, AT)
    event = Event.objects.get(stream=found.stream, type=tying.TIED)
    assert event.by == clerk.uid and BATCH in bytes(event.body).decode()


def test_what_is_tied_goes_before_what_a_title_suggests(bureau: Bureau) -> None:
    suggested, right = item(bureau, 1, f"{BATCH}食品抽检信息"), item(bureau, 2, "一季度抽检结果")
    assert said_of(bureau, BATCH) == {BATCH: suggested}
    tying.tie(BATCH, right.index, bureau.officers["clerk"], AT)
    assert said_of(bureau, BATCH) == {BATCH: right}


def test_an_item_of_one_batch_is_not_suggested_for_another(bureau: Bureau) -> None:
    found = item(bureau, 1, f"{BATCH}和{OTHER}食品抽检信息")
    tying.tie(OTHER, found.index, bureau.officers["clerk"], AT)
    assert said_of(bureau, BATCH, OTHER) == {OTHER: found}


def test_a_tie_said_wrongly_is_taken_back_and_said_anew(bureau: Bureau) -> None:
    clerk = bureau.officers["clerk"]
    wrong, right = item(bureau, 1, "一季度抽检结果"), item(bureau, 2, "二季度抽检结果")
    tying.tie(BATCH, wrong.index, clerk, AT)
    refused("tied", tying.tie, BATCH, right.index, clerk)
    assert tying.untie(BATCH, clerk, AT) == wrong
    tying.tie(BATCH, right.index, clerk, AT)
    assert said_of(bureau, BATCH) == {BATCH: right}
    assert [one.type for one in Event.objects.filter(stream=wrong.stream).order_by("n")][-2:] == [
        tying.TIED,
        tying.UNTIED,
    ]


def test_what_cannot_be_tied_is_refused_with_a_reason(bureau: Bureau) -> None:
    clerk, found = bureau.officers["clerk"], item(bureau, 1, "一季度抽检结果")
    refused("empty", tying.tie, "2021年第9期", found.index, clerk)
    refused("unknown", tying.tie, BATCH, "37100017-8/2017-99999", clerk)
    refused("other-class", tying.tie, BATCH, item(bureau, 2, "通知", category="业务工作").index, clerk)
    refused("not-tied", tying.untie, BATCH, clerk)
    tying.tie(OTHER, found.index, clerk, AT)
    refused("drawn", tying.tie, BATCH, found.index, clerk)
    void = item(bureau, 3, "作废的", voided_on=date(2021, 5, 1))
    refused("unknown", tying.tie, BATCH, void.index, clerk)


def test_only_the_unit_of_the_item_or_the_office_says_it(bureau: Bureau) -> None:
    found = item(bureau, 1, "一季度抽检结果", unit=None)
    clerk, office, auditor = (bureau.officers[kind] for kind in ("clerk", "office", "auditor"))
    refused("unknown", tying.tie, BATCH, found.index, clerk)  # what one does not see is not there
    refused("not-yours", tying.tie, BATCH, found.index, auditor)
    assert list(tying.free(clerk, AT.date())) == [] and list(tying.free(office, AT.date())) == [found]
    tying.tie(BATCH, found.index, office, AT)
    refused("not-yours", tying.untie, BATCH, clerk)


def test_what_was_drawn_from_a_batch_is_never_untied(bureau: Bureau) -> None:
    office = bureau.officers["office"]
    drawn = verbs.draft_batch(
        bureau.agency, BATCH, list(Sample.objects.filter(batch=BATCH)), bureau.unit, by=office, at=AT
    )
    refused("not-tied", tying.untie, BATCH, office)
    assert Published.objects.get().item == drawn


def test_the_page_says_what_is_suggested_and_ties_it_at_once(bureau: Bureau) -> None:
    item(bureau, 1, "一季度抽检结果")
    found = item(bureau, 2, f"{BATCH}食品抽检信息")
    client, page = enter(bureau, "office"), f"/enforcement/samples/batch?name={BATCH}"
    html = text(client.get(page))
    assert "按标题推断，还没有人认定" in html
    assert html.index(f'<option value="{found.index}">') < html.index('<option value="') + 1
    client.post("/enforcement/samples/tie", {"name": BATCH, "index": found.index})
    html = text(client.get(page))
    assert "认定错了，取消" in html and "按标题推断" not in html and 'name="index"' not in html
    client.post("/enforcement/samples/tie", {"name": BATCH, "verdict": "untie"})
    assert "按标题推断" in text(client.get(page))


def test_who_only_reads_ties_nothing(bureau: Bureau) -> None:
    found = item(bureau, 1, "一季度抽检结果")
    client = enter(bureau, "auditor")
    assert client.post("/enforcement/samples/tie", {"name": BATCH, "index": found.index}).status_code == 403
    assert 'name="index"' not in text(client.get(f"/enforcement/samples/batch?name={BATCH}"))
    assert not Published.objects.exists()


def test_a_refusal_is_said_on_the_page_of_the_batch(bureau: Bureau) -> None:
    client = enter(bureau, "office")
    answer = client.post("/enforcement/samples/tie", {"name": BATCH, "index": ""}, follow=True)
    assert "没有索引号为" in text(answer)


def test_the_page_of_an_item_offers_the_batches_without_one_and_ties_and_unties(bureau: Bureau) -> None:
    found, other = item(bureau, 1, f"{OTHER}抽检结果"), item(bureau, 2, "预付卡提示", category="消费警示信息")
    tying.tie(BATCH, item(bureau, 3, "一季度抽检").index, bureau.officers["clerk"], AT)
    clerk, page = enter(bureau, "clerk"), f"/items/{found.uid}/"
    shown = text(clerk.get(page)).partition('id="batch"')[2].partition("</section>")[0]
    assert f'<option value="{OTHER}">' in shown and BATCH not in shown.replace(OTHER, "")
    assert 'id="batch"' not in text(clerk.get(f"/items/{other.uid}/"))
    said = {"name": OTHER, "index": found.index, "back": found.uid}
    assert clerk.post("/enforcement/samples/tie", said).url == page
    assert said_of(bureau, OTHER) == {OTHER: found} and Published.objects.get(item=found).tied_by
    shown = text(clerk.get(page)).partition('id="batch"')[2].partition("</section>")[0]
    assert "/enforcement/samples/batch?name=" in shown and "认定错了" in shown
    assert (
        clerk.post("/enforcement/samples/tie", {"name": OTHER, "verdict": "untie", "back": found.uid}).url
        == page
    )
    assert not Published.objects.filter(item=found).exists()


def test_the_page_of_an_item_offers_nothing_to_who_only_reads_or_of_another_unit(bureau: Bureau) -> None:
    found = item(bureau, 1, "一季度面包抽检结果", unit=None)
    assert 'id="batch"' not in text(enter(bureau, "leader").get(f"/items/{found.uid}/"))
    assert 'id="batch"' in text(enter(bureau, "office").get(f"/items/{found.uid}/"))
