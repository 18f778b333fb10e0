"""The desk's lists over a million records: each shipped filter, each kind of reader, first to last page.

    python benchmarks/lists.py [--rows 1000000]

Rows are made in bulk by raw inserts; pages are opened as a browser would, through the whole desk. Counted are
all queries of a page and all time that the database has for them, fetching included, best of two (SQLite
runs in this process: its CPU time, so that a busy machine changes nothing). The limits are those of
the issue: 10 queries, 15 ms. ``GONGKAI_DESK_DATABASE_URL`` chooses PostgreSQL (an empty database). Prints one
JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

QUERIES, MILLISECONDS = 10, 15.0
RUNS = 2
BATCH = 20_000
STATES = ("register", "public", "withdrawn", "draft", "review", "returned", "voided")
WEIGHTS = (300, 600, 20, 50, 20, 8, 2)
WORDS = (
    *("食品", "药品", "特种设备", "价格", "广告", "商标", "专利", "计量", "标准", "认证"),
    *("抽检", "通报", "处罚", "决定", "提示", "警示", "通知", "公告", "办法", "意见"),
)
ASKED = ("食品抽检", "2015年", "第777777号", "专利 商标", "认证", "没有这个词", "371002SC/2016-00031")


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        os.environ["GONGKAI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
        (Path(folder) / "keys").mkdir(mode=0o700)
        bench = Bench(given.rows)
        said = bench.measure()
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return int(said["most queries"] > QUERIES or said["worst ms"] > MILLISECONDS)


class Bench:
    """A database with one agency, its units and officers, and its items."""

    def __init__(self, rows: int) -> None:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", database="default", verbosity=0)
        self.connection = connection
        self.rows = rows
        self.dice = random.Random(2017)
        self._people()
        start = time.perf_counter()
        self._fill()
        self.filled = time.perf_counter() - start

    def _people(self) -> None:
        from gongkai.desk.agencies.models import Agency, Duty, Officer, Post, Unit
        from gongkai.law import scope

        self.agency = Agency.objects.create(code="371002SC", name="某市市场监督管理局")
        self.units = [
            Unit.objects.create(agency=self.agency, code=f"{n:02}", name=f"第{n}科", kind="科室")
            for n in range(25)
        ]
        self.categories = [one.name for one in scope.categories()]
        self.officers = {}
        since = date(2015, 1, 1)
        for kind, unit in (
            ("office", None),
            ("head", self.units[3]),
            ("small", self.units[24]),
        ):
            officer = Officer.objects.create_user(kind, name=kind, agency=self.agency)
            Duty.objects.create(
                officer=officer, kind="clerk" if kind == "small" else kind, unit=unit, since=since
            )
            Post.objects.create(officer=officer, unit=unit, title="科员", since=since)
            self.officers[kind] = officer

    def _fill(self) -> None:
        """Items, their submissions and releases, their rows and tokens; the triggers sleep meanwhile."""
        from django.db import transaction

        from gongkai.desk.disclosure.rows import LISTING
        from gongkai.desk.lists import marks
        from gongkai.desk.lists.models import Mark

        self.listing = LISTING
        self._triggers(on=False)
        row = LISTING.row
        indexes = list(row._meta.indexes)
        with self.connection.schema_editor() as editor:
            for index in indexes:
                editor.remove_index(row, index)
        for first in range(1, self.rows + 1, BATCH):
            with transaction.atomic():
                self._batch(range(first, min(first + BATCH, self.rows + 1)))
        with self.connection.schema_editor() as editor:
            for index in indexes:
                editor.add_index(row, index)
        marks.install(self.connection)
        Mark.objects.all().delete()
        if self.connection.vendor == "postgresql":
            with self.connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        else:
            with self.connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def _triggers(self, *, on: bool) -> None:
        assert not on
        with self.connection.cursor() as cursor:
            for number, watch in enumerate(self.listing.watches):
                if self.connection.vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER lists_items_{number} ON {watch.table}")
                    continue
                for verb in ("INSERT", "UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER lists_items_{number}_{verb}")

    def _batch(self, keys: range) -> None:
        from gongkai.desk.disclosure.models import Item, Release, Submission
        from gongkai.desk.disclosure.models.rows import ItemRow, ItemWaiting
        from gongkai.desk.lists import tokens

        made: dict[Any, list[dict[str, Any]]] = {
            model: [] for model in (Item, Submission, Release, ItemRow, ItemWaiting)
        }
        for pk in keys:
            item, row = self._record(pk)
            made[Item].append(item)
            made[ItemRow].append(row)
            digest, moment = f"{pk:064x}", "2017-01-01 00:00:00+00:00"
            if row["out"] or row["stages"]:
                made[Submission].append({"id": pk, "item_id": pk, "no": 1, "digest": digest, "at": moment})
            if row["out"]:
                made[Release].append(
                    {"id": pk, "item_id": pk, "no": 1, "submission_id": pk, "digest": digest, "log_index": pk,
                     "since": moment, "at": moment}
                )  # fmt: skip
            if row["state"] == "review":
                shared = {name: row[name] for name in ("record_id", "agency_id", "unit_id", "place")}
                duty = self.dice.choice(("head", "secrecy", "office"))
                made[ItemWaiting].append(shared | {"id": pk, "stage": "first", "duty": duty})
        for model, rows in made.items():
            self._insert(model, rows)
        tokens.put(self.listing, [ItemRow(**one) for one in made[ItemRow]])

    def _record(self, pk: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """The varying columns of an item and of its row."""
        from gongkai import grams
        from gongkai.desk.lists.models import place_of

        dice = self.dice
        day = date(2008, 1, 1) + timedelta(days=int(pk / self.rows * 6570) + dice.randrange(60))
        state = dice.choices(STATES, WEIGHTS)[0]
        unit = self.units[24] if dice.random() < 0.0005 else dice.choice(self.units[:24])  # one is small
        words = "".join(dice.sample(WORDS, 3))
        title = f"{day.year}年第{pk}号关于{words}的公告"
        index, category = f"371002SC/{day.year}-{pk:07}", dice.choice(self.categories)
        published = day.isoformat() if state in ("register", "public", "withdrawn") else None
        shared = {"agency_id": self.agency.pk, "unit_id": unit.pk, "category": category}
        item = shared | {
            "id": pk, "uid": f"i{pk:021}", "index": index, "title": title, "means": "主动公开",
            "formed_on": day.isoformat(), "published_on": published,
            "voided_on": day.isoformat() if state == "voided" else None,
        }  # fmt: skip
        row = shared | {
            "record_id": pk, "place": place_of(day, pk),
            "text": f"{grams.normal(title)}\n{grams.normal(index)}",
            "state": state, "out": state in ("public", "withdrawn"), "is_sending": False,
            "is_pending": state in ("review", "returned"),
            "is_open": state in ("draft", "review", "returned"),
            "stages": "first" if state in ("review", "returned") else "", "public_on": published,
            "decision": "return" if state == "returned" else "",
        }  # fmt: skip
        return item, row

    def _insert(self, model: Any, rows: list[dict[str, Any]]) -> None:
        """Raw rows, by executemany or COPY; the other columns hold what the model gives by default."""
        if not rows:
            return
        blank = model()
        fields = {one.column: one for one in model._meta.concrete_fields}
        usual = {
            name: one.get_db_prep_save(
                one.db_default if one.has_db_default() else getattr(blank, one.attname), self.connection
            )
            for name, one in fields.items()
        }
        if self.connection.vendor == "postgresql":
            usual = {
                name: one.dumps(one.obj) if hasattr(one, "dumps") else one for name, one in usual.items()
            }
        names, table = ", ".join(f'"{name}"' for name in fields), model._meta.db_table
        lines = [list((usual | row).values()) for row in rows]
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for line in lines:
                        copy.write_row(line)
                return
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", lines)

    def pages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every shipped filter alone, the usual pairs, all together, and words with and without them."""
        unit, category = str(self.units[3].pk), self.categories[2]
        yield from (
            ("all", {}),
            ("year", {"year": "2015"}),
            ("unit", {"unit": unit}),
            ("category", {"category": category}),
        )
        for state in STATES:
            yield "state", {"state": state}
        for state in ("public", "review"):
            yield "state unit", {"state": state, "unit": unit}
            yield "all filters", {"state": state, "unit": unit, "category": category, "year": "2015"}
        yield "state category", {"state": "public", "category": category}
        yield "category unit", {"category": category, "unit": unit}
        for words in ASKED:
            yield "words", {"q": words}
            yield "words and filters", {"q": words, "state": "public", "unit": unit, "year": "2015"}

    def measure(self) -> dict[str, Any]:
        """All pages of all readers."""
        from django.test import Client

        worst: list[tuple[float, int, str]] = []
        for kind, officer in self.officers.items():
            client = Client(HTTP_HOST="127.0.0.1")
            client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
            self._timed(client, {})
            for name, chosen in self.pages():
                for where, place in (("first", {}), ("middle", self._middle()), ("last", {"before": "1"})):
                    tries = [self._timed(client, {**chosen, **place}) for _ in range(RUNS)]
                    ms = min(one[0] for one in tries)
                    said = f"{kind}: {name} {'&'.join(f'{k}={v}' for k, v in chosen.items())} ({where})"
                    worst.append((ms, max(one[1] for one in tries), said))
        worst.sort(reverse=True)
        return {
            "benchmark": "lists",
            "database": self.connection.vendor,
            "records": self.rows,
            "pages measured": len(worst),
            "filled in seconds": round(self.filled),
            "most queries": max(one[1] for one in worst),
            "worst ms": round(worst[0][0], 1),
            "median ms": round(statistics.median(one[0] for one in worst), 1),
            "worst pages": [f"{ms:.1f} ms, {count} queries, {said}" for ms, count, said in worst[:12]],
        }

    def _middle(self) -> dict[str, str]:
        from gongkai.desk.lists.models import place_of

        return {"after": str(place_of(date(2015, 7, 1), 0))}

    def _timed(self, client: Any, query: dict[str, str]) -> tuple[float, int]:
        with timed() as clock:
            response = client.get("/items/", {"all": "1", **query})
        assert response.status_code == 200, (query, response.status_code)
        return clock.seconds * 1000, clock.queries


