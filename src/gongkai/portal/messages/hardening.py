"""After the reply a new box gets its slow lock and the citizen's own copy, by a quiet thread.

The work waits in memory only: if the process ends first, the box keeps its fast lock, which is safe for a
whole code, until the first look-up replaces it (SEALING.md 4.4).
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, close_old_connections

from gongkai.portal.messages import boxes, intake, secrets
from gongkai.portal.messages.sealing_up import WITHOUT_COPY
from gongkai.portal.models import Mailbox
from gongkai.refusal import Refused
from gongkai.sealing import receipt
from gongkai.sealing.canon import b64u

MOST = 256
"""Boxes that may wait; the next ones stay fast."""
_LOWEST = 19
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A box that was just made, while its form's secret is still known."""

    sid: bytes = field(repr=False)
    message: Mapping[str, Any] = field(repr=False)


class Hardener:
    """One thread of the lowest priority."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[Job] = queue.Queue(MOST)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work; the web process calls this, commands and tests do not."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="hardening", daemon=True)
            self._thread.start()

    def offer(self, job: Job) -> bool:
        """Hand a job over if somebody works and there is room."""
        if self._thread is None or not self._thread.is_alive():
            return False
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        return True

    def _run(self) -> None:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST)
        while True:
            job = self._jobs.get()
            try:
                work(job)
            except (DatabaseError, OSError, Refused) as problem:
                _LOGGER.warning("%s", type(problem).__name__)
            finally:
                close_old_connections()


hardener = Hardener()


def work(job: Job) -> None:
    """Give one box its slow lock and its owner a copy."""
    made = receipt.derive(job.sid)
    slow = receipt.slow_lock(receipt.read_code(made.code), secrets.salt())
    boxes.harden(made.box_id, made.seed, slow)
    box = Mailbox.objects.filter(uid=b64u(made.box_id)).first()
    if box is not None and job.message["kind"] not in WITHOUT_COPY:
        with intake.turn():
            boxes.keep_copy(box, receipt.box_keys(made.box_id, made.seed), job.message)
