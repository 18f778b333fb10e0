"""An empty database is laid as walking through every migration would leave it (docs/adr/0090)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from gongkai.sites import laying

SERVER = os.environ.get("GONGKAI_TEST_POSTGRESQL", "")
KNOWN = {"default column auth_group_permissions.id"}
"""Django's table of the permissions of groups, which nothing here uses: its key is four bytes, not eight."""


@pytest.fixture
def databases():
    """Settings of two empty databases for each way; on SQLite the homes' own files."""
    if not SERVER:
        yield {"lay": {}, "walk": {}}
        return
    made = {way: [f"gk_{way}_{world}_{uuid.uuid4().hex[:8]}" for world in "dp"] for way in ("lay", "walk")}
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        for names in made.values():
            for name in names:
                server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield {
            way: {
                "GONGKAI_DESK_DATABASE_URL": f"{SERVER}/{desk}",
                "GONGKAI_PORTAL_DATABASE_URL": f"{SERVER}/{portal}",
            }
            for way, (desk, portal) in made.items()
        }
        for names in made.values():
            for name in names:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_laying_leads_to_the_schema_of_the_whole_history(tmp_path, databases):
    running = []
    for way, more in databases.items():
        home = tmp_path / way
        (home / "keys").mkdir(parents=True)
        program = [
            sys.executable,
            str(Path(__file__).with_name("laid_schema.py")),
            way,
            f"{tmp_path}/{way}.json",
        ]
        running.append(subprocess.Popen(program, env=os.environ | {"GONGKAI_HOME": str(home)} | more))
    assert [one.wait() for one in running] == [0, 0]
    laid, walked = (json.loads((tmp_path / f"{way}.json").read_text()) for way in ("lay", "walk"))
    differing = {name for name in laid | walked if laid.get(name) != walked.get(name)}
    assert differing - KNOWN == set()
    assert len(laid) > 800
    assert laid["default migrations"] == walked["default migrations"]


@pytest.mark.django_db(databases=["default", "portal"])
def test_a_database_with_tables_is_left_to_its_migrations():
    for alias in ("default", "portal"):
        before = connections[alias].introspection.table_names()
        assert laying.lay(alias) is False
        assert connections[alias].introspection.table_names() == before
