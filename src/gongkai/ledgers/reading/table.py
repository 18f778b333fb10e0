"""What every kind of register file looks like to those who read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

MAX_COLUMNS = 500
"""More columns than any register has; a sheet beyond is refused."""

RawRow = tuple[int, list[str], Mapping[int, str] | None]
"""Row number as a spreadsheet shows it, the cells, and the reasons why cells (by position) cannot be read."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that no cell may hold; XLSX cannot even store them."""


def at_file(path: Path) -> str:
    """A file in a refusal: ``文件“complaints.csv”``."""
    return f"文件“{path.name}”"


class Table(Protocol):
    """A header and rows of text, to be walked through as often as needed.

    ``dirty``: control characters may occur. ``notes`` are things that a person should know about the file.
    """

    path: Path
    header: list[str]
    header_row: int
    dirty: bool
    notes: list[str]

    def rows(self) -> Iterator[RawRow]:
        """The rows below the header that are not blank."""
        ...
