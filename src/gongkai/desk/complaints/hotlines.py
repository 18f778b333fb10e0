"""Looks for new exports of the hotlines and starts their import; the worker asks every round.

Each hotline has a folder of its own below the setting ``hotline_folder`` (``hotlines`` in the home). A file
is complete when two looks, at least :data:`SETTLED` apart, saw the same size and time. Nothing is moved here;
the import (:mod:`gongkai.ledgers.hotlines`) moves what it has taken.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.complaints.models import HotlineSource, ImportRun
from gongkai.desk.jobs import verbs as jobs
from gongkai.refusal import Refused

JOB = "hotlines.import"
"""The kind of background work."""
SETTLED = timedelta(seconds=60)
ENDINGS = (".csv", ".xlsx")
TAKEN = "已导入"
"""Where a file goes once its rows are in the register, below its hotline's folder."""
MOST_FILES = 500
LONGEST_MINUTES = 24 * 60


def base() -> Path:
    """The folder of all hotlines."""
    given = str(settings.GONGKAI_VALUES.get("hotline_folder") or "")
    return Path(given) if given else Path(settings.GONGKAI_HOME) / "hotlines"


def folder(source: HotlineSource) -> Path:
    """Where a hotline's exports lie."""
    return base() / source.name


def rejects() -> Path:
    """Where the rows that came back lie."""
    return Path(settings.GONGKAI_HOME) / "logs" / "hotlines"


def files(source: HotlineSource) -> list[Path]:
    """The exports in a folder, by name; no links, nothing hidden. Raises OSError."""
    where = folder(source)
    if not where.is_dir():
        return []
    found = (
        path
        for path in where.iterdir()
        if path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~"))
        if not path.is_symlink() and path.is_file()
    )
    return sorted(found, key=lambda path: path.name)[:MOST_FILES]


def ready(source: HotlineSource, at: datetime) -> list[Path]:
    """The files that did not change since an earlier look."""
    return [path for path in files(source) if _is_settled(source, path, at)]


def look(agency: Agency, at: datetime) -> int:
    """Look into each folder whose time has come; start an import where a file is complete. Gives how many."""
    started = 0
    for source in HotlineSource.objects.filter(agency=agency, is_active=True).order_by("pk"):
        soon = bool(source.seen) and source.looked_at is not None and at - source.looked_at >= SETTLED
        due = source.looked_at is None or at - source.looked_at >= timedelta(minutes=source.every_minutes)
        if due or soon:
            started += _look_into(source, at)
    return started


def _look_into(source: HotlineSource, at: datetime) -> int:
    """Remember what lies there; one folder that cannot be read does not stop the others."""
    seen: dict[str, list[object]] = {}
    source.trouble = ""
    waiting = False
    try:
        for path in files(source):
            waiting |= _is_settled(source, path, at)
            seen[path.name] = _marked(source, path, at)
    except OSError as problem:
        source.trouble = f"读不了目录（{type(problem).__name__}）"
        seen = dict(source.seen)
    waiting = waiting and _is_news(source, at)
    source.seen, source.looked_at = seen, at
    source.save(update_fields=["seen", "looked_at", "trouble"])
    if not waiting:
        return 0
    title = f"导入热线清单：{source.get_name_display()}"
    jobs.start(JOB, title, {"source": source.pk}, agency=source.agency, owner=None, at=at)
    return 1


def _is_news(source: HotlineSource, at: datetime) -> bool:
    """Whether a complete file lies there that was not refused before under that name and size."""
    refused = set(
        ImportRun.objects.filter(source=source, state=ImportRun.State.FAILED).values_list("name", "size")
    )
    return any((path.name, path.stat().st_size) not in refused for path in ready(source, at))


def _marked(source: HotlineSource, path: Path, at: datetime) -> list[object]:
    """Size, time and since when they are so."""
    state = path.stat()
    before = source.seen.get(path.name)
    same = before is not None and before[:2] == [state.st_size, state.st_mtime_ns]
    return [state.st_size, state.st_mtime_ns, before[2] if same and before else at.isoformat()]


def _is_settled(source: HotlineSource, path: Path, at: datetime) -> bool:
    state = path.stat()
    before = source.seen.get(path.name)
    if before is None or before[:2] != [state.st_size, state.st_mtime_ns] or not state.st_size:
        return False
    return at - datetime.fromisoformat(str(before[2])) >= SETTLED


def set_source(agency: Agency, name: str, *, every_minutes: int, is_active: bool) -> HotlineSource:
    """Say whether and how often a hotline's folder is looked into. Raises Refused."""
    if name not in HotlineSource.Name.values:
        raise Refused("unknown-hotline", "没有这条热线", f"可以是 {'、'.join(HotlineSource.Name.values)}")
    if not 1 <= every_minutes <= LONGEST_MINUTES:
        raise Refused("out-of-range", f"间隔应在 1 至 {LONGEST_MINUTES} 分钟之间", "请改为这个范围内的数")
    made, _ = HotlineSource.objects.update_or_create(
        agency=agency, name=name, defaults={"every_minutes": every_minutes, "is_active": is_active}
    )
    return made


def again(run: ImportRun) -> None:
    """Forget a file that could not be imported, so that it is tried anew. Raises ``not-failed``."""
    if run.state != ImportRun.State.FAILED:
        raise Refused("not-failed", "这个文件已经导入，不用再导", "退回的行请改好后另存为新文件放入目录")
    source = run.source
    run.delete()
    HotlineSource.objects.filter(pk=source.pk).update(looked_at=None)


def notice(run: ImportRun, *, by: Officer, at: datetime) -> None:
    """Somebody has seen what came back; the alarm goes out."""
    ImportRun.objects.filter(pk=run.pk, seen_at__isnull=True).update(seen_at=at, seen_by=by)


def unseen(agency: Agency) -> int:
    """How many files came back, wholly or in part, and nobody has looked yet."""
    runs = ImportRun.objects.filter(source__agency=agency, seen_at__isnull=True)
    return runs.exclude(state=ImportRun.State.DONE).count()
