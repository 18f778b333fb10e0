"""A home that was begun and broke off is taken back: half a bureau is of no use, and stands in the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.cli.django_setup import part, setup


@contextmanager
def whole_or_nothing(folder: Path, settings: str | None = None) -> Iterator[None]:
    """Set Django up and make a home; where that breaks off, what was not there before goes again.

    What stood in the folder stays as it is; a database on a server that was empty is empty again. Refuses a
    database that another home fills already (``database-exists``).
    """
    was_there = folder.is_dir()
    before = set(folder.iterdir()) if was_there else set()
    try:
        if settings is None:
            setup(needs_home=False)
        else:
            setup(settings, needs_home=False)
        with part("gongkai.sites.emptying").kept_empty():
            yield
    except BaseException:
        for entry in set(folder.iterdir()) - before if folder.is_dir() else ():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        if folder.is_dir() and not was_there:
            folder.rmdir()
        raise
