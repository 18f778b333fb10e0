"""Writes events: the only way in to the append-only chains (SEALING.md 6, DESIGN.md law 3).

An event says who, when (``occurred`` and ``recorded``), what: kinds, ids, dates, codes, numbers. Texts and
persons never stand in ``data``; a value that must be bound to the event goes as a commitment
(:meth:`gongkai.sealing.fields.Sealer.seal_and_commit`) into ``commits``.

:func:`record` is for verbs, :func:`record_many` for imports, which know that a stream is new or read many
heads at once by :func:`heads`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.keyring import key, secrets
from gongkai.desk.casework.models import Event
from gongkai.refusal import Refused
from gongkai.sealing import events
from gongkai.sealing.events import Chain, Sealed
from gongkai.sealing.times import stamp

SYSTEM = "system"
"""``by`` of what the program did of itself."""
IMPORT = "import"
"""``by`` of what a register said."""
LONGEST_VALUE = 80
"""Characters of one text in ``data``: a code, an id, a digest; nothing longer is one."""
COLUMNS = ("stream", "n", "type", "by", "occurred", "recorded", "body", "hash", "mac")
"""The columns of an event row, in the order of :func:`seal_many`."""

Head = tuple[int, bytes]
"""Number and hash of the last event of a stream."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is sealed; ``recorded`` is the moment of writing, ``occurred`` may be a day."""

    stream: str
    type: str
    by: str
    occurred: date
    recorded: datetime
    data: Mapping[str, Any] | None = None
    commits: Mapping[str, str] | None = None


def record(
    stream: str,
    type: str,
    *,
    by: str | Officer,
    occurred: date,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    commits: Mapping[str, str] | None = None,
) -> Event:
    """Append one event to a stream, in the caller's transaction (or one of its own) and saved.

    ``by`` is an officer (or the uid of one), :data:`SYSTEM` or :data:`IMPORT`; ``occurred`` a date or an
    aware datetime; ``at`` the moment of recording. Raises Refused (``E_EVENT_DATA``) when ``data`` holds
    more than codes, ids, dates and numbers.
    """
    demand_empty_of_content(data or {})
    who = by.uid if isinstance(by, Officer) else by
    with transaction.atomic(using="default"):
        last = _last(stream)
        n, prev = last or (0, None)
        sealed = events.build(
            key("event").secret,
            stream=stream,
            n=n + 1,
            prev=prev,
            type=type,
            by=who,
            occurred=written(occurred),
            recorded=stamp(at),
            data=data,
            commits=commits,
        )
        draft = Draft(stream, type, who, occurred, at)
        event = Event(**dict(zip(COLUMNS, _row(draft, n + 1, stamp(at), sealed), strict=True)))
        event.save(force_insert=True)
    return event


def record_many(drafts: Iterable[Draft], known: Mapping[str, Head] | None = None) -> list[Event]:
    """Sealed but unsaved events of many streams, in the order given; ``bulk_create`` them yourself.

    A stream that is not in ``known`` (see :func:`heads`) begins here. The quick way for imports: shapes of
    types and names are trusted, ``data`` is not looked at.
    """
    return [Event(**dict(zip(COLUMNS, row, strict=True))) for row in seal_many(drafts, known)]


def seal_many(drafts: Iterable[Draft], known: Mapping[str, Head] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of :func:`record_many` as tuples in the order of :data:`COLUMNS`, for raw inserts or COPY.

    Remembers the end of every stream it met: call it anew for each batch of some ten thousand streams.
    """
    secret = key("event").secret
    known = known or {}
    chains: dict[str, Chain] = {}
    moment, recorded = None, ""
    for draft in drafts:
        chain = chains.get(draft.stream)
        if chain is None:
            chain = chains[draft.stream] = Chain(secret, draft.stream, *known.get(draft.stream, (0, None)))
        if draft.recorded is not moment:
            moment, recorded = draft.recorded, stamp(draft.recorded)
        occurred = written(draft.occurred)
        sealed = chain.add(draft.type, draft.by, occurred, recorded, draft.data, draft.commits)
        yield _row(draft, chain.n, recorded, sealed)


def authentic(stream: str, types: Iterable[str]) -> list[dict[str, Any]]:
    """The events of a stream that bear the MAC of this house and speak of this stream, in their order.

    For what must not be opened because of a row that anybody with the database could have written.
    """
    keys = secrets("event")
    found = []
    for row in Event.objects.filter(stream=stream, type__in=list(types)).order_by("n"):
        sealed = Sealed(bytes(row.body), bytes(row.hash), bytes(row.mac))
        if events.is_authentic(keys, sealed):
            said = events.read(sealed.body)
            if (said["stream"], said["type"]) == (stream, row.type):
                found.append(said)
    return found


def heads(streams: Iterable[str], batch: int = 500) -> dict[str, Head]:
    """Number and hash of the last event of each stream that has one; a query for each ``batch``."""
    wanted = list(streams)
    found: dict[str, Head] = {}
    for start in range(0, len(wanted), batch):
        rows = Event.objects.filter(stream__in=wanted[start : start + batch]).order_by("stream", "n")
        for stream, n, hashed in rows.values_list("stream", "n", "hash").iterator():
            found[stream] = (n, bytes(hashed))
    return found


def written(occurred: date) -> str:
    """A day or an aware moment as it stands in an event."""
    return stamp(occurred) if isinstance(occurred, datetime) else occurred.isoformat()


def demand_empty_of_content(data: Mapping[str, Any]) -> None:
    """Refuse ``data`` that holds texts longer than a code or values other than codes and numbers."""
    pending: list[Any] = list(data.values())
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list | tuple):
            pending.extend(value)
        elif isinstance(value, str) and (len(value) > LONGEST_VALUE or "\n" in value):
            raise Refused(
                "E_EVENT_DATA", "事件中不能写入长文字", "只记代码、编号、日期、数字；文字以承诺值入链"
            )


def _row(draft: Draft, n: int, recorded: str, sealed: Sealed) -> tuple[Any, ...]:
    return (
        draft.stream,
        n,
        draft.type,
        draft.by,
        written(draft.occurred),
        recorded,
        sealed.body,
        sealed.hash,
        sealed.mac,
    )


def _last(stream: str) -> Head | None:
    """The head of one stream, locked until the transaction ends.

    SQLite's IMMEDIATE transactions lock everything. On PostgreSQL a lock by the stream's name serves: a row
    lock would not show the waiting writer the row that was added, and needs the right to update events.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 6962))", [stream])
    row = Event.objects.filter(stream=stream).order_by("-n").values_list("n", "hash").first()
    return (row[0], bytes(row[1])) if row else None
