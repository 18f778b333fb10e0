"""What the caller knows before a text is read: parties, premises, dates, the office's own contacts, lists.

Everything is optional; the more is known, the fewer findings a person has to decide. All values are frozen
and hashable: what is derived from them (search automata) is kept for the next text with the same knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.screening.finding import Verdict, Whom

PartyKind = Literal["enterprise", "trader", "person"]
ListKind = Literal["sensitive_term", "wording", "bad_link"]


@dataclass(frozen=True, slots=True)
class Party:
    """Someone in the record: the first and surest source of names."""

    name: str
    kind: PartyKind = "person"
    role: Whom = Whom.UNKNOWN
    """UNKNOWN means the party itself: ENTERPRISE, TRADER or PERSON by ``kind``."""
    aliases: tuple[str, ...] = ()
    """Other names and abbreviations: 小张, 张老板, 好味道店."""

    @property
    def whom(self) -> Whom:
        """The role, or the party itself."""
        return self.role or Whom(self.kind)


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list."""

    text: str
    """The words; for ``bad_link`` a domain."""
    why: str = ""
    """A sentence of its own; else the one of the list."""
    instead: str = ""
    """The right word, for ``wording``."""
    since: date | None = None
    """The word is wrong in texts of this day and later; None: always."""
    verdict: Verdict = Verdict.REVIEW
    unless: tuple[str, ...] = ()
    """No finding where the words stand inside one of these: 原工商局, 工商局旧址."""


@dataclass(frozen=True, slots=True)
class TermList:
    """A loadable, versioned list of words; thousands of entries are one pass."""

    name: str
    version: str
    kind: ListKind
    terms: tuple[Term, ...]
    why: str = ""
    article: str = ""
    rule: str = ""
    """A rule id of ``data/rules.toml``; empty: the one of the kind."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a text. ``Known()`` is a good start."""

    parties: tuple[Party, ...] = ()
    premises: tuple[str, ...] = ()
    """住所, 经营场所 of enterprises and traders in the record: these addresses stay."""
    decision_date: date | None = None
    """The day of the decision or text: minors are judged at it, abolished bodies by it."""
    contacts: tuple[str, ...] = ()
    """The office's own telephones, addresses, e-mail: they stay."""
    officials: tuple[str, ...] = ()
    """Names of the office's staff and leaders whose names are published by duty: they stay."""
    lists: tuple[TermList, ...] = ()
    """Lists of the office, besides the ones that ship."""
    shipped_lists: bool = True
    """Whether the lists that ship with the program are searched too."""
    adult_from: int = 18
    """Full age in years: 民法典第十七条."""
    names_model: bool = False
    """Whether the optional model looks for further names (extra ``names``); about 1 MB of text a minute."""


NOTHING = Known()
"""Nothing is known."""
