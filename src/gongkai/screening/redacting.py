"""A verified copy of a file without what a policy takes out; no verified copy, no file.

``redact`` is what commands and the desk call: the work is done in the sandbox, the result is checked there by
two extractors and only then given its place by one atomic rename. Nothing else is left beside it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import pickle
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.refusal import Refused, reason_of
from gongkai.screening import sandbox
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files import malware, office, scans
from gongkai.screening.files.types import ENDINGS, NAMES, ending_of, type_of
from gongkai.screening.known import NOTHING, Known
from gongkai.screening.policies.deciding import Change
from gongkai.screening.policies.model import DEFAULT, Action, Policy
from gongkai.screening.policies.model import policy as policy_named
from gongkai.screening.sandbox import READING, Limits
from gongkai.screening.screening import apart, given

_TASK = "gongkai.screening.cleaning.running:redact_json"
_PICTURES = frozenset({"png", "jpeg", "tiff"})
_CONVERTED = {"doc": "docx", "xls": "xlsx"}


_Made = tuple[bytes, tuple[Change, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Redaction:
    """A verified copy and everything that was done to make it."""

    file: str
    out: str
    type: str
    """Of the copy."""
    sha256: str
    """Of the file that was given."""
    out_sha256: str
    policy: str
    """Id of the policy: ``penalty.2021``."""
    log: tuple[Change, ...]
    unread: tuple[str, ...] = ()
    """Pictures in the copy that may be scans, and pages of a PDF that became pictures: without OCR nobody
    has read what is on them.

    An office file or a web page with one gives no copy, unless the policy's ``unread_scans`` says that a
    person has looked; a picture file is a copy without its metadata, and not a verified one.
    """

    def as_json(self) -> dict[str, object]:
        """The document of ``gongkai redact --json``."""
        return {
            "file": self.file,
            "out": self.out,
            "type": self.type,
            "sha256": self.sha256,
            "out_sha256": self.out_sha256,
            "policy": self.policy,
            "verified": not self.unread,
            "unread": list(self.unread),
            "changes": [change.as_json() for change in self.log],
        }


def redact(
    source: Path, out: Path, policy: Policy | str = DEFAULT, known: Known = NOTHING, *, clamd: str = ""
) -> Redaction:
    """Write a verified copy of ``source`` to ``out``.

    ``clamd`` is the address of the malware scanner; with an address, no answer is a refusal.
    Raises Refused for wrong use and files that cannot be read (exit status 2), :class:`Unclean` when no
    verified copy can be made (exit status 1). In both cases ``out`` is as it was before.
    """
    rule = policy_named(policy) if isinstance(policy, str) else policy
    data, name = given(source)
    kind = _checked(data, name, source, out)
    if clamd:
        malware.scan(data, clamd)
    made, log, unread = _redacted(data, kind, rule, known)
    _place(made, out)
    return Redaction(
        file=str(source),
        out=str(out),
        type=_CONVERTED.get(kind, kind),
        sha256=hashlib.sha256(data).hexdigest(),
        out_sha256=hashlib.sha256(made).hexdigest(),
        policy=rule.id,
        log=log,
        unread=unread,
    )


def redacted(
    data: bytes, kind: str, policy: Policy, known: Known = NOTHING
) -> tuple[bytes, tuple[Change, ...]]:
    """The verified copy of some bytes of a known type, made in the sandbox, and its log."""
    made, log, _ = _redacted(data, kind, policy, known)
    return made, log


def _redacted(data: bytes, kind: str, policy: Policy, known: Known) -> _Made:
    """The copy, its log, and the pictures on it that nobody has read."""
    if kind in _CONVERTED:
        _demand_harmless(data, kind)
        data, kind = office.convert(data, kind, _CONVERTED[kind]), _CONVERTED[kind]
    options = {
        "kind": kind,
        "policy": policy.id,
        "settings": json.dumps({key: one.value for key, one in policy.settings.items()}),
        "known": base64.b64encode(pickle.dumps(known)).decode("ascii"),
    }
    if not scans.is_installed():
        return _done(data, options)
    if kind in _PICTURES:
        return _done(data, {**options, "pictures": "yes"}, scans.COPYING)
    try:
        done = _done(data, options)
        if kind != "pdf" or not done[2]:
            return done
    except Unclean as unclean:
        if not unclean.is_scan:
            raise
    return _done(data, {**options, "pictures": "yes"}, scans.COPYING)


def _demand_harmless(data: bytes, kind: str) -> None:
    """An old file with macros or a lock gives no copy: LibreOffice would only leave them out unseen."""
    for one in apart(data, f"source.{kind}").hidden:
        if one.kind == "macro":
            raise Unclean("文件带有宏，不能生成安全的副本；请另存为不带宏的文件")
        if one.kind == "encrypted":
            raise Refused("encrypted", "文件已加密，无法处理", "请先解密再处理")


def _done(data: bytes, options: dict[str, str], limits: Limits = READING) -> _Made:
    """One run in the sandbox. Raises Unclean, Refused."""
    answer = sandbox.run(_TASK, data, options, limits=limits)
    head, _, body = answer.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if "unclean" in told:
        faults = [str(one) for one in told["faults"]]
        marks = {name: bool(told.get(name)) for name in ("is_scan", "is_unread")}
        raise Unclean(str(told["unclean"]), faults, **marks)
    unread = tuple(str(where) for where in told["unread"])
    return body, tuple(_change(row) for row in told["log"]), unread


def _checked(data: bytes, name: str, source: Path, out: Path) -> str:
    """The type of the file, when it and the place of the copy fit."""
    kind = type_of(data, name)
    if kind == "encrypted":
        raise Refused("encrypted", "文件已加密，无法处理", "请先解密再处理")
    if not out.parent.is_dir():
        raise Refused("no-folder", f"没有文件夹“{out.parent}”", "请核对 --out 后面的路径")
    if out.is_dir() or (out.exists() and out.samefile(source)):
        raise Refused("out-is-source", "--out 不能是原来的文件或者文件夹", "请换一个文件名")
    target = _CONVERTED.get(kind, kind)
    if ending_of(str(out)) not in ENDINGS[target]:
        raise Refused("wrong-ending", f"副本是{NAMES[target]}", f"--out 的扩展名请用 .{ENDINGS[target][0]}")
    return kind


def _place(data: bytes, out: Path) -> None:
    """Give the copy its place at once: written in a private folder beside it, then renamed."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".gongkai-", dir=out.parent))
    except OSError as closed:
        raise Refused("unwritable", f"不能写入 {out.parent}：{reason_of(closed)}", "请检查权限") from closed
    try:
        draft = folder / "copy"
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    except OSError as failed:
        raise Refused("unwritable", f"不能写入 {out}：{reason_of(failed)}", "请检查权限和空间") from failed
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _change(row: list[Any]) -> Change:
    """An entry of the log as the sandbox sent it."""
    start, length, kind, rule, action, replacement, where, why = row
    return Change(
        int(start), int(length), str(kind), str(rule), Action(action), str(replacement), str(where), str(why)
    )
