"""``gongkai witness init|trust|look|sign|serve``: the superior office watches logs and signs what grew.

It runs outside the office whose log it is, without a home: a folder holds its key and what it saw last.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

from gongkai.cli.frame import FINDINGS, HomeCommand, HomeGroup, tell
from gongkai.cli.outsider import base_of, fetch
from gongkai.refusal import Refused
from gongkai.sealing import keyfiles, log, merkle, notes, outsider, tiles, witness
from gongkai.sealing.notes import Signer
from gongkai.sealing.witness import Request, Seen

_HELP = {"help_option_names": ["-h", "--help"]}
_MISBEHAVES = ("E_ROLLBACK", "E_FORK", "E_SIGNATURE", "E_LOG", "E_TREE", "E_CANON", "E_SHAPE")
"""What is wrong with a log, and no wrong use."""
_STATUS = {"E_ORIGIN": 404, "E_SIGNATURE": 403, "E_CHECKPOINT": 403}
"""What C2SP tlog-witness answers; 400 to all else that is not told by sizes."""
_FOLDER = click.option(
    "--folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="见证方的目录：密钥和上次所见，须备份",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")


@click.group(
    cls=HomeGroup,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai witness init --name sjj.example.gov.cn/witness --folder /srv/witness\n"
    "  gongkai witness look https://www.example.gov.cn --folder /srv/witness --out 签名的检查点.txt",
)
def witness_() -> None:
    """日志见证：上级机关核对各单位的发布日志只增不改，签上自己的名字。"""


@witness_.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai witness init --name sjj.example.gov.cn/witness --folder /srv/witness",
)
@click.option("--name", required=True, metavar="NAME", help="签名中使用的见证方名称，以后不能更改")
@_FOLDER
@_JSON
def init(name: str, folder: Path, as_json: bool) -> None:
    """建立见证方的目录和密钥，显示公钥；各单位把它写进设置 witness_vkeys。"""
    data = witness.new_key(name, os.urandom(32))
    if (folder / "witness.key").exists():
        raise Refused("exists", f"{folder} 里已经有见证方的密钥", "请换一个目录；密钥不覆盖")
    folder.mkdir(parents=True, exist_ok=True, mode=keyfiles.FOLDER_MODE)
    folder.chmod(keyfiles.FOLDER_MODE)
    keyfiles.write(folder / "witness.key", data, replace=False)
    keyfiles.write(folder / "logs.json", witness.pack({}), replace=False)
    vkey = witness.read_key(data).verifier.vkey
    tell(as_json, {"name": name, "vkey": vkey}, f"已建立 {folder}。见证方的公钥：\n{vkey}")


@witness_.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai witness trust scj.example.gov.cn/log+67c354a7+AW56HN0… --folder /srv/witness",
)
@click.argument("vkey", metavar="VKEY")
@_FOLDER
@_JSON
def trust(vkey: str, folder: Path, as_json: bool) -> None:
    """登记一个单位的日志公钥（另经可靠途径核对过的），从此为它见证。"""
    key = notes.verifier(vkey)
    if key.kind != notes.ED25519:
        raise Refused("E_VKEY", f"“{key.name}”的公钥不是日志的公钥", "请用该单位门户 /log/vkey 显示的公钥")
    with _remembering(folder) as logs:
        known = logs.get(key.name)
        if known is not None and known.vkey != vkey:
            raise Refused("exists", f"日志“{key.name}”已登记另一把公钥", "日志的公钥不更换：请向该单位核实")
        if known is None:
            logs[key.name] = Seen(vkey)
    tell(as_json, {"log": key.name}, f"已登记日志 {key.name}")


@witness_.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai witness look https://www.example.gov.cn --folder /srv/witness\n"
    "  gongkai witness look https://www.example.gov.cn --folder /srv/witness --out 签名的检查点.txt",
)
@click.argument("address", metavar="URL")
@_FOLDER
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="签名的检查点，交给该单位")
@_JSON
def look(address: str, folder: Path, out: Path | None, as_json: bool) -> int:
    """到门户上看一个单位的日志：只增不改就签名，否则指出哪里不对，以状态 1 结束。"""
    base = base_of(address)

    def read(path: str) -> bytes:
        return fetch(f"{base}/{path}")

    with _remembering(folder) as logs:
        known = dict(logs)
    try:
        request = _asked(read, known)  # without the lock: a slow portal must not keep others from signing
        line = answer(folder, request)
    except Refused as refused:
        return _misbehaves(refused, as_json)
    return _signed(request, line, out, as_json)


@witness_.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai witness sign 请求.txt --folder /srv/witness --out 签名的检查点.txt",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_FOLDER
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="签名的检查点，交给该单位")
@_JSON
def sign(file: Path, folder: Path, out: Path | None, as_json: bool) -> int:
    """为带来的请求（gongkai exchange witness --request）签名：网络不通时用。"""
    request = witness.read_request(file.read_bytes())
    try:
        line = answer(folder, request)
    except Refused as refused:
        return _misbehaves(refused, as_json)
    return _signed(request, line, out, as_json)


@witness_.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai witness serve --folder /srv/witness --port 8200",
)
@_FOLDER
@click.option("--host", default="127.0.0.1", metavar="HOST", help="监听的地址，前面放 HTTPS 代理")
@click.option("--port", default=8200, type=click.IntRange(1, 65535), help="监听的端口")
def serve(folder: Path, host: str, port: int) -> None:
    """接收各单位提交的检查点（C2SP tlog-witness 的 add-checkpoint），直到中断。"""
    name = _key(folder).name
    with serving(folder, host, port) as server:
        click.echo(f"{name} 在 http://{host}:{server.server_port}/add-checkpoint 接收检查点", err=True)
        server.serve_forever()


def answer(folder: Path, request: Request) -> str:
    """The witness's line for a request; kept before it is given. Refuses as :func:`witness.check` does."""
    with _remembering(folder) as logs:
        line, after = witness.sign(_key(folder), request, logs, _seconds())
        logs.update(after)
    return line


