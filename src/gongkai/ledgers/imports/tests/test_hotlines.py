"""Exports of hotlines come in by themselves: complete ones only, once, each alone, and nothing gets lost."""

import csv
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.casework.models import Case, Registration
from gongkai.desk.complaints import hotlines
from gongkai.desk.complaints.models import HotlineSource, ImportRun, Matter
from gongkai.desk.jobs import running
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.queries import alarms
from gongkai.ledgers import hotlines as importing_them

pytestmark = pytest.mark.django_db(databases=["default"])

AT = datetime(2018, 1, 8, 1, 30, tzinfo=UTC)
ROW = {
    "投诉单编号": "A1",
    "投诉时间": "2017-03-15 09:30",
    "信息件类型": "消费者投诉",
    "投诉人姓名": "欧阳志静",
    "投诉人电话": "13912345678",
    "被投诉企业名称": "蔚田渔具网店",
    "投诉内容": "商家拒绝七日无理由退货。",
    "是否受理": "是",
    "受理时间": "2017-03-16",
}
KINDS = {hotlines.JOB: importing_them.take}


@pytest.fixture
def folder(tmp_path, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"hotline_folder": str(tmp_path)}
    made = tmp_path / "12315"
    made.mkdir()
    return made


@pytest.fixture
def source(agency, folder):
    return hotlines.set_source(agency, "12315", every_minutes=15, is_active=True)


def put(folder, name, *rows, encoding="utf-8-sig"):
    heads = list(dict.fromkeys(head for row in rows for head in row))
    with (folder / name).open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def rounds(agency, start=AT, n=4):
    """Rounds of the worker, two minutes apart: look, then work."""
    for number in range(n):
        at = start + timedelta(minutes=2 * number)
        hotlines.look(agency, at)
        running.work(lambda at=at: at, only=KINDS)
    return [
        (run.name, run.state, run.read, run.new, run.changed, run.unchanged, run.rejected)
        for run in ImportRun.objects.order_by("pk")
    ]


def test_a_complete_export_is_imported_and_then_put_away(agency, source, folder):
    path = put(folder, "0108.csv", ROW, ROW | {"投诉单编号": "A2"})
    assert rounds(agency) == [("0108.csv", "done", 2, 2, 0, 0, 0)]
    assert Registration.objects.filter(source_number__in=["A1", "A2"], channel="12315").count() == 2
    assert not path.exists() and (folder / "已导入" / "0108.csv").is_file()
    assert Job.objects.get().state == Job.State.DONE


def test_a_file_that_is_still_written_waits(agency, source, folder):
    path = put(folder, "a.csv", ROW)
    hotlines.look(agency, AT)
    with path.open("a", encoding="utf-8") as file:
        file.write("A3,2017-03-15 09:30\n")
    hotlines.look(agency, AT + timedelta(minutes=2))
    assert not Job.objects.exists() and path.exists()
    put(folder, "b.part", ROW)
    (folder / "empty.csv").touch()
    (folder / "link.csv").symlink_to(path)
    assert hotlines.files(source) == [path, folder / "empty.csv"]
    assert hotlines.look(agency, AT + timedelta(minutes=4)) == 1
    assert hotlines.ready(HotlineSource.objects.get(), AT + timedelta(minutes=4)) == [path]


def test_overlapping_exports_change_only_what_changed(agency, source, folder):
    put(folder, "1.csv", ROW, ROW | {"投诉单编号": "A2"})
    rounds(agency)
    later = ROW | {
        "办结时间": "2017-03-30",
        "调解结果": "达成调解协议",
        "反馈内容": "已退货",
        "反馈时间": "2017-03-30",
    }
    put(folder, "2.csv", later, ROW | {"投诉单编号": "A2"}, ROW | {"投诉单编号": "A3"})
    found = rounds(agency, AT + timedelta(hours=1))
    assert found[1] == ("2.csv", "done", 3, 1, 1, 1, 0)
    assert Registration.objects.count() == 3
    assert Case.objects.get(registration__source_number="A1").closings.get().outcome == "调解成功"


def test_the_same_bytes_under_another_name_are_not_imported_again(agency, source, folder):
    put(folder, "1.csv", ROW)
    rounds(agency)
    put(folder, "copy.csv", ROW)
    assert len(rounds(agency, AT + timedelta(hours=1))) == 1
    assert (folder / "已导入" / "copy.csv").is_file()


def test_gb18030_is_read_and_what_contradicts_itself_comes_back(agency, source, folder):
    wrong = ROW | {
        "投诉单编号": "A9",
        "办结时间": "2017-03-01",
        "调解结果": "达成一致",
        "反馈内容": "已退",
        "反馈时间": "2017-03-01",
    }
    put(folder, "gb.csv", ROW, wrong, encoding="gb18030")
    ((name, state, read, new, _c, _u, rejected),) = rounds(agency)
    assert (name, state, read, new, rejected) == ("gb.csv", "partial", 2, 1, 1)
    assert Matter.objects.get().respondent == "蔚田渔具网店"
    run = ImportRun.objects.get()
    back = (hotlines.rejects() / run.rejected_file).read_text("utf-8-sig")
    assert "gb.csv" in back and "欧阳志静" not in back


