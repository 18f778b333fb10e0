"""Random ids of records: what streams of events and sealed fields are bound to, never a row number."""

from __future__ import annotations

import os

from gongkai.sealing.canon import b64u

UID_LENGTH = 22


def new_uid() -> str:
    """A fresh id: 16 random bytes as base64url."""
    return b64u(os.urandom(16))
