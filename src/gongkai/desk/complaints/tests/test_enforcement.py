"""From a clue to an investigation, a decision, an item; from a batch of samples to an item."""

from datetime import date

import pytest
from django.test import Client

from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import verbs as centre_verbs
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.marks import marks_of
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.screens.linked import path
from gongkai.desk.complaints.tests.centre import AT, NAME, Centre
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import queries, summary, verbs
from gongkai.desk.enforcement.models import Investigation, Penalty, Published, Sample
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
DAY = date(2018, 3, 1)


@pytest.fixture
def centre():
    made = Centre.found()
    made.add("clerk", "clerk", "JC")
    return made


@pytest.fixture
def penalty(centre):
    return Penalty.objects.create(
        agency=centre.agency, organ=centre.agency.name, doc_no="高市监罚〔2018〕1号", party="某超市",
        party_kind="企业", violation="销售超过保质期的食品", facts="销售过期面包|两袋", basis="食品安全法",
        sanction="罚款", content="罚款五千元", fine_fen=500_000, decided_on=DAY, line="食药",
    )  # fmt: skip


def opened(centre, number="立1号", **more):
    values = {"unit": centre.units["JC"], "violation": "销售过期食品", "by": centre["inspector"], "at": AT}
    return verbs.open_investigation(agency=centre.agency, number=number, **(values | more))


def sample(centre, number, verdict="合格", **more):
    values = {"food": "面包", "batch": "2018年3月第1期", "reported_on": DAY}
    return Sample.objects.create(agency=centre.agency, number=number, verdict=verdict, **(values | more))


def test_an_investigation_has_a_number_of_its_own_and_ends_once(centre, penalty):
    made = opened(centre)
    for code, more in (("known", {}), ("no-number", {"number": " "}), ("no-violation", {"violation": ""})):
        with pytest.raises(Refused) as refused:
            opened(centre, **more)
        assert refused.value.code == code
    with pytest.raises(Refused, match="须有处罚决定"):
        verbs.end_investigation(made, "行政处罚", by=centre["inspector"], at=AT)
    verbs.end_investigation(made, "行政处罚", penalty=penalty, by=centre["inspector"], at=AT)
    with pytest.raises(Refused, match="已于"):
        verbs.end_investigation(made, "撤销案件", by=centre["inspector"], at=AT)
    assert list(
        Event.objects.filter(stream=verbs.stream(made)).order_by("n").values_list("type", flat=True)
    ) == [
        "investigation-opened",
        "investigation-ended",
    ]


def test_units_see_their_investigations_and_operators_none(centre):
    opened(centre)
    opened(centre, "立2号", unit=centre.units["YY"])
    seen = {
        name: queries.investigations(centre[name], DAY).count() for name in ("inspector", "handler", "leader")
    }
    assert seen == {"inspector": 1, "handler": 1, "leader": 2}
    assert queries.investigations(centre["operator"], DAY).count() == 0


def test_a_decision_becomes_an_item_once(centre, penalty):
    item = verbs.draft_penalty(penalty, centre.units["JC"], by=centre["clerk"], at=AT)
    assert (item.category, item.doc_no, item.formed_on) == ("案件办理信息", penalty.doc_no, DAY)
    assert "销售过期面包｜两袋" in item.text
    with pytest.raises(Refused, match="已经有公示信息"):
        verbs.draft_penalty(penalty, centre.units["JC"], by=centre["clerk"], at=AT)


def test_a_voided_decision_is_not_published(centre, penalty):
    penalty.voided_on = DAY
    with pytest.raises(Refused, match="作废"):
        verbs.draft_penalty(penalty, centre.units["JC"], by=centre["clerk"], at=AT)


def test_a_batch_says_how_many_failed_and_what(centre):
    rows = [
        sample(centre, "1"),
        sample(centre, "2", "不合格", failed_item="菌落总数", found="1000", standard="100"),
        sample(centre, "2", "不合格", failed_item="大肠菌群"),
    ]
    text = summary.batch_text("第1期", rows)
    assert "抽检 2 批次，合格 1 批次，不合格 1 批次" in text
    assert "菌落总数" in text
    item = verbs.draft_batch(centre.agency, "2018年3月第1期", rows, None, by=centre["office"], at=AT)
    assert (item.category, Published.objects.get().batch) == ("抽检信息", "2018年3月第1期")
    batches = queries.batches(queries.samples(centre["leader"], DAY))
    assert [(one["count"], one["failed"]) for one in batches] == [(2, 1)]


