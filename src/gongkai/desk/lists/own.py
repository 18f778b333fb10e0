"""Lists whose page their room reads itself, as a queue by dates that move; views and exports are shared.

    LISTING = Own(
        name="complaints", title=gettext_lazy("投诉举报"), address="complaints:queue", opens=sees,
        reads=chosen_of, keys=keys, rows=rows, columns=(("编号", lambda row: row.number), …),
    )

``settings.GONGKAI_LISTS`` names it; the page asks :func:`gongkai.desk.lists.screens.kept` for its views and
includes ``lists/_acts.html``. Rows move while such a list is written into a file, so an export notes first
which records the list has, in its order (:class:`Frozen`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from struct import iter_unpack, pack
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty

_KEY = 8
"""Bytes of a noted key."""
_BEAT = 5_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a list on which day, with which duties and filters."""

    officer: Officer
    day: date
    duties: Sequence[HeldDuty]
    chosen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Own:
    """A list that its room reads.

    - ``opens`` says whether the list is open to an officer at all;
    - ``reads``: the filters of an address or a posted form that are set and make sense;
    - ``keys``: the records that the officer sees and asked for, in the order of the list, up to so many; read
      as they come, never held all at once;
    - ``rows``: what the page shows of those of these records that the gate lets through, in their order;
    - ``columns``: what an export says of such a row, by header: nothing that the page hides.
    """

    name: str
    title: Any
    address: str
    opens: Callable[[Officer, date, Sequence[HeldDuty]], bool]
    reads: Callable[[Officer, date, Mapping[str, Any]], dict[str, str]]
    keys: Callable[[Reading, int], Iterable[int]]
    rows: Callable[[Reading, Sequence[int]], Sequence[Any]]
    columns: tuple[tuple[str, Callable[[Any], str]], ...]
    register: str = ""


def seen(records: QuerySet[Any], gate: QuerySet[Any], keys: Sequence[int]) -> list[Any]:
    """Those of these records that the gate lets through, in the order of the keys.

    It is asked for each key: as a list a database may read it whole.
    """
    found = records.filter(Exists(gate.filter(pk=OuterRef("pk"))), pk__in=keys).in_bulk()
    return [found[key] for key in keys if key in found]


@dataclass(frozen=True, slots=True)
class Frozen:
    """The rows of a list by keys that are noted in ``path`` once: none is missed or said twice, although rows
    move meanwhile. What the gate no longer lets through when its turn comes is left out.

    ``beat`` is called now and then while many keys are noted.
    """

    path: Path
    keys: Callable[[int], Iterable[int]]
    rows: Callable[[Sequence[int]], Sequence[Any]]
    beat: Callable[[], object]

    def count(self, most: int) -> int:
        """Note the keys, up to ``most``, and give how many there are."""
        count = 0
        with self.path.open("wb") as out:
            self.path.chmod(0o600)
            for count, key in enumerate(self.keys(most), start=1):
                out.write(pack("<q", key))
                if count % _BEAT == 0:
                    self.beat()
        return count

    def portion(self, after: Any, size: int) -> tuple[list[Any], Any]:
        """The next rows after a place (null: from the first on), and the place of the last of them."""
        at = int(after or 0)
        with self.path.open("rb") as source:
            source.seek(at * _KEY)
            while keys := [key for (key,) in iter_unpack("<q", source.read(size * _KEY))]:
                at += len(keys)
                if rows := self.rows(keys):
                    return list(rows), at
        return [], at