class Stopwatch:
    """Queries and seconds spent in the database: as its client sees it, and, where it tells, as it says."""

    seconds = 0.0
    queries = 0
    own: float | None = None
    """Planning and execution; PostgreSQL tells with the extension pg_stat_statements and track_planning."""


def tells() -> bool:
    """Whether the database says how long it plans and executes."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT current_setting('pg_stat_statements.track_planning', true) = 'on'")
        return bool(cursor.fetchone()[0])


@contextmanager
def told() -> Iterator[Stopwatch]:
    """Measure as :func:`timed`, and ask the database where it tells."""
    from django.db import connection

    if not tells():
        with timed() as clock:
            yield clock
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_statements_reset()")
    with timed() as clock:
        yield clock
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(total_plan_time + total_exec_time) / 1000 FROM pg_stat_statements "
            "WHERE query NOT LIKE '%%pg_stat_statements%%' "
            "AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        clock.own = float(cursor.fetchone()[0] or 0)


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Measure every execution and every fetch of Django's cursors."""
    from django.db import connection
    from django.db.backends.utils import CursorWrapper

    clock = Stopwatch()
    now = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    real = {
        name: CursorWrapper.__dict__.get(name) for name in ("execute", "fetchone", "fetchmany", "fetchall")
    }

    def measured(name: str) -> Any:
        def act(self: Any, *args: Any, **kwargs: Any) -> Any:
            start = now()
            try:
                own = real[name]
                return own(self, *args, **kwargs) if own else getattr(self.cursor, name)(*args, **kwargs)
            finally:
                clock.seconds += now() - start
                clock.queries += name == "execute"

        return act

    for name in real:
        setattr(CursorWrapper, name, measured(name))
    try:
        yield clock
    finally:
        for name, own in real.items():
            if own is None:
                delattr(CursorWrapper, name)
            else:
                setattr(CursorWrapper, name, own)


if __name__ == "__main__":
    sys.exit(main())
