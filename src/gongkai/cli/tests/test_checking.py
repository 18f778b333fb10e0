import io
import json
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.refusal import Refused
from gongkai.reportcheck.tests.building import correct


def run(*words):
    return CliRunner().invoke(gongkai, ["check-report", *map(str, words)], standalone_mode=False)


@pytest.fixture
def files(tmp_path):
    """A correct report, one with an error, one with a warning."""
    good, bad, warned = (correct(2021) for _ in range(3))
    bad.values["t4.after.upheld"] = 1
    warned.edit("problems", "，", ",")
    for name, made in {"good": good, "bad": bad, "warned": warned}.items():
        (tmp_path / f"{name}.html").write_bytes(made.html())
    return tmp_path


def test_status_is_1_only_for_an_error(files):
    assert run(files / "good.html").return_value == 0
    assert run(files / "warned.html").return_value == 0
    assert run(files / "bad.html").return_value == 1


def test_json_has_exactly_the_promised_keys(files):
    result = run(files / "bad.html", "--json")
    document = json.loads(result.stdout)
    assert list(document) == ["form", "year", "findings"]
    assert (document["form"], document["year"]) == ("report.fmt_2021", 2021)
    (one,) = document["findings"]
    assert list(one) == ["rule", "severity", "where", "message", "expected", "found"]
    assert (one["rule"], one["severity"], one["expected"], one["found"]) == ("sum.t4.after", "error", 1, 0)
    assert result.return_value == 1


def test_words_say_where_and_how_to_mend(files):
    told = run(files / "bad.html").stdout
    assert "错误 表四 行政诉讼（复议后起诉） 总计：" in told
    assert "请" in told
    assert told.endswith("错误 1 项，提示 0 项\n")


def test_the_year_before_is_read_too(files):
    (files / "last.html").write_bytes(correct(2020).html())
    result = run(files / "good.html", "--previous", files / "last.html", "--json")
    assert {one["rule"] for one in json.loads(result.stdout)["findings"]} == {"carry.natural", "carry.total"}


def test_a_file_that_is_not_there_or_cannot_be_read_is_refused(files):
    (files / "empty.docx").write_bytes(b"")
    for name in ("nowhere.html", "empty.docx", "."):
        result = run(files / name)
        assert isinstance(result.exception, Refused)


def test_a_name_that_says_another_type_than_the_content_is_refused_in_one_line(files):
    page = (files / "good.html").read_bytes()
    for name in ("a.pdf", "a.docx", "a.json", "a.txt", "a.xlsx"):
        (files / name).write_bytes(page)
        result = run(files / name)
        assert isinstance(result.exception, Refused) and result.exception.code == "mislabelled"
        assert "内容是 HTML 网页" in str(result.exception) and "\n" not in str(result.exception)
        across = run(files / "good.html", "--previous", files / name)
        assert isinstance(across.exception, Refused) and str(across.exception).startswith("上年度报告：")
    for name in ("report", "report.aspx", "report.HTM"):
        (files / name).write_bytes(page)
        assert run(files / name).return_value == 0


def test_a_refusal_is_one_line_and_status_2_and_no_django_is_loaded(files):
    words = [sys.executable, "-m", "gongkai.cli", "check-report", str(files / "nowhere.pdf"), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    probe = "import sys; from gongkai.cli.checking import check_report; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def hostile():
    """Files that would take the program with them: a bomb, entities, depth, a broken PDF."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"<a>" + b" " * 50_000_000 + b"</a>")
    return {
        "bomb.docx": bomb.getvalue(),
        "entities.html": b'<!DOCTYPE html [<!ENTITY a "b">]><html><p>&a;</p></html>',
        "deep.html": b"<html>" + b"<div>" * 200_000,
        "broken.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>",
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_a_hostile_file_is_one_line_and_status_2(tmp_path, name):
    (tmp_path / name).write_bytes(hostile()[name])
    words = [sys.executable, "-m", "gongkai.cli", "check-report", str(tmp_path / name)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert [one.name for one in tmp_path.iterdir()] == [name]
