"""The complaint centre over many cases: caller history, repeats, the pages of the queue, the night's signals.

    python benchmarks/centre.py [--cases 500000] [--per-year 1000000] [--only callers,repeats,queue,night]

Rows are made inside the database. Measured is the time that the database has for what one call or page
asks, p95 over many: planning and execution as PostgreSQL tells them with pg_stat_statements (and
track_planning), else as its client sees them (SQLite: CPU of this process: a busy machine changes nothing).
A few callers have thousands of cases, as some have. Limits: callers and repeats 50 ms on SQLite, 100 ms on
PostgreSQL; pages of the queue 15 ms; the night 120 s. ``GONGKAI_DESK_DATABASE_URL`` chooses PostgreSQL (an
empty database). Prints one JSON document; 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import _rows

TODAY = date(2020, 12, 31)
NOW = datetime(2020, 12, 31, 18, 30, tzinfo=UTC)
CATEGORIES = 40
SHOPS = 20_000
CHANNELS = ("12315", "12345", "12365", "12331", "网络", "来信", "来访")
LINES = ("工商", "质监", "食药")
OPEN_SHARE = 200
"""One case in so many is open."""
TRIES = 120
SERVED = 3
"""Every page is opened so often before: a process that has served for a while has its statements planned."""
QUEUE_MS, NIGHT_SECONDS = 15.0, 120.0


def main() -> int:
    """Fill, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=500_000)
    arguments.add_argument(
        "--per-year", type=int, default=0, help="cases of a year; default: spread over five"
    )
    arguments.add_argument("--only", default="callers,repeats,queue,night")
    arguments.add_argument(
        "--filled",
        action="store_true",
        help="PostgreSQL: an earlier run has filled the database with as many",
    )
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        (Path(folder) / "keys").mkdir(mode=0o700)
        os.environ["GONGKAI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
        bench = Bench(given.cases, given.per_year or max(given.cases // 5, 1), filled=given.filled)
        said = bench.measure(given.only.split(","))
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return int(bool(said["over"]))


class Bench:
    """A database with one agency and many cases."""

    client_ms = 0.0
    """The longest that a page or call waited for the database, its client's own work included."""

    def __init__(self, cases: int, per_year: int, *, filled: bool) -> None:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", database="default", verbosity=0)
        self.connection, self.cases, self.per_year = connection, cases, per_year
        self.dice = random.Random(2017)
        started = time.perf_counter()
        if filled:
            self._known()
        else:
            self._people()
            with _rows.asleep(connection):
                self._fill()
            _rows.fill(connection)
        self.filled = time.perf_counter() - started
        _say(f"filled in {self.filled:.0f} s")

    def _people(self) -> None:
        from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit

        self.agency = Agency.objects.create(code="371002SC", name="某市市场监督管理局")
        self.units = [
            Unit.objects.create(agency=self.agency, code=f"{n:02}", name=f"第{n}监管所", kind="监管所")
            for n in range(20)
        ]
        self.officers = {}
        for kind, unit in (("office", None), ("operator", None), ("handler", self.units[3])):
            officer = Officer.objects.create_user(kind, name=kind, agency=self.agency)
            Duty.objects.create(officer=officer, kind=kind, unit=unit, since=date(2015, 1, 1))
            self.officers[kind] = officer

    def _known(self) -> None:
        """The people of the run that filled the database."""
        from gongkai.desk.agencies.models import Agency, Officer, Unit

        self.agency = Agency.objects.get()
        self.units = list(Unit.objects.order_by("pk"))
        self.officers = {one.username: one for one in Officer.objects.all()}

    def _fill(self) -> None:
        """Registrations, matters, cases, assignments, closings, persons and texts, in the database itself."""
        from gongkai.desk.casework.models import Assignment, Case, CaseText, Closing, PersonKey, Registration
        from gongkai.desk.complaints.models import Matter

        agency, unit = self.agency.pk, self.units[0].pk
        day, is_open = self._day(), f"i % {OPEN_SHARE} = 0"
        person = f"CASE WHEN i % 700 = 0 THEN 0 ELSE 1 + (i * 7919) % {max(self.cases // 4, 1)} END"
        category = f"'类别' || CAST((i * 31) % {CATEGORIES} AS TEXT)"
        shop = f"CAST((i * 104729) % {SHOPS} AS TEXT)"
        words = f"'在' || {shop} || '号店购买商品后发现质量有问题，商家拒绝退款' || CAST(i % 977 AS TEXT)"
        channel = _one_of(CHANNELS, "i / 5")
        kind = "CASE WHEN (i / 7) % 4 = 0 THEN '举报' ELSE '投诉' END"
        shared = {"id": "i", "agency_id": f"{agency}", "channel": channel, "registered_on": day}
        self._insert(
            Registration,
            shared
            | {"uid": self._text("r", 21), "series": "'complaints'", "number": self._text("N", 9),
               "key": self._text("12315/", 9), "recorded_at": self._moment()},
        )  # fmt: skip
        matter = {name: value for name, value in shared.items() if name != "id"} | {
            "registration_id": "i", "kind": kind, "category": category,
            "respondent": f"'某商店' || {shop}",
            "acceptance": "'受理'", "accepted_on": day,
        }  # fmt: skip
        self._insert(Matter, matter)
        self._insert(
            Case,
            {"id": "i", "uid": self._text("c", 21), "registration_id": "i", "kind": kind,
             "line": _one_of(LINES, "i / 11"),
             "stage": f"CASE WHEN {is_open} THEN 'open' ELSE 'closed' END", "opened_on": day,
             "due_on": f"CASE WHEN {is_open} THEN {self._day(60)} END"},
        )  # fmt: skip
        own = {"id": "i", "case_id": "i"}
        self._insert(Assignment, own | {"unit_id": f"{unit} + i % 20", "since": day})
        self._insert(Closing, own | {"closed_on": day, "outcome": "'调解成功'"}, where=f"NOT ({is_open})")
        self._insert(PersonKey, own | {"kind": "'phone'", "digest": self._blob(person)})
        self._insert(CaseText, own | {"field": "'content'", "masked": words, "sealed": self._blob("i")})
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE" if self._is_sqlite else "VACUUM ANALYZE")

    @property
    def _is_sqlite(self) -> bool:
        return self.connection.vendor == "sqlite"

    def _day(self, later: int = 0) -> str:
        """The i-th case's day: the newest cases on the last day."""
        back = f"({self.cases} - i) * 365 / {self.per_year}"
        if self._is_sqlite:
            return f"date('{TODAY}', '-' || CAST({back} AS TEXT) || ' days', '+{later} days')"
        return f"(DATE '{TODAY}' - CAST({back} AS INTEGER) + {later})"

    def _moment(self) -> str:
        return "'2020-12-31 00:00:00'" if self._is_sqlite else "TIMESTAMPTZ '2020-12-31 00:00:00+00'"

    def _text(self, mark: str, width: int) -> str:
        number = f"printf('%0{width}d', i)" if self._is_sqlite else f"LPAD(CAST(i AS TEXT), {width}, '0')"
        return f"'{mark}' || {number}"

    def _blob(self, number: str) -> str:
        if self._is_sqlite:
            return f"CAST(printf('%016d', {number}) AS BLOB)"
        return f"CONVERT_TO(LPAD(CAST({number} AS TEXT), 16, '0'), 'UTF8')"

    def _insert(self, model: Any, given: dict[str, str], where: str = "1 = 1") -> None:
        """Rows 1 to n of a table; columns that are not given hold what the model gives by default."""
        blank = model()
        values = {}
        for one in model._meta.concrete_fields:
            if one.column in given:
                values[one.column] = given[one.column]
            elif not one.primary_key:
                values[one.column] = self._usual(one, blank)
        numbers = (
            f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {self.cases})"
            " SELECT i FROM n) AS n"
            if self._is_sqlite
            else f"(SELECT CAST(g AS BIGINT) AS i FROM GENERATE_SERIES(1, {self.cases}) AS g) AS n"
        )
        names = ", ".join(f'"{name}"' for name in values)
        said = ", ".join(values.values())
        with self.connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {said} FROM {numbers} WHERE {where}'
            )

    def _usual(self, one: Any, blank: Any) -> str:
        value = one.get_default() if one.has_default() else (None if one.null else "")
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return str(int(value)) if self._is_sqlite else str(value).upper()
        if isinstance(value, bytes):
            return "x''" if self._is_sqlite else "''::bytea"
        if isinstance(value, dict | list):
            return f"'{json.dumps(value)}'" + ("" if self._is_sqlite else "::jsonb")
        return f"{value}" if isinstance(value, int) else f"'{value}'"

    def measure(self, wanted: list[str]) -> dict[str, Any]:
        """What was asked for, with what is over its limit."""
        limit = 50.0 if self._is_sqlite else 100.0
        said: dict[str, Any] = {
            "benchmark": "centre",
            "database": self.connection.vendor,
            "cases": self.cases,
            "cases a year": self.per_year,
            "filled in seconds": round(self.filled),
        }
        limits = {"callers": limit, "repeats": limit, "queue": QUEUE_MS}
        over = []
        for name in wanted:
            if name == "night":
                found = self._night()
                over += [name] if found["seconds"] > NIGHT_SECONDS else []
            else:
                found = getattr(self, f"_{name}")()
                worst = found["worst ms"] if name == "queue" else found["p95 ms"]
                over += [name] if worst > limits[name] else []
            said[name] = found | (
                {} if name == "night" else {"worst ms of the client": round(self.client_ms, 1)}
            )
            self.client_ms = 0.0
            _say(f"{name} {json.dumps(found, ensure_ascii=False)}")
        return said | {"over": over}

    def _callers(self) -> dict[str, Any]:
        """Earlier cases of a caller, some of whom have called thousands of times."""
        from gongkai.desk.casework import personal
        from gongkai.desk.complaints import queries

        seen = queries.visible_to(self.officers["operator"], TODAY)
        persons = [0, 0, 0, *(self.dice.randint(1, max(self.cases // 4, 1)) for _ in range(TRIES))]
        times = []
        real = personal.key, personal.index.eq_hash
        try:
            personal.key = lambda _name: type("Key", (), {"secret": b""})()  # type: ignore[assignment]
            for person in persons:
                personal.index.eq_hash = lambda *_all, person=person: f"{person:016}".encode()  # type: ignore[assignment]
                times.append(self._timed(lambda: queries.earlier_calls("13800000000", among=seen)))
        finally:
            personal.key, personal.index.eq_hash = real
        return _summed(times)

    def _repeats(self) -> dict[str, Any]:
        """The possible repeats of a case, as its handler and as the office."""
        from gongkai.desk.casework import likeness
        from gongkai.desk.casework.models import Case
        from gongkai.desk.complaints import repeats
        from gongkai.desk.complaints.facts import standing
        from gongkai.desk.complaints.queries import visible_to

        likeness.key = lambda _name: type("Key", (), {"secret": b"k" * 16})()  # type: ignore[assignment]
        started = time.perf_counter()
        _rows.grams(self.connection)
        _say(f"grams taken in {time.perf_counter() - started:.0f} s")
        times = []
        for number in range(TRIES):
            officer = self.officers["office" if number % 2 else "handler"]
            key = self.dice.randint(self.cases // 2, self.cases) if number % 10 else 700
            one = standing(Case.objects.select_related("registration").get(pk=key))
            said = one.case.texts.get(field="content").masked
            seen = visible_to(officer, TODAY)
            times.append(self._timed(lambda one=one, said=said, seen=seen: repeats.for_case(one, said, seen)))
        return _summed(times)

    def _queue(self) -> dict[str, Any]:
        """Every tab, the usual filters, words, first and later pages."""
        from django.test import Client

        from gongkai.desk.lists.models import place_of

        views = ("", "mine", "today", "soon", "late", "assign", "test", "watch", "later", "bad", "closed")
        asked = [{"view": view} for view in views if view] + [{}]
        asked += [
            {"unit": "03"},
            {"kind": "投诉"},
            {"channel": "12315"},
            {"line": "工商"},
            {"since": "2020-12-01"},
            {"kind": "举报", "channel": "来访", "line": "食药"},
            {"view": "closed", "channel": "来信"},
            {"view": "closed", "kind": "举报", "line": "质监"},
            {"view": "closed", "unit": "03", "channel": "来访", "kind": "举报"},
            {"view": "closed", "since": "2020-12-01"},
        ]
        asked += [
            {"q": "某商店77"},
            {"q": "N000077777"},
            {"view": "closed", "unit": "03"},
            {"q": "没有这个词"},
        ]
        middle = place_of(TODAY - timedelta(days=700), 0)
        asked += [{"view": "closed", "q": "没有这个词"}, {"view": "closed", "after": str(middle)}]
        asked += [{"view": "closed", "q": "某商店77"}, {"view": "closed", "q": "质量 退款", "unit": "03"}]
        words = ("某商店", "某商店777", "777", "7", "某商店77 类别7")
        asked += [{"view": "closed", "q": one} for one in words]
        asked += [{"view": "closed", "q": one, "after": str(middle)} for one in words[:3]]
        asked += [{"view": "closed", "q": one, "before": "1"} for one in words[:3]]
        found = []
        for kind, officer in self.officers.items():
            client = Client(HTTP_HOST="127.0.0.1")
            client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
            for query in ({}, *asked * SERVED):
                client.get("/complaints/", query)
            for query in asked:
                ms = min(self._timed(lambda q=query, c=client: c.get("/complaints/", q)) for _ in range(2))
                found.append((ms, f"{kind} {query}"))
        found.sort(reverse=True)
        return {
            "pages": len(found),
            "worst ms": round(found[0][0], 1),
            "median ms": round(found[len(found) // 2][0], 1),
            "worst pages": [f"{ms:.1f} ms {what}" for ms, what in found[:8]],
        }

    def _night(self) -> dict[str, Any]:
        """One night's signals with the invariants of open cases."""
        from gongkai.desk.complaints.signals import nightly

        started = time.perf_counter()
        found = nightly.run(self.agency, at=NOW)
        return {
            "seconds": round(time.perf_counter() - started, 1),
            "signals": len(found),
            "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }

    def _timed(self, act: Any) -> float:
        """Milliseconds of the database, as it says where it tells."""
        from lists import told

        with told() as clock:
            act()
        self.client_ms = max(self.client_ms, clock.seconds * 1000)
        return (clock.seconds if clock.own is None else clock.own) * 1000


def _one_of(values: tuple[str, ...], number: str) -> str:
    """SQL that takes the values in turn."""
    ways = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(values))
    return f"CASE ({number}) % {len(values)} {ways} END"


def _say(line: str) -> None:
    """How far it is, for whoever waits."""
    print(line, file=sys.stderr, flush=True)


def _summed(times: list[float]) -> dict[str, Any]:
    ranked = sorted(times)
    return {
        "tries": len(ranked),
        "median ms": round(ranked[len(ranked) // 2], 1),
        "p95 ms": round(ranked[int(len(ranked) * 0.95)], 1),
        "worst ms": round(ranked[-1], 1),
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())
