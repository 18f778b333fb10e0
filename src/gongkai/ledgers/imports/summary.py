"""What an import did, counted so that no row can get lost."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gongkai.ledgers.checking import Notice


@dataclass
class Summary:
    """Rows by what became of them.

    ``read == accepted + rejected`` and ``accepted == new + changed + unchanged + repeated``, always.
    ``repeated`` are rows equal to an earlier one of the same file. ``warned`` counts all warnings,
    ``warnings`` holds the first of them. ``rejected_file`` is where the rejected rows are, if there are any.
    ``marked`` of the rejected rows bore a secrecy mark; ``incident`` is its number.
    """

    kind: str
    files: list[str] = field(default_factory=list)
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    rejected: int = 0
    warned: int = 0
    warnings: list[Notice] = field(default_factory=list)
    dry_run: bool = False
    rejected_file: Path | None = None
    marked: int = 0
    incident: str = ""

    @property
    def accepted(self) -> int:
        """Rows that the register and the desk agree about."""
        return self.new + self.changed + self.unchanged + self.repeated

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        said = asdict(self) | {"accepted": self.accepted}
        said["rejected_file"] = str(self.rejected_file) if self.rejected_file else None
        return said