def test_one_that_cannot_be_read_does_not_stop_the_others(agency, source, folder):
    (folder / "0.csv").write_bytes(b"\xff\xfe\x00\x81\x00")
    put(folder, "1.csv", ROW)
    states = [(name, state) for name, state, *_ in rounds(agency)]
    assert states == [("0.csv", "failed"), ("1.csv", "done")]
    assert (folder / "0.csv").exists() and not (folder / "1.csv").exists()
    assert ImportRun.objects.get(name="0.csv").mend


def test_what_came_back_alarms_once(agency, source, folder):
    (folder / "0.csv").write_bytes(b"\xff\xfe\x00\x81\x00")
    rounds(agency, n=12)
    office = Officer.objects.create_user("o", name="o", agency=agency)
    Duty.objects.create(officer=office, kind="office", since=AT.date())
    assert [job.error for job in alarms(office, AT.date())] == ["1 个文件中有 1 个没有全部导入"]
    assert hotlines.unseen(agency) == 1
    hotlines.notice(ImportRun.objects.get(), by=office, at=AT)
    assert hotlines.unseen(agency) == 0


def test_a_failed_file_is_tried_again_when_somebody_asks_or_it_changed(agency, source, folder):
    path = folder / "0.csv"
    path.write_bytes(b"\xff\xfe\x00\x81\x00")
    rounds(agency)
    hotlines.again(ImportRun.objects.get())
    rounds(agency, AT + timedelta(hours=1))
    assert ImportRun.objects.get().state == "failed"
    put(folder, "0.csv", ROW)
    os.utime(path, (1, 1))
    assert rounds(agency, AT + timedelta(hours=2))[-1][1] == "done"


def test_a_folder_that_cannot_be_read_does_not_stop_the_other_hotlines(agency, source, folder, monkeypatch):
    other = folder.parent / "12331"
    other.mkdir()
    hotlines.set_source(agency, "12331", every_minutes=15, is_active=True)
    put(other, "1.csv", {"投诉举报编号": "B1", "受理时间": "2017-03-15"})
    real = hotlines.files

    def files(source):
        if source.name == "12315":
            raise PermissionError
        return real(source)

    monkeypatch.setattr(hotlines, "files", files)
    hotlines.look(agency, AT)
    assert hotlines.look(agency, AT + timedelta(minutes=2)) == 1
    assert "PermissionError" in HotlineSource.objects.get(name="12315").trouble


def test_a_hotline_that_is_off_is_not_looked_into(agency, source, folder):
    hotlines.set_source(agency, "12315", every_minutes=15, is_active=False)
    put(folder, "1.csv", ROW)
    assert rounds(agency) == []


def test_an_own_layout_in_the_folder_is_used(agency, source, folder):
    (folder / "profile.toml").write_text(
        'kind = "complaints"\n[constants]\n"来源渠道" = "12315"\n"诉求类型" = "投诉"\n'
        '[headers]\n"号" = "来源单号"\n"日" = "登记时间"\n"话" = "诉求内容"\n',
        encoding="utf-8",
    )
    put(folder, "1.csv", {"号": "X1", "日": "2017-03-15", "话": "退款"})
    assert [run[1] for run in rounds(agency)] == ["done"]


def test_the_page_shows_runs_and_gives_the_rows_that_came_back(agency, source, folder):
    put(folder, "bad.csv", ROW | {"投诉时间": "不知道"})
    rounds(agency)
    office = Officer.objects.create_user("o", name="o", agency=agency)
    Duty.objects.create(officer=office, kind="office", since=AT.date())
    client = Client()
    client.force_login(office)
    page = client.get("/complaints/imports/").content.decode()
    assert "bad.csv" in page and "有行退回" in page
    run = ImportRun.objects.get()
    back = client.get(f"/complaints/imports/{run.uid}/rejected")
    assert "不是日期" in b"".join(back.streaming_content).decode("utf-8-sig")
    assert client.post(f"/complaints/imports/{run.uid}/seen").status_code == 302
    assert ImportRun.objects.get().seen_by == office
    assert client.post(f"/complaints/imports/{run.uid}/seen", {"again": "1"}).status_code == 422
    assert (
        client.post(
            "/complaints/imports/", {"name": "12331", "every_minutes": "5", "is_active": "1"}
        ).status_code
        == 302
    )
    assert HotlineSource.objects.get(name="12331").every_minutes == 5
    assert client.post("/complaints/imports/", {"name": "x", "every_minutes": "5"}).status_code == 422