def serving(folder: Path, host: str, port: int) -> ThreadingHTTPServer:
    """A server that answers ``add-checkpoint``."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 20

        def do_POST(self) -> None:
            """Sign, or say why not."""
            given = self.headers.get("Content-Length", "")
            size = int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else -1
            if self.path.rstrip("/") != "/add-checkpoint" or not 0 <= size <= witness.LONGEST:
                self._say(404 if size >= 0 else 400, "")
                return
            try:
                request = witness.read_request(self.rfile.read(size))
            except Refused as refused:
                self._say(400, f"{refused.code} {refused.sentence}\n")
                return
            try:
                line = answer(folder, request)
            except witness.Stale as stale:
                self._say(_status(stale, request), f"{stale.size}\n", "text/x.tlog.size")
            except Refused as refused:
                self._say(_status(refused, request), f"{refused.code} {refused.sentence}\n")
            else:
                self._say(200, line)

        def _say(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """One line for each request, without the address it came from."""
            click.echo(f"{_now():%Y-%m-%dT%H:%M:%SZ} {args[1] if len(args) > 1 else format}", err=True)

    return ThreadingHTTPServer((host, port), Handler)


def _status(refused: Refused, request: Request) -> int:
    """What C2SP answers: another tree of the same size, or a smaller one, conflicts with the last signed."""
    if refused.code in ("E_FORK", "E_ROLLBACK", "E_STALE"):
        size = log.parse_checkpoint(notes.split(request.note)[0]).size
        if request.old > size:
            return 400
        return 422 if refused.code == "E_FORK" and request.old != size else 409
    return _STATUS.get(refused.code, 400)


def _asked(read: outsider.Fetch, logs: dict[str, Seen]) -> Request:
    """What a log says now, with the proof that it grew, made of its tiles; at first it is read whole."""
    note = _text(read("checkpoint"))
    seen = logs.get(witness.origin_of(note))
    if seen is None or seen.size == 0:
        if seen is not None:
            note = outsider.verify(read, notes.verifier(seen.vkey)).note
        return Request(0, [], note)
    found = log.open_checkpoint(note, seen.vkey)
    if found.size <= seen.size:
        return Request(seen.size, [], note)

    def tile(level: int, number: int, width: int) -> bytes:
        return read(tiles.tile_path(level, number, width))

    nodes = tiles.Nodes(tile, found.size)
    return Request(seen.size, merkle.consistency_proof(nodes, seen.size, found.size), note)


@contextmanager
def _remembering(folder: Path) -> Iterator[dict[str, Seen]]:
    """What the witness knows, to be changed; one process or thread at a time, written before it is told."""
    keyfiles.demand_private(folder)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, keyfiles.FILE_MODE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = folder / "logs.json"
        logs = witness.unpack(file.read_bytes() if file.is_file() else b"")
        before = dict(logs)
        yield logs
        if logs != before:
            keyfiles.write(file, witness.pack(logs), replace=True)
    finally:
        os.close(lock)


def _key(folder: Path) -> Signer:
    keyfiles.demand_private(folder)
    file = folder / "witness.key"
    return witness.read_key(file.read_bytes() if file.is_file() else b"")


def _misbehaves(refused: Refused, as_json: bool) -> int:
    """Say what a log did; other refusals go on as wrong use."""
    if refused.code not in _MISBEHAVES:
        raise refused
    line = f"没有签名：{refused.code} {refused.sentence}（{refused.mend}）"
    tell(as_json, {"signed": False, "code": refused.code, "fault": refused.sentence}, line)
    return FINDINGS


def _signed(request: Request, line: str, out: Path | None, as_json: bool) -> int:
    found = log.parse_checkpoint(notes.split(request.note)[0])
    if out is not None:
        out.write_text(request.note + line, encoding="utf-8")
    said = {
        "signed": True,
        "log": found.origin,
        "size": found.size,
        "root": found.root.hex(),
        "line": line.strip(),
    }
    how = f"由上次所见的 {request.old:,} 条接着写下来" if request.old else "第一次看到"
    tell(as_json, said, f"{found.origin}：{found.size:,} 条，{how}，已签名\n{line.strip()}")
    return 0


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as wrong:
        raise Refused("E_CHECKPOINT", "检查点不是文字", "请核对日志的网址") from wrong


def _now() -> datetime:
    return datetime.now(UTC)


def _seconds() -> int:
    return int(_now().timestamp())
