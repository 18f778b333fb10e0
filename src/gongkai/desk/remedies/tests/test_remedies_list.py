"""Reviews and suits are listed by filters and pages, and taken out as a file, without parties."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work
from gongkai.desk.remedies import verbs
from gongkai.desk.remedies.tests.test_remedies import DAY, arrival, at, bureau, client

pytestmark = pytest.mark.django_db
__all__ = ["bureau"]


@pytest.fixture
def three(bureau):
    """A review of the handler's unit, a suit of the year before, a grievance of nobody's unit."""
    verbs.register(arrival(bureau), by=bureau["office"], at=at(DAY))
    before = date(2023, 3, 1)
    suit = {"kind": "行政诉讼-直接起诉", "organ": "=环翠区法院", "received_on": before, "copy_on": before}
    verbs.register(arrival(bureau, application=None, **suit), by=bureau["office"], at=at(before))
    verbs.register(arrival(bureau, kind="举报投诉", unit=None), by=bureau["office"], at=at(DAY))
    return bureau


def shown(bureau, name, query):
    page = client(bureau[name]).get(f"/remedies/?{query}")
    return sorted(row.case.registration.number for row in page.context["rows"])


def test_kind_result_year_and_words_narrow_what_one_sees(three):
    assert len(shown(three, "office", "all=1")) == 3 and len(shown(three, "handler", "all=1")) == 2
    assert shown(three, "office", "kind=行政复议") == ["复诉〔2024〕1号"]
    assert shown(three, "office", "year=2023") == shown(three, "office", "q=环翠区") == ["复诉〔2023〕1号"]
    assert len(shown(three, "office", "q=依申请〔2024〕1号")) == 2
    assert shown(three, "office", "result=维持") == []
    assert len(shown(three, "office", "kind=nonsense")) == 3


def test_pages_go_on_and_back_by_key(three, monkeypatch):
    monkeypatch.setattr("gongkai.desk.casework.paging.SHOWN", 2)
    web = client(three["office"])
    first = web.get("/remedies/?all=1")
    second = web.get("/remedies/" + first.context["pager"]["next"])
    assert len(first.context["rows"]) == 2 and len(second.context["rows"]) == 1
    back = web.get("/remedies/" + second.context["pager"]["previous"])
    assert [one.case for one in back.context["rows"]] == [one.case for one in first.context["rows"]]


def test_the_file_has_what_the_handler_sees_and_no_party(three):
    web = client(three["handler"])
    assert "/jobs/" in web.post("/lists/remedies/export", {"ending": "csv"})["Location"]
    work(timezone.now)
    job = Job.objects.get()
    text = results.place(job).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["案号"] for row in rows] == ["复诉〔2023〕1号", "复诉〔2024〕1号"] and "张三丰" not in text
    assert rows[0]["复议机关、法院"] == "'=环翠区法院" and rows[1]["针对的申请"] == "依申请〔2024〕1号"
    assert client(three["keeper"]).post("/lists/remedies/export", {"ending": "csv"}).status_code == 403
