"""Canaries 测试来件: messages from outside that prove that the portal passes on what citizens write.

Somebody outside (the superior office, a telephone line) and the desk hold the same card. From its secret and
the hour both know what is written in that hour; the portal, which reads every message while it is typed,
does not, and sees a question like any other: it travels as an ordinary kind through the ordinary form, and
becomes a canary on the desk alone. What is said is put together from a phrase book inside the card, so that
both sides agree whatever version of the program they run.
"""

from __future__ import annotations

import hmac
import math
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from importlib import resources
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import shapes
from gongkai.sealing.canon import b64u, canon, from_b64u, parse_object, tidy
from gongkai.sealing.times import stamp

CARD = "gongkai/canary-card/1"
SECRET_BYTES = 32
KIND = "canary"
"""What such a message is on the desk, whatever kind it travelled as."""
SENT_AS = "ask"
"""The kind under which it travels: the portal's form of questions stands open to everybody at any time."""
HOUR = timedelta(hours=1)
LEAST_BITS = 32.0
"""A book from which fewer different texts come could be met by a real message, or guessed."""
_CHINA = timezone(timedelta(hours=8))
_RANGE = re.compile(r"\{(\d{1,6})-(\d{1,6})\}")
_LONGEST_TEXT, _LONGEST_LINE = 2000, 100
"""What the portal's form takes."""

_LINES = shapes.list_of(shapes.text)
_BOOK = shapes.record({"names": _LINES, "titles": _LINES, "parts": shapes.list_of(_LINES)})
_FIELDS: dict[str, shapes.Fits] = {
    "id": shapes.packed(9),
    "name": shapes.word,
    "secret": shapes.packed(SECRET_BYTES),
    "hours": shapes.list_of(shapes.count),
    "book": _BOOK,
}


@dataclass(frozen=True)
class Book:
    """Phrases from which texts are put together: forms of address, titles, and the parts in their order."""

    names: Sequence[str]
    titles: Sequence[str]
    parts: Sequence[Sequence[str]]

    @property
    def bits(self) -> float:
        """How many texts it gives, as a power of two."""
        return sum(math.log2(sum(_readings(phrase) for phrase in part)) for part in self.parts)


@dataclass(frozen=True)
class Card:
    """What poster and desk share. ``hours`` are the hours of the day (China time) in which one is sent."""

    id: str
    name: str
    hours: tuple[int, ...]
    book: Book = field(repr=False)
    secret: bytes = field(repr=False)

    def is_hour(self, hour: datetime) -> bool:
        """Whether a canary was agreed for this hour."""
        return hour.astimezone(_CHINA).hour in self.hours


@dataclass(frozen=True)
class Said:
    """What is typed into the form of questions in one hour."""

    title: str
    text: str
    name: str

    def answers(self) -> dict[str, str]:
        """The fields of the portal's form with what is written into them."""
        return {"kind": SENT_AS, "title": self.title, "text": self.text, "name": self.name}


def hour_of(at: datetime) -> datetime:
    """The whole hour in which ``at`` lies."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def new_card(name: str, hours: Sequence[int] = tuple(range(24)), book: Book | None = None) -> Card:
    """A fresh card. Refuses (``E_CANARY``) hours that are none and a book that is too small."""
    chosen = tuple(sorted(set(hours)))
    if not chosen or not all(0 <= one < 24 for one in chosen):
        raise Refused("E_CANARY", "约定的钟点应在 0 到 23 之间", "例如 0-23 或者 8-17")
    if not shapes.word(name):
        raise Refused("E_CANARY", "没有写明由谁发出", "例如 --name 省局值班室")
    given = book or own_book()
    _demand_sound(given)
    return Card(b64u(os.urandom(9)), tidy(name), chosen, given, os.urandom(SECRET_BYTES))


def pack(card: Card) -> bytes:
    """The bytes of a card's file."""
    book = {"names": card.book.names, "titles": card.book.titles, "parts": card.book.parts}
    return canon(
        {
            "t": CARD,
            "id": card.id,
            "name": card.name,
            "secret": b64u(card.secret),
            "hours": list(card.hours),
            "book": {name: _listed(value) for name, value in book.items()},
        }
    )


