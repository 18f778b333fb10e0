"""What holds for every page of ours, and a small reader of pages for tests."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from gongkai.face.tests import css

VOID = {"meta", "link", "input", "img", "br", "hr", "rect", "line", "circle", "path", "wbr"}


class Page(HTMLParser):
    """What the tests ask of a page: its tags, attributes and whether they close in order."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.crossed = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def values(self, name):
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def check(html):
    """What holds for every page of ours."""
    page = Page(html)
    assert not page.crossed and not page.open, (page.crossed, page.open)
    assert page.values("style") == []
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert [name for name, times in Counter(page.values("id")).items() if times > 1] == []
    assert html.count("<h1") == 1
    ids = set(page.values("id"))
    for described in page.values("aria-describedby") + page.values("aria-labelledby"):
        assert set(described.split()) <= ids, described
    assert 'lang="zh-CN"' in html
    assert page.tags[0][0] == "html" or "<!doctype html>" in html.lower()
    return page


def classes_without_rule(html, hooks=frozenset()):
    """Classes that no style sheet of ours knows; ``hooks`` are for print and tests."""
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", css.all_sheets()))
    return {name for value in Page(html).values("class") for name in value.split()} - known - set(hooks)
