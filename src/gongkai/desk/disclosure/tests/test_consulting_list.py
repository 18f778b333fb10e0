"""Consultations are listed by where they stand on the day, and taken out as a file; incidents by pages."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import consulting
from gongkai.desk.disclosure.models import Consultation, Incident
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter
from gongkai.desk.disclosure.tests.test_consulting import asked, ended
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work

pytestmark = pytest.mark.django_db(databases=["default"])


def shown(client, query: str) -> list[str]:
    return [row["one"].item.title for row in client.get(f"/consultations/?{query}").context["rows"]]


def test_each_is_found_by_where_it_stands(bureau: Bureau) -> None:
    over = ended(bureau)
    waits = asked(bureau, index=drafted(bureau, title="=某某规定").index, subject="decision")
    begin = today() + timedelta(days=5)
    Consultation.objects.filter(pk=waits.pk).update(
        opens_on=begin, closes_on=begin + timedelta(days=40), feedback_by=begin + timedelta(days=60)
    )
    client = enter(bureau, "office")
    assert shown(client, "all=1") == [waits.item.title, over.item.title]
    for state in consulting.STATES:
        rows = client.get(f"/consultations/?state={state}").context["rows"]
        assert {row["standing"].key for row in rows} <= {state}, state
    assert shown(client, "state=weighing") == [over.item.title]
    assert shown(client, "state=planned") == shown(client, "subject=decision") == ["=某某规定"]
    assert shown(client, "q=小摊点") == [over.item.title] and shown(client, "year=2009") == []
    Consultation.objects.filter(pk=over.pk).update(closes_on=today() + timedelta(days=1), feedback_by=begin)
    assert shown(client, "state=open") == [over.item.title] and shown(client, "state=weighing") == []
    client.post("/lists/consultations/export", {"ending": "csv"})
    work(timezone.now)
    first, second = csv.DictReader(io.StringIO(results.place(Job.objects.get()).read_text("utf-8-sig")))
    assert (first["草案"], first["状态"]) == ("'=某某规定", "待开始")
    assert (second["意见"], second["状态"]) == ("1", "征集中") and "王小明" not in str(second)


def test_the_oldest_incident_is_on_the_last_page(bureau: Bureau, monkeypatch) -> None:
    monkeypatch.setattr("gongkai.desk.casework.paging.SHOWN", 2)
    for number in range(3):
        Incident.objects.create(
            agency=bureau.agency, number=f"误入{number}", at=timezone.now(), officer=bureau.officers["clerk"]
        )
    client = enter(bureau, "office")
    first = client.get("/incidents/")
    assert [row.number for row in first.context["rows"]] == ["误入2", "误入1"]
    second = client.get("/incidents/" + first.context["pager"]["next"])
    assert [row.number for row in second.context["rows"]] == ["误入0"]
