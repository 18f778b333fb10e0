"""Two worlds, two databases: the portal's tables live in ``portal``, everything else in ``default``."""

from __future__ import annotations

from typing import Any

PORTAL_APPS = frozenset({"portal"})


class TwoWorlds:
    """Routes by application label; no relation crosses."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Where a model is read."""
        return "portal" if model._meta.app_label in PORTAL_APPS else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Only inside one world."""
        return (one._meta.app_label in PORTAL_APPS) == (other._meta.app_label in PORTAL_APPS)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The portal's tables only there, all others only in the desk's database; none through the door."""
        return db in ("default", "portal") and (db == "portal") == (app_label in PORTAL_APPS)
