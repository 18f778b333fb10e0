"""Registers that come in through a page of the desk: read like any other, but from bytes."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework import secrecy
from gongkai.desk.enforcement.sampling import Read
from gongkai.ledgers.checking import Rejection, check
from gongkai.ledgers.imports import run
from gongkai.ledgers.reading import open_table
from gongkai.ledgers.registers import register_of
from gongkai.ledgers.rejects import HEADERS
from gongkai.ledgers.rows import SampleRow
from gongkai.ledgers.writing import escaped
from gongkai.refusal import Refused
from gongkai.screening.text import has_mark

_WARNINGS = 50
_WORKBOOK = "平台导出.xlsx"
_BLOCK = 500
"""Rows that are screened as one text."""
_FAILED = "不合格"


@dataclass(frozen=True, slots=True)
class Samples:
    """The register of samples."""

    kind: str = "samples"

    @property
    def headers(self) -> Sequence[str]:
        """Its columns."""
        return register_of(self.kind).headers

    def read(
        self, name: str, data: bytes, *, agency: Agency, by: Officer, at: datetime, most: int, writes: bool
    ) -> Read:
        """Go through a file; ``writes``: take its good rows over, in the caller's transaction.

        Raises Refused for what cannot be read (the file is named, nothing has changed), ``too-many-rows``,
        ``secrecy-mark``.
        """
        made = Read()
        rejected: list[Rejection] = []
        with _file(name, data) as path:
            _demand(path, most)
            made.batches = _batches(self.kind, path)
            summary = run(
                self.kind,
                [path],
                agency=agency,
                at=at,
                dry_run=not writes,
                on_rejection=rejected.append,
                create_units=False,
                by=by.uid,
                helped=False,
            )
        made.read, made.new, made.changed = summary.read, summary.new, summary.changed
        made.unchanged = summary.unchanged + summary.repeated
        made.rejected = [(one.row_number, one.column, one.reason) for one in rejected]
        made.warnings = [(one.row_number, one.column, one.reason) for one in summary.warnings[:_WARNINGS]]
        return made

    def template(self) -> bytes:
        """An empty file with its columns, as Excel opens it."""
        return _csv([self.headers])

    def came_back(self, name: str, rejected: Sequence[tuple[int, str, str]]) -> bytes:
        """The rows that came back, as the file that ``gongkai import`` writes."""
        return _csv([HEADERS, *((name, str(row), column, why) for row, column, why in rejected)])


SAMPLES = Samples()


@contextmanager
def _file(name: str, data: bytes) -> Iterator[Path]:
    """The bytes as a file under their bare name, for as long as they are read."""
    bare = PurePath(name.replace("\\", "/")).name.strip(" .") or "抽检台账"
    with tempfile.TemporaryDirectory(prefix="gongkai-register-") as folder:
        path = Path(folder) / bare[-100:]
        path.write_bytes(data)
        yield path


def _demand(path: Path, most: int) -> None:
    """Refuse a file of too many rows, and one with a secrecy mark: it must not wait in the database."""
    block: list[str] = []
    for count, (_number, line, _bad) in enumerate(open_table(path).rows()):
        if count >= most:
            raise Refused("too-many-rows", f"超过 {most} 行", "请按批次分几次导入")
        block.append("　".join(cell for cell in line if cell))
        if len(block) >= _BLOCK:
            _demand_unmarked(block)
            block.clear()
    _demand_unmarked(block)


def _demand_unmarked(lines: Sequence[str]) -> None:
    if has_mark("\n".join(lines)):
        raise secrecy.refusal(secrecy.FILE)


def _batches(kind: str, path: Path) -> list[tuple[str, int, int]]:
    """Name, samples and failed ones of the batches of a file's good rows, in its order."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for row in check(kind, path, on_rejection=lambda _one: None):
        assert isinstance(row, SampleRow)
        all_, failed = found.setdefault(row.batch, (set(), set()))
        all_.add(row.number)
        if row.verdict == _FAILED:
            failed.add(row.number)
    return [(batch, len(all_), len(failed)) for batch, (all_, failed) in found.items()]


def workbook(data: bytes) -> Iterator[Sequence[str]]:
    """Header and rows of the first sheet of an XLSX; the file is gone afterwards. Raises Refused."""
    with _file(_WORKBOOK, data) as path:
        table = open_table(path)
        yield table.header
        for _number, cells, _bad in table.rows():
            yield cells


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([escaped(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
