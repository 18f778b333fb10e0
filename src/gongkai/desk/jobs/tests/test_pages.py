"""The pages of background work: one's own, moving, without JavaScript too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.jobs import results, verbs
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Step, work
from gongkai.face.tests.pages import check, classes_without_rule

pytestmark = pytest.mark.django_db(databases=["default"])
HTMX = {"HTTP_HX_REQUEST": "true"}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def agency(keys: object, db: None) -> Agency:
    return Agency.objects.create(code="371002SC", name="火炬区市场监督管理局")


def officer(agency: Agency, name: str) -> tuple[Officer, Client]:
    made = Officer.objects.create_user(name, name=f"{name}某", agency=agency)
    client = Client()
    client.force_login(made)
    return made, client


def start(agency: Agency, owner: Officer) -> Job:
    return verbs.start("write", "导出信息目录", {}, agency=agency, owner=owner, at=now())


def write(job, hold):
    results.part(job).write_bytes(b"a,b\n")
    return Step(1, 1, is_last=True, result=(results.keep(job, results.part(job)), "信息目录.csv"))


def text(response) -> str:
    assert response.status_code == 200
    html = response.content.decode()
    if "<html" in html:
        check(html)
    assert classes_without_rule(html, set()) == set()
    return html


def test_a_moving_page_asks_again_with_htmx_and_without(agency):
    owner, client = officer(agency, "a")
    job = start(agency, owner)
    html = text(client.get(f"/jobs/{job.uid}/"))
    assert 'hx-trigger="every 1s"' in html and '<noscript><meta http-equiv="refresh"' in html
    part = text(client.get(f"/jobs/{job.uid}/", **HTMX))
    assert "<html" not in part and "排队等候" in part
    assert 'hx-trigger="every 2s"' in text(client.get("/jobs/"))
    work(now, only={"write": write})
    html = text(client.get(f"/jobs/{job.uid}/"))
    assert "hx-trigger" not in html and "noscript" not in html and "下载" in html
    assert "hx-trigger" not in text(client.get("/jobs/", **HTMX))


def test_the_file_is_for_its_owner_until_it_expires(agency):
    owner, client = officer(agency, "a")
    _, other = officer(agency, "b")
    job = start(agency, owner)
    assert client.get(f"/jobs/{job.uid}/result").status_code == 404
    work(now, only={"write": write})
    response = client.get(f"/jobs/{job.uid}/result")
    assert b"".join(response) == b"a,b\n" and response["Content-Disposition"].startswith("attachment")
    for path in ("", "result"):
        assert other.get(f"/jobs/{job.uid}/{path}").status_code == 404
    Job.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/jobs/{job.uid}/result").status_code == 404


def test_cancel_again_and_noted(agency):
    owner, client = officer(agency, "a")
    job = start(agency, owner)
    client.post(f"/jobs/{job.uid}/cancel")
    assert "已取消" in text(client.get(f"/jobs/{job.uid}/"))
    fresh = client.post(f"/jobs/{job.uid}/again")["Location"]
    assert fresh != f"/jobs/{job.uid}/" and client.get(fresh).status_code == 200
    Job.objects.filter(pk=job.pk).update(state="failed", error="写不下", mend="请改存为 .csv")
    assert "写不下" in text(client.get("/jobs/")) and "请改存为" in text(client.get(f"/jobs/{job.uid}/"))
    client.post(f"/jobs/{job.uid}/seen")
    job.refresh_from_db()
    assert job.seen_at is not None
    assert client.get(f"/jobs/{job.uid}/seen").status_code == 405


def test_older_work_is_on_the_pages_after_and_a_moving_page_asks_for_itself(agency, monkeypatch):
    monkeypatch.setattr("gongkai.desk.casework.paging.SHOWN", 2)
    owner, client = officer(agency, "a")
    for number in range(3):
        verbs.start("write", f"任务{number}", {"n": number}, agency=agency, owner=owner, at=now())
    first = client.get("/jobs/")
    assert [one.title for one in first.context["jobs"]] == ["任务2", "任务1"]
    second = client.get("/jobs/" + first.context["pager"]["next"])
    assert [one.title for one in second.context["jobs"]] == ["任务0"]
    assert f'hx-get="/jobs/{first.context["pager"]["next"]}"' in text(second)
