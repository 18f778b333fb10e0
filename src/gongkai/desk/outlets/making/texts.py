"""Texts with a length limit: for newspapers, television, a short message."""

from __future__ import annotations

from gongkai.desk.outlets.making.source import Source
from gongkai.papers import blocks as b

SPOKEN_A_SECOND = 4
"""Characters that a newsreader says in a second."""
_TITLE = 30
_ENDS = ("。", "！", "？", "；")


def press(source: Source, limit: int) -> str:
    """A note for newspapers: title, the first sentences that fit, where the whole stands."""
    tail = f"全文见{source.agency}政府信息公开网站，索引号{source.index}。"
    fixed = "\n\n　　本报讯　"
    head = cut(source.title, limit - len(fixed) - len(tail)) + fixed
    return head + shortened(_plain(source), limit - len(head) - len(tail)) + tail


def tv(source: Source, limit: int) -> str:
    """A text to be read aloud or run as a line: without brackets, table or address."""
    title = cut(source.title, limit - len(f"{source.agency}发布：。"))
    head = f"{source.agency}发布：{title}。"
    return head + shortened(_plain(source), limit - len(head))


def short(source: Source, limit: int) -> str:
    """A short message that ends with the address of the whole."""
    tail = f" 全文：{source.url}" if source.url else ""
    head = f"【{cut(source.title, limit - len(tail) - 2)}】"
    return head + shortened(_plain(source), limit - len(head) - len(tail)) + tail


def seconds(text: str) -> int:
    """About how long the text takes to read aloud."""
    return -(-len([letter for letter in text if letter.isalnum()]) // SPOKEN_A_SECOND)


def shortened(text: str, room: int) -> str:
    """Whole sentences while they fit; the beginning of the first one where not even that does."""
    if room <= 0:
        return ""
    if len(text) <= room:
        return text
    cut = max(text.rfind(sign, 0, room) for sign in _ENDS)
    return text[: cut + 1] if cut >= 0 else text[: room - 1] + "…"


def cut(title: str, room: int) -> str:
    """A title that keeps within the limit, which holds for it too; it stays long enough to be told."""
    room = max(room, _TITLE)
    return title if len(title) <= room else title[: room - 1] + "…"


def _plain(source: Source) -> str:
    """The paragraphs run together; headings, tables, pictures and the signature are left out."""
    said = [b.plain(one.inlines).strip() for one in b.walk(source.body) if isinstance(one, b.Paragraph)]
    return "".join(line if line.endswith(_ENDS) else f"{line}。" for line in said if line)
