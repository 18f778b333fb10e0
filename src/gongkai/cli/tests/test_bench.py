"""Benchmarks are run as processes; their documents and lines become one document."""

import json

import pytest
from click.testing import CliRunner

from gongkai.cli import bench

LINES, DOCUMENT = "print('比值 2.0')", "print('{\"ratio\": 2.0}')"
SLOW = "import sys; print('慢'); sys.exit(1)"


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name, text in {"lines": LINES, "document": DOCUMENT, "slow": SLOW, "_rows": "1/0"}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(bench, "FOLDER", tmp_path)
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    return lambda *words: CliRunner().invoke(bench.bench, words, standalone_mode=False)


def test_all_are_run_and_their_answers_stand_in_one_document(run):
    done = run("--json")
    assert done.return_value == 1
    assert json.loads(done.stdout) == {
        "benchmarks": [
            {"name": "document", "ok": True, "said": {"ratio": 2.0}},
            {"name": "lines", "ok": True, "said": ["比值 2.0"]},
            {"name": "slow", "ok": False, "said": ["慢"]},
        ]
    }


def test_one_that_keeps_its_limits_ends_with_0_and_an_unknown_one_is_refused(run):
    assert run("lines").return_value == 0
    assert "lines" in str(run("nix").exception)
