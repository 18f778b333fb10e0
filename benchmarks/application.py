"""One big application: its page at 200 events, and its file for the court at 300 pages.

    python benchmarks/application.py [--events 200] [--pages 300]

The page is opened as a browser would, through the whole desk; counted are all its queries and all time that
the database has for them, best of five (SQLite runs in this process: its CPU time). The court file is bound
once, by the clock on the wall and in CPU seconds; the peak is this process's. The limits are those of the
issue: 12 queries and 20 ms, 20 s. ``GONGKAI_DESK_DATABASE_URL`` chooses PostgreSQL (an empty database).
Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import _desk
from lists import timed

QUERIES, MILLISECONDS, SECONDS, LIMIT_MB = 12, 20.0, 20.0, 500
RUNS = 5
DAY = date(2024, 3, 1)
WORDS = "该信息涉及食品安全监督抽检的样品、检验项目、检验结论以及生产经营者的名称和地址。"
PAGES_A_LETTER = 10
"""About so many pages has a letter of :data:`LONG` words."""
LONG = WORDS * 130


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--events", type=int, default=200)
    arguments.add_argument("--pages", type=int, default=300)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        os.environ["GONGKAI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
        (Path(folder) / "keys").mkdir(mode=0o700)
        bench = Bench()
        said = {"benchmark": "application", "database": bench.vendor}
        said |= bench.page(given.events) | bench.court_file(given.pages)
    print(json.dumps(said, ensure_ascii=False, indent=2))
    over = said["queries"] > QUERIES or said["database ms"] > MILLISECONDS
    return int(over or said["court file seconds"] > SECONDS or said["peak MB"] > LIMIT_MB)


class Bench:
    """A database with a small bureau that handles applications."""

    def __init__(self) -> None:
        self.vendor = _desk.begin().vendor
        self.helpers = _desk.part("desk.foi.tests.bureau")
        self.verbs = _desk.part("desk.foi.verbs")
        self.bureau = self.helpers.Bureau()

    def page(self, events: int) -> dict[str, Any]:
        """A case with so many events, opened by its handler."""
        from django.test import Client
        from django.urls import reverse

        case = self.bureau.register(DAY)
        count = _desk.part("desk.casework.models").Event.objects.filter(stream=case.stream).count
        while (known := count()) < events:
            for n in range(events - known):
                self.verbs.search(case, f"档案室{n}", "名称", False, by=self.bureau.handler, at=self._at(0))
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(self.bureau.handler, "django.contrib.auth.backends.ModelBackend")
        address = reverse("foi:case", args=[case.uid])
        tries = []
        for _ in range(RUNS):
            with timed() as clock:
                response = client.get(address)
            assert response.status_code == 200, response.status_code
            tries.append((clock.seconds * 1000, clock.queries))
        return {
            "events": count(),
            "queries": tries[-1][1],
            "database ms": round(min(one[0] for one in tries), 1),
        }

    def court_file(self, pages: int) -> dict[str, Any]:
        """The file of a case with many long letters."""
        import pypdfium2

        case = self.bureau.register(DAY)
        for n in range(pages // PAGES_A_LETTER + 1):
            self.verbs.consult_organ(
                case, f"某局{n}", LONG, co_maker=False, by=self.bureau.handler, at=self._at(1)
            )
        start, cpu = time.perf_counter(), time.process_time()
        data = _desk.part("desk.foi.filing").court_file(case, by=self.bureau.handler, at=self._at(2))
        seconds, used = time.perf_counter() - start, time.process_time() - cpu
        return {
            "court file pages": len(pypdfium2.PdfDocument(data)),
            "court file seconds": round(seconds, 1),
            "court file CPU seconds": round(used, 1),
            "court file MB": round(len(data) / 1e6, 1),
            "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }

    def _at(self, days: int) -> Any:
        return self.helpers.at(DAY + timedelta(days=days))


if __name__ == "__main__":
    sys.exit(main())
