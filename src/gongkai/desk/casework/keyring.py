"""The keys of the home, loaded once a process and handed out by use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.sealing.key import Key
from gongkai.sealing.keys import KeyStore


@cache
def _store(folder: Path) -> KeyStore:
    return KeyStore(folder)


@cache
def _key(folder: Path, use: str, kid: str | None) -> Key:
    return _store(folder).load(use, kid)


def store() -> KeyStore:
    """The key store of this home. Refuses when there is none or others may read it."""
    return _store(Path(settings.GONGKAI_KEYS))


def key(use: str, kid: str | None = None) -> Key:
    """The newest key of a use, or the one with that id; see :data:`gongkai.sealing.keys.USES`."""
    return _key(Path(settings.GONGKAI_KEYS), use, kid)


def secrets(use: str) -> list[bytes]:
    """The secrets of all kept keys of a use, newest first: to verify or open what is older."""
    return [one.secret for one in store().all(use)]


def forget() -> None:
    """Load again from disk, after a rotation."""
    _store.cache_clear()
    _key.cache_clear()
