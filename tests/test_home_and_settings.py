"""The home and its settings: every setting has a default and a meaning; a wrong one is named and mended."""

import os
import stat
from datetime import UTC, datetime

import pytest
from django.db import ConnectionHandler

from gongkai.refusal import Refused
from gongkai.sites import home as homes
from gongkai.sites.common import database
from gongkai.sites.home import settings_text
from gongkai.sites.homes_making import folders
from gongkai.sites.router import TwoWorlds
from gongkai.sites.secret import secret_key

AT = datetime(2018, 3, 1, 2, tzinfo=UTC)


def test_every_setting_has_a_default_and_a_meaning_in_words():
    assert len({option.name for option in homes.OPTIONS}) == len(homes.OPTIONS)
    for option in homes.OPTIONS:
        assert option.meaning and isinstance(option.default, str | int | bool)


def test_the_defaults_hold_without_a_file(tmp_path):
    assert homes.read(tmp_path, {}) == {option.name: option.default for option in homes.OPTIONS}


def test_the_file_overrides_the_default_and_the_environment_overrides_the_file(tmp_path):
    (tmp_path / "settings.toml").write_text('area_code = "0535"\nsession_minutes = 30\n', encoding="utf-8")
    values = homes.read(tmp_path, {"GONGKAI_SESSION_MINUTES": "20", "GONGKAI_HTTPS": "true"})
    assert (values["area_code"], values["session_minutes"], values["https"]) == ("0535", 20, True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('colour = "red"\n', "colour"),
        ('session_minutes = "long"\n', "session_minutes"),
        ("https = 1\n", "https"),
        ("area_code = \n", "TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_a_way_to_mend_it(tmp_path, text, named):
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        homes.read(tmp_path, {})
    assert named in refused.value.sentence and refused.value.mend


def test_a_wrong_environment_variable_is_named(tmp_path):
    with pytest.raises(Refused, match="GONGKAI_SESSION_MINUTES"):
        homes.read(tmp_path, {"GONGKAI_SESSION_MINUTES": "soon"})


def test_the_written_settings_read_back_and_defaults_stand_as_comments(tmp_path):
    text = settings_text({"origin": "scj.example.gov.cn"})
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    assert homes.read(tmp_path, {})["origin"] == "scj.example.gov.cn"
    for option in homes.OPTIONS:
        assert option.meaning in text
        assert f"\n{'' if option.name == 'origin' else '# '}{option.name} = " in text


def test_a_folder_with_other_things_in_it_does_not_become_a_home(tmp_path):
    (tmp_path / "photos").mkdir()
    with pytest.raises(Refused, match="photos"):
        folders(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["photos"]


def test_a_postgresql_address_becomes_settings_and_a_broken_one_is_refused():
    found = database("postgresql://clerk:p%40ss@db.example:5433/desk", "desk.sqlite3")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("desk", "clerk", "p@ss")
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["options"] == "-c jit=off"
    with pytest.raises(Refused) as refused:
        database("mysql://x/y", "desk.sqlite3")
    for url in ("postgresql://[bad", "postgresql://u:secret@h:port/x", "postgresql://u:secret@h:99999/x"):
        with pytest.raises(Refused, match="postgresql") as wrong:
            database(url, "desk.sqlite3")
        assert "secret" not in str(wrong.value)
    assert "x/y" not in str(refused.value)


def test_sqlite_writes_in_order_and_waits_instead_of_failing():
    options = database("", "desk.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE" and options["timeout"] == 20
    assert "synchronous=FULL" in options["init_command"] and "journal_mode=WAL" in options["init_command"]


@pytest.mark.django_db
def test_sqlite_stays_open_from_one_request_to_the_next(tmp_path):
    one = ConnectionHandler({"default": database(f"sqlite://{tmp_path}/desk.sqlite3", "")})["default"]
    one.ensure_connection()
    opened = one.connection
    one.close_if_unusable_or_obsolete()
    assert one.connection is opened
    one.close()


@pytest.mark.parametrize(
    ("label", "world"), [("portal", "portal"), ("casework", "default"), ("auth", "default")]
)
def test_each_application_lives_in_one_world(label, world):
    router = TwoWorlds()
    assert router.allow_migrate(world, label)
    assert not router.allow_migrate("default" if world == "portal" else "portal", label)


def test_the_web_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "web.secret"
    first = secret_key(file)
    assert secret_key(file) == first and len(first) > 40
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key(tmp_path / "nowhere" / "web.secret") != first


def test_processes_that_begin_in_one_moment_have_one_secret(tmp_path, monkeypatch):
    file = tmp_path / "web.secret"
    link = os.link

    def beaten(source, target):
        target.write_text("the other's", encoding="ascii")
        link(source, target)

    monkeypatch.setattr(os, "link", beaten)
    assert secret_key(file) == "the other's"
    assert [entry.name for entry in tmp_path.iterdir()] == ["web.secret"]
