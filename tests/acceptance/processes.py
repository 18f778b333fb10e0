"""The commands as their users call them: processes of their own, with an environment of their own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

WHOLE = (2017, 2025)
"""The zone's own year, and one with a carry-over, are made whole; of others a fifth of the cases."""


@dataclass(frozen=True)
class Ended:
    """What a process said and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """The one document on standard output; fails where there is anything else."""
        return json.loads(self.out, parse_float=Decimal)


def gongkai(*arguments, cwd=None, given="", **environment):
    """Run ``gongkai`` in a process. No setting and no database of the test run reaches it."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))
    }
    command = [sys.executable, "-m", "gongkai.cli", *map(str, arguments)]
    done = subprocess.run(
        command, env=clean | environment, cwd=cwd, input=given, capture_output=True, text=True, timeout=300
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def assert_refused(ended, *words):
    """Wrong use or bad input: status 2, one clear line on standard error, nothing on standard output."""
    assert ended.status == 2, (ended.status, ended.out, ended.err)
    assert "Traceback" not in ended.err and ended.out == ""
    assert len(ended.err.strip().splitlines()) == 1, ended.err
    for word in words:
        assert word in ended.err, ended.err


@dataclass(frozen=True)
class Made:
    """Registers of a year, the report made of them, and how the command ended."""

    year: int
    registers: Path
    out: Path
    status: int
    said: str

    @cached_property
    def document(self):
        """``figures.json``."""
        return json.loads((self.out / "figures.json").read_text(encoding="utf-8"), parse_float=Decimal)

    @cached_property
    def values(self):
        """The figures' values by key."""
        return {key: one["value"] for key, one in self.document["figures"].items()}


def make_year(folder, year):
    """The registers and the report of a year in ``folder``, or those that are there already."""
    registers, out, ended_at = folder / "台账", folder / "报告", folder / "ended.json"
    if not ended_at.exists():
        folder.mkdir(exist_ok=True)
        demo = gongkai(
            "demo", "--year", year, "--scale", 1 if year in WHOLE else 0.2, "--registers", registers
        )
        assert demo.status == 0, demo.err
        report = gongkai("annual-report", year, "--ledgers", registers, "--out", out, cwd=folder)
        ended_at.write_text(json.dumps([report.status, report.out + report.err]), encoding="utf-8")
    status, said = json.loads(ended_at.read_text(encoding="utf-8"))
    return Made(year, registers, out, status, said)
