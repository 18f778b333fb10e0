"""The office's own lists of words 词表: what ships, what was loaded, loading and taking away.

A list is a TOML file in the home's folder ``terms``; the command line and every check read the same ones. A
file that cannot be read is refused and nothing changes.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePath

from django.conf import settings

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import rules
from gongkai.refusal import Refused
from gongkai.screening import TermList, lists

LOADS = (Duty.Kind.OFFICE,)
"""Duties that load lists."""
LARGEST = 2_000_000
"""Bytes of a file."""
LOADED, TAKEN_AWAY = "term-list-loaded", "term-list-removed"
"""Types of the events, in the agency's stream ``term-lists/CODE``."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as the page shows it; ``file`` is empty for what ships with the program."""

    name: str
    version: str
    kind: str
    count: int
    file: str = ""


def shown() -> list[Shown]:
    """Every list that checks read, those that ship first. Raises Refused for a broken file."""
    own = [(path.name, one) for path in _files() for one in lists.load(path)]
    return [_shown(one) for one in lists.shipped()] + [_shown(one, file) for file, one in own]


def load(name: str, data: bytes, by: Officer, at: datetime) -> list[Shown]:
    """Keep a file of lists under its name; one of the same name is replaced.

    Raises Refused: ``not-held``, ``no-file``, ``too-large``, ``not-toml``, ``bad-list``, ``unreadable-list``.
    """
    _demand(by, at)
    bare = PurePath(name.replace("\\", "/")).name
    if not data:
        raise Refused("no-file", "没有选择文件，或者文件是空的", "请选择一个词表文件")
    if len(data) > LARGEST:
        raise Refused("too-large", f"词表超过 {LARGEST // 1_000_000} MB", "请拆成几个文件")
    if not bare.lower().endswith(".toml") or bare.startswith(".") or not bare.isprintable() or len(bare) > 80:
        raise Refused("not-toml", "词表须是 .toml 文件", "写法见手册“词表”一节")
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as passing:
        there = Path(passing) / bare
        there.write_bytes(data)
        found = lists.load(there)
        there.replace(folder / bare)
    _told(LOADED, data, by, at)
    return [_shown(one, bare) for one in found]


def remove(name: str, by: Officer, at: datetime) -> None:
    """Take a loaded file away. Raises Refused: ``not-held``, ``no-list``."""
    _demand(by, at)
    path = next((one for one in _files() if one.name == name), None)
    if path is None:
        raise Refused("no-list", "没有这个词表", "请刷新页面")
    data = path.read_bytes()
    path.unlink()
    _told(TAKEN_AWAY, data, by, at)


def may_load(officer: Officer, at: datetime) -> bool:
    """Whether the officer loads lists."""
    day = shanghai_date(at)
    return rules.standing(officer, LOADS, agency=officer.agency, unit=None, day=day) is not None


def _folder() -> Path:
    return Path(settings.GONGKAI_HOME) / "terms"


def _files() -> list[Path]:
    return sorted(_folder().glob("*.toml")) if _folder().is_dir() else []


def _shown(one: TermList, file: str = "") -> Shown:
    return Shown(one.name, one.version, one.kind, len(one.terms), file)


def _told(type: str, data: bytes, by: Officer, at: datetime) -> None:
    stream = f"term-lists/{by.agency.code}"
    record(stream, type, by=by, occurred=shanghai_date(at), at=at, data={"sha256": sha256(data).hexdigest()})


def _demand(by: Officer, at: datetime) -> None:
    if not may_load(by, at):
        raise Refused("not-held", f"{by.name}当日没有维护词表的职责", "请由政务公开办公室办理")
