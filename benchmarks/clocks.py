"""``gongkai clocks`` over many open cases after a new year's calendar: every date that moves gets its event.

    python benchmarks/clocks.py [--cases 200000]

Three of five cases are applications (one in five of them consulted somebody, one in five was extended, one in
ten waits for its applicant), the others complaints and reports. The command runs as a process of its own, as
a person or the worker would start it; the peak is that process's. Limits:
60 s for 200 000 cases, with events, in bounded memory. ``GONGKAI_DESK_DATABASE_URL`` chooses PostgreSQL
(an empty database). Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import _desk

LIMIT, LIMIT_MB = 60.0, 300
CASES = 200_000
BATCH = 10_000
FIRST = date(2029, 9, 3)
AT = datetime(2029, 9, 28, 8, tzinfo=UTC)
CALENDAR = """[2029]
offdays = [2029-10-01, 2029-10-02, 2029-10-03, 2029-10-04, 2029-10-05, 2029-10-06, 2029-10-07]
workdays = [2029-09-30, 2029-10-13]
"""
COMMAND = [sys.executable, "-m", "gongkai.cli", "clocks", "--reason", "calendar-2029", "--json"]


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=CASES)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        os.environ["GONGKAI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
        (Path(folder) / "keys").mkdir(mode=0o700)
        said = measure(Path(folder), given.cases)
    print(json.dumps(said, ensure_ascii=False, indent=2))
    limit = LIMIT * given.cases / CASES
    return int(said["seconds"] > limit or said["peak MB"] > LIMIT_MB)


def measure(folder: Path, cases: int) -> dict[str, Any]:
    """One run in ``folder``: everything moves, then nothing does."""
    bench = Bench()
    bench.fill(cases)
    (folder / "calendar.toml").write_text(CALENDAR)
    seconds, moved = _run()
    again, none = _run()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {
        "benchmark": "clocks",
        "database": bench.vendor,
        "open cases": cases,
        "moved, each with an event": moved,
        "seconds": round(seconds, 1),
        "of the limit": round(seconds / (LIMIT * cases / CASES), 2),
        "microseconds a case": round(seconds / cases * 1e6),
        "again, nothing moves seconds": round(again, 1),
        "moved again": none,
        "peak MB": peak,
    }


def _run() -> tuple[float, int]:
    start = time.perf_counter()
    done = subprocess.run(COMMAND, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, int(json.loads(done.stdout)["moved"])


class Bench:
    """A database with one agency and its open cases."""

    def __init__(self) -> None:
        self.connection = _desk.begin()
        self.vendor = self.connection.vendor
        self.dice = random.Random(2029)
        self.agency = _desk.part("desk.agencies.models").Agency.objects.create(code="371002SC", name="某局")

    def fill(self, cases: int) -> None:
        """Cases with their facts and first events, in batches."""
        from django.db import transaction

        for first in range(1, cases + 1, BATCH):
            with transaction.atomic():
                self._batch(range(first, min(first + BATCH, cases + 1)))
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _batch(self, numbers: range) -> None:
        casework, recording = _desk.part("desk.casework.models"), _desk.part("desk.casework.recording")
        days = {n: FIRST + timedelta(self.dice.randrange(25)) for n in numbers}
        casework.Registration.objects.bulk_create(
            casework.Registration(
                pk=n, agency=self.agency, series="applications" if n % 5 < 3 else "complaints", number=f"{n}",
                key=f"{n}", channel="网络", registered_on=days[n], recorded_at=AT,
            )
            for n in numbers
        )  # fmt: skip
        rows = [
            casework.Case(
                pk=n, registration_id=n, kind=_kind(n), stage="open", opened_on=days[n],
                due_on=days[n] + timedelta(60),
            )
            for n in numbers
        ]  # fmt: skip
        casework.Case.objects.bulk_create(rows)
        self._applications([n for n in numbers if n % 5 < 3], days)
        self._matters([n for n in numbers if n % 5 >= 3], days)
        data = {"kind": "x", "late": False}
        drafts = [
            recording.Draft(case.stream, name, "system", days[case.pk], AT, data)
            for case in rows
            for name in ("registered", "assigned", "received")
        ]
        casework.Event.objects.bulk_create(recording.record_many(drafts), batch_size=500)

    def _applications(self, numbers: list[int], days: dict[int, date]) -> None:
        foi, Party = _desk.part("desk.foi.models"), _desk.part("desk.casework.models").Party
        foi.Application.objects.bulk_create(
            foi.Application(
                case_id=n, agency=self.agency, received_on=days[n], submitted_on=days[n], channel="当面",
                way="visit", applicant_kind="自然人", is_extended=n % 25 == 1,
                correction_sent_on=days[n] if n % 50 == 2 else None,
            )
            for n in numbers
        )  # fmt: skip
        asked = [n for n in numbers if n % 25 == 0]
        Party.objects.bulk_create(Party(pk=n, case_id=n, role="第三方") for n in asked)
        foi.Consulted.objects.bulk_create(
            foi.Consulted(application_id=n, party_id=n, sent_on=days[n] + timedelta(2)) for n in asked
        )

    def _matters(self, numbers: list[int], days: dict[int, date]) -> None:
        Matter = _desk.part("desk.complaints.models").Matter
        Matter.objects.bulk_create(
            Matter(
                registration_id=n, agency=self.agency, channel="12315", kind=_kind(n), registered_on=days[n]
            )
            for n in numbers
        )


def _kind(n: int) -> str:
    return "依申请公开" if n % 5 < 3 else "投诉" if n % 5 == 3 else "举报"


if __name__ == "__main__":
    sys.exit(main())
