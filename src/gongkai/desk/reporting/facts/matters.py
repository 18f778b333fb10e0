"""The facts of the complaint centre's register: one row a registration, grouped in one statement a year.

The statement is written by hand because it groups hundreds of thousands of rows several times over the same
materialised rows; it is the same text on SQLite and PostgreSQL but for the difference of two days. Flags are
0 and 1. A registration is closed when each of its cases has a closing that stands at the end of the period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from gongkai.desk.reporting.facts.limits import Candidate, Floors, floors
from gongkai.desk.reporting.facts.period import Period
from gongkai.desk.reporting.facts.where import Fact, Where

GROUPS = (
    "channel",
    "kind",
    "month",
    "satisfaction",
    "is_redone",
    "is_closed",
    "is_mediated",
    "is_reopened",
    "is_accepted",
    "is_recovered",
)
"""The columns that figures may look at."""
FLAGS = frozenset(name for name in GROUPS if name.startswith("is_"))
PETITIONS = ("投诉", "举报", "投诉举报")
"""What the report's sentence counts: complaints and reports, no consultations."""

_STANDS = "e.closed_on <= %(last)s AND (e.reopened_on IS NULL OR e.reopened_on > %(last)s)"
_STANDING = f"SUM(CASE WHEN {_STANDS} THEN 1 ELSE 0 END)"
_MINE = "m.agency_id = %(agency)s AND m.registered_on BETWEEN %(first)s AND %(last)s"
_BOUND = (
    "(SELECT {}(b.registration_id) FROM complaints_matter b"
    " WHERE b.agency_id = %(agency)s AND b.registered_on BETWEEN %(first)s AND %(last)s)"
)
_IN_ORDER = f"m.registration_id BETWEEN {_BOUND.format('MIN')} AND {_BOUND.format('MAX')} AND +{_MINE}"
"""For SQLite: matters are read in the order of their ids, from the first to the last of the year, so that the
rows of one are grouped as they come, without sorting; the ``+`` keeps it from the index by day, which has
another order. PostgreSQL joins by hash and does better without."""
FACTS = f"""
facts AS MATERIALIZED (
  SELECT m.registration_id AS id, m.channel, m.kind, m.satisfaction, m.acceptance,
    SUBSTR(CAST(m.registered_on AS TEXT), 6, 2) AS month,
    CASE WHEN m.is_redone THEN 1 ELSE 0 END AS is_redone,
    CASE WHEN m.is_extended THEN 1 ELSE 0 END AS is_extended,
    CASE WHEN {_STANDING} >= m.cases_count THEN 1 ELSE 0 END AS is_closed,
    MAX(CASE WHEN {_STANDS} AND e.outcome = '调解成功' THEN 1 ELSE 0 END) AS is_mediated,
    MAX(CASE WHEN e.reopened_on <= %(last)s THEN 1 ELSE 0 END) AS is_reopened,
    CASE WHEN m.accepted_on <= %(last)s THEN 1 ELSE 0 END AS is_accepted,
    CASE WHEN m.recovered_fen IS NOT NULL THEN 1 ELSE 0 END AS is_recovered,
    m.registered_on,
    CASE WHEN m.accepted_on <= %(last)s THEN m.accepted_on END AS accepted_on,
    CASE WHEN {_STANDING} >= m.cases_count THEN MAX(CASE WHEN {_STANDS} THEN e.closed_on END) END
      AS closed_on,
    MAX(CASE WHEN e.id IS NOT NULL THEN c.line ELSE '' END) AS line,
    m.recovered_fen
  FROM complaints_matter m
    LEFT JOIN casework_case c ON c.registration_id = m.registration_id
    LEFT JOIN casework_closing e ON e.case_id = c.id AND e.closed_on <= %(last)s
  WHERE @mine AND m.voided_on IS NULL
  GROUP BY m.registration_id
)"""  # noqa: S608
_GROUPED = f"""WITH {FACTS}
SELECT 'group' AS part, channel, kind, month, satisfaction, is_redone, is_closed, is_mediated, is_reopened,
  is_accepted, is_recovered, CAST(NULL AS DATE) AS a, CAST(NULL AS DATE) AS b, CAST(NULL AS DATE) AS c,
  0 AS id, COUNT(*) AS n, SUM(recovered_fen) AS fen
FROM facts
GROUP BY channel, kind, month, satisfaction, is_redone, is_closed, is_mediated, is_reopened, is_accepted,
  is_recovered
UNION ALL
SELECT 'accept', '', '', '', '', 0, 0, 0, 0, 0, 0, registered_on, accepted_on, CAST(NULL AS DATE), 0,
  COUNT(*), 0
FROM facts WHERE kind <> '咨询' AND accepted_on IS NOT NULL GROUP BY registered_on, accepted_on
UNION ALL
SELECT 'close', '', '', '', '', 0, 0, 0, 0, 0, 0, registered_on, closed_on, CAST(NULL AS DATE), 0,
  COUNT(*), 0
FROM facts WHERE kind <> '咨询' AND closed_on IS NOT NULL GROUP BY registered_on, closed_on
UNION ALL
SELECT 'slow', line, kind, acceptance, '', is_extended, 0, 0, 0, 0, 0, registered_on, accepted_on, closed_on,
  id, 1, 0
FROM facts WHERE kind <> '咨询' AND closed_on IS NOT NULL
  AND (@accept OR @close)"""  # noqa: S608

