"""Registers of samples that officers upload 抽检台账: looked at first, taken over whole or not at all.

What reads a register is named by the setting ``GONGKAI_REGISTERS``, for the inside does not know the files of
registers. The file lies in its row until somebody has decided; then its bytes are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.enforcement.models import SampleFile
from gongkai.refusal import Refused

LARGEST = 5_000_000
"""Bytes of one file; longer registers come in by ``gongkai import``."""
MOST_ROWS = 20_000
WAITS = timedelta(days=7)
"""How long a file waits for a decision."""
SHOWN = 200
"""Rows that came back as the page lists them; the file with them has all."""


@dataclass(slots=True)
class Read:
    """What a file brings or brought: ``rejected`` are row, column and reason of what cannot be taken.

    ``batches``: name, samples and failed ones of each batch of its good rows. ``read`` is the sum of the
    other counts and of the rejected rows.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    warnings: list[tuple[int, str, str]] = field(default_factory=list)
    batches: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def brings(self) -> int:
        """Rows that would change something."""
        return self.new + self.changed


class Register(Protocol):
    """Reads the files of one register."""

    @property
    def headers(self) -> Sequence[str]:
        """Its columns."""
        ...

    def read(
        self, name: str, data: bytes, *, agency: Agency, by: Officer, at: datetime, most: int, writes: bool
    ) -> Read:
        """Go through a file; ``writes``: take it over, in the caller's transaction. Raises Refused."""
        ...

    def template(self) -> bytes:
        """An empty file with its columns."""
        ...

    def came_back(self, name: str, rejected: Sequence[tuple[int, str, str]]) -> bytes:
        """The rows that came back, as a file."""
        ...


def register() -> Register:
    """What reads registers of samples."""
    found: Register = import_string(settings.GONGKAI_REGISTERS["samples"])
    return found


def stage(agency: Agency, name: str, data: bytes, *, by: Officer, at: datetime) -> SampleFile:
    """Look at a file and keep it until somebody decides; nothing of its rows is written.

    Raises Refused: ``no-file``, ``too-large``, ``too-many-rows``, ``secrecy-mark``, and those of reading.
    """
    if not data:
        raise Refused("no-file", "没有选择文件，或者文件是空的", "请选择 XLSX 或者 CSV 文件")
    if len(data) > LARGEST:
        raise Refused("too-large", f"文件超过 {LARGEST // 1_000_000} MB", "请按批次分几次导入")
    _sweep(agency, at)
    digest = sha256(data).hexdigest()
    known = SampleFile.objects.filter(agency=agency, sha256=digest, by=by, state=SampleFile.State.WAITING)
    found = known.first()
    read = register().read(name, data, agency=agency, by=by, at=at, most=MOST_ROWS, writes=False)
    said = {"name": name[-200:], "result": asdict(read), "at": at}
    if found is not None:
        SampleFile.objects.filter(pk=found.pk).update(**said)
        return found
    return SampleFile.objects.create(
        agency=agency, by=by, size=len(data), sha256=digest, content=data, **said
    )


def take(file: SampleFile, *, by: Officer, at: datetime) -> Read:
    """Take the good rows of a file over, all in one transaction. Raises Refused: ``decided``, ``no-rows``."""
    with transaction.atomic():
        locked = _waiting(file)
        reading = register()
        name, data = locked.name, bytes(locked.content or b"")
        read = reading.read(name, data, agency=locked.agency, by=by, at=at, most=MOST_ROWS, writes=True)
        if not read.brings and not read.unchanged:
            raise Refused("no-rows", "文件里没有可以导入的行", "请按退回的原因改好后重新上传")
        _decide(locked, SampleFile.State.TAKEN, by, at, asdict(read))
    return read


def drop(file: SampleFile, *, by: Officer, at: datetime) -> None:
    """Leave a file; nothing of it is kept but that it was looked at. Raises Refused: ``decided``."""
    with transaction.atomic():
        locked = _waiting(file)
        _decide(locked, SampleFile.State.DROPPED, by, at, locked.result)


def came_back(file: SampleFile) -> bytes:
    """The rows of a file that came back, as a file to mend."""
    rows = [(int(row), str(column), str(why)) for row, column, why in file.result["rejected"]]
    return register().came_back(file.name, rows)


def _waiting(file: SampleFile) -> SampleFile:
    locked = SampleFile.objects.select_for_update(of=("self",)).select_related("agency").get(pk=file.pk)
    if locked.state != SampleFile.State.WAITING:
        raise Refused("decided", f"这个文件{locked.get_state_display()}", "无需再办")
    return locked


def _decide(file: SampleFile, state: str, by: Officer | None, at: datetime, result: dict[str, Any]) -> None:
    file.state, file.decided_by, file.decided_at = state, by, at
    file.content, file.result = None, result
    file.save(update_fields=["state", "decided_by", "decided_at", "content", "result"])


def _sweep(agency: Agency, at: datetime) -> None:
    """Leave files that nobody decided about in time."""
    old = SampleFile.objects.filter(agency=agency, state=SampleFile.State.WAITING, at__lt=at - WAITS)
    old.update(state=SampleFile.State.DROPPED, content=None, decided_at=at)
