"""Checks a register file and hands out its rows: what is accepted, what comes back and why.

:func:`check` walks through the file twice. The first walk refuses a file that cannot be read to its
end and finds keys that occur more than once; so nothing has been handed out when a file turns out to
be broken, and every row of a contradiction can be rejected, the first one too. The second walk hands
out the rows; one with a secrecy mark 密级标志 comes back before anything of it is read, and the reason names
the column alone. What stays in memory is 8 bytes of each key (about 100 MB for a million rows with their
set), and the digests of repeated keys only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.ledgers.headers import lay_out
from gongkai.ledgers.parsing import Parsed, Problem, RowParser
from gongkai.ledgers.profiles import Profile
from gongkai.ledgers.reading import Table, open_table
from gongkai.ledgers.registers import Register, register_of
from gongkai.ledgers.rows import Row
from gongkai.refusal import Refused
from gongkai.screening.text import has_mark

MARKED = "有密级标志，没有导入；本系统为非涉密系统，请停止办理，清除本机上的这份台账并报告保密办公室"
"""Why a row with a secrecy mark comes back."""
_EVERY_MARK = "密"
"""A character of every level: 绝密, 机密, 秘密."""
MAX_NOTICES = 1_000
"""Warnings that are kept in words; all are counted."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that comes back. ``row_number`` as a spreadsheet shows it; several columns are joined by ；.

    ``is_marked``: for its secrecy mark; whoever imports enters the incident.
    """

    file: str
    row_number: int
    column: str
    reason: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd that does not keep a row out; ``row_number`` 0 is the file itself."""

    file: str
    row_number: int
    column: str
    reason: str


class Checked:
    """A file under check. Iterate over it once to get the accepted rows; the counters grow on the way.

    At the end ``accepted + rejected + repeated == read``. ``total`` is known from the beginning.
    ``repeated`` are rows equal to an earlier one of the same file. ``columns``: the headers of the register
    that the file has or its profile states.
    """

    def __init__(
        self,
        register: Register,
        table: Table,
        profile: Profile | None,
        on_rejection: Callable[[Rejection], None] | None,
    ) -> None:
        self.register = register
        self.path = table.path
        self.read = self.accepted = self.rejected = self.repeated = self.warned = 0
        self.rejections: list[Rejection] = []
        self.notices: list[Notice] = []
        self._reject = on_rejection or self.rejections.append
        self._table = table
        if marked := _marked(table.header):
            where = f"{self.path.name} 第 {table.header_row} 行第 {marked[0] + 1} 列的表头"
            raise Refused("secrecy-mark", f"{where}有密级标志", MARKED.partition("；")[2])
        layout = lay_out(register, table, profile)
        self.extras, self.columns = tuple(layout.extras), layout.given
        self._parser = RowParser(register, table, layout, profile)
        for note in table.notes:
            self._notice(0, "", note)
        if layout.missing:
            self._notice(table.header_row, "、".join(layout.missing), "表头没有这些列，按空白读入")
        self._of_file = tuple(self.notices)
        self.total, self._suspects = self._first_walk()
        self._groups = self._digests() if self._suspects else {}

    def __iter__(self) -> Iterator[Row]:
        """The accepted rows, in the order of the file."""
        suspects, parse = self._suspects, self._parser.parse
        self.read = self.accepted = self.rejected = self.repeated = 0
        self.rejections.clear()
        self.notices, self.warned = list(self._of_file), len(self._of_file)
        for number, line, bad in self._table.rows():
            self.read += 1
            if marked := _marked(line):
                self._refuse(number, [(self._header(at), MARKED) for at in marked], is_marked=True)
                continue
            row = parse(number, line, bad)
            if isinstance(row, Parsed):
                found = self._look(number, row)
                if found is None:
                    continue
                row = found
            if suspects and not self._single(row, self._parser.key_of(line)):
                continue
            self.accepted += 1
            yield row

    def _look(self, number: int, parsed: Parsed) -> Row | None:
        """Tell what is odd, reject what is wrong."""
        for column, reason in parsed.odd:
            self._notice(number, column, reason)
        if parsed.row is None:
            self._refuse(number, parsed.problems)
        return parsed.row

    def _first_walk(self) -> tuple[int, set[int]]:
        """The number of rows and the hashes of keys that may occur more than once."""
        seen: set[int] = set()
        suspects: set[int] = set()
        total = 0
        key_of = self._parser.key_of
        for _, line, _ in self._table.rows():
            total += 1
            key = key_of(line)
            if key is not None:
                mark = hash(key)
                if mark in seen:
                    suspects.add(mark)
                else:
                    seen.add(mark)
        return total, suspects

    def _digests(self) -> dict[tuple[str, ...], tuple[int, bytes, bool]]:
        """For each repeated key the row number and digest of its first row, and whether all are equal."""
        groups: dict[tuple[str, ...], tuple[int, bytes, bool]] = {}
        for number, line, bad in self._table.rows():
            key = self._parser.key_of(line)
            if key is None or hash(key) not in self._suspects:
                continue
            digest = self._parser.parse(number, line, bad).digest
            first = groups.setdefault(key, (number, digest, True))
            if first[1] != digest:
                groups[key] = (first[0], first[1], False)
        return groups

    def _single(self, row: Row, key: tuple[str, ...] | None) -> bool:
        """Whether a row is to be handed out: its key stands alone, or it is the first of equal rows."""
        group = self._groups.get(key) if key and hash(key) in self._suspects else None
        if group is None:
            return True
        first, _, equal = group
        if not equal:
            other = f"第 {first} 行" if first != row.row_number else "后面的行"
            reason = f"“{' '.join(row.key)}”与{other}重复而内容不同；请只留下正确的一行"
            self._refuse(row.row_number, [("、".join(self.register.key), reason)])
            return False
        if first != row.row_number:
            self.repeated += 1
            return False
        return True

    def _header(self, at: int) -> str:
        """How the file calls a column."""
        header = self._table.header
        return (header[at].strip() if at < len(header) else "") or f"第 {at + 1} 列"

    def _refuse(self, number: int, problems: list[Problem], *, is_marked: bool = False) -> None:
        self.rejected += 1
        columns = "；".join(dict.fromkeys(column for column, _ in problems))
        reasons = "；".join(
            reason if len(problems) == 1 else f"{column}：{reason}" for column, reason in problems
        )
        self._reject(Rejection(self.path.name, number, columns, reasons, is_marked))

    def _notice(self, number: int, column: str, reason: str) -> None:
        self.warned += 1
        if len(self.notices) < MAX_NOTICES:
            self.notices.append(Notice(self.path.name, number, column, reason))


def _marked(line: Sequence[str]) -> list[int]:
    """Positions of the cells of a line that bear a secrecy mark."""
    if _EVERY_MARK not in "".join(line):
        return []
    return [at for at, cell in enumerate(line) if _EVERY_MARK in cell and has_mark(cell)]


def check(
    kind: str,
    source: Path | str,
    *,
    profile: Profile | None = None,
    on_rejection: Callable[[Rejection], None] | None = None,
) -> Checked:
    """Open the register of that kind at ``source``; iterate over the result for its rows.

    Rejections go to ``on_rejection`` (for a million of them), else to ``Checked.rejections``. Raises
    Refused, before any row is handed out, for a file that cannot be read and for a foreign profile.
    """
    register = register_of(kind)
    if profile and profile.kind != kind:
        raise Refused(
            "foreign-profile",
            f"版式“{profile.name}”是{register_of(profile.kind).title}的，不能用于{register.title}",
            "请换一个版式，或不用 --profile",
        )
    return Checked(register, open_table(Path(source)), profile, on_rejection)
