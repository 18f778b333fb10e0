"""A desk's list as a file: background work (:mod:`gongkai.desk.jobs`) that reads a portion of rows a step.

Rows go to the part file as lines of JSON first, so that a restart goes on from the byte after the last
finished step; the last step makes the CSV or XLSX of them. What the officer may see is asked anew each step.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import held
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Step
from gongkai.desk.lists import marks, paging, short
from gongkai.desk.lists.exporting import leave_event
from gongkai.desk.lists.listing import Listing
from gongkai.desk.lists.own import Frozen, Own, Reading
from gongkai.desk.lists.places import Asked
from gongkai.desk.lists.registry import AnyList, named
from gongkai.desk.lists.short import Short
from gongkai.ledgers.exports.items import rows_of
from gongkai.ledgers.registers import register_of
from gongkai.ledgers.rows import Row
from gongkai.ledgers.writing import cells_of, write_register, write_table
from gongkai.refusal import Refused

CHUNK = 500
"""Rows of a step."""
MOST = 1_000_000
"""Rows of a file; a list that is longer has to be narrowed first."""
_BEAT = 5_000
_BEGIN: Mapping[str, Any] = {"after": None, "bytes": 0, "rows": 0, "extras": []}
"""The cursor of an export that has written nothing."""

Cells = dict[str, str]


def export(job: Job, hold: Hold) -> Step:
    """The next portion of an export.

    Raises Refused: ``no-list``, ``not-held`` when the list was closed to the owner meanwhile,
    ``too-many-rows``, and those of writing a register.
    """
    listing, found, made = _asked(job, hold)
    place = job.cursor or _BEGIN
    if isinstance(listing, Listing) and isinstance(place["after"], str):
        # Begun by a version of the program that read this list otherwise: its place says nothing here.
        place = _BEGIN
    total = job.total if job.total is not None else found.count(MOST + 1)
    if total > MOST:
        raise Refused("too-many-rows", f"超过 {MOST} 条，一个文件写不下", "请先按年份或单位筛选，再分次导出")
    rows, after = found.portion(place["after"], CHUNK)
    if not rows:
        return _finished(job, hold, listing, place)
    extras = dict.fromkeys(place["extras"])
    lines = []
    for cells in _cells(listing, made(rows)):
        lines.append(json.dumps(cells, ensure_ascii=False, separators=(",", ":")))
        if listing.register:
            extras.update(dict.fromkeys(name for name in cells if name not in _headers(listing)))
    size = _append(job, place["bytes"], "".join(f"{line}\n" for line in lines))
    done = place["rows"] + len(rows)
    cursor = {"after": after, "bytes": size, "rows": done, "extras": list(extras)}
    return Step(done, max(total, done), cursor)


Found = paging.Found | short.Found | Frozen


Made = Callable[[Sequence[Any]], Sequence[Any]]
"""Makes of the rows that were read what the columns are said of."""


def _asked(job: Job, hold: Hold) -> tuple[AnyList, Found, Made]:
    """The list, what the officer sees of it and asked for, and what is made of its rows."""
    listing = named(job.arguments["list"])
    if listing is None or job.owner is None:
        raise Refused("no-list", "没有这个列表", "请从列表页重新导出")
    day = shanghai_date(hold.at)
    duties = held(job.owner, day)
    if not listing.opens(job.owner, day, duties):
        raise Refused("not-held", "您已没有这个列表的职责", "请联系系统管理员核对职责")
    chosen = job.arguments["chosen"]
    if isinstance(listing, Own):
        own, reading = listing, Reading(job.owner, day, duties, chosen)
        frozen = Frozen(
            results.keys(job),
            lambda most: own.keys(reading, most),
            lambda keys: own.rows(reading, keys),
            hold.beat,
        )
        return listing, frozen, _as_read
    if isinstance(listing, Short):
        read = short.Found(listing, job.owner, day, duties, chosen)
        if not listing.order:
            return listing, read, _as_read
        return listing, Frozen(results.keys(job), read.keys, read.of, hold.beat), _as_read
    if job.cursor is None:
        marks.fresh(listing)
    asked = Asked.of(listing, listing.reach(job.owner, day, duties), chosen)
    owner = job.owner
    found = paging.Found(asked, listing.gate(owner, day, duties))
    return listing, found, lambda rows: listing.made(rows, owner, day)


def _as_read(rows: Sequence[Any]) -> Sequence[Any]:
    return rows


def _cells(listing: AnyList, rows: Sequence[Any]) -> Iterator[Cells]:
    """What the file says of each row, by header; empty cells are left out."""
    if not listing.register:
        for row in rows:
            yield {header: said for header, say in listing.columns if (said := say(row))}
        return
    register = register_of(listing.register)
    for row in _READERS[listing.register](rows):
        yield {header: cell for header, cell in cells_of(register, row).items() if cell}


def _items(rows: Sequence[Any]) -> Iterator[Row]:
    """The register's rows of items, in the order of the list."""
    read = {row.index: row for row in rows_of([one.record_id for one in rows])}
    for one in rows:
        yield read[one.record.index]


_READERS: Mapping[str, Callable[[Sequence[Any]], Iterator[Row]]] = {"items": _items}


def _headers(listing: AnyList) -> Sequence[str]:
    if listing.register:
        return register_of(listing.register).headers
    return [header for header, _ in listing.columns]


def _append(job: Job, at: int, text: str) -> int:
    """Write from the byte that the cursor names; gives where the file ends now."""
    with results.part(job).open("ab") as out:
        out.truncate(at)
        out.seek(at)
        out.write(text.encode())
        return out.tell()


def _finished(job: Job, hold: Hold, listing: AnyList, place: Mapping[str, Any]) -> Step:
    """Make the file, and say in the agency's chain that it went out."""
    ending = job.arguments["ending"]
    path = results.part(job).with_suffix(f".{ending}")
    _append(job, place["bytes"], "")
    lines = _lines(job, hold)
    if listing.register:
        count = write_register(listing.register, path, lines, extras=place["extras"])
    else:
        headers = _headers(listing)
        cells = ([line.get(header, "") for header in headers] for line in lines)
        count = write_table(path, str(listing.title), headers, cells)
    name = f"{listing.title}-{shanghai_date(hold.at):%Y%m%d}.{ending}"
    return Step(
        count,
        count,
        place,
        is_last=True,
        result=(results.keep(job, path), name),
        act=lambda: leave_event(listing, job, count, hold.at),
    )


def _lines(job: Job, hold: Hold) -> Iterator[Cells]:
    with results.part(job).open(encoding="utf-8") as source:
        for number, line in enumerate(source):
            if number % _BEAT == 0:
                hold.beat()
            yield json.loads(line)
