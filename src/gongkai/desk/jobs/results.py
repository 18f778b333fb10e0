"""Where results and half-written files lie: ``files/jobs``, apart from the attachments, only for the program.

A result is named by its SHA-256 below the uid of its job, so deleting one never takes another's bytes.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings

from gongkai.desk.jobs.models import Job

_PIECE = 1 << 20


def folder() -> Path:
    """The folder of all of it, closed to others."""
    found = Path(settings.GONGKAI_HOME) / "files" / "jobs"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def part(job: Job) -> Path:
    """Where a job keeps what it has written so far."""
    return folder() / f"{job.uid}.part"


def keys(job: Job) -> Path:
    """Where a job notes what it is about, before it begins."""
    return folder() / f"{job.uid}.keys"


def place(job: Job) -> Path:
    """Where the finished file of a job lies."""
    return folder() / job.uid / job.result_sha256


def keep(job: Job, written: Path) -> str:
    """Move a finished file to its place; gives the SHA-256. Doing it again changes nothing."""
    hashed = sha256()
    with written.open("rb") as source:
        while piece := source.read(_PIECE):
            hashed.update(piece)
    digest = hashed.hexdigest()
    own = folder() / job.uid
    own.mkdir(exist_ok=True, mode=0o700)
    written.chmod(0o600)
    written.replace(own / digest)
    return digest


def drop_parts(job: Job) -> None:
    """Delete what a job needed on the way to its result."""
    for file in folder().glob(f"{job.uid}.*"):
        file.unlink(missing_ok=True)


def drop(job: Job) -> None:
    """Delete what a job has written, finished or not."""
    drop_parts(job)
    own = folder() / job.uid
    if own.is_dir():
        for file in own.iterdir():
            file.unlink(missing_ok=True)
        own.rmdir()