Pair = tuple[date, date, int]
"""Two days and how many registrations have them."""

Share = dict[tuple[str | int, ...], tuple[int, int]]
"""Values of some columns → registrations and recovered 分."""


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """The grouped facts of one year.

    ``groups`` are (facts in the order of :data:`GROUPS`, registrations, recovered 分); ``accepts`` and
    ``closes`` pairs of days; ``slow`` the closed ones that may have missed a limit.
    """

    period: Period
    groups: tuple[tuple[tuple[str | int, ...], int, int], ...] = ()
    accepts: tuple[Pair, ...] = ()
    closes: tuple[Pair, ...] = ()
    slow: tuple[Candidate, ...] = ()
    _shares: dict[tuple[str, ...], Share] = field(default_factory=dict, compare=False, repr=False)

    def _share(self, columns: tuple[str, ...]) -> Share:
        """The groups added up over all columns but ``columns``, from the smallest share that has them."""
        if not self._shares:
            self._shares[GROUPS] = {facts: (n, fen) for facts, n, fen in self.groups}
            self._share(tuple(name for name in GROUPS if name != "month"))
        if columns not in self._shares:
            wider = min((one for one in self._shares if set(columns) <= set(one)), key=len)
            places = [wider.index(name) for name in columns]
            sums: Share = {}
            for facts, (n, fen) in self._shares[wider].items():
                key = tuple([facts[place] for place in places])
                old = sums.get(key)
                sums[key] = (n, fen) if old is None else (old[0] + n, old[1] + fen)
            self._shares[columns] = sums
        return self._shares[columns]

    def total(self, condition: Where) -> tuple[int, int]:
        """Registrations that fit, and their recovered 分."""
        n = fen = 0
        for key, (more, money) in self._share(condition.columns).items():
            if condition.holds(dict(zip(condition.columns, key, strict=True))):
                n, fen = n + more, fen + money
        return n, fen

    def values(self, *columns: str) -> list[tuple[str | int, ...]]:
        """The different values of some columns."""
        return sorted(self._share(columns), key=str)


def parameters(agency: int, period: Period) -> dict[str, str | int]:
    """What :data:`FACTS` is asked with."""
    return {"agency": agency, "first": period.first.isoformat(), "last": period.last.isoformat()}


def said(sql: str) -> str:
    """A statement in the dialect of the desk's database."""
    return sql.replace("@mine", _MINE if connection.vendor == "postgresql" else _IN_ORDER)


