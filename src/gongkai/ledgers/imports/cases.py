"""Builds the finished rows of cases: key, sealed person, texts kept twice, course, first event.

Used for thousands of rows at a time, so it fills lists of tuples and makes no model instances. What is
personal goes only through :class:`CaseRows` and is sealed there (SEALING.md 5).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from gongkai.desk.casework.bulk import Values, table_of
from gongkai.desk.casework.models import (
    Answer,
    Assignment,
    Case,
    CaseKey,
    CaseText,
    Closing,
    Event,
    Party,
    PersonKey,
    Registration,
    ReporterDue,
)
from gongkai.desk.casework.personal import PARTY as PARTY_PLACE
from gongkai.desk.casework.personal import PHONE
from gongkai.desk.casework.personal import TEXT as TEXT_PLACE
from gongkai.desk.casework.recording import COLUMNS as EVENT_COLUMNS
from gongkai.desk.casework.stages import Stage
from gongkai.ledgers.imports.context import Batch, Hand
from gongkai.sealing import events, index
from gongkai.sealing.events import Chain, Sealed
from gongkai.sealing.fields import Sealer, canonical, place_of

REGISTRATION = table_of(
    Registration,
    *("id", "uid", "agency", "series", "number", "key", "channel", "source_number", "registered_on"),
    *("registered_time", "recorded_at", "is_late_entry", "content_digest", "extras"),
)
CASE = table_of(Case, "id", "uid", "registration", "kind", "line", "stage", "opened_on")
CASE_KEY = table_of(CaseKey, "case", "dek_h")
PARTY = table_of(Party, "case", "role", "kind", "is_anonymous", "sealed")
PERSON_KEY = table_of(PersonKey, "case", "kind", "digest", "fresh")
REPORTER_DUE = table_of(ReporterDue, "case")
CASE_TEXT = table_of(CaseText, "case", "field", "masked", "sealed")
ASSIGNMENT = table_of(Assignment, "case", "unit", "since")
CLOSING = table_of(Closing, "case", "closed_on", "outcome", "imported")
ANSWER = table_of(Answer, "case", "answered_on", "delivery", "proof", "imported")
EVENT = table_of(Event, *EVENT_COLUMNS)

OPEN, CLOSED, VOIDED = Stage.OPEN.value, Stage.CLOSED.value, Stage.VOIDED.value
"""``VOIDED``: the row that made the case no longer says that it exists."""
UNSTATED = "未载明"
"""The outcome of a closing whose register gives none."""
_REPORT = Case.Kind.REPORT.value


def day(on: date | None) -> str | None:
    """A day as the databases read it."""
    return on.isoformat() if on else None


def clock(at: time | None) -> str | None:
    """A time of day as the databases read it."""
    return at.isoformat() if at else None


@dataclass(slots=True)
class CaseAt:
    """A case that rows are built for: its ids, its data key, its chain of events (``None``: it is new).

    ``keeps_unit``: the desk decided which unit answers for it, whatever a register says.
    """

    id: int
    uid: str
    kind: str
    sealer: Sealer
    chain: Chain | None = None
    commits: dict[str, str] = field(default_factory=dict)
    keeps_unit: bool = False


class CaseRows:
    """The finished rows of a batch of cases, by table."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        tables = (REGISTRATION, CASE, CASE_KEY, PARTY, PERSON_KEY)
        more = (REPORTER_DUE, CASE_TEXT, ASSIGNMENT, CLOSING, ANSWER, EVENT)
        self.rows: Batch = {table: [] for table in (*tables, *more)}
        self._keys, self._parties = self.rows[CASE_KEY], self.rows[PARTY]
        self._persons, self._dues = self.rows[PERSON_KEY], self.rows[REPORTER_DUE]
        self._texts = self.rows[CASE_TEXT]
        self._assignments, self._closings = self.rows[ASSIGNMENT], self.rows[CLOSING]
        self._answers, self._events = self.rows[ANSWER], self.rows[EVENT]
        self._registrations, self._cases = self.rows[REGISTRATION], self.rows[CASE]

    def registration(self, *values: Any) -> None:
        """A row of :data:`REGISTRATION`."""
        self._registrations.append(values)

    def new_case(self, case_id: int, registration: int, kind: str, line: str, stage: str, on: str) -> CaseAt:
        """A case with a fresh data key and an empty chain."""
        uid = self._hand.next_uid()
        sealer, wrapped = self._hand.keys.new_dek(uid)
        self._cases.append((case_id, uid, registration, kind, line, stage, on))
        self._keys.append((case_id, wrapped))
        return CaseAt(case_id, uid, kind, sealer)

    def party(self, case: CaseAt, role: str, kind: str, anonymous: bool | None, person: Person) -> None:
        """The person of a case: what the register says is sealed, phones become a keyed hash."""
        sealed = None
        if person.said:
            place = place_of(PARTY_PLACE, case.uid, role)
            sealed, case.commits["party"] = case.sealer.seal_canonical(
                place, person.said, self._hand.next_random()
            )
        self._parties.append((case.id, role, kind, anonymous, sealed))
        # a report gets no such hash: who enters a number elsewhere must not see that a report carries it
        if case.kind == _REPORT and person.said:
            self._dues.append((case.id,))
        elif person.phone and case.kind != _REPORT:
            normal = index.phone(person.phone, self._hand.area)
            if normal is not None:
                held = self._hand.keys.index
                digest = index.eq_hash(held.active, PHONE, normal)
                fresh = index.eq_hash(held.coming, PHONE, normal) if held.coming else None
                self._persons.append((case.id, PHONE, digest, fresh))

    def text(self, case: CaseAt, name: str, text: str, masked: str) -> None:
        """A text of a case, ``masked`` for work and sealed as it came."""
        place = place_of(TEXT_PLACE, case.uid, name)
        sealed, case.commits[name] = case.sealer.seal_canonical(
            place, canonical(text), self._hand.next_random()
        )
        self._texts.append((case.id, name, masked, sealed))

    def assign(self, case: CaseAt, unit: int | None, since: str) -> None:
        """The unit that answers for a case; none where the register names none."""
        if unit is not None and not case.keeps_unit:
            self._assignments.append((case.id, unit, since))

    def close(self, case: CaseAt, on: str | None, outcome: str) -> None:
        """The closing of a case, where there is one."""
        if on is not None:
            self._closings.append((case.id, on, outcome or UNSTATED, True))

    def answer(self, case: CaseAt, on: str | None, delivery: str = "") -> None:
        """The answer of a case, where it has a day."""
        if on is not None:
            self._answers.append((case.id, on, delivery, "", True))

    def event(self, case: CaseAt, type: str, on: str, data: str) -> None:
        """The next event of a case, with the commitments gathered so far. ``data`` is canonical JSON.

        The first event of a new case is written in its canonical form at once, a third of the time that
        :meth:`Chain.add` needs.
        """
        recorded, by = self._hand.recorded, self._hand.by
        chain = case.chain
        if chain is not None:
            sealed = chain.add(type, by, on, recorded, json.loads(data), case.commits)
            self._events.append(event_values(chain, type, by, on, recorded, sealed))
            return
        commits = ",".join(f'"{name}":"{case.commits[name]}"' for name in sorted(case.commits))
        stream = f"case/{case.uid}"
        body = (
            f'{{"by":{quote(by)},"commits":{{{commits}}},"data":{data},"n":1,"occurred":"{on}","prev":null,'
            f'"recorded":"{recorded}","stream":"{stream}","t":"{events.EVENT}","type":"{type}"}}'
        )
        sealed = events.seal(self._hand.keys.event, body.encode())
        self._events.append((stream, 1, type, by, on, recorded, sealed.body, sealed.hash, sealed.mac))


