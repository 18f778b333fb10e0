"""The keys of the home, loaded once a process and handed out by use."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.sealing.key import USES, Key, PublicKey
from gongkai.sealing.keys import KeyStore


@cache
def _store(folder: Path) -> KeyStore:
    return KeyStore(folder)


@cache
def _key(folder: Path, use: str, kid: str | None, _changed: int) -> Key:
    return _store(folder).load(use, kid)


@cache
def _public(folder: Path, use: str, _changed: int) -> PublicKey:
    return _store(folder).public(use)


def store() -> KeyStore:
    """The key store of this home. Refuses when there is none or others may read it."""
    return _store(Path(settings.GONGKAI_KEYS))


def key(use: str, kid: str | None = None) -> Key:
    """The newest key of a use, or the one with that id; see :data:`gongkai.sealing.keys.USES`.

    Where several lie together the newest is looked for again once the folder has changed: a process that was
    not started again after a rotation seals to the new key all the same.
    """
    folder = Path(settings.GONGKAI_KEYS)
    return _key(folder, use, kid, 0 if kid else _changed(folder, use))


def public(use: str) -> PublicKey:
    """The public half of the newest key of a use: to seal to whom only another process can open for."""
    folder = Path(settings.GONGKAI_KEYS)
    return _public(folder, use, _changed(folder, use))


def _changed(folder: Path, use: str) -> int:
    """When something was added to or taken from the keys of a use of which several lie together."""
    if use in USES and USES[use].folder:
        with suppress(OSError):
            return (folder / use).stat().st_mtime_ns
    return 0


def secrets(use: str) -> list[bytes]:
    """The secrets of all kept keys of a use, newest first: to verify or open what is older."""
    return [one.secret for one in store().all(use)]


def apart() -> tuple[str, ...]:
    """Uses whose keys lie with another user of the system (setting ``identity_apart``)."""
    return ("identity",) if settings.GONGKAI_VALUES["identity_apart"] else ()


def forget() -> None:
    """Load again from disk, after a rotation."""
    _store.cache_clear()
    _key.cache_clear()
    _public.cache_clear()
