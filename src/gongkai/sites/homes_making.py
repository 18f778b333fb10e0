"""Makes a home: folders, settings, keys of both worlds, both databases. Django must be set up for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.portalkeys import PortalKeys
from gongkai.sealing.times import stamp
from gongkai.sites.current import demand_not_newer
from gongkai.sites.home import Value, demand_empty, settings_text

FOLDERS = ("files/desk", "files/portal", "logs")
KNOWN = frozenset(
    {"settings.toml", "keys", "portal", "files", "logs", "desk.sqlite3", "portal.sqlite3", "static"}
)
"""What may lie in a folder that becomes a home."""


def folders(home: Path) -> None:
    """The folders of an empty home. Refuses one that holds something of another kind."""
    demand_empty(home, KNOWN)
    home.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        (home / name).mkdir(parents=True, exist_ok=True)
    close_to_others(home)


def close_to_others(home: Path) -> None:
    """Keep the desk's database, files and logs from the other users of the machine.

    Restricts the desk's side only: what the portal holds is public, and another user may serve it.
    """
    for name in ("logs", "files/desk"):
        (home / name).mkdir(parents=True, exist_ok=True)
        (home / name).chmod(0o700)
    database = home / "desk.sqlite3"
    if database.exists():
        database.chmod(0o600)


def migrate() -> None:
    """Bring both databases to the present schema. Refuses ``newer-database``."""
    for alias in ("default", "portal"):
        demand_not_newer(alias)
    call_command("migrate", database="default", verbosity=0, interactive=False)
    call_command("migrate", database="portal", verbosity=0, interactive=False)


def create(home: Path, *, origin: str, at: datetime, values: Mapping[str, Value] | None = None) -> KeyStore:
    """Everything an empty home needs before its first record. The agency is pinned by :func:`trust`.

    ``values``: settings that are not the defaults.
    """
    folders(home)
    if not (home / "settings.toml").exists():
        text = settings_text({"origin": origin} | dict(values or {}))
        (home / "settings.toml").write_text(text, encoding="utf-8")
        settings.GONGKAI_VALUES.update(
            {"origin": origin} | dict(values or {})
        )  # for the rest of this process
    store = KeyStore.create(Path(settings.GONGKAI_KEYS), origin=origin, at=stamp(at))
    PortalKeys.create(Path(settings.GONGKAI_PORTAL_KEYS), origin=origin, at=stamp(at))
    keyring.forget()
    migrate()
    close_to_others(home)
    return store


def pin() -> None:
    """Let the portal of this home believe its desk, as soon as it is known which agency they serve.

    Does nothing without a portal here, where it trusts somebody already, and while no agency is known.
    """
    folder = Path(settings.GONGKAI_PORTAL_KEYS)
    if not (folder / "portal.key").is_file() or (folder / "trust.json").exists():
        return
    wanted = str(settings.GONGKAI_VALUES["agency"])
    found = Agency.objects.filter(code=wanted) if wanted else Agency.objects.all()
    codes = list(found.order_by("code").values_list("code", flat=True)[:2])
    if len(codes) == 1:
        trust(KeyStore(Path(settings.GONGKAI_KEYS)), codes[0])


def trust(store: KeyStore, agency: str) -> None:
    """Let the portal believe this desk: pin its public keys under the agency's code."""
    vkeys = {use: [store.load(use).signer.verifier.vkey] for use in ("door", "answer", "log")}
    PortalKeys(Path(settings.GONGKAI_PORTAL_KEYS)).pin(agency, **vkeys)
