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
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(fresh)
    return fresh
