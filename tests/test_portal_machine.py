"""A portal on a machine of its own: made, introduced to its desk and kept running by the real commands."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ORIGIN = "scj.example.gov.cn"
Runs = subprocess.CompletedProcess[str]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    return kept | more


def run(*arguments: str, home: Path, **more: str) -> Runs:
    """The command as its users call it, in a process of its own."""
    command = [sys.executable, "-m", "gongkai.cli", *arguments, "--home", str(home)]
    return subprocess.run(command, env=environment(**more), capture_output=True, text=True, check=False)


def asked(home: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "portal.sqlite3")) as database:
        return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("inside") / "desk"
    organisation = home.parent / "organisation.toml"
    organisation.write_text('[agency]\nname = "某市市场监督管理局"\ncode = "371002SC"\n', encoding="utf-8")
    assert run("init", "--origin", ORIGIN, home=home).returncode == 1
    assert run("import", "organisation", str(organisation), home=home).returncode == 0
    return home


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The portal's home and its public key."""
    home = tmp_path_factory.mktemp("outside") / "portal"
    made = run("init", "--portal", "--origin", ORIGIN, "--json", home=home)
    assert made.returncode == 0, made.stderr
    return home, json.loads(made.stdout)["portal_vkey"]


def test_what_the_desk_sends_is_applied_by_the_portals_worker_and_acknowledged(
    desk: Path, portal: tuple[Path, str]
) -> None:
    there, vkey = portal
    assert {entry.name for entry in there.iterdir()} <= {"settings.toml", "portal", "files", "portal.sqlite3"}
    early = run("worker", "--portal", "--once", home=there)
    assert early.returncode == 1 and "还没有登记信任哪个内网" in early.stderr
    card = there.parent / "desk.json"
    card.write_text(run("exchange", "trust", home=desk).stdout, encoding="utf-8")
    assert run("exchange", "trust", "--believe", str(card), home=there).returncode == 0
    link = {
        "GONGKAI_DOOR_DATABASE_URL": f"sqlite://{there}/portal.sqlite3",
        "GONGKAI_PORTAL_VKEY": vkey,
    }
    pushed = json.loads(run("exchange", "push", "--json", home=desk, **link).stdout)
    assert pushed["sent"] >= 1 and pushed["delivered"] == 0
    done = run("worker", "--portal", "--once", home=there)
    assert done.returncode == 0, done.stderr
    again = json.loads(run("exchange", "push", "--json", home=desk, **link).stdout)
    assert (again["sent"], again["waiting"]) == (0, 0) and again["delivered"] == pushed["sent"]
    (front,) = asked(there, "SELECT raw FROM portal_page WHERE path = '/'")
    assert "某市市场监督管理局" in bytes(front[0]).decode()
    assert run("exchange", "pull", home=desk, **link).returncode == 0
    assert run("worker", "--portal", "--once", home=there).returncode == 0
    told = json.loads(run("exchange", "status", "--json", home=desk, **link).stdout)
    assert told["portal"]["applied"] == told["outbox"]["last"] and told["pages"] is None


def test_without_the_portals_key_nothing_is_pulled_from_another_machine(
    desk: Path, portal: tuple[Path, str]
) -> None:
    link = {"GONGKAI_DOOR_DATABASE_URL": f"sqlite://{portal[0]}/portal.sqlite3"}
    refused = run("exchange", "pull", home=desk, **link)
    assert refused.returncode == 2 and "portal_vkey" in refused.stderr


def test_the_worker_runs_until_it_is_told_to_stop(portal: tuple[Path, str]) -> None:
    command = [sys.executable, "-m", "gongkai.cli", "worker", "--portal", "--home", str(portal[0])]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 60
        while not asked(portal[0], "SELECT 1 FROM portal_page LIMIT 1") and time.monotonic() < deadline:
            assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=30) in (0, -signal.SIGTERM)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("worker", "--portal", "--once"), "还不是门户的数据目录"),
        (("init", "--portal", "--origin", 'x"y'), "不是域名"),
    ],
)
def test_what_is_no_portal_is_refused_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    refused = run(*arguments, home=tmp_path / "none")
    assert refused.returncode == 2 and said in refused.stderr and "Traceback" not in refused.stderr


def test_a_portal_believes_one_desk_and_no_other_card(desk: Path, tmp_path: Path) -> None:
    there = tmp_path / "portal"
    assert run("init", "--portal", "--origin", ORIGIN, home=there).returncode == 0
    card = json.loads(run("exchange", "trust", home=desk).stdout)
    own = tmp_path / "desk.json"
    own.write_text(json.dumps(card), encoding="utf-8")
    assert run("exchange", "trust", "--believe", str(own), home=there).returncode == 0
    for changed, said in (
        ({"agency": "371003SC"}, "已经信任另一套内网公钥"),
        ({"t": "gongkai/x/1"}, "不是内网的公钥卡"),
        ({"door": ["x"]}, "公钥卡有误"),
    ):
        file = there.parent / "other.json"
        file.write_text(json.dumps(card | changed), encoding="utf-8")
        refused = run("exchange", "trust", "--believe", str(file), home=there)
        assert refused.returncode == 2 and said in refused.stderr, refused.stderr
    again = run("init", "--portal", "--origin", ORIGIN, home=there)
    assert again.returncode == 2 and "已经建立" in again.stderr