def gap(after: str, until: str) -> str:
    """How many days lie between two date columns, in the dialect of the desk's database."""
    if connection.vendor == "postgresql":
        return f"({until} - {after})"
    return f"(JULIANDAY({until}) - JULIANDAY({after}))"


def _by_line(least: Floors) -> str:
    """The floor of a closing as SQL; a 投诉举报 has the report's."""

    def of(days: Mapping[str, int]) -> str:
        cases = " ".join(f"WHEN '{line}' THEN {n}" for line, n in days.items())
        return f"CASE line {cases} ELSE 0 END"

    return f"CASE kind WHEN '投诉' THEN {of(least.mediate)} ELSE {of(least.verify)} END"


@lru_cache(maxsize=10_000)
def as_day(value: Any) -> date | None:
    """A day as either database gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def slow(period: Period) -> tuple[str, str]:
    """Which facts may have missed the limit of acceptance, and which that of closing, as SQL."""
    least = floors(period)
    accept = f"{gap('registered_on', 'accepted_on')} > {least.accept}"
    return accept, f"{gap('registered_on', 'closed_on')} > {_by_line(least)}"


def read(agency: int, period: Period) -> MatterFacts:
    """The facts of a year of an agency: one statement."""
    accept, close = slow(period)
    sql = said(_GROUPED).replace("@accept", accept).replace("@close", close)
    groups: list[tuple[tuple[str | int, ...], int, int]] = []
    pairs: dict[str, list[Pair]] = {"accept": [], "close": []}
    candidates: list[Candidate] = []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters(agency, period))
        while rows := cursor.fetchmany(5000):
            for part, *facts, a, b, c, identity, n, fen in rows:
                if part == "group":
                    groups.append((tuple(facts), n, int(fen or 0)))
                elif part == "slow":
                    first, last = as_day(a), as_day(c)
                    assert first and last
                    candidates.append(
                        Candidate(
                            identity, facts[0], facts[1], facts[2], bool(facts[4]), first, as_day(b), last
                        )
                    )
                else:
                    first, last = as_day(a), as_day(b)
                    assert first and last
                    pairs[part].append((first, last, n))
    return MatterFacts(
        period, tuple(groups), tuple(pairs["accept"]), tuple(pairs["close"]), tuple(candidates)
    )


def ids(agency: int, period: Period, condition: Where) -> RawSQL:
    """The registrations behind a figure, as an expression for ``pk__in``."""
    text, order = in_order(said(FACTS), parameters(agency, period))
    more, others = condition.sql()
    return RawSQL(f"WITH {text} SELECT id FROM facts WHERE {more}", [*order, *others])  # noqa: S608, S611


def in_order(text: str, given: Mapping[str, str | int]) -> tuple[str, list[str | int]]:
    """A statement with its parameters by place instead of by name."""
    order = [given[name] for name in _named(text)]
    for name in given:
        text = text.replace(f"%({name})s", "%s")
    return text, order


def _named(text: str) -> Iterator[str]:
    """The names of the parameters of a statement in the order in which they stand."""
    for part in text.split("%(")[1:]:
        yield part.partition(")")[0]


COLUMNS = ("id", *GROUPS, "registered_on", "accepted_on", "closed_on", "line", "recovered_fen")
"""The columns of :func:`rows`."""


def rows(agency: int, period: Period) -> Iterator[tuple[Any, ...]]:
    """Every registration of a year with all its facts, in the order of its id: what a signature freezes."""
    sql = f"WITH {said(FACTS)} SELECT {', '.join(COLUMNS)} FROM facts ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters(agency, period))
        while block := cursor.fetchmany(5000):
            yield from block


def as_facts(values: tuple[Any, ...]) -> dict[str, Fact]:
    """A group's or row's facts by column."""
    return dict(zip(GROUPS, values, strict=True))
