"""Editorial changes 文字性修改: whether two contents say the same facts. Pure.

Facts are numbers with what they count, dates, names, titles of documents, words that turn a sentence round,
attachments and every public field. They are compared as sequences: two numbers that change places are a
change. What cannot be judged counts as a change of facts, and the unit head looks again (PRACTICE.md 2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from gongkai.desk.disclosure import catalogue, leaves
from gongkai.screening.text import screen_text

LONGEST = 20
"""Characters that may be added or dropped in one place."""
MOST = 60
"""Characters that may change in all."""
_NUMBER = re.compile(r"\d[\d,.:/-]*\s*[^\W\d_]{0,2}|[%‰℃]|[〇零一二两三四五六七八九十百千万亿半几]+[^\W\d_]?")
_TURNS = re.compile(
    r"[不未无非没勿莫禁否免停止缓撤拒准许罚吊废已曾将仅只均各全增减升降可]"
    r"|应当?|必须|须|合格|超过|以[上下内外前后]|[低高少多大小]于|至[少多]|最[高低大小多少]|有[毒害效]"
)
_BODY = re.compile(
    r"[^\W\d_]{2,20}?(?:公司|超市|商店|店|厂|局|所|院|中心|市场|合作社|委|部|大队|支队|街道|镇|村)"
)
_TITLE = re.compile(r"《[^》]*》|〔[^〕]*〕|\([^)]*\)")
_NAMES = frozenset({"person", "enterprise", "address", "uscc", "licence", "tel", "mobile", "email"})
_WORDS = ("text", "caption")
_SKIN = ("b", "level")
_SILENT = re.compile(r"[\W_]+")
_FIELDS = ("agency", "index", "category", "doc_no", "formed", "meta")
_NOTE = "correction"
"""The note that tells of a correction is no fact of the item."""


def moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """What kinds of facts differ between two contents (SEALING.md 3.2); empty: only wording does."""
    found = []
    if before["attachments"] != after["attachments"]:
        found.append("附件")
    if any(_public(before, name) != _public(after, name) for name in _FIELDS):
        found.append("公开要素")
    old, new = _text(before), _text(after)
    for name, facts in (("数字和日期", _numbers), ("名称", _names), ("肯定、否定和限度", _turns)):
        if facts(old) != facts(new):
            found.append(name)
    if list(_attributes(before["body"])) != list(_attributes(after["body"])):
        found.append("链接和图表")
    if not _is_small(old, new):
        found.append("改动较大")
    return tuple(found)


def is_editorial(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether only wording differs."""
    return not moved(before, after)


def _public(content: Mapping[str, Any], name: str) -> Any:
    """A public field; of the catalogue only what somebody wrote, the rest follows from title and text."""
    value = content[name]
    if name != "meta":
        return value
    bare = {key: one for key, one in value.items() if key not in (_NOTE, catalogue.KEY)}
    if catalogue.KEY not in value:
        return bare
    own = catalogue.own(catalogue.said(content), catalogue.suggested_of(content))
    return bare | ({catalogue.KEY: own} if own else {})


def _text(content: Mapping[str, Any]) -> str:
    """Title and text in one normal form."""
    words = f"{content['title']}\n{leaves.words(content['body'])}"
    return unicodedata.normalize("NFKC", words)


def _numbers(text: str) -> list[str]:
    return ["".join(one.split()) for one in _NUMBER.findall(text)]


def _names(text: str) -> list[str]:
    named = [_SILENT.sub("", one.text) for one in screen_text(text) if one.kind in _NAMES]
    return named + _BODY.findall(text) + _TITLE.findall(text)


def _turns(text: str) -> list[str]:
    return _TURNS.findall(text)


def _attributes(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Everything in blocks that is neither text nor the kind of a block."""
    if isinstance(node, Mapping):
        for name, inside in node.items():
            if name not in _WORDS and name not in _SKIN:
                yield from _attributes(inside, name)
    elif isinstance(node, list):
        for one in node:
            if not isinstance(one, str):
                yield from _attributes(one, key)
    else:
        yield key, node


def _is_small(old: str, new: str) -> bool:
    """Whether little changed, punctuation and blanks aside."""
    was, now = _SILENT.sub("", old), _SILENT.sub("", new)
    if abs(len(was) - len(now)) > MOST:
        return False
    return _is_short(was, now) and _is_short(now, was)  # the matcher does not always see both ways alike


def _is_short(was: str, now: str) -> bool:
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    sizes = [
        max(last - first, end - start)
        for tag, first, last, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]
    return sum(sizes) <= MOST and all(size <= LONGEST for size in sizes)
