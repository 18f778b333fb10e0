"""Hyperscan's databases take some ten seconds to make: the tests make each once and keep it."""

from __future__ import annotations

import fcntl
import hashlib
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongkai.screening import prefilter

KEPT = 4
"""Databases that stay: the two of the triggers as they are now and as they were before."""


@pytest.fixture(scope="session", autouse=True)
def kept_databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """Those of the same triggers by the same Hyperscan on the same machine are read, not made again."""
    if prefilter.hyperscan is None:
        yield
        return
    folder = request.config.rootpath / ".pytest_cache" / "hyperscan"
    folder.mkdir(parents=True, exist_ok=True)
    make = prefilter._database

    def kept(patterns: list[bytes], flags: int, ids: list[int] | None = None) -> Any:
        if not flags & prefilter.hyperscan.HS_FLAG_UTF8:  # words and bytes take no time
            return make(patterns, flags, ids)
        what = (patterns, flags, ids, prefilter.hyperscan.__version__, platform.uname())
        place = folder / hashlib.sha256(repr(what).encode()).hexdigest()
        with (folder / "lock").open("w") as lock:
            # the other processes of a run wait for the one that makes it
            fcntl.flock(lock, fcntl.LOCK_EX)
            return _read(place) if place.exists() else _made(place, make(patterns, flags, ids))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefilter, "_database", kept)
        yield


def _read(place: Path) -> Any:
    database = prefilter.hyperscan.loadb(place.read_bytes(), prefilter.hyperscan.HS_MODE_BLOCK)
    database.scratch = prefilter.hyperscan.Scratch(database)
    place.touch()
    return database


def _made(place: Path, database: Any) -> Any:
    new = place.with_suffix(".new")
    new.write_bytes(prefilter.hyperscan.dumpb(database))
    new.rename(place)
    all_kept = sorted(
        (one for one in place.parent.iterdir() if one.name != "lock"), key=lambda one: one.stat().st_mtime
    )
    for old in all_kept[:-KEPT]:
        old.unlink()
    return database
