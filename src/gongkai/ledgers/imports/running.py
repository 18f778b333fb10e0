"""Runs an import: the files are checked, what differs is written in one transaction, the rest comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Model

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.bulk import Store
from gongkai.desk.casework.models import Case, Registration, Series
from gongkai.desk.casework.numbers import raise_above
from gongkai.desk.casework.recording import IMPORT
from gongkai.desk.complaints import sketches
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs import quarantine
from gongkai.desk.foi import topics
from gongkai.desk.reporting.models import KeptRegister
from gongkai.ledgers import profiles
from gongkai.ledgers.checking import Checked, Notice, Rejection, check
from gongkai.ledgers.imports import redigest
from gongkai.ledgers.imports.applications import Applications
from gongkai.ledgers.imports.complaints import Complaints
from gongkai.ledgers.imports.context import Context, Keys, NotTaken, Units
from gongkai.ledgers.imports.items import Items
from gongkai.ledgers.imports.pipeline import helper
from gongkai.ledgers.imports.plain import Activities, Penalties, Samples
from gongkai.ledgers.imports.registrations import refresh_due
from gongkai.ledgers.imports.remedies import Remedies
from gongkai.ledgers.imports.summary import Summary
from gongkai.ledgers.profiles import Profile
from gongkai.ledgers.registers import register_of
from gongkai.ledgers.rejects import RejectedFile
from gongkai.ledgers.rows import Row
from gongkai.refusal import Refused
from gongkai.sealing.times import stamp

CHUNK = 5_000
"""Rows that are compared and written together."""
REJECTED = "rejected.csv"
_CLOCKED = (Series.COMPLAINTS.value, Series.APPLICATIONS.value)
"""Registers whose open cases have a clock."""

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""


class Importer(Protocol):
    """Puts the rows of one register into the database. ``starts_empty``: nothing was there before."""

    starts_empty: bool

    @property
    def model(self) -> type[Model]:
        """What a row becomes, and what holds the hash of the row."""
        ...

    def key(self, row: Any) -> str:
        """What makes a row the same when it is read again."""
        ...

    def digest(self, row: Any) -> bytes:
        """The keyed hash of the row's content. Raises NotTaken."""
        ...

    def known(self, rows: Sequence[Any]) -> dict[str, tuple[int, bytes]]:
        """Which rows are there, by key: the record's id and the digest of its row."""
        ...

    def add(self, rows: Sequence[Any]) -> int:
        """Write new rows; returns how many were taken, the others were given back."""
        ...

    def finish(self) -> None:
        """The end of a file: write what was taken and waits."""
        ...

    def replace(self, row: Any, id_: int) -> bool:
        """Let a changed row take the earlier one's place; ``False``: it says the same. Raises NotTaken."""
        ...


IMPORTERS: dict[str, Callable[[Context], Importer]] = {
    "items": Items,
    "complaints": Complaints,
    "applications": Applications,
    "remedies": Remedies,
    "penalties": Penalties,
    "samples": Samples,
    "activities": Activities,
}


@dataclass
class _Run:
    """The counters and the progress of one run."""

    summary: Summary
    progress: Progress | None
    total: int
    done: int = 0

    def step(self, rows: int) -> None:
        self.done += rows
        if self.progress:
            self.progress(min(self.done, self.total), self.total)


