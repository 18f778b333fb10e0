"""Binds the event chains to the public log: daily the digest of the signed anchor (SEALING.md 6).

From then on even whoever rules the desk's machine cannot rewrite events unseen. The object behind the digest
(checkpoint digest and salt) is kept in ``logs/public-anchors.log``, to be shown when somebody asks.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Anchor
from gongkai.exchange import log, serving
from gongkai.exchange.models import LogEntry
from gongkai.sealing import log as logs
from gongkai.sealing.canon import canon, digest_of
from gongkai.sealing.times import moment

KIND = "anchor"


def kept() -> Path:
    """The file of the objects, a canonical JSON each line, whose SHA-256 is the entry's object."""
    return Path(settings.GONGKAI_HOME) / "logs" / "public-anchors.log"


def bind(agency: Agency, at: datetime) -> LogEntry | None:
    """Enter today's anchor into the public log, once a day; null when it was done or there is none."""
    anchor = Anchor.objects.order_by("-size").first()
    if anchor is None:
        return None
    with transaction.atomic():
        serving.lock(agency)
        last = LogEntry.objects.filter(kind=KIND).order_by("-number").first()
        if last is not None and _day(last) >= shanghai_date(at).isoformat():
            return None
        line = canon(logs.anchor(anchor.note))
        entry = log.append(KIND, None, digest_of(line), at)
        # before the commit: a line without its entry says nothing, an entry without its line proves nothing
        _keep(line)
    return entry


def _day(entry: LogEntry) -> str:
    return shanghai_date(moment(logs.read_entry(bytes(entry.body))["at"])).isoformat()


def _keep(line: bytes) -> None:
    file = kept()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("ab") as out:
        out.write(line + b"\n")
        out.flush()
        os.fsync(out.fileno())
