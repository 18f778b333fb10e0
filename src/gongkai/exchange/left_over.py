"""The desk's files that nothing refers to: which they are, and the worker's daily sweep.

Two stores: attachments and scans by SHA-256 (``files/desk``), sealed files by the digest of their ciphertext
(``files/desk/sealed``). A digest counts as named when a column of the desk holds it, a submission's content
or a message on its way tells of it. The files of a message that was not opened yet stand in its seal only:
while one waits, nothing sealed that came after it is an orphan.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai import orphans
from gongkai.desk.casework.verifying import Result
from gongkai.desk.disclosure import holdings
from gongkai.desk.disclosure.models import Submission
from gongkai.desk.disclosure.verbs import purging
from gongkai.desk.mailbox.models import Arrival, Mail
from gongkai.exchange.models import OutMessage
from gongkai.exchange.transports import database
from gongkai.portal import left_over as portal

TOLD = timedelta(hours=1)
"""Younger files are those of work that goes on."""
_BEFORE = timedelta(days=1)
"""So long before its message a sealed file may have been fetched."""
_DIGESTS = re.compile(rb"[0-9a-f]{64}")
_OURS = ("gongkai.desk.", "gongkai.exchange.")
_NO_OWNERS = ("mailbox.SentFile", "disclosure.FileCheck")
"""Tables that tell of a check of a file, and outlive it."""
_LONG, _NAMING = 64, ("sha256", "scan", "blob")
"""Hex digits of a digest, and so of each column that holds one; what such columns of files are called."""


def verify_files() -> Result:
    """Files that nothing refers to are listed, with their age; they are no fault: the worker sweeps them."""
    now = timezone.now()
    listed: list[str] = []
    for name, folder in (("内网附件", _plain()), ("内网密封附件", _sealed())):
        found = list(orphans.orphans(folder, named, _until(folder, now - TOLD)))
        listed += orphans.told(found, name, now)
    if not database.is_remote():
        listed += orphans.told(portal.orphaned(now - TOLD), "门户附件", now)
    return Result("files", "没有记录指向的文件", len(listed), [], listed)


def sweep(at: datetime) -> int:
    """Delete orphans older than :data:`orphans.AGE`, once a day; gives how many. The worker's part."""
    gone = [orphans.sweep(_plain(), named, at)]
    if _until(_sealed(), at) == at:
        gone.append(orphans.sweep(_sealed(), named, at))
    return sum(map(len, gone))


def named(digests: Set[str]) -> Set[str]:
    """Those digests that the desk still tells of."""
    left = set(digests)
    for rows, column in _columns():
        if not left:
            break
        left -= set(rows.filter(**{f"{column}__in": left}).values_list(column, flat=True))
    if left:
        left -= _told(left)
    return set(digests) - left


def _columns() -> Iterator[tuple[Any, str]]:
    """Every column of the desk that may name a file: a new table needs no entry here."""
    for model in apps.get_models():
        if model._meta.label in _NO_OWNERS or not model.__module__.startswith(_OURS):
            continue
        for field in model._meta.concrete_fields:
            is_long = isinstance(field, models.CharField) and field.max_length == _LONG
            if is_long and any(word in field.name for word in _NAMING):
                yield _owners(model, field.name), field.name


def _owners(model: Any, column: str) -> Any:
    """The rows whose column names a file: of a purged or destroyed one the digest stays, the file goes."""
    label = model._meta.label
    if column in (holdings.BLOBS.get(label), holdings.SCANS.get(label)):
        return purging.holding(label)
    return model._default_manager.order_by()


def _told(wanted: Set[str]) -> set[str]:
    """Digests within the contents of submissions, messages under way and mails."""
    found: set[str] = set()
    bodies = (
        Submission.objects.values_list("content", flat=True),
        OutMessage.objects.values_list("body", flat=True),
        Mail.objects.exclude(blobs=[]).values_list("blobs", flat=True),
    )
    for rows in bodies:
        for body in rows.order_by().iterator(chunk_size=200):
            data = bytes(body) if isinstance(body, bytes | memoryview) else json.dumps(body).encode()
            found |= {one.decode() for one in _DIGESTS.findall(data)} & wanted
    return found


def _until(folder: Path, before: datetime) -> datetime:
    """Before which moment a file must lie there: before the first message whose seal is still shut."""
    if folder != _sealed():
        return before
    shut = Arrival.objects.exclude(state=Arrival.State.TAKEN).exclude(sealed=b"")
    first = shut.order_by("pulled_at").values_list("pulled_at", flat=True).first()
    return before if first is None else min(before, first - _BEFORE)


def _plain() -> Path:
    return Path(settings.GONGKAI_DESK_FILES)


def _sealed() -> Path:
    return _plain() / "sealed"
