"""The keys of a home, in a folder that only its owner may enter.

``keys/intake/<kid>.key`` and likewise ``identity`` and ``handling`` may hold several at a time; the others
are single files (``keys/event.key``), whose predecessors lie in ``keys/old/``. Beside each identity key lies
its public half ``<kid>.pub``: whoever writes identities reads that alone, and where the opener is another
user of the system the keys themselves lie with it and only the halves here. ``keys/state.json`` remembers
what must never run backwards: last checkpoints, the epoch of the exchange, the journal of shredded cases.

Opening a :class:`KeyStore` refuses when group or others may read anything in it. ``load`` reads the file:
keep the :class:`~gongkai.sealing.key.Key` while you work.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import keyfiles, passphrase, shapes
from gongkai.sealing.canon import canon, parse, parse_object, tidy
from gongkai.sealing.key import (
    USES,
    Key,
    PublicKey,
    generate,
    half,
    pack,
    pack_public,
    unpack,
    unpack_public,
)
from gongkai.sealing.times import moment

INDEXES = ("index-handling", "index-identity")
"""Keys whose hashes are all made anew with a change: nothing but the newest opens anything afterwards."""
HALVED = ("identity",)
"""Keys whose public half lies in a file of its own."""
STATE = "gongkai/state/1"
ESCROW = "gongkai/escrow/1"
_INNER = b"gongkai/escrow/1\ninner"
_OUTER = b"gongkai/escrow/1\nouter"

__all__ = ["USES", "Finding", "Key", "KeyStore", "PublicKey", "open_escrow"]

Keys = list[Key]
Halves = list[PublicKey]
Files = list[Path]


@dataclass(frozen=True)
class Finding:
    """Something about the keys that a person should mend; ``severe`` must stop a process from serving."""

    use: str
    kid: str | None
    what: str
    severe: bool


Findings = list[Finding]


class KeyStore:
    """The folder ``keys/`` of a home."""

    def __init__(self, folder: Path) -> None:
        keyfiles.demand_private(folder)
        self.folder = folder

    @classmethod
    def create(cls, folder: Path, *, origin: str, at: str, uses: Iterable[str] = tuple(USES)) -> KeyStore:
        """Make the folder and one fresh key of each use; never touches a key that is there.

        ``origin`` names the office in signatures, a domain such as ``scj.example.gov.cn``; it cannot be
        changed later without new keys.
        """
        if not origin or "+" in origin or any(letter.isspace() for letter in origin):
            raise Refused(
                "E_KEYS", f"单位标识“{origin}”不能用作签名名称", "请用域名，例如 scj.example.gov.cn"
            )
        keyfiles.make_folder(folder)
        if (folder / "state.json").exists():
            raise Refused(
                "E_KEYS_EXIST", f"{folder} 中已有密钥", "不会覆盖密钥；请用 gongkai keys check 查看"
            )
        store = cls(folder)
        for use in uses:
            store._add(generate(use, USES[use], origin, at))
        store._write_state({"t": STATE, "origin": origin, "epoch": 1, "checkpoints": {}, "shredded": []})
        return store

    def load(self, use: str, kid: str | None = None, secret: str | None = None) -> Key:
        """The newest key of a use, or the one with this ``kid``; ``secret`` is a wrapped one's passphrase."""
        found = [key for key in self.all(use, secret) if kid is None or key.kid == kid]
        if not found:
            which = f"编号 {kid} 的" if kid else ""
            raise Refused(
                "E_KEYS_MISSING", f"没有{which}“{use}”密钥", "请从托管文件恢复，或运行 gongkai keys check"
            )
        return found[0]

    def all(self, use: str, secret: str | None = None) -> Keys:
        """Every key of a use that is still kept, newest first."""
        keys = [unpack(file.read_bytes(), secret) for file in self._files(use)]
        for key in keys:
            if key.use != use:
                raise Refused("E_KEYS", f"“{use}”的位置上放着“{key.use}”的密钥", "请从托管文件恢复")
        current = [] if USES[use].folder or not self._single(use).exists() else keys[:1]
        earlier = sorted(keys[len(current) :], key=lambda key: (key.created, key.kid), reverse=True)
        return current + earlier

    def halves(self, use: str) -> Halves:
        """The public halves of every key of a use, newest first; no secret is read where they lie apart."""
        if use not in HALVED:
            return [half(key) for key in self.all(use)]
        folder = self.folder / use
        apart = {file.stem: unpack_public(file.read_bytes()) for file in folder.glob("*.pub")}
        whole = [file for file in folder.glob("*.key") if file.stem not in apart]
        found = [*apart.values(), *(half(unpack(file.read_bytes())) for file in whole)]
        return sorted(found, key=lambda one: (one.created, one.kid), reverse=True)

    def public(self, use: str) -> PublicKey:
        """The public half of the newest key of a use: what is sealed now is sealed to it."""
        found = self.halves(use)
        if not found:
            raise Refused("E_KEYS_MISSING", f"没有“{use}”密钥的公钥", "请从托管文件恢复密钥")
        return found[0]

    def list(self) -> Keys:
        """Every key of every use, in the order of the table of uses, newest first."""
        return [key for use in USES for key in self.all(use)]

    def rotate(self, use: str, at: str, suite: str | None = None) -> Key:
        """Make a new key of a use; the ones before stay readable until :meth:`destroy`.

        ``suite``: of another suite of algorithms than the one before.
        """
        if use == "log":
            raise Refused(
                "E_KEYS",
                "发布日志的密钥不能轮换",
                "仅在泄露时更换：启用新的 origin，并把旧日志的根记为第一条",
            )
        old = self.load(use)
        origin = self.state()["origin"]
        new = generate(use, USES[use], origin, at, suite or old.suite)
        if use in INDEXES:
            with self._changing() as state:
                state.setdefault("indexes", {}).setdefault(use, old.kid)
        if USES[use].folder:
            self._add(new)
            return new
        keyfiles.make_folder(self.folder / "old")
        keyfiles.move_aside(self._single(use), self.folder / "old" / f"{use}.{old.kid}.key")
        keyfiles.write(self._single(use), pack(new), replace=True)
        return new

    def first_index_key(self, use: str) -> str:
        """The key under which a home's index began, once it was changed; empty before."""
        return str(self.state().get("indexes", {}).get(use, ""))

    def destroy(self, use: str, kid: str) -> None:
        """Erase an old key for good: what is still sealed to it becomes unreadable. Never the newest."""
        if self.load(use).kid == kid:
            raise Refused("E_KEYS", f"“{use}”的现用密钥不能销毁", "请先轮换，确认旧密钥不再需要后再销毁")
        self.load(use, kid)
        for file in self._files(use):
            if unpack(file.read_bytes()).kid == kid:
                keyfiles.erase(file)
                file.with_suffix(".pub").unlink(missing_ok=True)

    def check(self, at: str, apart: Collection[str] = ()) -> Findings:
        """What is wrong with the keys at ``at``: missing, damaged, outlived, open to others, no escrow.

        Of the uses that are kept ``apart``, by another user of the system, the public half is looked for.
        """
        findings = [
            Finding("", None, f"{entry} 可被他人读取", True) for entry in keyfiles.too_open(self.folder)
        ]
        now = moment(at)
        for use in USES:
            findings.extend(self._check_use(use, now, is_apart=use in apart))
        state = self.state()
        escrowed = set(state.get("escrow", {}).get("kids", ()))
        if not escrowed:
            findings.append(Finding("", None, "密钥尚未托管：机器损坏后一切密封内容都打不开", True))
        elif not findings:
            findings.extend(
                Finding(key.use, key.kid, "密钥在上次托管之后产生，尚未托管", False)
                for key in self.list()
                if key.kid not in escrowed
            )
        return findings

    def state(self) -> dict[str, Any]:
        """What ``state.json`` remembers: ``origin, epoch, checkpoints, shredded`` and the last ``escrow``."""
        file = self.folder / "state.json"
        if not file.exists():
            raise Refused(
                "E_KEYS_MISSING", "keys/state.json 不见了", "请从托管文件恢复，再核对门户上的检查点"
            )
        return parse_object(file.read_bytes(), STATE)

    def remember_checkpoint(self, name: str, size: int, root: str) -> None:
        """Keep the checkpoint that is about to be signed; ``E_ROLLBACK`` for a smaller or another tree.

        The caller proves consistency with the one before; this is the last bar against an old database.
        """
        with self._changing() as state:
            last = state["checkpoints"].get(name)
            if last is not None and (size < last["size"] or (size == last["size"] and root != last["root"])):
                raise Refused(
                    "E_ROLLBACK",
                    f"“{name}”已签发到 {last['size']} 条，不能再签 {size} 条或另一棵树",
                    "数据库可能是旧备份：请停止并从门户核对检查点",
                )
            state["checkpoints"][name] = {"size": size, "root": root}

    def raise_epoch(self) -> int:
        """Begin a new epoch of the exchange after a restore; returns it."""
        with self._changing() as state:
            state["epoch"] += 1
            epoch = state["epoch"]
        assert isinstance(epoch, int)
        return epoch

    def journal_shredded(self, cases: Iterable[str]) -> None:
        """Remember cases whose data keys were deleted, so that a restored backup deletes them again."""
        with self._changing() as state:
            state["shredded"] = sorted({*state["shredded"], *cases})

    def escrow(
        self,
        passphrase_a: str,
        passphrase_b: str,
        *,
        extras: Mapping[str, str] | None = None,
        cost: passphrase.Cost = passphrase.ESCROW,
    ) -> bytes:
        """All keys under two custodians' passphrases: the inner box is A's, the outer one B's.

        ``extras`` are further texts to keep, such as the portal's ``portal_salt``, without which no receipt
        code works. Read the file back with :func:`open_escrow`, then call :meth:`confirm_escrow`.
        """
        if passphrase_a == passphrase_b:
            raise Refused("E_PASSPHRASE", "两位保管人的口令相同", "请两人各自设定口令，互不告知")
        passphrase.demand_strong(passphrase_b)
        files = {str(file.relative_to(self.folder)): file.read_text() for file in self._every_file()}
        plain = canon({"t": ESCROW, "files": files, "extras": tidy(dict(extras or {}))})
        inner = passphrase.lock(passphrase_a, plain, _INNER, cost)
        return canon({"t": ESCROW, "outer": passphrase.lock(passphrase_b, canon(inner), _OUTER, cost)})

    def confirm_escrow(self, opened: Mapping[str, Any], at: str) -> None:
        """Record that an escrow file, read back by :func:`open_escrow`, holds every key there is now."""
        kept = {str(file.relative_to(self.folder)): file.read_text() for file in self._every_file()}
        kept.pop("state.json")
        if any(opened["files"].get(name) != text for name, text in kept.items()):
            raise Refused("E_KEYS", "托管文件与现有密钥不一致", "请重新生成托管文件")
        with self._changing() as state:
            state["escrow"] = {"at": at, "kids": sorted(key.kid for key in self.list())}

    @classmethod
    def restore(cls, folder: Path, opened: Mapping[str, Any]) -> KeyStore:
        """Write the keys of an opened escrow file into a folder that holds none."""
        keyfiles.make_folder(folder)
        if any(folder.iterdir()):
            raise Refused("E_KEYS_EXIST", f"{folder} 不是空目录", "请恢复到新的目录")
        for name, text in opened["files"].items():
            file = folder / name
            if file.parent != folder:
                keyfiles.make_folder(file.parent)
            keyfiles.write(file, text.encode(), replace=False)
        restored = cls(folder)
        for use in HALVED:
            for key in restored.all(use):
                restored._halve(key)
        return restored

    def _check_use(self, use: str, now: datetime, *, is_apart: bool) -> Iterator[Finding]:
        keys: Sequence[Key | PublicKey]
        try:
            keys = self.halves(use) if is_apart else self.all(use)
        except Refused as refused:
            yield Finding(use, None, refused.sentence, True)
            return
        if not keys:
            yield Finding(use, None, "公钥缺失" if is_apart else "密钥缺失", True)
        elif keys[0].not_after is not None and moment(keys[0].not_after) <= now:
            yield Finding(use, keys[0].kid, f"已于 {keys[0].not_after} 到期，应当轮换", False)

    def _add(self, key: Key) -> None:
        if USES[key.use].folder:
            keyfiles.make_folder(self.folder / key.use)
            keyfiles.write(self.folder / key.use / f"{key.kid}.key", pack(key), replace=False)
            self._halve(key)
        else:
            keyfiles.write(self._single(key.use), pack(key), replace=False)

    def _halve(self, key: Key) -> None:
        if key.use in HALVED:
            file = self.folder / key.use / f"{key.kid}.pub"
            keyfiles.write(file, pack_public(key), replace=True)

    def _single(self, use: str) -> Path:
        return self.folder / f"{use}.key"

    def _files(self, use: str) -> Files:
        """Files of a use; of single ones the current first."""
        if use not in USES:
            raise Refused("E_KEYS", f"不认识的密钥用途“{use}”", f"可选：{'、'.join(USES)}")
        if USES[use].folder:
            return sorted((self.folder / use).glob("*.key"))
        current = [self._single(use)] if self._single(use).exists() else []
        old = (self.folder / "old").glob(f"{use}.*.key")
        return current + sorted(old)

    def _every_file(self) -> Files:
        return [file for use in USES for file in self._files(use)] + [self.folder / "state.json"]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """The state, to be changed and written: one process at a time, so that nothing kept is lost."""
        lock = os.open(self.folder / "state.lock", os.O_RDWR | os.O_CREAT, keyfiles.FILE_MODE)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = self.state()
            yield state
            self._write_state(state)
        finally:
            os.close(lock)

    def _write_state(self, state: Mapping[str, Any]) -> None:
        keyfiles.write(self.folder / "state.json", canon(state), replace=True)


_ESCROWED = {"files": shapes.free, "extras": shapes.free}


def open_escrow(data: bytes, passphrase_a: str, passphrase_b: str) -> dict[str, Any]:
    """The content of an escrow file, ``files`` and ``extras``; needs both custodians' passphrases."""
    outer = parse_object(data, ESCROW)
    shapes.require(outer, ESCROW, {"outer": passphrase.BOX})
    inner = passphrase.unlock(passphrase_b, outer["outer"], _OUTER)
    opened = parse_object(passphrase.unlock(passphrase_a, parse(inner), _INNER), ESCROW)
    shapes.require(opened, ESCROW, _ESCROWED)
    for name in opened["files"]:
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise Refused("E_KEYS", f"托管文件中有不该有的路径“{name}”", "文件已被改动，请使用另一份")
    return opened
