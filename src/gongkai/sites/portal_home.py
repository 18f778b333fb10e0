"""The home of a machine that is the portal alone: its keys, database and files; nothing of the desk.

Runs on the portal's settings. The desk's public keys come as a card (``gongkai exchange trust``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from gongkai.refusal import Refused
from gongkai.sealing.portalkeys import TRUST, PortalKeys, Trust
from gongkai.sealing.times import stamp
from gongkai.sites.current import demand_not_newer
from gongkai.sites.home import Value, demand_empty, settings_text

KNOWN = frozenset({"settings.toml", "portal", "files", "portal.sqlite3", "static"})
"""What may lie in a folder that becomes a portal's home."""


def create(home: Path, *, origin: str, at: datetime, values: Mapping[str, Value] | None = None) -> PortalKeys:
    """Keys, settings, files and database of a portal. Raises Refused: ``not-empty``."""
    demand_empty(home, KNOWN)
    (home / "files/portal").mkdir(parents=True, exist_ok=True)
    given = {"origin": origin} | dict(values or {})
    if not (home / "settings.toml").exists():
        (home / "settings.toml").write_text(settings_text(given), encoding="utf-8")
    made = PortalKeys.create(Path(settings.GONGKAI_PORTAL_KEYS), origin=origin, at=stamp(at))
    migrate()
    return made


def migrate() -> None:
    """Bring the portal's database to the present schema. Refuses ``newer-database``."""
    demand_not_newer("portal")
    call_command("migrate", database="portal", verbosity=0, interactive=False)


def believe(card: Mapping[str, Any]) -> Trust:
    """Pin the desk's public keys, once: later ones come as messages that the key before them signed.

    Raises Refused: ``bad-trust`` for a card that is none, ``already-pinned`` for another one than before.
    """
    folder = Path(settings.GONGKAI_PORTAL_KEYS)
    keys = PortalKeys(folder)
    given = _read(card)
    if (folder / "trust.json").exists():
        if keys.trust() != given:
            raise Refused(
                "already-pinned",
                "门户已经信任另一套内网公钥",
                "轮换的公钥由消息带来，不用再登记；密钥遗失的，两人核对后移走 portal/trust.json 再登记",
            )
        return given
    vkeys = {use: [key.vkey for key in getattr(given, use)] for use in ("door", "answer", "log")}
    return keys.pin(given.agency, **vkeys)


def _read(card: Mapping[str, Any]) -> Trust:
    mend = "请用内网上 gongkai exchange trust 的输出"
    if card.get("t") != TRUST:
        raise Refused("bad-trust", "不是内网的公钥卡", mend)
    try:
        return Trust.of(dict(card))
    except Refused as wrong:
        raise Refused("bad-trust", f"内网的公钥卡有误：{wrong.sentence}", mend) from wrong
