"""Backup and restore: both databases and all files as one tar with a manifest of digests; never a key.

The databases are copied while others may be writing (SQLite's online backup, ``pg_dump``), the files after
them: files are named by digest and only added, so every file that a copied row names is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection, connections

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import filed_guard, reindexing
from gongkai.desk.casework.models import Case, CaseKey
from gongkai.desk.casework.personal import forget_hashes
from gongkai.desk.disclosure.models import Opinion
from gongkai.desk.disclosure.verbs.keeping import forget
from gongkai.refusal import Refused
from gongkai.sealing.keys import INDEXES, KeyStore
from gongkai.sealing.portalkeys import PortalKeys
from gongkai.sealing.times import stamp
from gongkai.sites.homes_making import close_to_others, trust

BACKUP = "gongkai/backup/1"
DATABASES = {"default": "desk", "portal": "portal"}
_FOLDERS = ("files/desk", "files/portal", "logs")
_SINGLE = ("settings.toml",)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """What was written or read: number of members, bytes, a word to the person who did it."""

    files: int
    size: int
    note: str = ""


def write(home: Path, out: Path, *, at: datetime) -> Made:
    """Back up ``home`` into ``out``; refuses to overwrite. Nothing is left behind when it fails."""
    if out.exists():
        raise Refused("file-exists", f"{out} 已经存在", "请换一个文件名，备份不覆盖旧文件")
    if not out.resolve().parent.is_dir():
        raise Refused("no-folder", f"{out.parent} 目录不存在", "请先建立目录")
    part = out.with_name(out.name + ".part")
    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as staged:
        members = [*_dumps(Path(staged)), *_files(home)]
        manifest = {
            "t": BACKUP,
            "at": stamp(at),
            "members": [
                {"name": name, "size": path.stat().st_size, "sha256": _digest(path)} for name, path in members
            ],
        }
        try:
            with tarfile.open(part, "w") as tar:
                _add_bytes(tar, "manifest.json", json.dumps(manifest, ensure_ascii=False).encode())
                for name, path in members:
                    tar.add(path, arcname=name, recursive=False, filter=_plain)
            part.chmod(0o600)
            part.rename(out)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return Made(len(members), out.stat().st_size)


def read(file: Path, home: Path) -> Made:
    """Restore a backup into a home with its keys and without data.

    Every digest is checked before anything takes its place, and the databases come last: a run that broke off
    can be run again. Without keys it is refused: nobody would destroy again what was destroyed since.
    """
    if not (home / "keys" / "state.json").is_file():
        raise Refused(
            "no-keys",
            f"{home} 还没有密钥，恢复的内容打不开，备份之后销毁的也无法再次销毁",
            "请先运行 gongkai keys restore，再恢复备份",
        )
    if any((home / f"{name}.sqlite3").exists() for name in DATABASES.values()):
        raise Refused("home-exists", f"{home} 中已有数据库", "请恢复到新的目录，核对后再替换")
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as staged:
        folder = Path(staged)
        manifest = _unpack(file, folder)
        names = [member["name"] for member in manifest["members"]]
        for name in sorted(names, key=lambda name: name.startswith("databases/")):
            _place(folder, home, name)
    close_to_others(home)
    return Made(len(manifest["members"]), file.stat().st_size, _after_restore(home))


def _dumps(folder: Path) -> Iterator[tuple[str, Path]]:
    for alias, name in DATABASES.items():
        connection = connections[alias]
        if connection.vendor == "sqlite":
            path = folder / f"{name}.sqlite3"
            with (
                contextlib.closing(sqlite3.connect(settings.DATABASES[alias]["NAME"])) as source,
                contextlib.closing(sqlite3.connect(path)) as target,
            ):
                source.backup(target)
        else:
            path = folder / f"{name}.pgdump"
            _postgresql("pg_dump", alias, "--format=custom", f"--file={path}")
        yield f"databases/{path.name}", path


def _postgresql(program: str, alias: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise Refused(
            "no-program",
            f"这台机器没有 {program}",
            "请安装 PostgreSQL 客户端（apt-get install postgresql-client）",
        )
    given = settings.DATABASES[alias]
    where = [f"--host={given['HOST']}"] if given["HOST"] else []
    where += [f"--port={given['PORT']}"] if given["PORT"] else []
    where += [f"--username={given['USER']}"] if given["USER"] else []
    command = [found, *where, "--no-password", f"--dbname={given['NAME']}", *arguments]
    environment = {"PGPASSWORD": given["PASSWORD"]} if given["PASSWORD"] else {}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refused(
            "dump-failed",
            f"{program} 没有成功：{done.stderr.strip().splitlines()[-1:]}",
            "请核对数据库地址和权限",
        )


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    for name in _SINGLE:
        if (home / name).is_file():
            yield name, home / name
    for folder in _FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix(), path


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:") as tar:
            first = tar.next()
            if first is None or first.name != "manifest.json" or not first.isfile():
                raise _damaged("第一项不是清单")
            manifest: dict[str, Any] = json.loads(_member(tar, first).read())
            wanted = {member["name"]: member for member in manifest["members"]}
            while (entry := tar.next()) is not None:
                if not _expected(entry, wanted):
                    raise _damaged(f"有清单以外的内容“{entry.name}”")
                path = folder / entry.name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as out:
                    shutil.copyfileobj(_member(tar, entry), out, _BLOCK)
                if _digest(path) != wanted.pop(entry.name)["sha256"]:
                    raise _damaged(f"“{entry.name}”与清单的摘要不符")
    except (tarfile.TarError, ValueError, KeyError, TypeError) as wrong:
        raise _damaged("不是完整的备份格式") from wrong
    if manifest.get("t") != BACKUP or wanted:
        raise _damaged(f"缺少 {sorted(wanted)[:1]}" if wanted else "不是本程序的备份")
    return manifest


def _expected(entry: tarfile.TarInfo, wanted: dict[str, Any]) -> bool:
    parts = PurePosixPath(entry.name).parts
    return entry.isfile() and entry.name in wanted and ".." not in parts and not entry.name.startswith("/")


def _member(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> Any:
    held = tar.extractfile(entry)
    if held is None:
        raise _damaged(f"“{entry.name}”不是文件")
    return held


def _place(folder: Path, home: Path, name: str) -> None:
    source = folder / name
    if name.startswith("databases/"):
        alias = {f"{known}": alias for alias, known in DATABASES.items()}[source.stem]
        if source.suffix == ".pgdump":
            _postgresql("pg_restore", alias, "--no-owner", "--exit-on-error", str(source))
            return
        target = Path(settings.DATABASES[alias]["NAME"])
    else:
        target = home / name
        if name in _SINGLE and target.exists():
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def _after_restore(home: Path) -> str:
    """What the keys decide after a restore: shredded cases are shredded again, the portal trusts anew."""
    store = KeyStore(home / "keys")
    state = store.state()
    # the journal knows approvals that an older backup does not
    with filed_guard.lifted(connection):
        shredded = Case.objects.filter(uid__in=state["shredded"])
        gone = CaseKey.objects.filter(case__in=shredded).delete()[0]
        forget_hashes(shredded)
        gone += forget(Opinion.objects.filter(uid__in=state["shredded"]).exclude(dek=b""))
    codes = list(Agency.objects.order_by("code").values_list("code", flat=True)[:2])
    if not (home / "portal").exists() and len(codes) == 1:
        PortalKeys.create(home / "portal", origin=state["origin"], at=store.load("door").created)
        trust(store, codes[0])
    notes = [f"备份之后销毁的 {gone} 个案卷密钥已再次销毁。"] if gone else []
    for use in INDEXES:
        if reindexing.is_stale(use):
            reindexing.renew_stale(use, at=datetime.now(UTC))
            notes.append(f"备份之后换过 {use} 密钥，索引已按现用密钥重算。")
    return "".join(notes)


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(_plain(info), io.BytesIO(data))


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(what: str) -> Refused:
    return Refused("bad-backup", f"备份文件不完整或被改动：{what}", "请使用另一份备份")