def run(
    kind: str,
    files: Sequence[Path],
    *,
    agency: Agency,
    at: datetime,
    profile: str | Profile | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    on_rejection: Callable[[Rejection], None] | None = None,
    create_units: bool | None = None,
    files_may_lack: bool = False,
    by: str = IMPORT,
    store: Store | None = None,
    helped: bool | None = None,
    enters: bool = True,
) -> Summary:
    """Import registers of one kind into ``agency``, in the order given: the later file wins.

    ``at`` is the moment of recording. Rejected rows go to ``on_rejection``, else to ``rejected.csv`` beside
    the log of this import, ``logs/imports/<time>-<kind>/`` in the home. ``dry_run`` counts everything and
    changes nothing. ``create_units``: whether a unit that the agency does not have is made as a 科室
    (default: only while no unit was entered by a person); else its rows are rejected. ``files_may_lack``: an
    attachment that is not there is a warning, else its row is rejected. ``by`` is ``import`` or the uid of
    an officer; ``helped`` decides about a second process. A row with a secrecy mark comes back, and the
    incident 涉密误入处置 is entered, by a dry run too; not if ``enters`` is false: then the caller does it
    behind a transaction of his own. Raises Refused for a file that cannot be read; nothing has changed then.
    """
    register_of(kind)
    layout = profiles.load(profile) if isinstance(profile, str) else profile
    summary = Summary(kind, [path.name for path in files], dry_run=dry_run)
    with ExitStack() as stack:
        folder = (
            None if on_rejection else stack.enter_context(_own_folder(log_folder(kind, at, dry_run=dry_run)))
        )
        file = stack.enter_context(RejectedFile(folder / REJECTED)) if folder else None
        give_back = _Counted(on_rejection or (file.add if file else _lost))
        checks = [
            _opened(kind, path, layout, give_back, lambda: entered(agency, by, at) if enters else "")
            for path in files
        ]
        steps = _Run(summary, progress, sum(one.total for one in checks))
        context = Context(agency, at, store or Store(), Keys.of_home(), Units(agency), give_back, by, dry_run)
        context.files_may_lack = files_may_lack
        context.helper = stack.enter_context(helper(steps.total, context.hand, forced=helped))
        stack.enter_context(transaction.atomic(using="default"))
        context.keys.demand_current()
        context.store.alone(f"gongkai-import {agency.code}")
        context.units.read(create=create_units)
        _bring_in(kind, checks, context, steps)
        summary.rejected, summary.marked = give_back.count, give_back.marked
        _warn(summary, context)
        if dry_run:
            transaction.set_rollback(True, using="default")
    if summary.marked and enters:
        summary.incident = entered(agency, by, at)
    if folder and file:
        summary.rejected_file = file.path if file.count else None
        _log(folder, summary, agency, at)
    return summary


def _bring_in(kind: str, checks: Sequence[Checked], context: Context, steps: _Run) -> None:
    """The rows of checked registers, then what follows from them."""
    before = Case.objects.aggregate(last=Max("pk"))["last"] or 0
    importer = IMPORTERS[kind](context)
    for number, checked in enumerate(checks):
        context.file, context.folder = checked.path.name, checked.path.parent
        _file(importer, context, checked, steps, look=number > 0 or not importer.starts_empty)
    _keep(context.agency, kind, checks)
    _raise_numbers(context.agency, kind, context.at)
    _look_again(context, kind, steps.summary, before)


def _opened(
    kind: str,
    path: Path,
    layout: Profile | None,
    give_back: Callable[[Rejection], None],
    enter: Callable[[], str],
) -> Checked:
    """A register under check; one whose header bears a secrecy mark is refused and leaves an incident."""
    try:
        return check(kind, path, profile=layout, on_rejection=give_back)
    except Refused as refused:
        if refused.code != secrecy.CODE or not (number := enter()):
            raise
        raise with_number(refused, number) from None


def with_number(refused: Refused, number: str) -> Refused:
    """The refusal of a register with a secrecy mark, with the incident that was entered."""
    return Refused(refused.code, refused.sentence, f"已登记涉密误入处置 {number}。{refused.mend}")


def entered(agency: Agency, by: str, at: datetime) -> str:
    """Enter 涉密误入处置 for a register with a secrecy mark, after what it brought is written; its number."""
    officer = Officer.objects.filter(uid=by).first()
    return quarantine(agency, Incident.Place.IMPORT, officer, at).number


def _look_again(context: Context, kind: str, summary: Summary, before: int) -> None:
    """What follows from the cases of a register: their due dates, and the indexes of what is alike."""
    if kind in _CLOCKED and summary.new + summary.changed:
        refresh_due(context, kind)
    sketches.again_after(before)
    topics.again_after(before)


