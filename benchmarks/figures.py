"""The figures of a year against one hand-written statement of the same groups, and DuckDB over Parquet.

    python benchmarks/figures.py [--rows 300000] [--runs 3]

One run, one database, best of ``--runs``. Ours is the whole of ``compute``: both years, all figures, the
checks of limits. The statement is what a patient person would write for the same groups of the same year; the
rows are made in bulk. ``GONGKAI_DESK_DATABASE_URL`` chooses PostgreSQL (an empty database). Prints one JSON
document.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

YEAR = 2017
LIMIT = 1.5
LIMIT_MB = 600
BATCH = 20_000
CHANNELS = ("12315", "12331", "12365", "市长热线", "网络", "来信")
KINDS = ("咨询", "投诉", "投诉", "投诉", "举报", "投诉举报")
OUTCOMES = ("调解成功", "调解不成", "撤回", "答复", "立案", "不予立案")
LINES = ("工商", "质监", "食药", "")

BY_HAND = """
WITH done AS MATERIALIZED (
  SELECT c.registration_id AS id, MAX(c.line) AS line,
    SUM(CASE WHEN e.reopened_on IS NULL OR e.reopened_on > '2017-12-31' THEN 1 ELSE 0 END) AS n,
    MAX(CASE WHEN e.reopened_on IS NULL OR e.reopened_on > '2017-12-31' THEN e.closed_on END) AS closed_on,
    MAX(CASE WHEN e.outcome = '调解成功' AND (e.reopened_on IS NULL OR e.reopened_on > '2017-12-31')
        THEN 1 ELSE 0 END) AS mediated,
    MAX(CASE WHEN e.reopened_on <= '2017-12-31' THEN 1 ELSE 0 END) AS reopened
  FROM casework_closing e JOIN casework_case c ON c.id = e.case_id
  WHERE e.closed_on BETWEEN '2017-01-01' AND '2017-12-31'
  GROUP BY c.registration_id
), all_rows AS MATERIALIZED (
  SELECT m.channel, m.kind, SUBSTR(CAST(m.registered_on AS TEXT), 6, 2) AS month, m.satisfaction, m.is_redone,
    m.acceptance, m.is_extended, m.registered_on, m.recovered_fen, m.registration_id AS id, d.line,
    CASE WHEN m.accepted_on <= '2017-12-31' THEN m.accepted_on END AS accepted_on,
    CASE WHEN d.n >= m.cases_count THEN d.closed_on END AS closed_on,
    COALESCE(d.mediated, 0) AS mediated, COALESCE(d.reopened, 0) AS reopened
  FROM complaints_matter m LEFT JOIN done d ON d.id = m.registration_id
  WHERE m.agency_id = @agency AND m.registered_on BETWEEN '2017-01-01' AND '2017-12-31'
    AND m.voided_on IS NULL
)
SELECT channel, kind, month, satisfaction, CAST(is_redone AS INTEGER), mediated, reopened,
  CASE WHEN closed_on IS NULL THEN 0 ELSE 1 END, CASE WHEN accepted_on IS NULL THEN 0 ELSE 1 END,
  CASE WHEN recovered_fen IS NULL THEN 0 ELSE 1 END,
  CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE), COUNT(*), SUM(recovered_fen)
FROM all_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
UNION ALL
SELECT 'a', '', '', '', 0, 0, 0, 0, 0, 0, registered_on, accepted_on, CAST(NULL AS DATE), COUNT(*), 0
FROM all_rows WHERE kind <> '咨询' AND accepted_on IS NOT NULL GROUP BY registered_on, accepted_on
UNION ALL
SELECT 'c', '', '', '', 0, 0, 0, 0, 0, 0, registered_on, closed_on, CAST(NULL AS DATE), COUNT(*), 0
FROM all_rows WHERE kind <> '咨询' AND closed_on IS NOT NULL GROUP BY registered_on, closed_on
UNION ALL
SELECT line, kind, acceptance, '', CAST(is_extended AS INTEGER), 0, 0, 0, 0, 0, registered_on, accepted_on,
  closed_on, id, 0
