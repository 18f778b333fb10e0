"""kill -9 in the middle of a step: the next worker goes on from the cursor, nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

SERVER = os.environ.get("GONGKAI_TEST_POSTGRESQL", "")
NAME = "gongkai_killed"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a home with a database of its own, on the server that the suite runs on."""
    (tmp_path / "keys").mkdir(mode=0o700)
    values = {
        "PATH": os.environ["PATH"],
        "GONGKAI_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gongkai.sites.desk",
        "PYTHONPATH": str(Path(__file__).resolve().parents[4]),
    }
    if not SERVER:
        yield values
        return
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.execute(f"CREATE DATABASE {NAME}")
        yield values | {"GONGKAI_DESK_DATABASE_URL": f"{SERVER}/{NAME}"}
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def run(home: dict[str, str], *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "gongkai.desk.jobs.tests.killed", *words]
    done = subprocess.run(command, env=home, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout or done.stderr[-2000:]


def test_killed_workers_lose_and_double_nothing(home):
    assert run(home, "start") == (0, "")
    assert run(home, "work", "2", "before")[0] == -signal.SIGKILL
    assert run(home, "work", "4", "inside")[0] == -signal.SIGKILL
    assert run(home, "work", "6", "inside")[0] == -signal.SIGKILL
    assert run(home, "work", "0", "never") == (0, "done 6 123456 123456")
