"""A file is screened in a process of its own, begun now and asked for later: who begins it does not wait.

The process reads the file in the sandbox as :func:`gongkai.screening.screening.screen` does and answers with
counts, never with a word of the file. When whoever began it is killed, it ends by itself and nobody reads
its answer: what was not asked for counts as not looked at.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gongkai.refusal import Refused
from gongkai.screening.finding import Verdict

MOST_SECONDS = 420
"""Longer than reading, LibreOffice and OCR of one file may take together."""
_MODULE = "gongkai.screening.looking"
_OWN = {"PATH", "LANG", "HOME", "TMPDIR"}
"""What of the environment the process gets."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look came to: the file's type, findings other than ``keep`` by kind, whether a real mark."""

    type: str
    found: dict[str, int]
    is_marked: bool


class Look:
    """One look that goes on beside the caller. ``clamd`` is the address of the malware scanner."""

    def __init__(self, data: bytes, name: str, clamd: str = "") -> None:
        self._began = time.monotonic()
        self._took_too_long = False
        self._answered = _memory()
        with _memory() as given:
            given.write(json.dumps({"name": name, "clamd": clamd}).encode() + b"\n" + data)
            given.seek(0)
            self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
                [sys.executable, "-I", "-m", _MODULE],
                stdin=given,
                stdout=self._answered,
                stderr=subprocess.DEVNULL,
                env={key: os.environ[key] for key in _OWN if key in os.environ},
                start_new_session=True,
            )

    def is_done(self, seconds: float = 0) -> bool:
        """Whether it ended, after so many seconds at most; one that takes far too long is ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        if self._process.returncode is None and time.monotonic() - self._began > MOST_SECONDS:
            self._took_too_long = True
            self.end()
        return self._process.returncode is not None

    def result(self) -> Seen:
        """What it came to. Raises those of ``screen``, and ``too-slow``, ``too-big``, ``unreadable``."""
        status = self._process.wait()
        self._answered.seek(0)
        answer = self._answered.read()
        self._answered.close()
        if self._took_too_long:
            said = f"读取文件超过 {MOST_SECONDS} 秒，已停止"
            raise Refused("too-slow", said, "请另存为更小或者更简单的文件")
        if status == -signal.SIGKILL:
            raise Refused("too-big", "读取文件占用的内存或者空间超过限额，已停止", "请拆分后再检查")
        if status or not answer:
            raise Refused("unreadable", "文件无法读取，可能已损坏", "请重新导出或者另存一份")
        told: dict[str, Any] = json.loads(answer)
        if "refused" in told:
            raise Refused(*told["refused"])
        return Seen(told["type"], told["found"], told["is_marked"])

    def end(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _memory() -> IO[bytes]:
    """A file that is never on a disk, where the system has such."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("gongkai"), "w+b")
    return tempfile.TemporaryFile()


def _main() -> int:
    """The process itself: a header line and the file on standard input, the answer on standard output."""
    from gongkai.screening.screening import screen  # noqa: PLC0415  whoever begins a look needs none of it

    header = json.loads(sys.stdin.buffer.readline())
    answer: dict[str, Any]
    try:
        report = screen(sys.stdin.buffer.read(), name=Path(header["name"]).name, clamd=header["clamd"])
    except Refused as refused:
        answer = {"refused": [refused.code, refused.sentence, refused.mend]}
    else:
        answer = {
            "type": report.type,
            "found": Counter(one.kind for one in report.findings if one.verdict is not Verdict.KEEP),
            "is_marked": any(
                one.kind == "secret_mark" and one.verdict is Verdict.BLOCK for one in report.findings
            ),
        }
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
