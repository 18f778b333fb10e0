"""A decision or a batch that a register made public already is not drafted a second time."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.desk.complaints.tests.centre import AT, Centre
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import public, verbs
from gongkai.desk.enforcement.models import Penalty, Sample
from gongkai.desk.lists.marks import settle_all
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
DAY = date(2018, 3, 1)


@pytest.fixture
def centre():
    made = Centre.found()
    made.add("clerk", "clerk", "JC")
    made.add("neighbour", "clerk", "YY")
    return made


def decision(centre, number=1):
    return Penalty.objects.create(
        agency=centre.agency, organ=centre.agency.name, doc_no=f"高市监罚〔2018〕{number}号", party="某超市",
        party_kind="企业", violation="销售超过保质期的食品", facts="销售过期面包", basis="食品安全法",
        sanction="罚款", content="罚款五千元", fine_fen=500_000, decided_on=DAY, line="食药",
    )  # fmt: skip


def registered(centre, title, category="案件办理信息", **more):
    """An item as the register brings it: public, tied to nothing."""
    values = {"means": "主动公开", "unit": centre.units["JC"], "published_on": DAY} | more
    index = f"A/2018-{Item.objects.count() + 1:05}"
    return Item.objects.create(agency=centre.agency, index=index, title=title, category=category, **values)


def test_an_item_with_the_number_of_the_decision_is_its_publication(centre):
    one, other = decision(centre), decision(centre, 2)
    registered(centre, "通知", category="业务工作", doc_no=one.doc_no)
    registered(centre, "作废的公示", doc_no=one.doc_no, voided_on=DAY)
    item = registered(centre, "行政处罚决定书公示", doc_no=one.doc_no)
    assert public.of_decisions([one, other]) == {one.pk: item}
    with pytest.raises(Refused, match=item.index):
        verbs.draft_penalty(one, centre.units["JC"], by=centre["clerk"], at=AT)
    drawn = verbs.draft_penalty(other, centre.units["JC"], by=centre["clerk"], at=AT)
    assert public.of_decisions([one, other]) == {one.pk: item, other.pk: drawn}


def test_a_page_of_decisions_asks_twice_whatever_it_holds(centre, django_assert_num_queries):
    many = [decision(centre, n) for n in range(1, 31)]
    registered(centre, "行政处罚决定书公示", doc_no=many[3].doc_no)
    with django_assert_num_queries(2):
        assert len(public.of_decisions(many)) == 1
    with django_assert_num_queries(0):
        assert public.of_decisions([]) == {}


def test_the_pages_say_when_it_became_public_and_offer_no_second_draft(centre):
    one = decision(centre)
    item = registered(centre, "行政处罚决定书公示", doc_no=one.doc_no)
    client = Client()
    client.force_login(centre["clerk"])
    page = client.get(f"/enforcement/penalties/{one.uid}/").content.decode()
    assert item.index in page
    assert "2018-03-01 周四" in page
    assert "起草公示信息" not in page
    assert "已公示" in client.get("/enforcement/penalties/").content.decode()


def test_a_draft_of_another_unit_is_named_by_its_number_only(centre):
    one = decision(centre)
    item = verbs.draft_penalty(one, centre.units["JC"], by=centre["clerk"], at=AT)
    Item.objects.filter(pk=item.pk).update(title="没有公开的标题")
    client = Client()
    client.force_login(centre["neighbour"])
    page = client.get(f"/enforcement/penalties/{one.uid}/").content.decode()
    assert item.index in page
    assert "没有公开的标题" not in page
    assert "还没有公开" in page


def test_the_name_of_a_batch_heads_the_title_of_its_item(centre):
    for n in ("1", "2"):
        Sample.objects.create(
            agency=centre.agency,
            number=n,
            verdict="合格",
            food="面包",
            batch=f"2018年第{n}期",
            reported_on=DAY,
        )
    item = registered(centre, "2018年第1期食品安全监督抽检信息公告", category="抽检信息")
    registered(centre, "2018年第2期通知", category="业务工作", published_on=DAY + timedelta(1))
    settle_all()
    assert public.of_batches(centre.agency.pk, {"2018年第1期", "2018年第2期"}) == {"2018年第1期": item}
    with pytest.raises(Refused, match=item.index):
        verbs.draft_batch(
            centre.agency, "2018年第1期", list(Sample.objects.all()), None, by=centre["office"], at=AT
        )
    client = Client()
    client.force_login(centre["office"])
    page = client.get("/enforcement/samples/batch", {"name": "2018年第1期"}).content.decode()
    assert item.title in page
    assert "起草抽检信息" not in page
    listed = client.get("/enforcement/samples/").content.decode()
    assert listed.count("已公开") == 1
