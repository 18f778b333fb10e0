"""The pages: complete without scripts, in parts with them; numbers lead to records, persons stay sealed."""

import json
from datetime import date

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework.models import CaseText, Party
from gongkai.desk.reporting.models import AnnualReport
from gongkai.desk.reporting.tests import factories as make
from gongkai.desk.reporting.tests.test_report import narrate
from gongkai.face.tests.pages import Page, check

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def agency():
    made = make.AgencyFactory()
    unit = make.UnitFactory(agency=made, name="怡园监管所")
    for day in (1, 2, 3):
        make.matter(made, date(2017, 3, day), accepted=date(2017, 3, 8), closed=date(2017, 3, 20), unit=unit)
    make.matter(made, date(2016, 3, 1), unit=unit)
    make.item(made)
    make.application(made, replied=date(2017, 6, 27), outcome="reply.full")
    make.remedy(made, kind="举报投诉")
    make.activity(made, "会议", "部署会")
    narrate(made, 2017)
    return made


@pytest.fixture
def client(agency):
    one = Client()
    one.force_login(make.officer(agency, Duty.Kind.OFFICE))
    return one


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_newest_year_is_shown_first(client):
    assert client.get("/years/")["Location"] == "/years/2017/"
    assert client.get("/report/")["Location"] == "/years/2017/report/"


def test_the_figures_stand_beside_last_year_and_lead_to_records(client):
    html = text(client.get("/years/2017/"))
    check(html)
    links = set(Page(html).values("href"))
    assert "/years/2017/figures/complaints.received_tj/" in links
    assert "/years/2016/figures/complaints.received_tj.by_channel.12315/" in links
    assert "统计时限 2017-01-01 至 2017-12-31" in html
    assert "2016 年 1，+2" in html


def test_a_year_without_records_says_so(client):
    check(text(client.get("/years/2015/")))


def test_the_records_behind_a_number_come_as_a_page_or_as_a_part(client):
    url = "/years/2017/figures/complaints.closed_tj/"
    whole = text(client.get(url))
    part = text(client.get(url, headers={"HX-Request": "true"}))
    check(whole)
    assert part.lstrip().startswith("<section") and "<html" not in part
    assert "反查明细：投诉举报年内办结 = 3" in part and "反查明细：投诉举报年内办结 = 3" in whole
    assert "怡园监管所" in part and part.count("/records/matters/") == 3


def test_going_back_asks_for_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text(client.get("/years/2017/figures/items.total/", headers=headers))


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("items.by_category.业务工作", "items"),
        ("app.recv", "applications"),
        ("grievance", "remedies"),
        ("mtg.n", "activities"),
        ("complaints.closing_rate_tj", "matters"),
        ("complaints.late", "matters"),
    ],
)
def test_every_register_drills_down_to_a_page_of_the_record(client, key, kind):
    part = text(client.get(f"/years/2017/figures/{key}/", headers={"HX-Request": "true"}))
    links = [link for link in Page(part).values("href") if link.startswith(f"/records/{kind}/")]
    if key == "complaints.late":
        return
    assert links
    check(text(client.get(links[0])))


def test_pages_of_a_drill_down_follow_each_other(client, agency):
    for day in range(1, 29):
        make.matter(agency, date(2017, 5, day))
    seen, url = [], "/years/2017/figures/complaints.received/"
    while url:
        links = Page(text(client.get(url, headers={"HX-Request": "true"}))).values("href")
        seen += [link for link in links if link.startswith("/records/")]
        url = next((link for link in links if "after=" in link), "")
    assert len(seen) == len(set(seen)) == 31


def test_persons_stay_sealed(client, agency):
    case = make.matter(agency, date(2017, 6, 1)).registration.cases.get()
    Party.objects.create(case=case, role="诉求人", kind="自然人", sealed=b"sealed-name")
    CaseText.objects.create(case=case, field="content", masked="来电〔电话号码〕", sealed=b"sealed")
    html = text(client.get(f"/records/matters/{case.registration.uid}/"))
    assert "来电〔电话号码〕" in html and "sealed" not in html


def test_the_report_shows_sections_sources_and_checks(client):
    html = text(client.get("/years/2017/report/"))
    check(html)
    assert "一、概述" in html and 'class="figure d-b"' in html
    assert "/years/2017/figures/items.total/" in Page(html).values("href")


def test_errors_keep_the_button_shut_and_a_forced_signature_is_refused(client, agency):
    agency.narratives.filter(section="fees").delete()
    html = text(client.get("/years/2017/report/"))
    assert "还有 1 处错误，不能签发" in html and "disabled>送签" in html
    response = client.post("/years/2017/report/", {"checked": "on"})
    assert response.status_code == 422 and "缺少" in response.content.decode()
    assert not AnnualReport.objects.exists()


def test_signing_from_the_page_freezes_and_shows_later_drift(client, agency, keys):
    agency.years_of_means.create(year=2017, units=1, full_time=1, part_time=1, budget_fen=0, reading_points=1)
    assert "请" in client.post("/years/2017/report/", {}).content.decode()
    assert client.post("/years/2017/report/", {"checked": "on"}).status_code == 302
    html = text(client.get("/years/2017/report/"))
    assert "已签发" in html and "签发后数据变动" not in html
    make.matter(agency, date(2017, 7, 1))
    html = text(client.get("/years/2017/report/"))
    assert "签发后数据变动" in html and "签发更正稿" in html
    signed = json.loads(client.get("/years/2017/report/figures.json").content)
    assert signed["figures"]["complaints.received"]["value"] == 3


@pytest.mark.parametrize("name", ["report.html", "report.docx", "report.pdf", "figures.json", "figures.xlsx"])
def test_every_file_comes_down(client, name):
    response = client.get(f"/years/2017/report/{name}")
    assert response.status_code == 200 and len(response.content) > 1000
    assert "attachment" in response["Content-Disposition"]


def test_figures_come_as_spreadsheet_and_as_json(client):
    assert client.get("/years/2017/export").content.startswith(b"PK")
    said = json.loads(client.get("/years/2017/export?format=json").content)
    assert said["figures"]["complaints.received_tj"]["value"] == 3


def test_a_page_of_figures_needs_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        client.get("/years/2017/figures/complaints.received/")
