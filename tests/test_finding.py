"""Global search: what one may see, by number, title, respondent; a person only by a whole number."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Assignment, Case
from gongkai.desk.casework.personal import keep_person
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.finding.models import CaseRow
from gongkai.desk.finding.rows import LISTING
from gongkai.desk.lists import marks
from gongkai.desk.lists.paging import chunk
from gongkai.desk.lists.places import Asked
from gongkai.desk.reporting.tests import factories as make
from gongkai.face.tests.pages import check, classes_without_rule

pytestmark = pytest.mark.django_db(databases=["default"])


class Town:
    """One agency with two units, a complaint in each, an application, an item."""

    def __init__(self) -> None:
        self.agency = make.AgencyFactory()
        self.unit, self.other = make.UnitFactory(agency=self.agency), make.UnitFactory(agency=self.agency)
        self.shop = make.matter(self.agency, unit=self.unit, respondent="好又多超市（火炬店）")
        self.far = make.matter(self.agency, unit=self.other, respondent="好又多超市（城南店）")
        self.report = make.matter(self.agency, unit=self.unit, kind="举报", respondent="小作坊")
        self.asked = make.application(self.agency)
        self.item = make.item(self.agency, unit=self.unit, title="关于好又多超市的抽检通报")
        make.matter(make.AgencyFactory(), respondent="好又多超市（外地店）")

    def case(self, matter) -> Case:
        return Case.objects.get(registration=matter.registration)

    def officer(self, kind: str, unit: Unit | None = None) -> Officer:
        return make.officer(self.agency, kind, unit=unit)


@pytest.fixture
def town(keys: object) -> Town:
    return Town()


def ask(officer: Officer, question: str, status: int = 200) -> str:
    client = Client()
    client.force_login(officer)
    response = client.get("/find", {"q": question})
    assert response.status_code == status
    html = response.content.decode()
    if status == 200:
        check(html)
        assert classes_without_rule(html, set()) == set()
    return html


def test_hits_come_in_groups_of_what_one_may_see(town):
    html = ask(town.officer("office"), "好又多")
    assert "信息目录" in html and "投诉举报" in html
    for words in ("火炬店", "城南店", "抽检通报", f"/complaints/{town.case(town.shop).uid}/"):
        assert words in html, words
    assert "外地店" not in html
    own = ask(town.officer("handler", town.unit), "好又多")
    assert "火炬店" in own and "城南店" not in own and "抽检通报" not in own


def test_numbers_are_found(town):
    office = town.officer("office")
    assert "火炬店" in ask(office, town.shop.registration.number)
    assert f"/requests/{town.asked.case.uid}/" in ask(office, town.asked.case.registration.number)
    assert town.item.title in ask(office, town.item.index)


def test_a_person_is_found_only_by_the_whole_number_and_never_in_a_report(town):
    office = town.officer("office")
    for matter in (town.shop, town.report):
        keep_person(town.case(matter), "诉求人", {"name": "张三", "phone": "13812345678"})
    html = ask(office, "13812345678")
    assert "这个号码的当事人" in html and "火炬店" in html and "小作坊" not in html
    assert "火炬店" in ask(office, "138-1234-5678") and "138****" not in html
    for part in ("1381234567", "12345678", "张三"):
        assert "这个号码的当事人" not in ask(office, part) and "火炬店" not in ask(office, part), part
    assert "火炬店" not in ask(town.officer("handler", town.other), "13812345678")


def test_search_is_closed_to_the_keeper_and_says_what_can_be_asked(town):
    ask(town.officer("keeper"), "好又多", 403)
    assert "没有找到“没有这个”" in ask(town.officer("office"), "没有这个")
    assert "可以查：索引号" in ask(town.officer("office"), "")


def test_the_head_of_every_page_has_the_search(town):
    client = Client()
    client.force_login(town.officer("office"))
    assert 'action="/find"' in client.get("/").content.decode()
    client.force_login(town.officer("keeper"))
    assert 'action="/find"' not in client.get("/").content.decode()


def test_the_rows_of_cases_show_what_the_gate_lets_through(town):
    marks.settle_all()
    assert CaseRow.objects.count() == Case.objects.count()
    for kind in ("office", "handler", "clerk", "head", "operator", "secrecy", "leader", "auditor"):
        for unit in (None, town.unit, town.other):
            officer = town.officer(kind, unit)
            duties = held(officer, today())
            asked = Asked.of(LISTING, LISTING.reach(officer, today(), duties), {})
            rows = chunk(asked, None, 100, LISTING.gate(officer, today(), duties))
            expected = set(visible_to(officer, today()).values_list("pk", flat=True))
            assert {row.record_id for row in rows} == expected, (kind, unit)


def test_a_change_anywhere_renews_the_row(town):
    marks.settle_all()
    case = town.case(town.shop)
    town.shop.respondent = "改名超市"
    town.shop.save()
    Assignment.objects.filter(case=case).update(until=date(2017, 4, 1))
    Assignment.objects.create(case=case, unit=town.other, since=date(2017, 4, 1))
    marks.settle_all()
    assert marks.differing(LISTING, list(Case.objects.values_list("pk", flat=True))) == []
    assert "改名超市" in ask(town.officer("handler", town.other), "改名超市")
    assert "改名超市" not in ask(town.officer("handler", town.unit), "改名超市").replace(
        "“改名超市”", ""
    ).replace('value="改名超市"', "").replace("<title>改名超市", "")


def test_a_question_costs_few_queries(town):
    client = Client()
    client.force_login(town.officer("office"))
    client.get("/find", {"q": "好又多"})
    with CaptureQueriesContext(connection) as captured:
        client.get("/find", {"q": "好又多"})
    assert len(captured) <= 24


def test_while_much_waits_to_be_listed_the_pages_say_so(town, monkeypatch):
    officer = town.officer("leader")
    make.item(town.agency, unit=town.unit, title="好又多超市的又一条")
    monkeypatch.setattr(marks, "BATCH", 1)
    client = Client()
    client.force_login(officer)
    for path in ("/find?q=好又多", "/items/"):
        assert "目录正在更新" in client.get(path).content.decode(), path
    while marks.settle_all(50):
        pass
    for path in ("/find?q=好又多", "/items/"):
        html = client.get(path).content.decode()
        assert "目录正在更新" not in html and "好又多超市" in html, path
