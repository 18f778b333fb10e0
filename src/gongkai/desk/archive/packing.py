"""The archive package of a filed case: BagIt 1.0 in a ZIP, which an archive checks without this program."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive import keeping
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework import filings, letters
from gongkai.desk.casework.models import Case, Event, Filing, Letter
from gongkai.desk.casework.recording import record

_MOST_EVENTS = 2000


def filed(room: Room, case: Case, keep: str, *, by: Officer, at: datetime) -> Filing:
    """The filing of a closed case; it is filed for ``keep`` where it is not yet, or for longer.

    Raises Refused: those of :func:`gongkai.desk.casework.verbs.filing.file` (``not-closed``,
    ``no-retention``).
    """
    found = filings.standing(case)
    return keeping.file_case(room, case, keep, by=by, at=at) if found is None or keep else found


def package(
    case: Case, filing: Filing, whole: bytes, more: Mapping[str, bytes], *, by: Officer, at: datetime
) -> bytes:
    """The package: the whole file ``whole``, the events, the letters, and ``more`` files by their name."""
    files = {"data/案卷.pdf": whole, "data/events.jsonl": _events(case)}
    rows = Letter.objects.filter(case=case, voided_on__isnull=True).select_related("case", "agency")
    for n, letter in enumerate(rows.order_by("dated", "pk"), start=1):
        files[f"data/letters/{n:02}-{letter.key}.pdf"] = letters.pdf(letter, by=by, at=at)
    files |= {f"data/files/{name}": data for name, data in more.items()}
    info = {
        "Source-Organization": case.registration.agency.name,
        "External-Identifier": case.registration.number,
        "Bagging-Date": shanghai_date(at).isoformat(),
        "Retention": filing.label,
        "Payload-Oxum": f"{sum(map(len, files.values()))}.{len(files)}",
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()).encode(),
        "manifest-sha256.txt": _manifest(files),
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags)
    root = case.registration.number.replace("/", "-")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bag:
        for name, data in (*tags.items(), *files.items()):
            entry = zipfile.ZipInfo(f"{root}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            bag.writestr(entry, data, compress_type=zipfile.ZIP_DEFLATED)
    day = shanghai_date(at)
    record(case.stream, "packed", by=by, occurred=day, at=at, data={"files": len(files)})
    return out.getvalue()


def _events(case: Case) -> bytes:
    rows = Event.objects.filter(stream=case.stream).order_by("n")[:_MOST_EVENTS]
    lines = [
        json.dumps({"body": bytes(one.body).decode(), "hash": bytes(one.hash).hex()}, ensure_ascii=False)
        for one in rows
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _manifest(files: dict[str, bytes]) -> bytes:
    return "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()