FROM all_rows WHERE kind <> '咨询' AND closed_on IS NOT NULL
  AND (@accept > 5 OR @close > CASE kind WHEN '投诉' THEN 60 WHEN '举报' THEN 7 ELSE 7 END)
"""
"""The same groups; ``@`` stands for what the databases say differently. Long dates written once, by hand."""


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=300_000)
    arguments.add_argument("--runs", type=int, default=3)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        said = measure(Path(folder), given.rows, given.runs)
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return int(said["times the statement"] > LIMIT or said["peak MB"] > LIMIT_MB)


def measure(folder: Path, rows: int, runs: int) -> dict[str, Any]:
    """One run in ``folder``."""
    os.environ["GONGKAI_HOME"] = str(folder / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
    (folder / "home" / "keys").mkdir(parents=True, mode=0o700)
    bench = Bench(rows)
    before = _peak()
    ours = min(_seconds(bench.ours) for _ in range(runs))
    peak = _peak()
    hand = min(_seconds(bench.by_hand) for _ in range(runs))
    pdf = bench.pdf()
    return {
        "benchmark": "figures",
        "database": bench.vendor,
        "cases": bench.cases,
        "registrations": rows,
        "figures": bench.figures,
        "ours seconds": round(ours, 2),
        "statement seconds": round(hand, 2),
        "times the statement": round(ours / hand, 2),
        "pdf after the figures seconds": round(pdf, 2),
        "duckdb over parquet seconds": bench.duckdb(folder, runs),
        "peak MB before": before,
        "peak MB": peak,
    }


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Bench:
    """A database with one agency and its year."""

    def __init__(self, rows: int) -> None:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from gongkai.desk.agencies.models import Agency

        call_command("migrate", database="default", verbosity=0)
        self.connection = connection
        self.vendor = connection.vendor
        self.agency = Agency.objects.create(code="371002SC", name="某市市场监督管理局")
        self.figures = self.cases = 0
        self._fill(rows)

    def _fill(self, rows: int) -> None:
        """Registrations, matters, cases and closings, by raw inserts in batches."""
        dice, start = random.Random(YEAR), date(YEAR, 1, 1)
        batches: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _TABLES}
        now = datetime(YEAR + 1, 1, 1, tzinfo=UTC)
        for pk in range(1, rows + 1):
            on = start + timedelta(dice.randrange(365))
            kind, channel = dice.choice(KINDS), dice.choice(CHANNELS)
            accepted = (
                on + timedelta(dice.choice((0, 1, 2, 2, 3, 4, 5, 7, 9))) if dice.random() < 0.9 else None
            )
            closed = (accepted or on) + timedelta(dice.randrange(1, 75)) if dice.random() < 0.95 else None
            kinds = ("投诉", "举报") if kind == "投诉举报" else (kind,)
            uid = f"r{pk:021}"
            batches["casework_registration"].append(
                (
                    pk,
                    uid,
                    self.agency.pk,
                    "complaints",
                    f"{pk}",
                    f"{pk}",
                    channel,
                    "",
                    on,
                    now,
                    False,
                    b"",
                    "{}",
                )
            )
            batches["complaints_matter"].append(
                (
                    pk, self.agency.pk, channel, kind, on, len(kinds), "", "", "", "",
                    dice.choice((None, None, 5000)), "受理" if accepted else "", accepted, "",
                    dice.choice(("", "满意", "基本满意", "不满意", "未评价")), "", "", False, False,
                    dice.random() < 0.01, "", "",
                )
            )  # fmt: skip
            line = dice.choice(LINES)
            for at, one in enumerate(kinds):
                case = pk * 2 + at
                self.cases += 1
                batches["casework_case"].append(
                    (case, f"c{case:021}", pk, one, line, "closed" if closed else "open", on)
                )
                if closed:
                    reopened = closed + timedelta(9) if dice.random() < 0.01 else None
                    batches["casework_closing"].append(
                        (case, case, closed, dice.choice(OUTCOMES), reopened, False)
                    )
            if pk % BATCH == 0 or pk == rows:
                self._write(batches)
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _write(self, batches: dict[str, list[tuple[Any, ...]]]) -> None:
        from django.db import transaction

        with transaction.atomic(), self.connection.cursor() as cursor:
            for table, columns in _TABLES.items():
                marks = ", ".join(["%s"] * len(columns.split()))
                names = ", ".join(f'"{name}"' for name in columns.split())
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batches[table])
                batches[table].clear()

    def ours(self) -> None:
        """All figures of the year and of the year before it."""
        from gongkai.desk.reporting.figures import compute

        year = compute(self.agency, YEAR)
        self.figures = len(year.all())

    def pdf(self) -> float:
        """How long the PDF takes when the figures are there."""
        from gongkai.desk.reporting.figures import compute
        from gongkai.desk.reporting.report import document, narrative
        from gongkai.papers import pdf

        year = compute(self.agency, YEAR)
        made = document.build(year, narrative.read(self.agency, year))
        pdf.render(made)  # the first one loads fonts
        return _seconds(lambda: pdf.render(made))

    def by_hand(self) -> None:
        """The statement, its rows fetched."""
        differ = "({b} - {a})" if self.vendor == "postgresql" else "(JULIANDAY({b}) - JULIANDAY({a}))"
        sql = BY_HAND.replace("@agency", str(self.agency.pk))
        sql = sql.replace("@accept", differ.format(a="registered_on", b="accepted_on"))
        sql = sql.replace("@close", differ.format(a="registered_on", b="closed_on"))
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchall()

    def duckdb(self, folder: Path, runs: int) -> float | None:
        """The same statement in DuckDB over Parquet files; null without DuckDB."""
        try:
            import duckdb
        except ImportError:
            return None
        base = duckdb.connect()
        for table, columns in _TABLES.items():
            file = folder / f"{table}.csv"
            extra = " voided_on" if table.endswith("matter") else ""
            with self.connection.cursor() as cursor, file.open("w", encoding="utf-8") as out:
                names = [
                    name for name in (columns + extra).split() if name not in ("content_digest", "extras")
                ]
                cursor.execute(f"SELECT {', '.join(names)} FROM {table}")
                out.write(",".join(names) + "\n")
                while some := cursor.fetchmany(BATCH):
                    out.writelines(
                        ",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in some
                    )
            parquet = folder / f"{table}.parquet"
            base.execute(f"COPY (FROM read_csv('{file}', header=true, all_varchar=false)) TO '{parquet}'")
            base.execute(f"CREATE VIEW {table} AS SELECT * FROM '{parquet}'")
        sql = BY_HAND.replace("@agency", str(self.agency.pk))
        sql = sql.replace("@accept", "(accepted_on - registered_on)").replace(
            "@close", "(closed_on - registered_on)"
        )
        return round(min(_seconds(lambda: base.execute(sql).fetchall()) for _ in range(runs)), 2)


_TABLES = {
    "casework_registration": "id uid agency_id series number key channel source_number registered_on"
    " recorded_at is_late_entry content_digest extras",
    "complaints_matter": "registration_id agency_id channel kind registered_on cases_count category"
    " respondent credit_code respondent_address recovered_fen acceptance accepted_on refusal_reason"
    " satisfaction related_number forwarded_by is_extended is_returned is_redone callback recording",
    "casework_case": "id uid registration_id kind line stage opened_on",
    "casework_closing": "id case_id closed_on outcome reopened_on imported",
}
"""The columns that are filled, by table."""

if __name__ == "__main__":
    raise SystemExit(main())
