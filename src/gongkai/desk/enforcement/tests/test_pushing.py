"""A decision about a party of another province is pushed there in time, with a proof (总局令第45号第十条)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import pushing
from gongkai.desk.enforcement.models import Penalty, Published, Push
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
DECIDED, LAST = date(2022, 1, 10), date(2022, 1, 24)
AT = datetime(2022, 1, 20, 2, 0, tzinfo=UTC)
WRITTEN = {"to": "江苏省市场监督管理局", "on": date(2022, 1, 19), "proof": "回执 2022-17"}


def decision(bureau, number: int = 1, **more) -> Penalty:
    values = {"is_cross_province": True, "decided_on": DECIDED} | more
    return Penalty.objects.create(
        agency=bureau.agency, organ=bureau.agency.name, doc_no=f"高市监罚〔2022〕{number}号",
        party="某商贸公司", party_kind="企业", violation="销售不合格食品", **values,
    )  # fmt: skip


def enter(bureau, penalty: Penalty, **more) -> Push:
    return pushing.push(penalty, **(WRITTEN | more), by=bureau.officers["clerk"], at=AT)


def jobs(bureau):
    clerk, day = bureau.officers["clerk"], AT.date()
    (part,) = pushing.waiting(clerk, day, held(clerk, day))
    return part


def test_it_is_due_ten_working_days_after_the_decision(bureau) -> None:
    answer = pushing.due(decision(bureau))
    assert answer is not None and answer.due == LAST and "第十条" in answer.basis


@pytest.mark.parametrize(
    "more",
    [{"is_cross_province": False}, {"decided_on": date(2021, 8, 31)}, {"voided_on": date(2022, 1, 12)}],
)
def test_no_duty_within_the_province_before_the_rule_or_for_a_void_decision(bureau, more) -> None:
    penalty = decision(bureau, **more)
    assert pushing.due(penalty) is None and jobs(bureau).count == 0
    with pytest.raises(Refused) as caught:
        enter(bureau, penalty)
    assert caught.value.code == "no-push"


def test_it_waits_on_the_first_page_until_it_is_done(bureau) -> None:
    penalty = decision(bureau)
    (job,) = jobs(bureau).jobs
    assert (job.title, job.on, job.left) == (penalty.doc_no, LAST, 2)
    enter(bureau, penalty)
    assert jobs(bureau).count == 0


def test_the_entry_keeps_day_proof_and_person_and_leaves_an_event(bureau) -> None:
    penalty = decision(bureau)
    made = enter(bureau, penalty)
    assert (made.to, made.pushed_on, made.by) == (WRITTEN["to"], WRITTEN["on"], bureau.officers["clerk"])
    event = Event.objects.get(stream=f"penalty/{penalty.uid}")
    assert event.type == pushing.PUSHED and event.occurred.startswith("2022-01-19")
    with pytest.raises(Refused, match="已经登记"):
        enter(bureau, penalty)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"to": " "}, "no-place"),
        ({"proof": ""}, "no-proof"),
        ({"on": date(2022, 1, 9)}, "wrong-day"),
        ({"on": date(2022, 1, 21)}, "wrong-day"),
    ],
)
def test_an_entry_without_proof_or_of_an_impossible_day_is_refused(bureau, more, code) -> None:
    with pytest.raises(Refused) as caught:
        enter(bureau, decision(bureau), **more)
    assert caught.value.code == code and not Push.objects.exists()


def test_the_page_of_the_item_and_of_the_push_say_it(bureau) -> None:
    penalty = decision(bureau)
    item = Item.objects.create(
        agency=bureau.agency, index="A/2022-00001", title="处罚公示", category="案件办理信息",
        means="主动公开", unit=bureau.unit,
    )  # fmt: skip
    assert pushing.panel(item, bureau.officers["clerk"], DECIDED) is None
    Published.objects.create(penalty=penalty, item=item)
    panel = pushing.panel(item, bureau.officers["clerk"], DECIDED)
    assert panel is not None and panel["due"].due == LAST and not panel["done"]
    client = Client()
    client.force_login(bureau.officers["clerk"])
    page = f"/enforcement/penalties/{penalty.uid}/push"
    assert page in client.get(f"/enforcement/penalties/{penalty.uid}/").content.decode()
    assert "2022-01-24" in client.get(page).content.decode()
    assert client.post(page, {"to": "江苏省局", "pushed_on": "2022-01-25"}).status_code == 422
    given = {"to": "江苏省局", "pushed_on": "2022-01-25", "proof": "回执 17"}
    assert client.post(page, given).status_code == 302
    html = client.get(page).content.decode()
    assert "回执 17" in html and "逾期" in html


def test_an_item_of_a_register_with_the_number_of_the_decision_shows_it_to_who_sees_decisions(bureau) -> None:
    penalty = decision(bureau)
    item = Item.objects.create(
        agency=bureau.agency, index="A/2022-00001", title="处罚公示", category="案件办理信息",
        means="主动公开", unit=bureau.unit, doc_no=penalty.doc_no,
    )  # fmt: skip
    panel = pushing.panel(item, bureau.officers["clerk"], DECIDED)
    assert panel is not None and panel["due"].due == LAST
    assert pushing.panel(item, bureau.officers["secrecy"], DECIDED) is None


def test_a_decision_without_the_duty_has_no_page_of_a_push(bureau) -> None:
    penalty = decision(bureau, is_cross_province=False)
    client = Client()
    client.force_login(bureau.officers["clerk"])
    assert client.get(f"/enforcement/penalties/{penalty.uid}/push").status_code == 404
