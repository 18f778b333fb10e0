"""What a room says of a matter that may be decided on paper; a room says it once.

``settings.GONGKAI_SIGNED`` names the papers by kind. What is printed is the whole :class:`Content` of the
matter, and its digest is that of the printed words: nothing else can be acted on than what was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from gongkai.desk.agencies.models import Officer
from gongkai.sealing import canon

Matter = Any
"""A row of the room: what is decided."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a sheet prints of its matter, in official words: pairs, and a table where there are many lines."""

    number: str
    rows: tuple[tuple[str, str], ...]
    heads: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()

    def digest(self, kind: str, subject: str) -> str:
        """SHA-256 of what is printed about a matter of a kind."""
        return canon.digest(
            {
                "t": "gongkai/signed-sheet/1",
                "kind": kind,
                "subject": subject,
                "number": self.number,
                "rows": [list(row) for row in self.rows],
                "heads": list(self.heads),
                "lines": [list(line) for line in self.lines],
            }
        )


class Paper:
    """A kind of matter that a leader may decide on paper: what is asked of its room.

    ``title`` is the heading of the sheet, ``yes`` and ``no`` the two decisions, in official words.
    """

    kind: str
    title: str
    name: str | Promise
    yes: str | Promise
    no: str | Promise

    def found(self, officer: Officer, day: date, subject: str) -> Matter | None:
        """The matter of that name if the officer may see it (DESIGN.md law 6), else null."""
        raise NotImplementedError

    def locked(self, matter: Matter) -> Matter:
        """The matter as it stands now, locked in the caller's transaction."""
        raise NotImplementedError

    def subject(self, matter: Matter) -> str:
        """The name of a matter, as :meth:`found` takes it."""
        raise NotImplementedError

    def waits(self, matter: Matter) -> bool:
        """Whether the matter waits to be decided."""
        raise NotImplementedError

    def content(self, matter: Matter) -> Content:
        """What is decided, whole."""
        raise NotImplementedError

    def since(self, matter: Matter) -> date:
        """The first day on which a sheet of it can have been signed."""
        raise NotImplementedError

    def drafters(self, matter: Matter) -> frozenset[int]:
        """Keys of the officers who asked for it: they neither sign nor compare."""
        raise NotImplementedError

    def leaders(self, matter: Matter, day: date) -> Iterable[Officer]:
        """Who may decide it."""
        raise NotImplementedError

    def enters(self, officer: Officer, matter: Matter, day: date) -> bool:
        """Whether the officer may enter a signed sheet."""
        raise NotImplementedError

    def compares(self, officer: Officer, matter: Matter, day: date) -> bool:
        """Whether the officer may compare sheet and entry, persons aside."""
        raise NotImplementedError

    def decide(self, matter: Matter, agreed: bool, note: str, *, by: Officer, at: datetime) -> None:
        """Decide it as ``by`` would on the screen. Refusals are those of the room's verb."""
        raise NotImplementedError

    def stream(self, matter: Matter) -> str:
        """The chain in which its events stand."""
        raise NotImplementedError

    def page(self, matter: Matter) -> str:
        """The address of the matter."""
        raise NotImplementedError


def every() -> Mapping[str, Paper]:
    """The papers of all rooms by kind."""
    return {kind: import_string(path) for kind, path in settings.GONGKAI_SIGNED.items()}


def digest(paper: Paper, matter: Matter) -> str:
    """The digest of what is printed of a matter now."""
    return paper.content(matter).digest(paper.kind, paper.subject(matter))


def check_number(digest: str) -> str:
    """Eight signs of a digest, to be compared between sheet and screen: 9F2C-41D7."""
    head = digest[:8].upper()
    return f"{head[:4]}-{head[4:]}"


def grouped(digest: str) -> str:
    """A digest in groups of eight, as it is printed."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
