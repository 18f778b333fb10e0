"""``gongkai bake``: what a person sees and what a script reads; it needs nothing but the portal's home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli.bake import bake
from gongkai.portal import fingerprint
from gongkai.portal.models import Page
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["portal"])


@pytest.fixture(autouse=True)
def _settings_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.cli.bake.setup_portal", lambda *given, **more: None)


def run(*given: str) -> str:
    done = CliRunner().invoke(bake, list(given), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.stdout


def test_the_first_bake_writes_and_a_second_one_has_nothing_to_do(tmp_path: Path) -> None:
    out = tmp_path / "www"
    said = json.loads(run("--out", str(out), "--json"))
    assert said["written"] >= 10 and said["removed"] == 0 and said["out"] == str(out)
    assert (out / "site/index.html").is_file() and (out / "site/static/face/tokens.css").is_file()
    again = run("--out", str(out))
    assert "写入 0 个网址，删去 0 个" in again


def test_what_an_older_version_rendered_is_rendered_again_before_however_much_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--out", str(tmp_path / "www"))
    Page.objects.update(made_with=7)
    monkeypatch.setattr("gongkai.portal.baking.baking.refresh", lambda now: 0)
    monkeypatch.setattr("gongkai.portal.publishing.renewing.renew.__defaults__", (5,))  # a round
    assert fingerprint.waits()
    run("--out", str(tmp_path / "www"))
    assert not fingerprint.waits()


def test_nginx_hands_on_what_is_not_baked_unless_there_is_no_portal(tmp_path: Path) -> None:
    run("--out", str(tmp_path / "a"), "--server-name", "xxgk.example.gov.cn", "--brotli")
    said = (tmp_path / "a/nginx.conf").read_text()
    assert "proxy_pass http://127.0.0.1:8000;" in said and "server_name xxgk.example.gov.cn;" in said
    assert "brotli_static on;" in said
    run("--out", str(tmp_path / "b"), "--no-upstream")
    said = (tmp_path / "b/nginx.conf").read_text()
    assert "proxy_pass" not in said and "brotli" not in said and "return 404;" in said


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(Refused, match="不是空目录"):
        run("--out", str(tmp_path))
