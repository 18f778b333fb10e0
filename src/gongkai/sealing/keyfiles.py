"""Secret files on disk: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from gongkai.refusal import Refused

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter (parents must exist)."""
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise _too_open(folder, FOLDER_MODE)


def write(file: Path, data: bytes, *, replace: bool) -> None:
    """Write ``file`` so that a crash leaves the old one or the new one, never a piece.

    A new file is made beside it with O_EXCL and mode 600, synced, then renamed over it
    (``replace``) or linked to a name that must be free.
    """
    passing = file.with_name(f".{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if replace:
            passing.rename(file)
        else:
            _link(passing, file)
    finally:
        passing.unlink(missing_ok=True)
    sync_folder(file.parent)


def move_aside(file: Path, to: Path) -> None:
    """Give ``file`` a second, free name; the caller then replaces the first."""
    _link(file, to)
    sync_folder(to.parent)


def erase(file: Path) -> None:
    """Overwrite a secret and remove it. On flash disks and snapshots copies may survive: encrypt the disk."""
    size = file.stat().st_size
    with file.open("r+b") as out:
        out.write(os.urandom(size))
        out.flush()
        os.fsync(out.fileno())
    file.unlink()
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in ``folder`` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def too_open(folder: Path) -> Iterator[Path]:
    """Files and folders from ``folder`` down that group or others may read, write or enter.

    Folders of another user that this process may not enter are passed over: they are not ours to judge.
    """
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield folder
    for parent, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            entry = Path(parent, name)
            try:
                mode = entry.lstat().st_mode
            except FileNotFoundError:
                continue  # the passing file of another process that is writing
            if not stat.S_ISLNK(mode) and stat.S_IMODE(mode) & 0o077:
                yield entry


def demand_private(folder: Path) -> None:
    """Refuse (``E_KEYS_OPEN``) to go on when anyone but the owner may read a secret."""
    if not folder.is_dir():
        raise Refused("E_KEYS_MISSING", f"没有密钥目录 {folder}", "请先运行 gongkai init 或 gongkai demo")
    for entry in too_open(folder):
        raise _too_open(entry, FOLDER_MODE if entry.is_dir() else FILE_MODE)


def _link(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except FileExistsError as wrong:
        raise Refused(
            "E_KEYS_EXIST", f"密钥文件 {to} 已经存在", "不会覆盖密钥；如需更换请用 gongkai keys rotate"
        ) from wrong


def _too_open(entry: Path, mode: int) -> Refused:
    return Refused("E_KEYS_OPEN", f"{entry} 可被他人读取，拒绝启动", f"请运行 chmod {mode:o} {entry}")
