"""The pages of a mass re-release: ask, approve by another, watch, pause, stop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import LATER, SINCE, Bureau
from gongkai.desk.jobs import running
from gongkai.exchange import worker
from gongkai.exchange.models import Rerelease
from gongkai.exchange.rereleases import verbs, working
from gongkai.face.tests.pages import check

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
PATH = "/exchange/rereleases/"
GIVEN = {"which": "all", "reason": "换了门户", "category": "", "year": ""}


@pytest.fixture
def out(bureau: Bureau) -> Bureau:
    for number in (1, 2):
        bureau.cleared(number, attachment=number == 1)
    worker.tick(LATER)
    return bureau


def client(bureau: Bureau, kind: str) -> Client:
    made = Client()
    made.force_login(bureau.officers[kind])
    return made


def work() -> None:
    clock = timezone.now
    running.work(clock, None, {verbs.KIND: working.portion})
    worker.tick(clock())


def test_from_the_page_of_the_exchange_to_the_report(out: Bureau) -> None:
    files.place(Item.objects.get(index__endswith="1").files.get().sha256).write_bytes(b"%PDF-1.7 another")
    office, leader = client(out, "office"), client(out, "leader")
    assert PATH in office.get("/exchange/").content.decode()
    html = office.get(PATH).content.decode()
    check(html)
    assert "还没有批量重新发布过" in html and "2017" in html and "每轮最多送 32 条" in html
    assert office.post(PATH, GIVEN | {"reason": ""}).status_code == 422
    answer = office.post(PATH, GIVEN)
    made = Rerelease.objects.get()
    own = f"{PATH}{made.uid}/"
    assert (answer.status_code, answer["Location"]) == (302, own)
    html = office.get(own).content.decode()
    check(html)
    assert (
        "范围内现有 2 条公开信息" in html and "由申请人以外的人批准" in html and 'value="approve"' not in html
    )
    assert office.post(own, {"act": "approve"}).status_code == 403
    assert "批量重新发布待批准" in leader.get("/").content.decode()
    assert leader.post(own, {"act": "approve"}).status_code == 302
    assert 'hx-trigger="every 2s"' in leader.get(own).content.decode()
    work()
    work()
    html = leader.get(own).content.decode()
    check(html)
    assert "已办结" in html and "E_BLOB" in html and "已办 2 / 2 条" in html and "every 2s" not in html
    assert leader.post(own, {"act": "stop"}).status_code == 422
    part = leader.get(own, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section") and "已办结" in part


def test_pause_resume_and_stop_by_buttons(out: Bureau) -> None:
    made = verbs.request(out.agency, out.officers["office"], LATER, reason="换了门户")
    verbs.approve(made, out.officers["leader"], LATER)
    office, own = client(out, "office"), f"{PATH}{made.uid}/"
    for act, said in (("pause", "已暂停"), ("resume", "进行中"), ("stop", "已停止")):
        assert office.post(own, {"act": act}).status_code == 302
        assert said in office.get(own).content.decode()
    assert office.post(own, {"act": "burn"}).status_code == 404
    assert client(out, "clerk").get(own).status_code == 403
    assert client(out, "auditor").get(own).status_code == 200
    assert client(out, "auditor").post(own, {"act": "stop"}).status_code == 403


def test_lists_and_pages_ask_a_fixed_number_of_queries(out: Bureau, django_assert_max_num_queries) -> None:
    for number in range(5):
        made = verbs.request(out.agency, out.officers["office"], LATER, reason=f"第{number}次")
        verbs.stop(made, out.officers["office"], LATER + timedelta(minutes=1))
    office = client(out, "office")
    with django_assert_max_num_queries(16):
        office.get(PATH)
    with django_assert_max_num_queries(16):
        office.get(f"{PATH}{made.uid}/")


def test_a_request_of_another_agency_is_not_there(out: Bureau) -> None:
    made = verbs.request(out.agency, out.officers["office"], LATER, reason="换了门户")
    agency = type(out.agency).objects.create(code="371003SC", name="另一局", short_name="另一局")
    stranger = Officer.objects.create_user("stranger", name="外某", agency=agency)
    Duty.objects.create(officer=stranger, kind="office", since=SINCE)
    there = Client()
    there.force_login(stranger)
    assert there.get(f"{PATH}{made.uid}/").status_code == 404