class Person(NamedTuple):
    """What a register says of a person: ``said`` (canonical JSON, to be sealed) and what may be a phone."""

    said: bytes
    phone: str

    @classmethod
    def of(
        cls, texts: Mapping[str, str], extras: Mapping[str, str], full: Sequence[tuple[str, str]] = ()
    ) -> Person:
        """``texts`` are ``contact``, ``name``, ``phone``, empty ones left out; ``extras`` unknown columns.

        ``full``: short texts as they came, where the open column had to be masked.
        """
        parts = []
        if extras:
            parts.append(f'"extras":{_pairs(extras.items())}')
        if full:
            parts.append(f'"full":{_pairs(full)}')
        parts += [f'"{name}":{quote(text)}' for name, text in texts.items() if text]
        said = f"{{{','.join(sorted(parts))}}}".encode() if parts else b""
        return cls(said, texts.get("phone") or texts.get("contact", ""))


def quote(text: str) -> str:
    """A text as canonical JSON."""
    return encode_basestring(text)


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return f"[{','.join(f'[{quote(name)},{quote(value)}]' for name, value in pairs)}]"


def event_values(chain: Chain, type: str, by: str, occurred: str, recorded: str, sealed: Sealed) -> Values:
    """A row of :data:`EVENT` for the event that was just added to ``chain``."""
    return (chain.stream, chain.n, type, by, occurred, recorded, sealed.body, sealed.hash, sealed.mac)
