"""Makes a home: folders, settings, keys of both worlds, both databases. Django must be set up for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import keyring
from gongkai.refusal import Refused
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.portalkeys import PortalKeys
from gongkai.sealing.times import stamp
from gongkai.sites.home import OPTIONS, Value

FOLDERS = ("files/desk", "files/portal", "logs")


def folders(home: Path) -> None:
    """The folders of an empty home. Refuses one that holds something of another kind."""
    strangers = (
        [entry.name for entry in home.iterdir() if not entry.name.startswith(".")] if home.is_dir() else []
    )
    known = {"settings.toml", "keys", "portal", "files", "logs", "desk.sqlite3", "portal.sqlite3", "static"}
    if set(strangers) - known - {f"{name}{tail}" for name in known for tail in ("-wal", "-shm")}:
        raise Refused(
            "not-empty", f"{home} 不是空目录（有 {sorted(strangers)[0]} 等）", "请用 --home 指明一个新目录"
        )
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


def settings_text(values: Mapping[str, Value]) -> str:
    """``settings.toml`` with every setting, its meaning and value; a default stands as a comment."""
    lines = ["# 公开 · 本机设置。去掉行首的 # 并改值即可；环境变量 GONGKAI_… 优先。\n"]
    for option in OPTIONS:
        value = values.get(option.name, option.default)
        shown = (
            str(value).lower()
            if isinstance(value, bool)
            else value
            if isinstance(value, int)
            else json.dumps(value, ensure_ascii=False)
        )
        mark = "# " if value == option.default else ""
        lines.append(f"# {option.meaning}\n{mark}{option.name} = {shown}\n")
    return "\n".join(lines)


def migrate() -> None:
    """Bring both databases to the present schema."""
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