def test_the_whole_way_is_walked_on_the_pages_and_shows_no_reporter(centre, penalty):
    client = Client()
    client.force_login(centre["inspector"])
    case = centre.case(kind="举报", unit="JC")
    centre_verbs.check(case, "属实", by=centre["inspector"], at=AT)
    centre_verbs.file(case, opens=True, reason="销售过期食品", number="立9号", by=centre["inspector"], at=AT)
    centre_verbs.approve(case, by=centre["captain"], at=AT)
    made = Investigation.objects.get()
    url = f"/enforcement/investigations/{made.uid}"
    page = client.get(f"{url}/").content.decode()
    assert case.uid in page
    assert NAME not in page
    assert made.number in client.get(f"/complaints/{case.uid}/").content.decode()
    client.post(f"{url}/end", {"ending": "行政处罚", "penalty": penalty.doc_no})
    assert penalty.uid in client.get(f"{url}/").content.decode()
    client.force_login(centre["clerk"])
    page = f"/enforcement/penalties/{penalty.uid}/"
    assert "前公示" in client.get(page).content.decode()
    assert client.post(page, {"unit": "JC"}).status_code == 302
    assert Item.objects.get().index in client.get(page).content.decode()
    assert client.post(page, {"unit": "JC"}).status_code == 422


def test_ending_by_a_decision_asks_for_one_that_the_register_knows(centre, penalty):
    made = Investigation.objects.create(
        agency=centre.agency, number="立10号", unit=centre["inspector"].duties.get().unit, violation="x",
        opened_on=DAY, opened_by=centre["inspector"],
    )  # fmt: skip
    client = Client()
    client.force_login(centre["inspector"])
    url = f"/enforcement/investigations/{made.uid}/end"
    for number, said in (("", "请填写处罚决定书文号"), ("罚0号", "台账里没有文号为“罚0号”的处罚决定")):
        answer = client.post(url, {"ending": "行政处罚", "penalty": number})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    Penalty.objects.filter(pk=penalty.pk).update(voided_on=DAY)
    answer = client.post(url, {"ending": "行政处罚", "penalty": penalty.doc_no})
    assert "已经作废，请填写有效的文号" in answer.content.decode()
    made.refresh_from_db()
    assert made.ended_on is None


def test_lists_and_batches_open(centre, penalty):
    sample(centre, "1")
    client = Client()
    client.force_login(centre["office"])
    for url in (
        "/enforcement/",
        "/enforcement/?q=立",
        "/enforcement/penalties/?q=超市",
        "/enforcement/samples/",
    ):
        assert client.get(url).status_code == 200
    assert client.get("/enforcement/samples/batch", {"name": "2018年3月第1期"}).status_code == 200
    assert client.get("/enforcement/samples/batch", {"name": "没有"}).status_code == 404
    made = client.post("/enforcement/", {"number": "立3号", "unit": "JC", "violation": "无照经营"})
    assert made.status_code == 302


def test_what_became_of_a_report_is_shown_to_those_who_may_see_that_end(centre, penalty):
    case, by = centre.case(kind="举报", unit="JC"), centre["inspector"]
    centre_verbs.check(case, "现场检查，发现过期食品。", by=by, at=AT)
    centre_verbs.file(case, opens=True, reason="销售过期食品", number="立9号", by=by, at=AT)
    centre_verbs.approve(case, by=centre["captain"], at=AT)

    def shown(name):
        seen = visible_to(centre[name], DAY)
        return [linked.lines for linked in path(standing(case), marks_of(case), seen, centre[name], DAY)]

    assert any("立9号" in map(str, lines) for lines in shown("inspector"))
    assert not any("立9号" in map(str, lines) for lines in shown("operator"))
