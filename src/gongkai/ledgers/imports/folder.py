"""A folder of registers, as ``annual-report --ledgers DIR`` and the demo have it (FORMATS.md 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import the_agency
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.recording import IMPORT
from gongkai.ledgers.checking import Rejection
from gongkai.ledgers.imports import organisation, running
from gongkai.ledgers.imports.summary import Summary
from gongkai.ledgers.organisation import read_organisation
from gongkai.ledgers.registers import REGISTERS
from gongkai.ledgers.rejects import RejectedFile
from gongkai.refusal import Refused

ORGANISATION = "organisation.toml"
ENDINGS = (".csv", ".xlsx")

FolderProgress = Callable[[str, int, int], None]
"""Called with the kind, rows done, rows in all."""


@dataclass
class FolderSummary:
    """What was imported from a folder: the agency, a summary of each kind, the file of all rejected rows."""

    agency: Agency
    kinds: dict[str, Summary] = field(default_factory=dict)
    rejected_file: Path | None = None

    @property
    def rejected(self) -> int:
        """Rejected rows of all kinds."""
        return sum(one.rejected for one in self.kinds.values())


def files_in(folder: Path, kind: str) -> list[Path]:
    """The registers of a kind: ``KIND.csv``, ``KIND.xlsx``, ``KIND-anything.csv`` or ``.xlsx``, by name."""
    return sorted(
        (
            path
            for path in folder.iterdir()
            if path.is_file()
            and path.suffix.lower() in ENDINGS
            and (path.stem == kind or path.stem.startswith(f"{kind}-"))
        ),
        key=lambda path: path.name,
    )


def import_folder(
    folder: Path,
    *,
    at: datetime,
    agency: Agency | None = None,
    rejected: Path | None = None,
    progress: FolderProgress | None = None,
    files_may_lack: bool = False,
) -> FolderSummary:
    """Import ``organisation.toml`` and every register in ``folder``, all or nothing.

    The rejected rows of all registers go to ``rejected`` (default: beside the log of the import). Without
    ``agency`` it is the one of ``organisation.toml``, else the only one. Units that the agency does not
    have are made as 科室, with a warning. ``files_may_lack``: nothing of this is published, so an attachment
    or a picture that is not beside its register is only a warning. Raises Refused for a file that cannot be
    read and for a folder without registers.
    """
    if not folder.is_dir():
        raise Refused("no-folder", f"没有文件夹“{folder}”", "请核对路径")
    found = {kind: files for kind in REGISTERS if (files := files_in(folder, kind))}
    described = folder / ORGANISATION
    if not found and not described.is_file():
        names = "、".join(f"{kind}.csv" for kind in REGISTERS)
        raise Refused("no-registers", f"文件夹“{folder}”里没有台账", f"应有 {ORGANISATION} 和 {names} 等")
    if agency is None and not described.is_file() and not Agency.objects.exists():
        raise Refused(
            "no-organisation", f"文件夹“{folder}”里没有 {ORGANISATION}", "请放入写明机构的 organisation.toml"
        )
    rejected = rejected or running.log_folder("folder", at) / running.REJECTED
    with ExitStack() as stack:
        file = stack.enter_context(RejectedFile(rejected))
        try:
            with transaction.atomic(using="default"):
                agency, kinds = _all_of(found, described, agency, file, at, progress, files_may_lack)
        except Refused as refused:
            # What was imported is taken back; the incident of a register with a secrecy mark stays.
            known = agency or Agency.objects.first()
            if refused.code != secrecy.CODE or known is None:
                raise
            raise running.with_number(refused, running.entered(known, IMPORT, at)) from None
    for one in kinds.values():
        if one.marked:
            one.incident = running.entered(agency, IMPORT, at)
    return FolderSummary(agency, kinds, rejected if file.count else None)


def _all_of(
    found: Mapping[str, list[Path]],
    described: Path,
    agency: Agency | None,
    file: RejectedFile,
    at: datetime,
    progress: FolderProgress | None,
    files_may_lack: bool,
) -> tuple[Agency, dict[str, Summary]]:
    """Every register of a folder, in the caller's transaction; whose they are, what came of each."""
    kinds: dict[str, Summary] = {}
    if described.is_file():
        kinds[organisation.KIND] = organisation.run(
            [described], at=at, files_may_lack=files_may_lack, enters=False
        )
        agency = agency or Agency.objects.get(code=read_organisation(described).agency.code)
    agency = agency or the_agency()
    for kind, files in found.items():
        kinds[kind] = running.run(
            kind,
            files,
            agency=agency,
            at=at,
            progress=_of_kind(kind, progress),
            on_rejection=_into(file),
            create_units=True,
            files_may_lack=files_may_lack,
            enters=False,
        )
    return agency, kinds


def _into(file: RejectedFile) -> Callable[[Rejection], None]:
    return file.add


def _of_kind(kind: str, progress: FolderProgress | None) -> running.Progress | None:
    if progress is None:
        return None
    return lambda done, total: progress(kind, done, total)
