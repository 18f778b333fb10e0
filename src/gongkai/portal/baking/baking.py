"""One bake: what went is taken away first, then what is new is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gongkai.portal.baking import entries, nginx
from gongkai.portal.baking.folder import Folder
from gongkai.portal.baking.places import places
from gongkai.portal.publishing import refresh

CONFIGURATION = "nginx.conf"


@dataclass(frozen=True, slots=True)
class Baked:
    """What a bake did, in addresses."""

    written: int
    removed: int
    kept: int

    @property
    def total(self) -> int:
        """All addresses that lie there now."""
        return self.written + self.kept


def bake(
    out: Path,
    *,
    now: datetime,
    server: nginx.Server,
    say: Callable[[int, int], None] = lambda done, total: None,
) -> Baked:
    """Bring the folder ``out`` to what is public at ``now``; stale pages are rendered before.

    ``say`` is told how many of the changed addresses are done. Refuses a folder that is not a baked one
    (``not-ours``) and an attachment whose bytes changed (``E_BLOB``).
    """
    refresh(now)
    folder = Folder(out)
    wanted = places(entries.every())
    changed = [place for place, entry in wanted.items() if not folder.holds(place, entry.tag)]
    stray = folder.there - {f"{place}{end}" for place in wanted for end in ("", ".gz", ".br")}
    removed = 0
    if changed or stray:
        folder.begin()
        removed = folder.remove_all_but(wanted)
    written = 0
    for done, place in enumerate(changed, start=1):
        written += folder.write(place, wanted[place])
        say(done, len(changed))
    folder.finish()
    folder.write_text(CONFIGURATION, nginx.configuration(out, wanted, server))
    return Baked(written, removed, len(wanted) - len(changed))
