"""What every importer is given: agency, time, keys, units, the store, where rejected rows go."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import indexing, keyring
from gongkai.desk.casework.bulk import Store, Table, Values, limits_of
from gongkai.desk.casework.indexing import Index
from gongkai.desk.casework.recording import IMPORT
from gongkai.ledgers.cells import plain
from gongkai.ledgers.checking import Notice, Rejection
from gongkai.ledgers.rows import Row
from gongkai.refusal import Refused
from gongkai.sealing import fields
from gongkai.sealing.canon import b64u
from gongkai.sealing.events import Chain
from gongkai.sealing.fields import Sealer
from gongkai.sealing.times import stamp

_ROW = b"gongkai/row/1\n"
_BLOCK = 1024
_MADE = "ledger-"
"""The beginning of the codes of units that were made from a register."""

_UNITS = frozenset("科所队局室心股处组办站部院厅委会）)")
_LONGEST_SHOWN = 20
"""A name of a unit ends like this; another word in its column may be a person, and reasons lie in logs."""

Batch = dict[Table, list[Values]]
"""Finished rows by table, in the order in which the tables must be written."""


class NotTaken(Exception):
    """A row that the desk cannot take: the column and the reason, in the user's words.

    ``is_marked``: a file of it bears a secrecy mark.
    """

    def __init__(self, column: str, reason: str, *, is_marked: bool = False) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason
        self.is_marked = is_marked


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets that an import seals with; older handling keys open what was sealed before a rotation."""

    handling: tuple[bytes, ...]
    index: Index
    event: bytes

    @classmethod
    def of_home(cls) -> Keys:
        """The keys of this home."""
        return cls(tuple(keyring.secrets("handling")), indexing.reading(), keyring.key("event").secret)

    def demand_current(self) -> None:
        """Hold the index as it was read until the transaction ends. Refuses ``index-changed``."""
        if indexing.writing() != self.index:
            raise Refused("index-changed", "查重索引的密钥刚刚更换", "没有写入任何内容，请再运行一次")

    def row_digest(self, row: Row, more: str = "") -> bytes:
        """The keyed hash of a row's content: equal content, equal hash, and nobody can try phones on it."""
        return hmac.digest(self.index.newest, _ROW + row.digest + more.encode(), "sha256")

    def new_dek(self, case: str) -> tuple[Sealer, bytes]:
        """A fresh data key for a case and the key wrapped."""
        dek = fields.new_dek()
        return Sealer(dek), fields.wrap_dek_h(self.handling[0], case, dek)


def uids() -> Iterator[str]:
    """Fresh random ids (as :func:`gongkai.sealing.ids.new_uid`), the random bytes taken in blocks."""
    while True:
        block = os.urandom(16 * _BLOCK)
        for at in range(0, len(block), 16):
            yield b64u(block[at : at + 16])


def random_pieces() -> Iterator[bytes]:
    """Fresh random bytes for one sealed field after another, taken in blocks."""
    size = fields.RANDOM_BYTES
    while True:
        block = os.urandom(size * _BLOCK)
        for at in range(0, len(block), size):
            yield block[at : at + size]


class Units:
    """The units of an agency by name; a name that is not there is refused, or made into a 科室.

    ``create``: whether to make; ``None``: as long as no unit was ever entered by a person, so that registers
    alone are enough for a report. ``created`` are the names of those that were made.
    """

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        self.created: list[str] = []

    def read(self, *, create: bool | None) -> None:
        """Read the units; in the transaction of the import."""
        units = list(self._agency.units.order_by("id"))
        self._names = [unit.name for unit in units]
        self._codes = {unit.code for unit in units}
        self._known = {plain(unit.name): unit.pk for unit in units}
        entered = [code for code in self._codes if not code.startswith(_MADE)]
        self._create = not entered if create is None else create

    def find(self, name: str, column: str) -> int | None:
        """The key of the unit with that name, ``None`` for an empty cell. Raises NotTaken."""
        if not name:
            return None
        found = self._known.get(name) or self._known.get(plain(name))
        if found is None:
            if not self._create:
                known = "、".join(self._names)
                is_shown = name[-1] in _UNITS and len(name) <= _LONGEST_SHOWN
                shown = f"名为“{name}”的单位" if is_shown else "该单元格所写的单位"
                raise NotTaken(column, f"没有{shown}；现有{known}")
            found = self._make(name, column)
        self._known.setdefault(name, found)
        return found

    def _make(self, name: str, column: str) -> int:
        longest = limits_of(Unit)["name"]
        if len(name) > longest:
            raise NotTaken(column, f"有 {len(name)} 个字，超过 {longest} 个字")
        number = len(self._codes) + 1
        while (code := f"{_MADE}{number}") in self._codes:
            number += 1
        unit = Unit.objects.create(agency=self._agency, code=code, name=name, kind=Unit.Kind.SECTION)
        self._codes.add(code)
        self._names.append(name)
        self.created.append(name)
        return unit.pk


@dataclass
class Hand:
    """What sealing and chaining take, without the database: one for each process."""

    keys: Keys
    agency: int
    at: datetime
    by: str
    area: str
    recorded_at: Any
    """``at`` as the database stores it."""
    recorded: str = field(init=False)
    next_uid: Callable[[], str] = field(init=False)
    next_random: Callable[[], bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.recorded = stamp(self.at)
        self.next_uid = uids().__next__
        self.next_random = random_pieces().__next__

    def chain(self, stream: str, head: tuple[int, bytes] | None = None) -> Chain:
        """The chain of events of a stream, new or after its last event."""
        return Chain(self.keys.event, stream, *(head or (0, None)))


@dataclass
class Context:
    """One import into one agency. ``file`` and ``folder`` are those of the register that is being read."""

    agency: Agency
    at: datetime
    store: Store
    keys: Keys
    units: Units
    reject: Callable[[Rejection], None]
    by: str = IMPORT
    dry_run: bool = False
    helper: Executor | None = None
    """Another process that builds rows while this one reads and writes; ``None`` for small files."""
    file: str = ""
    folder: Path = Path()
    files_may_lack: bool = False
    """Whether an attachment that is not beside its register is only a warning (nothing is published)."""
    notices: list[Notice] = field(default_factory=list)
    today: date = field(init=False)
    hand: Hand = field(init=False)

    def __post_init__(self) -> None:
        self.today = shanghai_date(self.at)
        area = str(settings.GONGKAI_VALUES["area_code"])
        moment = self.store.moment(self.at)
        self.hand = Hand(self.keys, self.agency.pk, self.at, self.by, area, moment)

    def refuse(self, row: Row, problem: NotTaken) -> None:
        """Give a row back with the reason."""
        marked = problem.is_marked
        self.reject(Rejection(self.file, row.row_number, problem.column, problem.reason, marked))

    def notice(self, row: Row, column: str, reason: str) -> None:
        """Something odd that does not keep a row out."""
        self.notices.append(Notice(self.file, row.row_number, column, reason))
