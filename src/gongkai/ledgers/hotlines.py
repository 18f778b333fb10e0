"""Imports the exports that lie complete in a hotline's folder: background work, a file a step.

A file is copied first and imported from the copy, so that a writer cannot change it half way. Only when its
rows are in the register is the original moved, and only if it is still the same file. One that cannot be
read stays where it is; the others go on, and the work ends as failed, which is the alarm on the desk.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from gongkai.desk.complaints import hotlines
from gongkai.desk.complaints.models import HotlineSource, ImportRun
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Lost, Step
from gongkai.ledgers import profiles
from gongkai.ledgers.imports import Summary, run
from gongkai.ledgers.rejects import RejectedFile
from gongkai.refusal import Refused

KIND = "complaints"
OWN_LAYOUT = "profile.toml"
"""A layout of the office's own, in the folder of the hotline."""
LEASE = timedelta(minutes=30)
"""How long one file may take: its rows are written in one transaction, which shows no sign of life."""
LARGEST = 200_000_000


def take(job: Job, hold: Hold) -> Step:
    """Import the next complete file of a hotline. Raises Refused at the end when anything came back."""
    source = HotlineSource.objects.select_related("agency").get(pk=job.arguments["source"])
    place = job.cursor or {"files": 0, "problems": 0}
    for path in hotlines.ready(source, hold.at):
        found = _next(source, path, job, hold)
        if found is not None:
            bad = found.state != ImportRun.State.DONE
            cursor = {"files": place["files"] + 1, "problems": place["problems"] + bad}
            return Step(cursor["files"], None, cursor)
    if place["problems"]:
        raise Refused(
            "import-problems",
            f"{place['files']} 个文件中有 {place['problems']} 个没有全部导入",
            "请到“投诉举报 › 热线导入”下载退回的行，改好后放回目录",
        )
    return Step(place["files"], place["files"], place, is_last=True)


def _next(source: HotlineSource, path: Path, job: Job, hold: Hold) -> ImportRun | None:
    """What became of a file; null for one that was dealt with before."""
    with _copied(path) as copy:
        if copy is None:
            return None
        held, digest, size = copy
        before = ImportRun.objects.filter(source=source, sha256=digest).first()
        if before is not None:
            if before.state != ImportRun.State.FAILED:
                _move(path, size, hold.at)
            return None
        _stay(job, hold)
        made = ImportRun(source=source, name=path.name[:200], sha256=digest, size=size, at=hold.at)
        try:
            _import(made, held, hold)
        except Refused as refused:
            made.state, made.error, made.mend = made.State.FAILED, refused.sentence[:300], refused.mend[:300]
        except (OSError, ValueError, LookupError, ArithmeticError) as problem:
            made.state = made.State.FAILED
            made.error, made.mend = f"程序出错（{type(problem).__name__}）", "请联系系统管理员看日志"
        made.save()
    if made.state != ImportRun.State.FAILED:
        _move(path, size, hold.at)
    return made


def _import(made: ImportRun, held: Path, hold: Hold) -> None:
    """The rows of one file; what came back goes beside the log."""
    layout = hotlines.folder(made.source) / OWN_LAYOUT
    profile = profiles.load(str(layout) if layout.is_file() else made.source.name)
    back = hotlines.rejects() / f"{made.uid}.csv"
    with RejectedFile(back) as rejected:
        summary = run(
            KIND,
            [held],
            agency=made.source.agency,
            at=hold.at,
            profile=profile,
            on_rejection=rejected.add,
            create_units=False,
            helped=False,
        )
        _counted(made, summary)
        made.rejected_file = back.name if rejected.count else ""


def _counted(made: ImportRun, summary: Summary) -> None:
    made.read, made.new, made.changed = summary.read, summary.new, summary.changed
    made.unchanged, made.rejected = summary.unchanged + summary.repeated, summary.rejected
    made.state = made.State.PARTIAL if summary.rejected else made.State.DONE
    if summary.rejected:
        made.error, made.mend = f"{summary.rejected} 行退回", "下载退回的行，按原因改好后放回目录"


@contextmanager
def _copied(path: Path) -> Iterator[tuple[Path, str, int] | None]:
    """A copy under the same name with its SHA-256 and size; null where the file went meanwhile."""
    with tempfile.TemporaryDirectory(prefix="gongkai-hotline-") as folder:
        held, hashed, size = Path(folder) / path.name, sha256(), 0
        try:
            with path.open("rb") as source, held.open("wb") as target:
                while piece := source.read(1 << 20):
                    hashed.update(piece)
                    target.write(piece)
                    size += len(piece)
                    if size > LARGEST:
                        break
        except FileNotFoundError:
            yield None
            return
        yield held, hashed.hexdigest(), size


def _move(path: Path, size: int, at: datetime) -> None:
    """Put a file away that is in the register; one that was written to since stays. A full or closed folder
    leaves it too: its bytes are known and not imported again.
    """
    try:
        if path.stat().st_size != size:
            return
        away = path.parent / hotlines.TAKEN
        away.mkdir(exist_ok=True)
        target = away / path.name
        if target.exists():
            target = away / f"{path.stem}-{at:%Y%m%d%H%M%S}{path.suffix}"
        shutil.move(path, target)
    except OSError:
        return


def _stay(job: Job, hold: Hold) -> None:
    """Take a longer lease before a transaction that may be long. Raises :class:`Lost`."""
    until = hold.at + LEASE
    with transaction.atomic():
        held = Job.objects.filter(pk=job.pk, lease=hold.token, state=Job.State.RUNNING)
        if not held.update(lease_until=until):
            raise Lost
    hold.until = until
