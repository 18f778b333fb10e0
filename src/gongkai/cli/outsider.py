"""``gongkai verify --log URL --key VKEY``: what anybody can prove of a portal's release log, over HTTP."""

from __future__ import annotations

import urllib.request
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import click

from gongkai.cli.frame import FINDINGS, print_json
from gongkai.refusal import Refused
from gongkai.sealing import log, notes, outsider, witness
from gongkai.sealing.times import stamp

_SECONDS = 30
_LARGEST = 32 * 1024 * 1024
_DOES_NOT_HOLD = ("E_SIGNATURE", "E_LOG", "E_FORK", "E_CHECKPOINT", "E_TREE", "E_CANON", "E_SHAPE")


def run(address: str, vkey: str, seen: Path | None, as_json: bool, witness_vkey: str | None = None) -> int:
    """Check the log at ``address`` (the site or its ``/log``); 1 when it does not hold.

    ``seen`` is a file with the checkpoint of the last time; it is written anew when the log holds. With a
    witness's key its line is demanded too: 1 where the newest checkpoint bears none.
    """
    witnesses = witness.trusted(witness_vkey) if witness_vkey is not None else []
    if witness_vkey is not None and not witnesses:
        raise Refused("E_VKEY", "没有给出见证方的公钥", "请写 gongkai witness init 显示的那一行")
    base = base_of(address)
    key = notes.verifier(vkey)
    before = _before(seen, key) if seen is not None and seen.is_file() else None
    try:
        found = outsider.verify(lambda path: fetch(f"{base}/{path}"), key, before)
        lines = witness.lines_of(found.note, witnesses)
    except Refused as refused:
        if refused.code not in _DOES_NOT_HOLD:
            raise
        if as_json:
            print_json({"holds": False, "log": base, "code": refused.code, "fault": refused.sentence})
        else:
            click.echo(f"发布日志 {base}：不符\n  ✗ {refused.code} {refused.sentence}（{refused.mend}）")
        return FINDINGS
    if seen is not None:
        seen.write_text(found.note, encoding="utf-8")
    size, root = found.checkpoint.size, found.checkpoint.root.hex()
    if as_json:
        said = {"holds": True, "log": base, "size": size, "root": root}
        signed = {name: _time(seconds) for name, (seconds, _line) in lines.items()}
        print_json({**said, "kinds": found.kinds, "known_before": found.known, "witnessed": signed})
        return FINDINGS if len(lines) < len(witnesses) else 0
    click.echo(f"发布日志 {base}：{size:,} 条，相符；根 {root}")
    if found.known:
        click.echo(f"  · 上次所见的前 {found.known:,} 条没有改变")
    for one in witnesses:
        if one.name in lines:
            click.echo(f"  · 见证方 {one.name} 于 {_time(lines[one.name][0])} 签名")
        else:
            click.echo(f"  ✗ 最新的检查点上没有见证方 {one.name} 的签名（刚发布的，过一会儿再核验）")
    return FINDINGS if len(lines) < len(witnesses) else 0


def _time(seconds: int) -> str:
    """When a witness signed; as it stands where it is no time that a calendar knows."""
    try:
        return stamp(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def _before(seen: Path, key: notes.Verifier) -> str:
    """The checkpoint of the last time. Raises Refused for a file that is none: no fault of the log."""
    try:
        note = seen.read_text(encoding="utf-8")
        log.open_checkpoint(note, key)
    except (ValueError, Refused) as wrong:
        mend = "请用上次 --seen 写出的文件，或者另写一个文件名"
        raise Refused("bad-checkpoint", f"{seen} 不是这份日志的检查点", mend) from wrong
    return note


def base_of(address: str) -> str:
    """Where a log lies, by the address of its site or of its ``/log``. Raises Refused for no address."""
    bad = Refused("bad-address", f"“{address}”不是网址", "例如 https://www.example.gov.cn")
    try:
        parts = urlsplit(address)
        ok = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        raise bad from None
    if not ok or not address.isascii() or any(character.isspace() for character in address):
        raise bad
    plain = address.rstrip("/")
    return plain if parts.path.rstrip("/").endswith("/log") else f"{plain}/log"


def fetch(address: str) -> bytes:
    """The bytes at an address; ``E_FETCH`` where there are none."""
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310  (http and https only)
            data: bytes = answer.read(_LARGEST + 1)
    except (OSError, HTTPException) as wrong:
        raise Refused("E_FETCH", f"取不到 {address}：{wrong}", "请核对网址，或稍后再试") from wrong
    if len(data) > _LARGEST:
        raise Refused("E_FETCH", f"{address} 过大", "请核对网址")
    return data
