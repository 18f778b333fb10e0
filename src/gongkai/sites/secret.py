"""The web process's own secret key: made once, kept with mode 600, harmless to lose."""

from __future__ import annotations

import os
from pathlib import Path

from gongkai.sealing.canon import b64u


def secret_key(file: Path) -> str:
    """The key in ``file``; where there is no home yet, one that lasts as long as this process."""
    if file.is_file():
        return file.read_text(encoding="ascii").strip()
    fresh = b64u(os.urandom(48))
    if not file.parent.is_dir():
        return fresh
    passing = file.with_name(f".{file.name}.{os.getpid()}.part")
    descriptor = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(fresh)
    try:
        os.link(passing, file)
    except FileExistsError:  # another process that began in the same moment was first
        return file.read_text(encoding="ascii").strip()
    finally:
        passing.unlink()
    return fresh
