"""Hostile files are read in a process of their own: limits of time, memory and file size, no network.

:func:`run` calls a function of ours on bytes in a fresh interpreter; what comes back is bytes or a refusal,
never an object. :func:`command` runs a foreign program (LibreOffice) under the same kind of limits. A process
that is killed, crashes or answers nothing is one clear refusal.

The network is taken away with a network namespace of its own where the system allows that; an audit hook
refuses sockets and further processes in any case.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from gongkai.refusal import Refused

MEGABYTE = 1_000_000
_MODULE = "gongkai.screening.sandbox"
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING = ("open", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "tempfile.", "shutil.rmtree")
"""Events that change a file and are allowed in the process's own folder."""
_FORBIDDEN = (
    "socket.", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.symlink", "os.link", "os.chmod",
    "os.chown", "os.kill", "shutil.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may use."""

    seconds: int = 30
    """Processor time, and wall time too."""
    memory: int = 512 * MEGABYTE
    """Bytes of address space beyond what the interpreter and its modules take; 0: not limited."""
    private: int = 0
    """Bytes that it may really use, for programs that map far more space than that; 0: not limited."""
    file_size: int = 256 * MEGABYTE
    """Bytes of a file that it writes, its answer included."""


READING = Limits()


def run(
    task: str, data: bytes, options: Mapping[str, str] | None = None, *, limits: Limits = READING
) -> bytes:
    """Call ``module:function`` as ``function(data, options) -> bytes`` in the sandbox. Raises Refused."""
    with _memory() as given, _memory() as answered, _folder() as folder:
        order = {"task": task, "options": dict(options or {}), "limits": asdict(limits), "folder": folder}
        given.write(json.dumps(order).encode("utf-8") + b"\n" + data)
        given.seek(0)
        status = _wait([sys.executable, "-I", "-m", _MODULE], limits, given, answered)
        answered.seek(0)
        answer = answered.read()
    if status == 0 and answer.startswith(b"ok\n"):
        return answer[3:]
    if status == 0 and answer.startswith(b"refused\n"):
        code, sentence, mend = json.loads(answer[8:])
        raise Refused(str(code), str(sentence), str(mend))
    raise _died(status, limits.seconds)


def command(arguments: Sequence[str], folder: Path, *, limits: Limits) -> int:
    """Run a program in ``folder`` under limits and without network; its exit status. Raises Refused."""
    with _memory() as given, _memory() as answered:
        header = json.dumps({"limits": asdict(limits), "command": list(arguments)})
        given.write(header.encode("utf-8") + b"\n")
        given.seek(0)
        return _wait([sys.executable, "-I", "-m", _MODULE], limits, given, answered, folder)


def _memory() -> IO[bytes]:
    """A file that is never on a disk, where the system has such."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("gongkai"), "w+b")
    return tempfile.TemporaryFile()


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for what libraries write on their way, in memory where the system has such a place."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  (mkdtemp, mode 700)
    return tempfile.TemporaryDirectory(prefix="gongkai-", dir=memory)


def _wait(
    arguments: list[str], limits: Limits, given: IO[bytes], answered: IO[bytes], folder: Path = Path("/")
) -> int:
    """Start a process in a session of its own, wait for it, end all of it when the time is over."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(folder)}
    process = subprocess.Popen(  # noqa: S603  (our own interpreter; programs by fixed names)
        arguments,
        stdin=given,
        stdout=answered,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    try:
        return process.wait(limits.seconds)
    except subprocess.TimeoutExpired:
        raise _slow(limits.seconds) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _slow(seconds: int) -> Refused:
    return Refused("too-slow", f"读取文件超过 {seconds} 秒，已停止", "请另存为更小或者更简单的文件")


def _died(status: int, seconds: int) -> Refused:
    """The refusal for a process that gave no answer."""
    if -status == signal.SIGXCPU:
        return _slow(seconds)
    if -status in (signal.SIGKILL, signal.SIGXFSZ):
        return Refused("too-big", "读取文件占用的内存或者空间超过限额，已停止", "请拆分后再检查")
    return Refused("unreadable", "文件无法读取，可能已损坏", "请重新导出或者另存一份")


def _limit(limits: Limits) -> None:
    """Take away time, memory, file size, core dumps and the network from this process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))
    if limits.memory:
        most = _address_space() + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if limits.private:
        resource.setrlimit(resource.RLIMIT_DATA, (limits.private, limits.private))
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is not None and unshare(_NEW_NETWORK) != 0:
        unshare(_NEW_USER | _NEW_NETWORK)


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 512 * MEGABYTE
    return pages * resource.getpagesize()


def _watcher(folder: str) -> Callable[[str, tuple[Any, ...]], None]:
    """The audit hook: no socket, no process, no change of a file outside ``folder``."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        changes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if not changes and not event.startswith(_FORBIDDEN):
            return
        path = arguments[0] if arguments and event.startswith(_CHANGING) else None
        if not isinstance(path, str) or not (os.path.realpath(path) + os.sep).startswith(folder + os.sep):
            raise PermissionError(event)

    return watch


def _main() -> int:
    """The process itself: one header line and the bytes on standard input, the answer on standard output."""
    header: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**header["limits"])
    if "command" in header:
        _limit(limits)
        os.execvp(header["command"][0], header["command"])  # noqa: S606  (no shell)
    module, _, name = header["task"].partition(":")
    function: Callable[[bytes, dict[str, str]], bytes] = getattr(importlib.import_module(module), name)
    data = sys.stdin.buffer.read()
    _limit(limits)
    tempfile.tempdir = header["folder"]
    sys.addaudithook(_watcher(os.path.realpath(header["folder"])))
    try:
        answer = b"ok\n" + function(data, header["options"])
    except Refused as refused:
        answer = _refusal(refused)
    except MemoryError:
        answer = _refusal(_died(-signal.SIGKILL, limits.seconds))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _refusal(refused: Refused) -> bytes:
    return b"refused\n" + json.dumps([refused.code, refused.sentence, refused.mend]).encode("utf-8")


if __name__ == "__main__":
    sys.exit(_main())
