"""Two laws of the house that are broken without noticing: law is data, verbs are given the time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "gongkai"
APART = ("law", "demo", "screening", "locale")
"""The law itself; the sample's texts; screening, whose findings name their articles in data of their own."""
TEXTS = (".html", ".toml", ".txt")
ARTICLE = re.compile(r"第(?!一条)[一二三四五六七八九十百]+条")
"""第一条 is the first of anything."""
DAYS = re.compile(r"(?:\d+|[一二三四五六七八九十]+) ?个?(?:工作日|自然日)")
SAID_OTHERWISE = {
    "desk/complaints/directory_forms.py": "how to write the limit of a body of the directory",
    "desk/disclosure/calls.py": "the next working day, a rule of the house",
    "desk/disclosure/templates/disclosure/paper.html": "the same",
    "desk/disclosure/approving.py": "the same, of an approval that follows a withdrawal",
    "desk/disclosure/sheet.py": "the same",
    "desk/disclosure/templates/disclosure/_next.html": "the same",
    "desk/reporting/screens/report.py": "the working day before, as the law's answer has it",
    "face/templates/face/components/_states.html": "the page of components",
    "portal/messages/forms/opinion.py": "an example of a clause of a draft",
}
"""Files that may, and why."""
CLOCKS = {"now", "today", "localdate", "localtime", "utcnow", "time"}
VERBS = sorted(
    path
    for path in ROOT.rglob("*.py")
    if "tests" not in path.parts and ("verbs" in path.parts or path.name == "verbs.py")
)


def files(*endings: str) -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        apart = parts[0] in APART or {"tests", "migrations"} & set(parts) or path.name.startswith("sample_")
        if path.suffix in endings and not apart:
            yield path


def words(path: Path) -> Iterator[str]:
    """What a program says: its texts without docstrings; of other files every line."""
    if path.suffix != ".py":
        yield from path.read_text("utf-8").splitlines()
        return
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in told:
            yield one.value


def broken() -> dict[str, list[str]]:
    """Files outside the law that name an article or a number of days."""
    found: dict[str, list[str]] = {}
    for path in files(".py", *TEXTS):
        said = [text for text in words(path) if ARTICLE.search(text) or DAYS.search(text)]
        if said:
            found[path.relative_to(ROOT).as_posix()] = said
    return found


def test_no_article_and_no_number_of_days_stands_outside_the_law__law_1():
    assert {name: said for name, said in broken().items() if name not in SAID_OTHERWISE} == {}


def test_what_is_said_otherwise_is_still_there():
    assert set(SAID_OTHERWISE) <= set(broken())


def reads_a_clock(path: Path) -> list[int]:
    tree = ast.parse(path.read_text("utf-8"))
    return [
        one.lineno
        for one in ast.walk(tree)
        if isinstance(one, ast.Call)
        and (
            (isinstance(one.func, ast.Attribute) and one.func.attr in CLOCKS and not one.args)
            or (isinstance(one.func, ast.Name) and one.func.id in CLOCKS and not one.args)
        )
    ]


@pytest.mark.parametrize("path", VERBS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_verbs_are_given_the_time_and_read_no_clock__law_13(path):
    assert reads_a_clock(path) == []


def test_a_clock_that_is_read_is_seen(tmp_path):
    file = tmp_path / "verbs.py"
    file.write_text("from datetime import datetime\nat = datetime.now()\n")
    assert reads_a_clock(file) == [2] and len(VERBS) > 50
