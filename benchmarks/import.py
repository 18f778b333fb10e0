"""How fast registers come in, against raw ``executemany`` or COPY of the very same finished rows.

    python benchmarks/import.py [--rows 50000] [--personal]

One run, one database: the import with validation, sealing and chain; the same file again; then the rows that
the import wrote, written raw into the same empty tables with the same settings. ``GONGKAI_DESK_DATABASE_URL``
chooses PostgreSQL (an empty database). ``--personal``: every text names a person with a telephone, so that
screening's engine masks each of them; the limits do not apply. Prints one JSON document: seconds and ratios.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROWS_OF_A_YEAR = 5_167
AT = datetime(2018, 1, 1, tzinfo=UTC)
AGENCY = "371002SC"
LIMITS = {"sqlite": 0.50, "postgresql": 0.35}
"""The least speed against raw writing. Two processors that nobody else uses are assumed."""
AGAIN = 3.0
"""How many times faster the unchanged file must be."""


def main() -> int:
    """Measure and print; 1 when a limit is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=50_000)
    arguments.add_argument("--personal", action="store_true", help="every text holds personal data")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        found = measure(Path(folder), given.rows, personal=given.personal)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    if given.personal:
        return 0
    return int(found["speed against raw"] < found["limit"] or found["first against again"] < AGAIN)


def measure(folder: Path, rows: int, *, personal: bool = False) -> dict[str, Any]:
    """One run in ``folder``."""
    os.environ["GONGKAI_HOME"] = str(folder / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
    (folder / "home" / "keys").mkdir(parents=True, mode=0o700)
    bench = Bench(folder, rows, personal=personal)
    first, again = bench.import_seconds(), bench.import_seconds()
    raw = bench.raw_seconds()
    return {
        "benchmark": "import",
        "database": bench.vendor,
        "rows": bench.read,
        "rows written": sum(len(rows) for _, rows in bench.batches),
        "import seconds": round(first, 2),
        "again seconds": round(again, 2),
        "raw seconds": round(raw, 2),
        "speed against raw": round(raw / first, 3),
        "limit": LIMITS[bench.vendor],
        "processor seconds": dict(zip(("import", "again", "raw"), map(_round, bench.processor), strict=True))
        | {"helper": _round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)},
        "first against again": round(first / again, 2),
        "rows a second": round(bench.read / first),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _round(seconds: float) -> float:
    return round(seconds, 2)


def name_persons(register: Path) -> None:
    """Put the person and a telephone into both texts of each row."""
    with register.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in ("诉求内容", "答复内容"):
            if row[column]:
                row[column] += f"联系人{row['诉求人'] or '张卫国'}，电话{row['联系电话'] or '13812345678'}。"
    with register.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


class Bench:
    """A home, a register, the rows that its import wrote."""

    def __init__(self, folder: Path, rows: int, *, personal: bool) -> None:
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from gongkai.demo import writing
        from gongkai.ledgers import imports
        from gongkai.sealing.keys import KeyStore

        self.folder = folder
        self.connection, self.imports = connection, imports
        self.vendor = connection.vendor
        call_command("migrate", verbosity=0)
        shutil.rmtree(settings.GONGKAI_KEYS)
        KeyStore.create(settings.GONGKAI_KEYS, origin="scj.example.gov.cn", at="2018-01-01T00:00:00Z")
        ledgers = folder / "ledgers"
        writing.write(ledgers, scale=rows / ROWS_OF_A_YEAR, with_previous=False)
        self.register = ledgers / "complaints.csv"
        if personal:
            name_persons(self.register)
        imports.import_organisation([ledgers / "organisation.toml"], at=AT)
        connection.close()
        if self.vendor == "sqlite":
            shutil.copy(settings.DATABASES["default"]["NAME"], folder / "raw.sqlite3")
        self.batches: list[Any] = []
        self.read = 0
        self.processor: list[float] = []

    def import_seconds(self) -> float:
        """Import the register; the first time keeps the rows that it writes."""
        from gongkai.desk.agencies.models import Agency
        from gongkai.desk.casework.bulk import Store

        store = Store()
        if not self.batches:
            store.tap = self.batches
        agency = Agency.objects.get(code=AGENCY)
        start, began = time.perf_counter(), time.process_time()
        summary = self.imports.run("complaints", [self.register], agency=agency, at=AT, store=store)
        seconds = time.perf_counter() - start
        self.processor.append(time.process_time() - began)
        self.read = summary.read
        assert summary.rejected == 0, summary
        return seconds

    def raw_seconds(self) -> float:
        """The same rows without us, in one transaction."""
        began = time.process_time()
        seconds = self._raw_sqlite() if self.vendor == "sqlite" else self._raw_copy()
        self.processor.append(time.process_time() - began)
        return seconds

    def _raw_sqlite(self) -> float:
        raw = sqlite3.connect(self.folder / "raw.sqlite3", isolation_level=None)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        start = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        for table, rows in self.batches:
            raw.executemany(table.insert_sql, rows)
        raw.execute("COMMIT")
        return time.perf_counter() - start

    def _raw_copy(self) -> float:
        from django.db import transaction

        from gongkai.desk.casework import append_only

        tables = ",".join(dict.fromkeys(table.name for table, _ in self.batches))
        with append_only.lifted(self.connection), self.connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
        start = time.perf_counter()
        with transaction.atomic():
            for table, rows in self.batches:
                with (
                    self.connection.connection.cursor() as cursor,
                    cursor.copy(table.copy_sql) as copy,
                ):
                    for row in rows:
                        copy.write_row(row)
        return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
