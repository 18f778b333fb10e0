"""``gongkai annual-report --ledgers``: registers in, report out; the zone's 2017 as it was."""

import csv
import json
import os
import signal
import subprocess
import sys
from unittest.mock import MagicMock

import pytest

from gongkai.cli import annual_report
from gongkai.demo import write

ORGANISATION = """
[agency]
name = "某市市场监督管理局"
code = "371000SC"
[years.2017.staffing]
units = 1
reading_points = 1
full_time = 1
part_time = 0
[years.2017.funding]
budget_wan = 0
[years.2017.narrative]
overview = "全年公开{{ items.total }}条。"
"""
HEADS = [
    "索引号",
    "标题",
    "信息类别",
    "公开方式",
    "责任单位",
    "文号",
    "成文日期",
    "发布日期",
    "公开渠道",
    "规范性文件",
]


def run(*arguments, **environment):
    """The command as a process of its own, as a clerk calls it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    inherited.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "annual-report", *map(str, arguments)],
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def registers(folder):
    """A folder with two items, one of them impossible."""
    folder.mkdir()
    (folder / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    with (folder / "items.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADS)
        rows.writerow(
            [
                "A-1",
                "年货提示",
                "业务工作",
                "主动公开",
                "办公室",
                "",
                "2017-01-03",
                "2017-01-05",
                "政府网站",
                "否",
            ]
        )
        rows.writerow(
            [
                "A-2",
                "日期不对",
                "业务工作",
                "主动公开",
                "办公室",
                "",
                "2017-02-30",
                "2017-03-01",
                "政府网站",
                "否",
            ]
        )
    return folder


def test_a_failed_check_is_status_1_and_rejected_rows_come_back(tmp_path):
    done = run(2017, "--ledgers", registers(tmp_path / "in"), "--out", tmp_path / "out")
    assert done.returncode == 1, done.stderr
    assert "主动公开 1 条 = 业务工作 1" in done.stdout
    assert "错误 sections：缺少" in done.stdout
    assert "2017-02-30" in (tmp_path / "out" / "rejected.csv").read_text("utf-8-sig")
    assert (tmp_path / "out" / "report.pdf").exists()


def test_json_is_one_document_and_a_home_elsewhere_is_left_alone(tmp_path):
    home = tmp_path / "home"
    done = run(
        2017,
        "--json",
        "--ledgers",
        registers(tmp_path / "in"),
        "--out",
        tmp_path / "out",
        GONGKAI_HOME=str(home),
    )
    said = json.loads(done.stdout)
    assert said["figures"]["items.total"]["value"] == 1
    assert (said["rejected"], said["errors"] > 0) == (1, True)
    assert not home.exists()


@pytest.mark.parametrize("case", ["no folder", "empty folder", "no year", "no home", "wrong agency"])
def test_wrong_use_is_one_line_and_status_2(tmp_path, case):
    (tmp_path / "empty").mkdir()
    arguments = {
        "no folder": ("2017", "--ledgers", tmp_path / "none"),
        "empty folder": ("2017", "--ledgers", tmp_path / "empty"),
        "no year": ("1999", "--ledgers", registers(tmp_path / "in")),
        "no home": ("2017", "--home", tmp_path / "nowhere"),
        "wrong agency": ("2017", "--ledgers", registers(tmp_path / "in2"), "--agency", "X"),
    }[case]
    done = run(*arguments, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith("gongkai: ")
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    """The zone's 2017: registers by the generator, the report by the command."""
    folder = tmp_path_factory.mktemp("zone")
    write(folder / "in", year=2017)
    done = run(2017, "--ledgers", folder / "in", "--out", folder / "out", "--date", "2018-03-01")
    said = json.loads((folder / "out" / "figures.json").read_text("utf-8"))
    return done, said["figures"], folder / "out"


def test_the_zones_2017_has_the_numbers_of_its_report(zone):
    done, figures, _ = zone
    assert done.returncode == 0, done.stdout + done.stderr
    categories = ("案件办理信息", "业务工作", "抽检信息", "消费警示信息", "法律法规信息")
    categories += ("信息公开流程信息", "财务公开信息", "典型案例", "其他类")
    found = [figures[f"items.by_category.{name}"]["value"] for name in categories]
    assert found == [49, 25, 16, 15, 10, 3, 1, 1, 27] and figures["items.total"]["value"] == 147
    rate = figures["complaints.closing_rate_tj"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (95.0, 2071, 2180)
    assert "主动公开 147 条 = 案件办理信息 49 + 业务工作 25 + 抽检信息 16" in done.stdout


def test_the_zones_2017_answered_its_one_request_in_time(zone):
    _, figures, _ = zone
    values = {
        key: figures[key]["value"] for key in ("app.recv", "app.recv.mail", "app.done.ontime", "foi.on_time")
    }
    assert set(values.values()) == {1}
    for key in ("rev.total", "lit.total", "grievance", "remedies.reviews", "remedies.suits"):
        assert figures[key]["value"] == 0, key


def test_nothing_was_rejected_and_nothing_stays_behind(zone):
    _, _, out = zone
    names = {"report.html", "report.docx", "report.pdf", "figures.json", "figures.xlsx"}
    assert {path.name for path in out.iterdir()} == names


def test_the_passing_home_goes_when_the_command_is_told_to_end(monkeypatch):
    monkeypatch.setattr(annual_report, "part", MagicMock())
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended, annual_report._passing_home() as home:
        assert home.is_dir()
        os.kill(os.getpid(), signal.SIGTERM)
    assert ended.value.code == 128 + signal.SIGTERM
    assert not home.exists()
    assert signal.getsignal(signal.SIGTERM) is before