def unpack(data: bytes) -> Card:
    """The card in a file; ``E_CANARY`` for anything else."""
    try:
        found = parse_object(data, CARD)
        shapes.require(found, CARD, _FIELDS)
        book, hours = found["book"], tuple(found["hours"])
        if not hours or max(hours) > 23 or not all((*book.values(), *book["parts"])):
            raise Refused("E_SHAPE", "约定卡没有钟点或者话语", "请重新约定")
        made = Book(book["names"], book["titles"], book["parts"])
        _demand_sound(made)
    except Refused as wrong:
        raise Refused("E_CANARY", "不是测试来件的约定卡，或者已损坏", "请向内网重新索取约定卡") from wrong
    return Card(found["id"], found["name"], hours, made, from_b64u(found["secret"]))


def own_book() -> Book:
    """The phrase book that comes with the program."""
    return read_book(resources.files("gongkai.sealing").joinpath("data/canary.toml").read_text("utf-8"))


def read_book(text: str) -> Book:
    """A phrase book in TOML: ``names``, ``titles``, ``parts``. ``E_CANARY`` for one that cannot be used."""
    try:
        found: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise Refused("E_CANARY", f"话语本不是有效的 TOML：{wrong}", "请改正这一行") from wrong
    given = tidy(
        {name: found.get(name, [""] if name == "names" else []) for name in ("names", "titles", "parts")}
    )
    if not _BOOK(given) or not given["titles"] or not given["parts"] or not all(given["parts"]):
        raise Refused(
            "E_CANARY", "话语本缺少 titles 或者 parts，或者不是文字的清单", "请对照手册第 20 章的例子"
        )
    book = Book(given["names"] or [""], given["titles"], given["parts"])
    _demand_sound(book)
    return book


def said(card: Card, hour: datetime) -> Said:
    """What this card's canary says in the hour that begins at ``hour``."""
    draw = _draws(card.secret, hour_of(hour))
    text = "".join(_filled(_one(part, draw), draw) for part in card.book.parts)
    title = _filled(_one(card.book.titles, draw), draw)
    return Said(_plain(title), _plain(text), _plain(_one(card.book.names, draw)))


def digest_of_text(text: str) -> str:
    """By what the desk knows an awaited text again."""
    return sha256(b"gongkai/canary-text/1\n" + _plain(text).encode()).hexdigest()


def _plain(text: str) -> str:
    """A text as the form and the seal leave it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def _draws(secret: bytes, hour: datetime) -> Iterator[int]:
    """Numbers that nobody foresees without the secret."""
    for block in range(1_000):
        begun = f"gongkai/canary/1\n{stamp(hour)}\n{block}".encode()
        made = hmac.digest(secret, begun, "sha256")
        yield from (int.from_bytes(made[at : at + 8], "big") for at in range(0, len(made), 8))


def _one(phrases: Sequence[str], draw: Iterator[int]) -> str:
    return phrases[next(draw) % len(phrases)]


def _filled(phrase: str, draw: Iterator[int]) -> str:
    def number(found: re.Match[str]) -> str:
        least, most = int(found[1]), int(found[2])
        return str(least + next(draw) % (most - least + 1))

    return _RANGE.sub(number, phrase)


def _readings(phrase: str) -> int:
    """How many texts a phrase stands for."""
    return math.prod(int(most) - int(least) + 1 for least, most in _RANGE.findall(phrase))


def _demand_sound(book: Book) -> None:
    phrases = [phrase for part in (book.titles, *book.parts) for phrase in part]
    if any(int(least) > int(most) for phrase in phrases for least, most in _RANGE.findall(phrase)):
        raise Refused("E_CANARY", "话语本里有一处数字的范围前大后小", "应写成 {3-28}")
    longest = sum(max(len(_RANGE.sub(r"\2", phrase)) for phrase in part) for part in book.parts)
    if longest > _LONGEST_TEXT or any(len(one) > _LONGEST_LINE for one in (*book.titles, *book.names)):
        raise Refused(
            "E_CANARY", "话语本里的话太长，表单收不下", "标题、称呼各不超过 100 字，正文不超过 2000 字"
        )
    if book.bits < LEAST_BITS:
        raise Refused(
            "E_CANARY",
            f"话语本太小：只能组成 2 的 {book.bits:.0f} 次方种说法",
            "请增加分段、说法或者数字范围，至少 2 的 32 次方",
        )


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value
