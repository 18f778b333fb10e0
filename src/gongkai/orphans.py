"""Files of a store by SHA-256 that nothing refers to any more, and what a write that was cut off left.

A file is written before the row that names it is committed, and deleted behind the commit that drops the last
row; a process that is killed in between leaves an orphan. Whoever keeps bytes that lie there already says so
by :func:`touch`; an orphan is deleted only when nobody did for :data:`AGE`, longer than any transaction.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

AGE = timedelta(days=1)
"""So long a file stays that nothing names: no transaction that is about to name it lasts a day."""
EVERY = timedelta(days=1)
"""How often a store is looked through."""
SHOWN = 5
"""Orphans that are named one by one."""
_AT_ONCE = 10_000
_DIGEST = re.compile("[0-9a-f]{64}")
_SWEPT, _ASIDE = ".swept", ".aside.part"
Named = Callable[[Set[str]], Set[str]]
"""Of some digests those that a record still names."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file that nothing names: digest (or its name, for what a write left), place, since when it lies."""

    digest: str
    file: Path
    since: datetime


def touch(file: Path) -> bool:
    """Whether bytes lie there already; who asks is about to name them, so that no sweep takes them away."""
    try:
        os.utime(file)
    except FileNotFoundError:
        return False
    return True


def orphans(folder: Path, named: Named, before: datetime) -> Iterator[Orphan]:
    """What lies in a store since before a moment and is named by nothing."""
    lying = _lying(folder, before)
    while some := list(islice(lying, _AT_ONCE)):
        asked = {one.digest for one in some if _DIGEST.fullmatch(one.digest)}
        known = named(asked) if asked else set()
        yield from (one for one in some if one.digest not in known)


def sweep(folder: Path, named: Named, at: datetime) -> list[str]:
    """Delete what nothing names for longer than :data:`AGE`; once in :data:`EVERY`. Gives names that went."""
    stamp = folder / _SWEPT
    with contextlib.suppress(FileNotFoundError):
        if timedelta() <= at - _since(stamp, at) < EVERY:
            return []
    _put_back(folder)
    gone = [one.digest for one in list(orphans(folder, named, at - AGE)) if _delete(one, at - AGE)]
    if folder.is_dir():
        stamp.touch()
        os.utime(stamp, (at.timestamp(), at.timestamp()))
    return gone


def told(found: list[Orphan], store: str, at: datetime) -> list[str]:
    """What ``gongkai verify`` lists of orphans: how many, the oldest by digest and age."""
    if not found:
        return []
    oldest = sorted(found, key=lambda one: one.since)
    shown = "、".join(f"{one.digest[:16]}…（{_age(at - one.since)}）" for one in oldest[:SHOWN])
    return [f"{store}有 {len(found)} 份文件没有任何记录指向，后台任务会在一天后清除：{shown}"]


def _age(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    return f"{hours // 24} 天" if hours >= 24 else f"{hours} 小时"


def _lying(folder: Path, before: datetime) -> Iterator[Orphan]:
    """The files of a store, and parts of writes that were cut off, older than a moment."""
    shelves = sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    for shelf in shelves:
        if len(shelf.name) != 2 and shelf.name != "arriving":
            continue
        for file in sorted(shelf.iterdir()):
            is_ours = _DIGEST.fullmatch(file.name) or file.name.endswith(".part") or shelf.name == "arriving"
            with contextlib.suppress(FileNotFoundError):
                if is_ours and file.is_file() and (since := _since(file, before)) < before:
                    yield Orphan(file.name, file, since)


def _put_back(folder: Path) -> None:
    """What a sweep took aside when it was killed goes back to its place, to be judged anew."""
    for aside in folder.glob(f"??/.*{_ASIDE}"):
        file = aside.with_name(aside.name[1 : -len(_ASIDE)])
        if file.exists():
            aside.unlink()
        else:
            aside.rename(file)


def _delete(one: Orphan, before: datetime) -> bool:
    """Delete an orphan unless somebody touched it: it is taken aside first, then looked at again."""
    aside = one.file.with_name(f".{one.file.name}{_ASIDE}")
    try:
        one.file.rename(aside)
        if _since(aside, before) >= before:
            if not one.file.exists():
                aside.rename(one.file)
            else:
                aside.unlink()
            return False
        aside.unlink()
    except FileNotFoundError:
        return False
    return True


def _since(file: Path, like: datetime) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, tz=like.tzinfo)
