"""Whom this door serves, and the lock under which it numbers what goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import the_agency
from gongkai.desk.casework import keyring
from gongkai.exchange.transports.narrow import is_remote
from gongkai.portal.messages import secrets
from gongkai.refusal import Refused
from gongkai.sealing.canon import b64u
from gongkai.sealing.portalkeys import TRUST, PortalKeys, Trust


def agency() -> Agency:
    """The agency of this home: the one that the settings name, else the only one. Raises Refused."""
    return the_agency(str(settings.GONGKAI_VALUES["agency"]))


def lock(serving: Agency) -> None:
    """Hold the outbox and the log until the transaction ends: one writer at a time."""
    Agency.objects.select_for_update(no_key=True).get(pk=serving.pk)


def portal_keys() -> list[str]:
    """The verifying keys of the portal's messages.

    The setting; without it those of this machine's own portal, if that is the portal. ``E_KEYS``.
    """
    given = str(settings.GONGKAI_VALUES["portal_vkey"])
    if given:
        return [given]
    folder = Path(settings.GONGKAI_PORTAL_KEYS)
    if is_remote() or not (folder / "portal.key").is_file():
        raise Refused(
            "E_KEYS",
            "不知道门户的公钥，不能取回来件",
            "请把门户上 gongkai exchange vkey 的输出写入设置 portal_vkey",
        )
    return [PortalKeys(folder).load().signer.verifier.vkey]


def escrowed() -> dict[str, str]:
    """What of this machine's portal is kept with the keys: the salt without which no receipt code works.

    Nothing where the portal is another machine's: that has a backup of its own.
    """
    if is_remote() or not (Path(settings.GONGKAI_PORTAL_KEYS) / "portal.key").is_file():
        return {}
    return {"portal_salt": b64u(secrets.salt())}


def card() -> dict[str, Any]:
    """The desk's public keys as a portal elsewhere pins them: also older ones, which signed what it may get.

    Raises Refused where no agency is known yet.
    """
    store = keyring.store()
    vkeys = {use: [one.signer.verifier.vkey for one in store.all(use)] for use in ("door", "answer", "log")}
    return {"t": TRUST, "agency": agency().code} | vkeys


def trust() -> Trust:
    """Whom the portal of this machine believes."""
    return PortalKeys(Path(settings.GONGKAI_PORTAL_KEYS)).trust()
