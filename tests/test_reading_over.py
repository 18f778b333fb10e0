"""读网: what is already public is read over by the lists and rules of today (``gongkai screen --public``)."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.papers import blocks as b
from gongkai.portal.tests.desk import Desk

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
ID18 = "371002199001010015"
LISTED = """
[[list]]
name = "本局"
version = "1"
kind = "bad_link"
why = "域名已易主"
terms = ["gone.example.org"]
"""


@pytest.fixture
def desk(tmp_path, settings, monkeypatch):
    settings.GONGKAI_PORTAL_FILES = tmp_path / "files"
    settings.GONGKAI_PORTAL_KEYS = tmp_path / "portal"
    home = tmp_path / "home"
    (home / "terms").mkdir(parents=True)
    (home / "terms" / "own.toml").write_text(LISTED, encoding="utf-8")
    monkeypatch.setenv("GONGKAI_HOME", str(home))
    monkeypatch.delenv("GONGKAI_CLAMD", raising=False)
    monkeypatch.setattr("gongkai.cli.rereading.setup_portal", lambda *given, **more: None)
    return Desk(settings.GONGKAI_PORTAL_FILES)


def run(*arguments):
    return CliRunner().invoke(gongkai, ["screen", *arguments], standalone_mode=False)


def told(result):
    return {
        one["file"]: [finding["kind"] for finding in one["findings"]]
        for one in json.loads(result.stdout)["files"]
    }


def test_words_links_and_numbers_are_told_by_page_and_file(desk):
    old = (b.paragraph("由市工商行政管理局负责。"),)
    desk.publish("X/2017-00001", "旧文", old, formed="2017-09-20")
    desk.publish("X/2019-00002", "新文", old, formed="2019-09-20")
    desk.publish("X/2017-00003", "链接", (b.paragraph("详见 http://gone.example.org/a。"),))
    list_of_names = desk.file("名单.txt", f"当事人身份证号{ID18}。".encode(), "text/plain")
    desk.publish("X/2017-00004", "附件", files=(list_of_names,))
    result = run("--public", "--json")
    assert result.return_value == 1
    assert told(result) == {
        "/gk/X/2019-00002": ["wording"],
        "/gk/X/2017-00003": ["bad_link"],
        f"/files/{list_of_names['sha256']}/名单.txt": ["id18"],
    }


def test_nothing_to_tell_is_status_0_and_a_lost_file_is_one_line_and_status_2(desk):
    desk.publish("X/2017-00001", "抽检情况", (b.paragraph("联系人：张三，合格12批次。"),))
    assert run("--public", "--json").return_value == 0
    lost = desk.file("表.txt", "合格。".encode(), "text/plain")
    desk.publish("X/2017-00002", "附表", files=(lost,))
    next(desk.files.rglob(lost["sha256"])).unlink()
    result = run("--public", "--json")
    assert result.return_value == 2 and "附件读不出来" in result.stderr
    assert len(json.loads(result.stdout)["unread"]) == 1


def test_either_files_or_what_is_public(desk):
    with pytest.raises(Exception, match="--public"):
        raise run().exception
    with pytest.raises(Exception, match="--public"):
        raise run("--public", "a.txt").exception
