"""The supervisor: a process that fell over is started again, one that keeps falling stops all."""

import subprocess

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
