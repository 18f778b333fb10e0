"""The bundle transport, the portal's side: runs without the desk, on the portal's settings and keys."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gongkai.portal import publishing, surroundings
from gongkai.portal.models import DoorIn
from gongkai.portal.publishing import blobs
from gongkai.refusal import Refused
from gongkai.sealing.bundle import Reader
from gongkai.sealing.canon import parse
from gongkai.sealing.messages import Known, Place
from gongkai.sealing.portalkeys import PortalKeys, Trust


def read(file: Path, now: datetime) -> tuple[int, Place]:
    """Apply a bundle, each message in a transaction of its own; gives how many were new and where we are.

    Nothing is written before its note verifies; a run that was killed goes on when it is run again. Raises
    Refused with the code of the first demand that fails; what was applied before it stays.
    """
    trust = PortalKeys(Path(settings.GONGKAI_PORTAL_KEYS)).trust()
    before = publishing.place(trust.agency)
    known = _known(trust.agency)
    with file.open("rb") as source:
        reader = Reader(source, before, trust.door)
        if not reader.is_new(before, known):
            reader.pass_over()
            publishing.refresh(now)  # what a killed run left
            return 0, before
        with _staging(surroundings.files()) as folder:
            for arriving in reader.files():
                _keep(folder / arriving.sha256, arriving.pieces)
            reader.end()
            _apply(reader, folder, trust, now)
    publishing.refresh(now)
    after = publishing.place(trust.agency)
    return after.applied - before.applied, after


def _apply(reader: Reader, folder: Path, trust: Trust, now: datetime) -> None:
    """Apply the messages in order; files move beside the portal only for the message that names them."""
    for seq, signed in enumerate(reader.messages, start=reader.manifest["first"]):
        for blob in parse(signed.data)["blobs"]:
            target = blobs.place(surroundings.files(), blob["sha256"])
            if not blobs.is_whole(blob, surroundings.files()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                os.link(folder / blob["sha256"], target)
        try:
            publishing.apply(signed.data, signed.note, trust=trust, now=now)
        except Refused as refused:
            sentence = f"第 {seq} 号消息：{refused.sentence}"
            raise Refused(refused.code, sentence, refused.mend) from refused


def _keep(target: Path, pieces: Iterator[bytes]) -> None:
    with target.open("wb") as out:
        for piece in pieces:
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _staging(files: Path) -> Iterator[Path]:
    """A folder on the same disk for files whose messages are not applied yet."""
    files.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".arriving.", dir=files))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _known(agency: str) -> Known:
    def digest(seq: int) -> str | None:
        rows = DoorIn.objects.filter(agency=agency, seq=seq, applied__isnull=False)
        return rows.order_by("-epoch").values_list("digest", flat=True).first()

    return digest
