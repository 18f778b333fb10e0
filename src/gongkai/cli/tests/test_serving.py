"""The supervisor: a process that fell over is started again, one that keeps falling stops all."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from gongkai.cli import serving
from gongkai.refusal import Refused


class Fallen:
    """A process that has ended."""

    def poll(self):
        return 1


class Watched(serving.Supervisor):
    """Starts nothing real; remembers when it started."""

    def __init__(self, folder):
        super().__init__({"worker": ["worker"]}, folder)
        self._start("worker")

    def _start(self, name):
        self.since[name] = serving.time.monotonic()
        self.running[name] = Fallen()


@pytest.fixture
def clock(monkeypatch):
    """The supervisor's clock, set by hand."""
    now = [0.0]
    monkeypatch.setattr(serving.time, "monotonic", lambda: now[0])
    return now


def test_a_process_that_keeps_falling_stops_all(clock, tmp_path):
    supervisor = Watched(tmp_path)
    with pytest.raises(Refused, match="反复退出"):
        for _ in range(20):
            clock[0] += 5
            supervisor._look()


def test_falls_that_lie_days_apart_do_not_add_up(clock, tmp_path):
    supervisor = Watched(tmp_path)
    for _ in range(20):
        clock[0] += 86_400
        supervisor._look()
    assert supervisor.fallen["worker"] == 1


def test_a_module_in_the_folder_somebody_stands_in_is_not_run(tmp_path):
    (tmp_path / "click.py").write_text("raise SystemExit('not ours')", encoding="utf-8")
    done = subprocess.run(
        [*serving._PROGRAM, "serve", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        "portal",
        "worker --portal --once",
        "bake --out out",
        "exchange vkey",
        "exchange export .",
        "screen --public",
    ],
)
def test_what_works_on_a_portal_is_refused_where_none_was_made_and_leaves_nothing(words, tmp_path):
    environment = os.environ | {"GONGKAI_HOME": str(tmp_path / "none")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", *words.split()],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and "gongkai init" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_port_that_another_program_holds_is_named_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"端口 {port} 已被别的程序占用"):
            serving.demand_free(port)
    serving.demand_free(port)


def test_an_address_of_another_machine_is_no_place_to_listen():
    with pytest.raises(Refused, match="不能监听"):
        serving.demand_free(8000, "192.0.2.1")


class Rounds:
    """A worker with nothing to do; ``newest`` as given, the last of them for ever."""

    def __init__(self, *newest):
        self.said, self.between_calls = list(newest), 0

    def newest(self):
        return self.said.pop(0) if len(self.said) > 1 else self.said[0]

    def between(self, _clock, _until):
        self.between_calls += 1
        return 0


@pytest.fixture
def hand(monkeypatch):
    """The wall clock, moved by sleeping only."""
    now = [datetime(2018, 3, 5, tzinfo=UTC)]
    monkeypatch.setattr(serving, "_now", lambda: now[0])

    def sleep(seconds):
        now[0] += timedelta(seconds=seconds)

    monkeypatch.setattr(serving.time, "sleep", sleep)
    return now


@pytest.mark.parametrize(
    ("newest", "rested"),
    [([(7, 2)], 5.0), ([(7, 2), (7, 2), (8, 2)], 1.0), ([()], 5.0), ([(7, 3)], 0.0)],
    ids=["nothing new", "a clearance meanwhile", "no database", "a withdrawal during the round"],
)
def test_the_next_round_does_not_wait_where_something_was_decided(hand, newest, rested):
    before = hand[0]
    serving._rest(Rounds(*newest), (7, 2), [])
    assert (hand[0] - before).total_seconds() == rested


def test_a_worker_that_is_told_to_stop_does_not_rest(hand):
    before = hand[0]
    serving._rest(Rounds((7, 2)), (7, 2), [15])
    assert hand[0] == before