def _raise_numbers(agency: Agency, kind: str, at: datetime) -> None:
    """What the desk registers from now on is numbered above what the register brought along."""
    if kind not in Series.values:
        return
    rows = Registration.objects.filter(agency=agency, series=kind, recorded_at=at)
    raise_above(agency, kind, rows.order_by().values_list("number", flat=True).iterator(chunk_size=5000))


def _keep(agency: Agency, kind: str, checks: Sequence[Checked]) -> None:
    """Remember that the agency keeps this register, and the columns that its files had so far."""
    columns = frozenset[str]().union(*(one.columns for one in checks))
    held, _ = KeptRegister.objects.get_or_create(agency=agency, kind=kind)
    both = " ".join(sorted({*held.columns.split(), *columns}))
    if held.columns != both:
        held.columns = both
        held.save(update_fields=["columns"])


@contextmanager
def _own_folder(wanted: Path) -> Iterator[Path]:
    """A folder for the log of one import: two that begin in one second have two; one that failed has none."""
    folder, number = wanted, 1
    while not _made(folder):
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _made(folder: Path) -> bool:
    """Make a folder; ``False``: it is there, somebody else's."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return False
    return True


class _Counted:
    """Gives rejected rows on and counts them."""

    def __init__(self, give: Callable[[Rejection], None]) -> None:
        self._give = give
        self.count = self.marked = 0

    def __call__(self, rejection: Rejection) -> None:
        self.count += 1
        self.marked += rejection.is_marked
        self._give(rejection)


def _lost(rejection: Rejection) -> None:
    raise AssertionError(rejection)


def log_folder(kind: str, at: datetime, *, dry_run: bool = False) -> Path:
    """Where the log of an import lies."""
    name = stamp(at).replace(":", "").replace("-", "")
    return Path(settings.GONGKAI_HOME) / "logs" / "imports" / f"{name}-{kind}{'-dry-run' * dry_run}"


def _log(folder: Path, summary: Summary, agency: Agency, at: datetime) -> None:
    """The log of an import: counts and warnings, no content."""
    said = {"at": stamp(at), "agency": agency.code} | summary.as_json()
    text = json.dumps(said, ensure_ascii=False, indent=2)
    (folder / "import.json").write_text(text + "\n", encoding="utf-8")


def _file(importer: Importer, context: Context, checked: Checked, steps: _Run, *, look: bool) -> None:
    rows = iter(checked)
    summary = steps.summary
    seen = 0
    while chunk := list(islice(rows, CHUNK)):
        _chunk(importer, context, chunk, summary, look=look)
        steps.step(checked.read - seen)
        seen = checked.read
    importer.finish()
    steps.step(checked.read - seen)
    summary.read += checked.read
    summary.repeated += checked.repeated
    summary.warned += checked.warned
    summary.warnings += checked.notices


def _chunk(importer: Importer, context: Context, rows: list[Row], summary: Summary, *, look: bool) -> None:
    """Compare and write some rows; without ``look`` all of them are new."""
    if not look:
        summary.new += importer.add(rows)
        return
    known = importer.known(rows)
    new: list[Row] = []
    changed: list[tuple[Row, int, bytes]] = []
    for row in rows:
        found = known.get(importer.key(row))
        try:
            if found is None:
                new.append(row)
            elif found[1] == importer.digest(row):
                summary.unchanged += 1
            else:
                changed.append((row, *found))
        except NotTaken as problem:
            context.refuse(row, problem)
    if new:
        summary.new += importer.add(new)
    for row, id_, before in changed:
        try:
            if importer.replace(row, id_):
                summary.changed += 1
            else:
                summary.unchanged += 1
                if before == redigest.UNKNOWN:
                    redigest.remember(context.store, importer.model, id_, importer.digest(row))
        except NotTaken as problem:
            context.refuse(row, problem)


def _warn(summary: Summary, context: Context) -> None:
    """What was odd while writing, and the units that were made."""
    summary.warned += len(context.notices)
    summary.warnings += context.notices
    for name in context.units.created:
        summary.warned += 1
        reason = f"单位“{name}”原来没有，已按科室建立；请核对名称和类型"
        summary.warnings.append(Notice("", 0, "", reason))
