"""The handbook: every page, picture and neighbour that it names is there, and no picture is left over."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
CHAPTERS = sorted((DOCS / "handbook").glob("*.md"))
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.name)
def test_what_a_chapter_names_is_there(chapter):
    named = _LINK.findall(chapter.read_text(encoding="utf-8"))
    assert [one for one in named if not (chapter.parent / one).exists()] == []


def test_every_chapter_stands_in_the_table_of_contents():
    contents = (DOCS / "handbook" / "README.md").read_text(encoding="utf-8")
    named = {name for name in _LINK.findall(contents) if not name.startswith("..")}
    assert named == {path.name for path in CHAPTERS} - {"README.md"}


def test_every_picture_is_shown_in_a_chapter_and_says_what_is_seen():
    shown = [
        found
        for path in CHAPTERS
        for found in re.findall(
            r"!\[([^\]]*)\]\(\.\./pictures/([\w-]+\.png)\)", path.read_text(encoding="utf-8")
        )
    ]
    assert {name for _, name in shown} == {path.name for path in (DOCS / "pictures").glob("*.png")}
    assert [name for words, name in shown if len(words) < 3] == []
