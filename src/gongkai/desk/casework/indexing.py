"""Which keys the keyed hashes of an index stand under now, for whoever looks something up or writes it.

A process keeps keys in its memory; which of them counts is said by the database, so that a change after a
leak (:mod:`gongkai.desk.casework.reindexing`) is right at every moment and needs no restart. Two kinds of
hashes: those that the database compares with each other stand in one column under the key that counts and are
made anew in a second one; those that are always looked up from a text are replaced where they stand, looked
up under both keys and written under the newest.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import IndexKey
from gongkai.refusal import Refused

HANDLING, IDENTITY = "index-handling", "index-identity"
"""The two indexes: of those who handle cases, and of the opener of secret persons."""


@dataclass(frozen=True, slots=True)
class Index:
    """The secrets of an index: ``active``, and ``coming`` while it is made anew; their ids with them."""

    active: bytes
    kid: str
    coming: bytes | None = None
    coming_kid: str = ""

    @property
    def newest(self) -> bytes:
        """Under this one hashes are written that are replaced where they stand."""
        return self.active if self.coming is None else self.coming

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """All under which something may stand, the newest first."""
        return (self.active,) if self.coming is None else (self.coming, self.active)


def reading(use: str = HANDLING) -> Index:
    """The keys to look up with. Raises Refused (``stale-index``) where the key that counts is gone."""
    row = IndexKey.objects.filter(pk=use).values_list("kid", "next_kid").first()
    kid, coming = row or ("", "")
    try:
        active = keyring.key(use, kid or None)
    except Refused as refused:
        if refused.code != "E_KEYS_MISSING" or not kid:
            raise
        raise Refused(
            "stale-index",
            "查重索引所用的密钥已不在",
            f"请在服务器上运行 gongkai keys rotate {use}，按现有内容重算",
        ) from refused
    if not coming:
        return Index(active.secret, active.kid)
    return Index(active.secret, active.kid, keyring.key(use, coming).secret, coming)


def writing(use: str = HANDLING) -> Index:
    """The keys to write with, which stay the same until the transaction ends: call it inside of one.

    Writers do not wait for each other; a change of the key waits for them, and they for its short steps.
    """
    lock(use, shared=True)
    return reading(use)


def lock(use: str, *, shared: bool = False) -> None:
    """Hold an index until the transaction ends; SQLite's IMMEDIATE transaction does it already."""
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtextextended(%s, 2104))", [use])
