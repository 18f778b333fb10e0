"""A register of samples on the screen: looked at first, named row by row, taken whole or not at all, once."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from gongkai.desk.casework.models import Event
from gongkai.desk.complaints.tests.centre import AT, Centre
from gongkai.desk.enforcement import sampling, voiding
from gongkai.desk.enforcement.models import Sample, SampleFile
from gongkai.ledgers.imports.plain import Samples
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
BATCH = "2018年3月第1期"
GOOD = {
    "抽样编号": "SC1", "公告批次": BATCH, "食品名称": "面包", "被抽样单位": "某超市", "不合格项目": "",
    "结论": "合格", "报告日期": "2018-03-01",
}  # fmt: skip
BAD = [
    GOOD | {"抽样编号": "SC3", "结论": "合格", "不合格项目": "菌落总数"},
    GOOD | {"抽样编号": "SC4", "报告日期": "不知道"},
    GOOD | {"抽样编号": "", "食品名称": "=1+1"},
]
FAILED = GOOD | {"抽样编号": "SC2", "结论": "不合格", "不合格项目": "菌落总数"}
PAGE = "/enforcement/samples/files/"


@pytest.fixture
def centre():
    made = Centre.found()
    made.add("clerk", "clerk", "JC")
    return made


def web(centre, name="clerk"):
    client = Client()
    client.force_login(centre[name])
    return client


def table(*rows, encoding="utf-8-sig"):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(GOOD))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def book(*rows):
    made = Workbook()
    made.active.append(list(GOOD))
    for row in rows:
        made.active.append(list(row.values()))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload(client, data, name="抽检.csv"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("抽检.csv", table(GOOD, FAILED)),
        ("抽检.csv", table(GOOD, FAILED, encoding="gb18030")),
        ("抽检.xlsx", book(GOOD, FAILED)),
    ],
    ids=["UTF-8", "GB 18030", "XLSX"],
)
def test_a_file_is_shown_confirmed_and_becomes_a_batch(centre, name, data):
    client = web(centre)
    answer = upload(client, data, name)
    page = client.get(answer["Location"]).content.decode()
    assert "将会导入" in page and BATCH in page and "确认导入" in page
    assert not Sample.objects.exists() and not Event.objects.filter(type="imported").exists()
    assert client.post(answer["Location"], {"verdict": "take"}).status_code == 302
    assert sorted(Sample.objects.values_list("number", "verdict")) == [("SC1", "合格"), ("SC2", "不合格")]
    one = SampleFile.objects.get()
    assert (one.state, one.content, one.decided_by) == ("taken", None, centre["clerk"])
    events = Event.objects.filter(type="imported")
    assert events.count() == 2 and set(events.values_list("by", flat=True)) == {centre["clerk"].uid}
    assert client.get("/enforcement/samples/batch", {"name": BATCH}).status_code == 200
    assert client.post(answer["Location"], {"verdict": "take"}).status_code == 422
    assert Sample.objects.count() == 2


def test_what_is_wrong_is_named_by_row_and_column_and_comes_back_as_a_file(centre):
    client = web(centre)
    where = upload(client, table(GOOD, *BAD))["Location"]
    page = client.get(where).content.decode()
    for said in ("不是日期", "报告日期", "结论"):
        assert said in page, said
    one = SampleFile.objects.get()
    assert [row for row, _, _ in one.result["rejected"]] == [4, 5]
    assert 3 in [row for row, _, _ in one.result["warnings"]]
    assert (one.result["read"], one.result["new"]) == (4, 2)
    back = client.get(f"{where}rejected")
    rows = list(csv.reader(io.StringIO(back.content.decode("utf-8-sig"))))
    assert rows[0] == ["文件", "行号", "列", "原因"] and len(rows) == 3
    client.post(where, {"verdict": "take"})
    assert sorted(Sample.objects.values_list("number", flat=True)) == ["SC1", "SC3"]


def test_the_same_rows_again_change_nothing_and_changed_ones_replace(centre):
    client = web(centre)
    client.post(upload(client, table(GOOD, FAILED))["Location"], {"verdict": "take"})
    again = table(GOOD | {"食品名称": "全麦面包"}, FAILED, GOOD | {"抽样编号": "SC9"})
    where = upload(client, again)["Location"]
    found = SampleFile.objects.get(state="waiting").result
    assert (found["new"], found["changed"], found["unchanged"]) == (1, 1, 1)
    client.post(where, {"verdict": "take"})
    assert Sample.objects.count() == 3 and Sample.objects.get(number="SC1").food == "全麦面包"


def test_an_error_in_the_middle_leaves_nothing_and_the_file_still_waits(centre, monkeypatch):
    made = sampling.stage(centre.agency, "a.csv", table(GOOD, FAILED), by=centre["clerk"], at=AT)
    sampling.take(made, by=centre["clerk"], at=AT)
    more = table(GOOD | {"食品名称": "改了"}, FAILED | {"抽样编号": "SC8"}, GOOD | {"抽样编号": "SC7"})
    made = sampling.stage(centre.agency, "b.csv", more, by=centre["clerk"], at=AT)

    def broken(self):
        raise OSError("disk full")

    monkeypatch.setattr(Samples, "finish", broken)
    with pytest.raises(OSError, match="disk full"):
        sampling.take(made, by=centre["clerk"], at=AT)
    assert Sample.objects.count() == 2 and Sample.objects.get(number="SC1").food == "面包"
    made.refresh_from_db()
    assert made.state == "waiting" and made.content


def test_a_file_may_be_left_and_is_left_when_nobody_decides(centre):
    client = web(centre)
    where = upload(client, table(GOOD))["Location"]
    assert client.post(where, {"verdict": "drop"}).status_code == 302
    assert SampleFile.objects.get().content is None and not Sample.objects.exists()
    by = centre["clerk"]
    old = sampling.stage(centre.agency, "a.csv", table(FAILED), by=by, at=AT - timedelta(days=9))
    same = sampling.stage(centre.agency, "b.csv", table(GOOD, FAILED), by=by, at=AT)
    twice = sampling.stage(centre.agency, "b.csv", table(GOOD, FAILED), by=by, at=AT)
    old.refresh_from_db()
    assert (old.state, old.content) == ("dropped", None) and same.pk == twice.pk


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "no-file"),
        ("a.csv", b"x" * (sampling.LARGEST + 1), "too-large"),
        ("a.xls", table(GOOD), "convert-first"),
        ("a.xlsx", table(GOOD), "wrong-ending"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "missing-header"),
        ("../../a.pdf", b"%PDF-1.7", "unknown-ending"),
        ("a.csv", table(GOOD | {"食品名称": "机密★5年 面包配方"}), "secrecy-mark"),
    ],
)
def test_what_is_no_register_of_samples_is_refused_and_not_kept(centre, name, data, code):
    with pytest.raises(Refused) as refused:
        sampling.stage(centre.agency, name, data, by=centre["clerk"], at=AT)
    assert refused.value.code == code and refused.value.mend
    assert upload(web(centre), data, name).status_code == 422
    assert not SampleFile.objects.exists()


def test_more_rows_than_a_page_takes_are_refused(centre, monkeypatch):
    monkeypatch.setattr(sampling, "MOST_ROWS", 1)
    with pytest.raises(Refused) as refused:
        sampling.stage(centre.agency, "a.csv", table(GOOD, FAILED), by=centre["clerk"], at=AT)
    assert refused.value.code == "too-many-rows"


def test_who_only_reads_uploads_nothing_and_the_list_leads_there_who_may(centre):
    assert web(centre, "leader").get(PAGE).status_code == 403
    assert web(centre, "operator").get(PAGE).status_code == 403
    assert PAGE in web(centre).get("/enforcement/samples/").content.decode()
    assert PAGE not in web(centre, "leader").get("/enforcement/samples/").content.decode()
    empty = web(centre).get(f"{PAGE}template").content.decode("utf-8-sig")
    assert empty.startswith("抽样编号,公告批次,食品名称")


def test_a_number_that_was_voided_on_the_desk_does_not_come_again(centre):
    client = web(centre)
    sampling.take(sampling.stage(centre.agency, "抽检.csv", table(GOOD, FAILED), by=centre["clerk"], at=AT),
                  by=centre["clerk"], at=AT)  # fmt: skip
    voiding.void(
        Sample.objects.get(number="SC2"),
        "误录",
        "录错",
        by=centre["office"],
        approver=centre["leader"],
        at=AT,
    )
    changed = FAILED | {"食品名称": "蛋糕"}
    more = FAILED | {"不合格项目": "霉菌"}
    page = text_of(client, upload(client, table(GOOD, changed, more), "再来.csv"))
    assert page.count("已在本系统作废，台账不能覆盖") == 2
    file = SampleFile.objects.get(state="waiting")
    assert sampling.take(file, by=centre["clerk"], at=AT).brings == 0
    assert Sample.objects.filter(number="SC2").count() == 1
    assert not Sample.objects.filter(number="SC2", voided_on__isnull=True).exists()


def text_of(client, answer):
    return client.get(answer["Location"]).content.decode()
