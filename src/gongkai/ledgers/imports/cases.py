"""Builds the finished rows of cases: key, sealed person, texts kept twice, course, first event.

Used for thousands of rows at a time, so it fills lists of tuples and makes no model instances. What is
personal goes only through :class:`CaseRows` and is sealed there (SEALING.md 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.conf import settings

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
)
from gongkai.desk.casework.recording import COLUMNS as EVENT_COLUMNS
from gongkai.ledgers.imports.bulk import Store, Table, Values, table_of
from gongkai.ledgers.imports.context import Context
from gongkai.sealing import index
from gongkai.sealing.events import Chain, Sealed
from gongkai.sealing.fields import Sealer

REGISTRATION = table_of(
    Registration,
    *("id", "uid", "agency", "series", "number", "key", "channel", "source_number", "registered_on"),
    *("registered_time", "recorded_at", "is_late_entry", "content_digest", "extras"),
)
CASE = table_of(Case, "id", "uid", "registration", "kind", "line", "stage", "opened_on")
CASE_KEY = table_of(CaseKey, "case", "dek_h")
PARTY = table_of(Party, "case", "role", "kind", "is_anonymous", "sealed")
PERSON_KEY = table_of(PersonKey, "case", "kind", "digest")
CASE_TEXT = table_of(CaseText, "case", "field", "masked", "sealed")
ASSIGNMENT = table_of(Assignment, "case", "unit", "since")
CLOSING = table_of(Closing, "case", "closed_on", "outcome", "imported")
ANSWER = table_of(Answer, "case", "answered_on", "delivery", "proof", "imported")
EVENT = table_of(Event, *EVENT_COLUMNS)

OPEN, CLOSED, VOIDED = "open", "closed", "voided"
"""Stages of an imported case; ``voided``: its row no longer says that it exists."""
UNSTATED = "未载明"
"""The outcome of a closing whose register gives none."""
PHONE = "phone"
"""The kind of a :class:`PersonKey` made from a telephone number."""


def day(on: date | None) -> str | None:
    """A day as the databases read it."""
    return on.isoformat() if on else None


def clock(at: time | None) -> str | None:
    """A time of day as the databases read it."""
    return at.isoformat() if at else None


@dataclass(slots=True)
class CaseAt:
    """A case that rows are built for: its ids, its data key, the end of its chain."""

    id: int
    uid: str
    sealer: Sealer
    chain: Chain
    commits: dict[str, str] = field(default_factory=dict)


class CaseRows:
    """The finished rows of a batch of cases, by table; ``flush`` writes them and starts anew."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._area = str(settings.GONGKAI_VALUES["area_code"])
        self.rows: dict[Table, list[Values]] = {}
        self._lists()

    def _lists(self) -> None:
        tables = (REGISTRATION, CASE, CASE_KEY, PARTY, PERSON_KEY)
        more = (CASE_TEXT, ASSIGNMENT, CLOSING, ANSWER, EVENT)
        self.rows = {table: [] for table in (*tables, *more)}
        self._keys, self._parties = self.rows[CASE_KEY], self.rows[PARTY]
        self._persons, self._texts = self.rows[PERSON_KEY], self.rows[CASE_TEXT]
        self._assignments, self._closings = self.rows[ASSIGNMENT], self.rows[CLOSING]
        self._answers, self._events = self.rows[ANSWER], self.rows[EVENT]
        self._registrations, self._cases = self.rows[REGISTRATION], self.rows[CASE]

    def flush(self, store: Store, details: Mapping[Table, list[Values]] | None = None) -> None:
        """Write everything, with the ``details`` of the register."""
        for table, rows in (self.rows | dict(details or {})).items():
            store.insert(table, rows)
        self._lists()

    def registration(self, *values: Any) -> None:
        """A row of :data:`REGISTRATION`."""
        self._registrations.append(values)

    def new_case(self, case_id: int, registration: int, kind: str, line: str, stage: str, on: str) -> CaseAt:
        """A case with a fresh data key and an empty chain."""
        uid = self._context.next_uid()
        sealer, wrapped = self._context.keys.new_dek(uid)
        self._cases.append((case_id, uid, registration, kind, line, stage, on))
        self._keys.append((case_id, wrapped))
        return CaseAt(case_id, uid, sealer, self._context.chain(f"case/{uid}"))

    def party(
        self, case: CaseAt, role: str, kind: str, anonymous: bool | None, said: Mapping[str, Any]
    ) -> None:
        """The person of a case: what the register says is sealed, phones become a keyed hash."""
        sealed = None
        if said:
            sealed, case.commits["party"] = case.sealer.seal_and_commit("party", case.uid, role, said)
        self._parties.append((case.id, role, kind, None if anonymous is None else int(anonymous), sealed))
        if phone := said.get("phone"):
            normal = index.phone(phone, self._area)
            if normal is not None:
                digest = index.eq_hash(self._context.keys.index, PHONE, normal)
                self._persons.append((case.id, PHONE, digest))

    def text(self, case: CaseAt, name: str, text: str, masked: str) -> None:
        """A text of a case, ``masked`` for work and sealed as it came."""
        sealed, case.commits[name] = case.sealer.seal_and_commit("case_text", case.uid, name, text)
        self._texts.append((case.id, name, masked, sealed))

    def assign(self, case: CaseAt, unit: int | None, since: str) -> None:
        """The unit that answers for a case; none where the register names none."""
        if unit is not None:
            self._assignments.append((case.id, unit, since))

    def close(self, case: CaseAt, on: str | None, outcome: str) -> None:
        """The closing of a case, where there is one."""
        if on is not None:
            self._closings.append((case.id, on, outcome or UNSTATED, 1))

    def answer(self, case: CaseAt, on: str | None, delivery: str = "") -> None:
        """The answer of a case, where it has a day."""
        if on is not None:
            self._answers.append((case.id, on, delivery, "", 1))

    def event(self, case: CaseAt, type: str, occurred: str, data: Mapping[str, Any]) -> None:
        """The next event of a case's chain, with the commitments gathered so far."""
        chain = case.chain
        recorded, by = self._context.recorded, self._context.by
        sealed = chain.add(type, by, occurred, recorded, data, case.commits)
        self._events.append(event_values(chain, type, by, occurred, recorded, sealed))


def event_values(chain: Chain, type: str, by: str, occurred: str, recorded: str, sealed: Sealed) -> Values:
    """A row of :data:`EVENT` for the event that was just added to ``chain``."""
    return (chain.stream, chain.n, type, by, occurred, recorded, sealed.body, sealed.hash, sealed.mac)
