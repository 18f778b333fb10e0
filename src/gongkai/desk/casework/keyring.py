"""The keys of the home, loaded once a process and handed out by use."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.sealing.key import USES, Key
from gongkai.sealing.keys import KeyStore


@cache
def _store(folder: Path) -> KeyStore:
    return KeyStore(folder)


@cache
def _key(folder: Path, use: str, kid: str | None, _changed: int) -> Key:
    return _store(folder).load(use, kid)


def store() -> KeyStore:
    """The key store of this home. Refuses when there is none or others may read it."""
    return _store(Path(settings.GONGKAI_KEYS))


def key(use: str, kid: str | None = None) -> Key:
    """The newest key of a use, or the one with that id; see :data:`gongkai.sealing.keys.USES`.

    Where several lie together the newest is looked for again once the folder has changed: a process that was
    not started again after a rotation seals to the new key all the same.
    """
    folder = Path(settings.GONGKAI_KEYS)
    changed = 0
    if kid is None and use in USES and USES[use].folder:
        with suppress(OSError):
            changed = (folder / use).stat().st_mtime_ns
    return _key(folder, use, kid, changed)


def secrets(use: str) -> list[bytes]:
    """The secrets of all kept keys of a use, newest first: to verify or open what is older."""
    return [one.secret for one in store().all(use)]


def forget() -> None:
    """Load again from disk, after a rotation."""
    _store.cache_clear()
    _key.cache_clear()
