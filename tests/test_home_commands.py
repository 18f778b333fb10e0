"""init, keys, settings, backup, restore at the command line: what they make, refuse and never hold."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing

import pytest

from gongkai.sealing.keys import KeyStore
from gongkai.sealing.portalkeys import PortalKeys


def run(*arguments, home, given=""):
    """The command as its users call it, in a process of its own."""
    command = [sys.executable, "-m", "gongkai.cli", *arguments, "--home", str(home)]
    return subprocess.run(
        command, env=without_ours(), input=given, capture_output=True, text=True, check=False
    )


def without_ours():
    """The environment without settings of the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("homes") / "bureau"
    made = run("init", "--origin", "scj.example.gov.cn", home=folder)
    assert made.returncode == 1, made.stderr
    return folder


def test_init_makes_a_home_and_ends_with_1_until_the_keys_are_in_escrow(home):
    assert {"desk.sqlite3", "portal.sqlite3", "keys", "portal", "files", "logs", "settings.toml"} <= {
        entry.name for entry in home.iterdir()
    }
    assert (home / "keys").stat().st_mode & 0o077 == 0 and (home / "portal").stat().st_mode & 0o077 == 0
    checked = run("keys", "check", home=home)
    assert checked.returncode == 1 and "尚未托管" in checked.stdout


def test_a_home_is_closed_to_the_other_users_of_the_machine(home):
    for name in ("desk.sqlite3", "files/desk", "logs"):
        assert (home / name).stat().st_mode & 0o077 == 0, name


def test_after_init_and_organisation_the_door_is_open(tmp_path):
    home, organisation = tmp_path / "bureau", tmp_path / "organisation.toml"
    organisation.write_text('[agency]\nname = "某市市场监督管理局"\ncode = "371002SC"\n', encoding="utf-8")
    assert run("init", "--origin", "scj.example.gov.cn", home=home).returncode == 1
    assert run("import", "organisation", str(organisation), home=home).returncode == 0
    pushed = run("exchange", "push", "--json", home=home)
    assert pushed.returncode == 0, pushed.stderr
    assert json.loads(pushed.stdout)["waiting"] == 0
    assert PortalKeys(home / "portal").trust().agency == "371002SC"


def write(database, sql):
    """One statement past the program."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(sql)


@pytest.mark.parametrize(("process", "file"), [("desk", "desk.sqlite3"), ("portal", "portal.sqlite3")])
def test_no_page_is_served_from_a_database_of_another_version(home, tmp_path, process, file):
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    newest = "(SELECT MAX(id) FROM django_migrations WHERE app = 'portal')"
    write(copy / file, f"DELETE FROM django_migrations WHERE id = {newest}")
    old = run(process, "--port", "1", home=copy)
    assert old.returncode == 2 and "旧版本" in old.stderr and "gongkai worker" in old.stderr
    shutil.copyfile(home / file, copy / file)
    write(
        copy / file,
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('portal', '9999_of_later', '2018-01-01'), ('foreign', '0001_of_others', '2018-01-01')",
    )
    for command in ((process, "--port", "1"), ("worker", "--once")):
        later = run(*command, home=copy)
        assert later.returncode == 2 and "9999_of_later" in later.stderr, later.stderr


@pytest.mark.parametrize(("process", "file"), [("desk", "desk.sqlite3"), ("portal", "portal.sqlite3")])
def test_a_database_that_is_gone_is_called_gone_and_none_is_made_in_its_place(home, tmp_path, process, file):
    copy = tmp_path / "copy"
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns(f"{file}*"))
    gone = run(process, "--port", "1", home=copy)
    assert gone.returncode == 2 and "从备份恢复" in gone.stderr
    assert not (copy / file).exists()
    (copy / file).touch()
    assert "从备份恢复" in run(process, "--port", "1", home=copy).stderr


_FORKS = """
from django.db import connections
from gongkai.cli import frame, serving

class Server:
    def __init__(self, *_, **__): pass
    def serve(self): print([one.alias for one in connections.all(True) if one.connection is not None])

