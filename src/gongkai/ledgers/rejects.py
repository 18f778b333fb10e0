"""The rows that come back, as a file that a person opens, mends and imports again."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from gongkai.ledgers.checking import Rejection
from gongkai.ledgers.writing import escaped

HEADERS = ("文件", "行号", "列", "原因")


class RejectedFile:
    """Writes ``rejected.csv`` row by row (UTF-8 with BOM); one line for each rejected row.

    The file appears with the first rejection; where nothing is rejected there is none, and one that an
    earlier run left at the same place is removed. A cell that begins with ``=``, ``+``, ``-`` or ``@``
    gets a leading ``'``: it quotes what somebody else wrote.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: TextIO | None = None

    def __enter__(self) -> RejectedFile:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def add(self, rejection: Rejection) -> None:
        """One rejected row."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file)
            self._writer.writerow(HEADERS)
        cells = (rejection.file, str(rejection.row_number), rejection.column, rejection.reason)
        self._writer.writerow([escaped(cell) for cell in cells])
        self.count += 1


def write_rejected(path: Path, rejections: Iterable[Rejection]) -> int:
    """Write all rejections to ``path`` and return their number; none leave no file."""
    with RejectedFile(path) as file:
        for rejection in rejections:
            file.add(rejection)
    return file.count
