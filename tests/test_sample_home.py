"""``gongkai demo``: an empty home becomes the sample bureau by the real paths, and proves itself."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from gongkai.desk.agencies.models import Duty


def run(*arguments, home):
    """The command as its users call it, in a process of its own."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))
    }
    command = [sys.executable, "-m", "gongkai.cli", *arguments, "--home", str(home)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "home"
    made = run("demo", "--scale", "0.05", "--work", "--json", home=folder)
    assert made.returncode == 0, made.stderr[-2000:]
    return folder, json.loads(made.stdout)


def test_the_report_of_the_year_is_public_with_its_items(home):
    _, said = home
    assert said["report"].endswith("NB-2017") and said["released"] > 20


def test_everything_verifies(home):
    verified = run("verify", "--json", home=home[0])
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_nothing_waits_at_the_door(home):
    status = json.loads(run("exchange", "status", "--json", home=home[0]).stdout)
    assert not status.get("undelivered", status.get("waiting", 0)), status


def test_every_list_is_complete_when_the_sample_is_ready(home):
    with closing(sqlite3.connect(home[0] / "desk.sqlite3")) as desk:
        assert desk.execute("SELECT count(*) FROM lists_mark").fetchone() == (0,)
        for rows, records in (
            ("finding_caserow", "casework_case"),
            ("disclosure_itemrow", "disclosure_item"),
        ):
            listed, there = (
                desk.execute(f"SELECT count(*) FROM {one}").fetchone() for one in (rows, records)
            )
            assert listed == there


def test_each_post_has_a_login_that_only_the_owner_reads(home):
    file = home[0] / "keys" / "demo-logins.txt"
    assert file.stat().st_mode & 0o077 == 0
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if "\t" in line][1:]
    officers = json.loads(run("officers", "list", "--json", home=home[0]).stdout)
    assert {row[0] for row in rows} == {officer["username"] for officer in officers}
    assert len({row[1] for row in rows}) == len(rows)
    held = {duty for officer in officers for duty in officer["duties"]}
    assert held == set(Duty.Kind.values)


def test_the_day_of_work_is_of_today_and_no_part_of_the_sample_year(home):
    folder, said = home
    assert {one["path"].split("/")[1] for one in said["work"]} >= {
        "items",
        "requests",
        "complaints",
        "signals",
    }
    with closing(sqlite3.connect(folder / "desk.sqlite3")) as desk:
        registered = "SELECT series, count(*) FROM casework_registration WHERE registered_on {} GROUP BY 1"
        new = dict(desk.execute(registered.format("> '2020-01-01'")))
        assert new == {"applications": 2, "complaints": 3, "remedies": 1}
        assert dict(desk.execute(registered.format("LIKE '2017%'")))["applications"] == 1
        drafts = desk.execute("SELECT count(*) FROM disclosure_item WHERE formed_on > '2020-01-01'")
        assert drafts.fetchone() == (8,)


def test_a_home_with_records_is_never_filled_again(home):
    again = run("demo", home=home[0])
    assert again.returncode == 2 and "已有数据" in again.stderr and "Traceback" not in again.stderr
