"""What was just read from the portal's database, kept in memory until anybody commits anything to it.

SQLite in WAL mode writes a new header into the shared index of its log (the file ``-shm``) with each commit,
in whichever process, before the commit counts (https://www.sqlite.org/walformat.html, "The WAL-Index Header":
two copies of 48 bytes with a counter, the number of frames, salts and a checksum). Mapped into memory, these
bytes say for nothing whether a page may still be told from memory. So a withdrawal is the commit itself, as
without this, and a page that many read costs neither a statement nor the lock that threads wait for.

The file is never closed again: closing any descriptor of it would take away the locks that SQLite holds on it
in this process. A connection of our own stays open, so that SQLite does not delete it either. Where there is
no such file (PostgreSQL, a database in memory) every page is read.
"""

from __future__ import annotations

import mmap
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

_HEADER = 96
"""Bytes of the two copies of the header."""
_MOST_BYTES = 64 << 20
"""What is kept, at most."""
_LOOKED_SECONDS = 1.0
"""So often it is looked whether the mapped file is still that of the database."""

Thing = TypeVar("Thing")


class _Seen(Generic[Thing]):
    """What was read since one commit; ``size``: its bytes."""

    __slots__ = ("size", "things", "version")

    def __init__(self, version: bytes) -> None:
        self.version = version
        self.things: dict[tuple[str, str], Thing] = {}
        self.size = 0


class Kept(Generic[Thing]):
    """Reads things by ``read`` (address, encoding) and keeps them; safe for threads.

    ``file`` is that of a SQLite database, null for every other; ``weigh`` gives the bytes that a thing takes.
    """

    def __init__(
        self,
        file: Path | None,
        read: Callable[[str, str], Thing | None],
        weigh: Callable[[Thing], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._weigh = weigh
        self._clock = clock
        self._file = file
        self._shared: mmap.mmap | None = None
        self._inode = 0
        self._looked = 0.0
        self._seen: _Seen[Thing] = _Seen(b"")
        if file is not None and file.is_file():
            self._begin(file)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._shared is not None

    def find(self, path: str, encoding: str) -> Thing | None:
        """What stands at an address, as a statement would read it now."""
        shared = self._shared
        if shared is None:
            return self._read(path, encoding)
        if self._clock() - self._looked > _LOOKED_SECONDS and not self._is_ours():
            return self._read(path, encoding)
        version = shared[:_HEADER]
        seen = self._seen
        if seen.version != version:
            seen = self._seen = _Seen(version)
        thing = seen.things.get((path, encoding))
        if thing is None:
            thing = self._read(path, encoding)
            if thing is not None and shared[:_HEADER] == version:
                self._keep(seen, (path, encoding), thing)
        return thing

    def _keep(self, seen: _Seen[Thing], key: tuple[str, str], thing: Thing) -> None:
        """Two threads may weigh the same thing; the limit need not be exact."""
        weight = self._weigh(thing)
        if seen.size + weight <= _MOST_BYTES:
            seen.size += weight
            seen.things[key] = thing

    def _begin(self, file: Path) -> None:
        """Open the database for good, and map the header of its log."""
        self._connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        (mode,) = self._connection.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal":
            self._connection.close()
            return
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # makes the file ``-shm``
        shared = _shm(file)
        self._open = shared.open("rb")  # never closed, see above
        self._inode = shared.stat().st_ino
        self._shared = mmap.mmap(self._open.fileno(), _HEADER, access=mmap.ACCESS_READ)
        self._looked = self._clock()

    def _is_ours(self) -> bool:
        """Whether the mapped file is still that beside the database; when not, nothing is kept any more."""
        self._looked = self._clock()
        assert self._file is not None
        try:
            if _shm(self._file).stat().st_ino == self._inode:
                return True
        except FileNotFoundError:
            pass
        self._shared = None
        return False


def _shm(file: Path) -> Path:
    return file.with_name(f"{file.name}-shm")
