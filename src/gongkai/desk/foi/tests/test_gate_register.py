"""The register of the gate: what waits stands first, all of it is found by filters, pages and as a file."""

import csv
import io
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.casework import gate
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(bureau):
    """Three pieces of mail: not opened, another letter handed over, an application that waits."""
    for number, kind, becomes in ((1, "EMS", ""), (2, "平信", "其他"), (3, "快递", "公开申请")):
        on = date(2023 if number == 2 else 2024, 2, number)
        at = datetime.combine(on, time(9, 30), SHANGHAI)
        mail = gate.Signed(bureau.agency, kind, f"=门卫{number}", at, f"EA{number}CN")
        made = gate.enter(mail, by=bureau.office, at=at + timedelta(minutes=5))
        if becomes:
            gate.recognise(made, becomes, by=bureau.office, at=timezone.now())
        if becomes == "其他":
            gate.hand_over(made, bureau.units["BG"], by=bureau.office, at=timezone.now())
    web = Client()
    web.force_login(bureau.office)
    return web


def shown(web, query):
    return [one.mail_number for one in web.get(f"/requests/mail/?{query}").context["rows"]]


def test_what_waits_stands_first_whatever_the_filters_and_the_register_has_all(office, bureau):
    page = office.get("/requests/mail/?recognised=其他")
    assert len(page.context["waiting"]) == page.context["waits"] == 2
    assert shown(office, "all=1") == ["EA3CN", "EA1CN", "EA2CN"]
    assert shown(office, "recognised=unread") == ["EA1CN"] and shown(office, "year=2023") == ["EA2CN"]
    assert shown(office, f"unit={bureau.units['BG'].pk}") == ["EA2CN"] and shown(office, "q=ea3") == ["EA3CN"]
    assert office.post("/requests/mail/", {"kind": "EMS"}).status_code == 422  # the form stands beside it


def test_the_register_is_taken_out_as_a_file(office, bureau):
    office.post("/lists/mail/export", {"ending": "csv", "year": "2024"})
    work(timezone.now)
    text = results.place(Job.objects.get()).read_text("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["邮件号"], first["签收时刻"], first["签收人"]) == ("EA3CN", "09:30", "'=门卫3")
    assert (first["识别为"], second["识别为"]) == ("公开申请", "尚未拆阅")
    other = Client()
    other.force_login(bureau.handler)
    assert other.post("/lists/mail/export", {"ending": "csv"}).status_code == 403
