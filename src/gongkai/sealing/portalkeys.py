"""The portal's own secrets and whom it trusts. None of them opens or releases anything.

``portal/portal.key`` signs the portal's messages, ``portal/portal.secret`` protects form tokens, tickets and
hashed addresses (losing it is harmless), ``portal/trust.json`` holds the pinned public keys of the desk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import keyfiles, notes, shapes
from gongkai.sealing.canon import canon, parse_object
from gongkai.sealing.key import PORTAL_USE, SECRET_BYTES, Key, generate, pack, unpack
from gongkai.sealing.notes import Verifier

TRUST = "gongkai/trust/1"
_VKEYS = shapes.list_of(shapes.word)
_TRUST = {"agency": shapes.word, "door": _VKEYS, "answer": _VKEYS, "log": _VKEYS}


@dataclass(frozen=True)
class Trust:
    """Whom the portal believes: its agency, the desk's keys (two of a kind while one replaces the other)."""

    agency: str
    door: tuple[Verifier, ...]
    answer: tuple[Verifier, ...]
    log: tuple[Verifier, ...]

    @classmethod
    def of(cls, value: dict[str, Any]) -> Trust:
        """Read a ``trust/1``. Raises Refused (``E_SHAPE``) for anything else."""
        shapes.require(value, TRUST, _TRUST)
        pinned = {
            use: tuple(notes.verifier(vkey) for vkey in value[use]) for use in ("door", "answer", "log")
        }
        return cls(value["agency"], **pinned)


class PortalKeys:
    """The folder ``portal/`` of a home."""

    def __init__(self, folder: Path) -> None:
        keyfiles.demand_private(folder)
        self.folder = folder

    @classmethod
    def create(cls, folder: Path, *, origin: str, at: str) -> PortalKeys:
        """Make the folder with fresh secrets; :meth:`pin` then says whom to trust."""
        keyfiles.make_folder(folder)
        portal = cls(folder)
        key = generate("portal", PORTAL_USE, origin, at)
        keyfiles.write(folder / "portal.key", pack(key), replace=False)
        keyfiles.write(folder / "portal.secret", os.urandom(SECRET_BYTES), replace=False)
        return portal

    def load(self) -> Key:
        """The key that signs the portal's messages."""
        return unpack(self._read("portal.key"))

    def secret(self) -> bytes:
        """32 bytes for tokens, tickets and hashed addresses."""
        return self._read("portal.secret")

    def pin(self, agency: str, *, door: Iterable[str], answer: Iterable[str], log: Iterable[str]) -> Trust:
        """Write ``trust.json``: at installation, by a door message, or by hand for a lost key."""
        value: dict[str, Any] = {"t": TRUST, "agency": agency}
        value |= {"door": list(door), "answer": list(answer), "log": list(log)}
        trust = Trust.of(value)
        keyfiles.write(self.folder / "trust.json", canon(value), replace=True)
        return trust

    def trust(self) -> Trust:
        """Whom the portal believes now. ``E_KEYS_MISSING`` before anybody was pinned."""
        if not (self.folder / "trust.json").exists():
            raise Refused(
                "E_KEYS_MISSING",
                "门户还没有登记信任哪个内网",
                "请在内网运行 gongkai exchange trust，在门户上 gongkai exchange trust --believe 文件",
            )
        return Trust.of(parse_object(self._read("trust.json"), TRUST))

    def _read(self, name: str) -> bytes:
        file = self.folder / name
        if not file.exists():
            raise Refused(
                "E_KEYS_MISSING", f"门户密钥文件 {file} 不见了", "请运行 gongkai init，或从托管文件恢复"
            )
        return file.read_bytes()
