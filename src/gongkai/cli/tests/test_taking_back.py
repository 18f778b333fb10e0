"""``gongkai demo``, ``gongkai init``: one that was interrupted leaves nothing, what stood there stays."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from gongkai.cli import demo, homes, taking_back


@contextmanager
def untouched():
    """In the place of what looks at databases."""
    yield


class Half:
    """What makes a home: Ctrl-C comes when keys and a database are written."""

    kept_empty = staticmethod(untouched)

    @staticmethod
    def load(home, **_):
        (home / "keys").mkdir(parents=True)
        (home / "keys" / "state.json").write_text("{}")
        (home / "desk.sqlite3").write_bytes(b"half")
        raise KeyboardInterrupt

    create = load


COMMANDS = {
    "demo": lambda: demo.demo.callback(year=2017, scale=1, only=None, with_work=False, as_json=False),
    "init": lambda: homes.init.callback(origin="scj.example.gov.cn", as_portal=False, as_json=False),
    "portal": lambda: homes.init.callback(origin="scj.example.gov.cn", as_portal=True, as_json=False),
}


@pytest.fixture(params=COMMANDS)
def interrupted(request, monkeypatch):
    """Run one of the commands on a folder."""

    def run(folder):
        monkeypatch.setenv("GONGKAI_HOME", str(folder))
        monkeypatch.setattr(taking_back, "setup", lambda *_, **__: None)
        for module in (demo, homes, taking_back):
            monkeypatch.setattr(module, "part", lambda _: Half)
        with pytest.raises(KeyboardInterrupt):
            COMMANDS[request.param]()

    return run


def test_a_folder_that_was_not_there_is_not_there(interrupted, tmp_path):
    interrupted(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_an_empty_folder_is_empty_again(interrupted, tmp_path):
    interrupted(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_stood_in_the_folder_stays_and_what_came_goes(interrupted, tmp_path):
    """A server's settings stand there before its home is made."""
    (tmp_path / "settings.toml").write_text("session_minutes = 60", encoding="utf-8")
    interrupted(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.toml"]
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == "session_minutes = 60"


@pytest.mark.postgresql
def test_on_a_server_the_tables_go_again_and_a_filled_database_is_refused(tmp_path):
    server = os.environ["GONGKAI_TEST_POSTGRESQL"]
    names = ("gongkai_broken_desk", "gongkai_broken_portal")
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as database:
        for name in names:
            database.execute(f"DROP DATABASE IF EXISTS {name}")
            database.execute(f"CREATE DATABASE {name}")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    home = tmp_path / "home"
    given = {
        "GONGKAI_HOME": str(home),
        "GONGKAI_DESK_DATABASE_URL": f"{server}/{names[0]}",
        "GONGKAI_PORTAL_DATABASE_URL": f"{server}/{names[1]}",
    }
    made = subprocess.run(
        [sys.executable, "-c", _BROKEN], env=kept | given, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout.split() == ["interrupted", "[]", "[]", "0", "database-exists"] and not home.exists()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as database:
        for name in names:
            database.execute(f"DROP DATABASE {name}")


_BROKEN = """
import os
from pathlib import Path
from gongkai.cli.django_setup import part
from gongkai.cli.taking_back import whole_or_nothing
from gongkai.refusal import Refused
home = Path(os.environ["GONGKAI_HOME"])
try:
    with whole_or_nothing(home):
        part("gongkai.sites.homes_making").create(
            home, origin="a.example", at=__import__("datetime").datetime.now(__import__("datetime").UTC))
        raise KeyboardInterrupt
except KeyboardInterrupt:
    print("interrupted")
from django.db import connections
for alias in ("default", "portal"):
    print(connections[alias].introspection.table_names())
with connections["default"].cursor() as cursor:
    cursor.execute("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    print(cursor.fetchone()[0])
    cursor.execute("CREATE TABLE agencies_agency (id int)")
    cursor.execute("INSERT INTO agencies_agency VALUES (1)")
try:
    with whole_or_nothing(home):
        pass
except Refused as refused:
    print(refused.code)
"""
