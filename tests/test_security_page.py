"""Every threat on the security page is held by tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "`test_" in line]
NAMED = sorted(set(re.findall(r"`(test_[a-z0-9_]+)`", PAGE)))


def written():
    """All test functions of the project."""
    files = [*ROOT.glob("src/**/tests/**/*.py"), *ROOT.glob("tests/**/*.py")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r"^\s*def (test_[a-z0-9_]+)\(", text, re.MULTILINE)) | set(
        re.findall(r"^(Test\w+) = ", text, re.MULTILINE)
    )


EXISTING = written()


@pytest.mark.parametrize("name", NAMED)
def test_the_test_that_holds_a_threat_exists(name):
    assert name in EXISTING


def test_no_threat_stands_without_a_test():
    table = PAGE.split("## Threats")[1].split("## What is not covered")[0]
    rows = [
        line
        for line in table.splitlines()
        if line.startswith("| ") and not line.startswith(("| threat", "|---"))
    ]
    assert len(rows) == len(ROWS) and len(rows) > 20
