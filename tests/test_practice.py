"""``docs/practice.md``: what a bureau asks for, where it is, and the tests that hold it are all there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "practice.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split(" | ")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and "---" not in line and not line.startswith("| asked")
]
_HELD = re.compile(r"`([\w/.-]+\.py)::(\w+)`")


def test_every_row_says_what_where_and_by_what_it_is_held():
    assert len(ROWS) > 80
    assert [row for row in ROWS if len(row) != 3] == []
    assert [row[0] for row in ROWS if not _HELD.search(row[2]) and not row[2].startswith("not done")] == []


def test_the_tests_that_it_names_are_there():
    missing = []
    for path, name in _HELD.findall(TEXT):
        source = ROOT / path
        if not source.exists() or f"def {name}(" not in source.read_text(encoding="utf-8"):
            missing.append(f"{path}::{name}")
    assert missing == []