serving.Granian, serving.demand_free = Server, lambda *_: None
frame.run(getattr(serving, "{process}"))
"""


@pytest.mark.parametrize("process", ["desk", "portal"])
def test_a_server_that_forks_has_no_database_open(home, process):
    """SQLite's locks are not those of a forked process: another one would take the log away under it."""
    command = [sys.executable, "-c", _FORKS.format(process=process), "--home", str(home)]
    done = subprocess.run(command, env=without_ours(), capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr


def test_init_never_touches_a_home_that_is_there(home):
    before = (home / "keys" / "event.key").read_bytes()
    again = run("init", "--origin", "other.example", home=home)
    assert again.returncode == 2 and "已经建立" in again.stderr and "Traceback" not in again.stderr
    assert (home / "keys" / "event.key").read_bytes() == before


def test_what_is_no_domain_or_no_year_makes_no_home(tmp_path):
    home = tmp_path / "bureau"
    refused = run("init", "--origin", 'scj"gov.cn', home=home)
    assert refused.returncode == 2 and "域名" in refused.stderr and not home.exists()
    refused = run("demo", "--year", "1990", home=home)
    assert refused.returncode == 2 and "1990" in refused.stderr and not home.exists()


@pytest.mark.parametrize("use", ["index-handling", "index-identity"])
def test_a_leaked_key_of_an_index_is_replaced_and_erased(home, use):
    before = KeyStore(home / "keys").load(use)
    rotated = run("keys", "rotate", use, "--json", home=home)
    assert rotated.returncode == 0, rotated.stderr
    said = json.loads(rotated.stdout)
    assert (said["use"], said["made"], said["lost"]) == (use, 0, 0) and said["kid"] != before.kid
    assert [key.kid for key in KeyStore(home / "keys").all(use)] == [said["kid"]]
    spoken = run("keys", "rotate", use, home=home)
    assert "旧密钥已销毁" in spoken.stdout and "重新托管" in spoken.stdout and spoken.returncode == 0


def test_the_key_of_messages_can_be_a_post_quantum_one_and_no_other_can(home):
    rotated = run("keys", "rotate", "intake", "--suite", "x2", "--json", home=home)
    assert rotated.returncode == 0 and json.loads(rotated.stdout)["suite"] == "x2"
    assert KeyStore(home / "keys").load("intake").suite == "x2"
    for use in ("door", "index-handling"):
        refused = run("keys", "rotate", use, "--suite", "x2", home=home)
        assert refused.returncode == 2 and "套件 x2 只用于 intake" in refused.stderr
    back = run("keys", "rotate", "intake", "--suite", "x1", home=home)
    assert back.returncode == 0 and "（套件" not in back.stdout


def test_listing_keys_shows_ids_and_never_a_secret(home):
    listed = run("keys", "list", "--json", home=home)
    rows = json.loads(listed.stdout)
    assert {row["use"] for row in rows} >= {"event", "handling", "door", "clear", "log"}
    secret = json.loads((home / "keys" / "event.key").read_text())["secret"]
    assert secret not in listed.stdout


def test_settings_are_printed_with_default_and_meaning_and_without_a_password(home):
    (home / "settings.toml").write_text(
        'portal_database_url = "postgresql://web:hunter2@db.example/portal"\n', encoding="utf-8"
    )
    printed = run("settings", "--json", home=home)
    (home / "settings.toml").unlink()
    assert printed.returncode == 0 and "hunter2" not in printed.stdout
    rows = {row["name"]: row for row in json.loads(printed.stdout)}
    assert rows["portal_database_url"]["value"] == "postgresql://web@db.example/portal"
    assert rows["session_minutes"]["default"] == 480 and rows["session_minutes"]["meaning"]


def test_a_command_without_a_home_says_how_to_make_one(tmp_path):
    refused = run("backup", "--out", str(tmp_path / "b"), home=tmp_path / "none")
    assert refused.returncode == 2 and "gongkai init" in refused.stderr and "Traceback" not in refused.stderr


def test_escrow_is_read_back_and_restores_the_same_keys(home, tmp_path):
    file = tmp_path / "escrow.json"
    first, second = "甲的口令 一二三四五六七八\n", "乙的口令 九十百千万亿兆京\n"
    kept = run("keys", "escrow", "--out", str(file), home=home, given=first * 2 + second * 2)
    assert kept.returncode == 0, kept.stderr
    assert run("keys", "check", home=home).returncode == 0
    other = tmp_path / "other"
    back = run("keys", "restore", str(file), home=other, given=first + second)
    assert back.returncode == 0, back.stderr
    assert KeyStore(other / "keys").load("event").secret == KeyStore(home / "keys").load("event").secret


def test_a_backup_holds_both_databases_and_never_a_key(home, tmp_path):
    out = tmp_path / "one.gkbackup"
    made = run("backup", "--out", str(out), home=home)
    assert made.returncode == 0, made.stderr
    with tarfile.open(out) as tar:
        names = tar.getnames()
        held = b"".join(tar.extractfile(name).read() for name in names)
    assert {"manifest.json", "databases/desk.sqlite3", "databases/portal.sqlite3"} <= set(names)
    assert not [name for name in names if name.startswith(("keys", "portal/"))]
    for file in (home / "keys").rglob("*.key"):
        assert json.loads(file.read_text())["secret"].encode() not in held
    assert run("backup", "--out", str(out), home=home).returncode == 2


def test_a_restored_home_has_the_data_and_a_portal_that_trusts_the_desk(home, tmp_path):
    out, fresh = tmp_path / "two.gkbackup", tmp_path / "fresh"
    assert run("backup", "--out", str(out), home=home).returncode == 0
    shutil.copytree(home / "keys", fresh / "keys")
    back = run("restore", str(out), home=fresh)
    assert back.returncode == 0, back.stderr
    assert (fresh / "desk.sqlite3").stat().st_size > 0
    for name in ("desk.sqlite3", "files/desk", "logs"):
        assert (fresh / name).stat().st_mode & 0o077 == 0, name
    assert run("restore", str(out), home=fresh).returncode == 2


def test_a_backup_is_not_restored_before_its_keys(home, tmp_path):
    out, fresh = tmp_path / "four.gkbackup", tmp_path / "fresh"
    assert run("backup", "--out", str(out), home=home).returncode == 0
    refused = run("restore", str(out), home=fresh)
    assert refused.returncode == 2 and "keys restore" in refused.stderr
    assert not list(fresh.glob("*.sqlite3"))


def test_a_damaged_backup_is_named_and_changes_nothing(home, tmp_path):
    out, fresh = tmp_path / "three.gkbackup", tmp_path / "fresh"
    assert run("backup", "--out", str(out), home=home).returncode == 0
    data = bytearray(out.read_bytes())
    data[len(data) // 2] ^= 1
    out.write_bytes(data)
    shutil.copytree(home / "keys", fresh / "keys")
    refused = run("restore", str(out), home=fresh)
    assert refused.returncode == 2 and "摘要不符" in refused.stderr
    assert not list(fresh.glob("*.sqlite3"))


def test_a_file_that_is_no_backup_is_refused_in_one_line(home, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("hello")
    fresh = tmp_path / "fresh"
    shutil.copytree(home / "keys", fresh / "keys")
    refused = run("restore", str(file), home=fresh)
    assert refused.returncode == 2 and refused.stderr.count("\n") == 1 and "备份" in refused.stderr


def test_the_portal_pins_only_public_keys(home):
    store = KeyStore(home / "keys")
    vkeys = {use: [store.load(use).signer.verifier.vkey] for use in ("door", "answer", "log")}
    portal = PortalKeys(home / "portal")
    trust = portal.pin("371002SC", **vkeys)
    assert trust.agency == "371002SC" and len(trust.door) == 1
    held = b"".join(file.read_bytes() for file in (home / "portal").iterdir())
    assert json.loads((home / "keys" / "door.key").read_text())["secret"].encode() not in held


def test_signing_keys_are_listed_with_what_others_pin(home):
    listed = json.loads(run("keys", "list", "--json", home=home).stdout)
    signing = {one["use"]: one for one in listed if one["vkey"]}
    assert set(signing) == {"clear", "door", "answer", "anchor", "log"}
    store = KeyStore(home / "keys")
    assert all(one["vkey"] == store.load(use).verifier.vkey for use, one in signing.items())
    assert signing["door"]["vkey"] in run("keys", "list", home=home).stdout


def test_a_place_for_the_escrow_that_is_none_is_told_before_anybody_types(home, tmp_path):
    refused = run("keys", "escrow", "--out", str(tmp_path / "没有" / "e.json"), home=home)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert "没有文件夹" in refused.stderr
