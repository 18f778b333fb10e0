"""What the portal is told by settings: where its files lie, under which address it is reached."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.portal.models import IntakeKey
from gongkai.sealing.portalkeys import PortalKeys

FEATURES = ("search", "apply", "complain", "ask", "receipt", "catalog", "deadline")
"""What a portal may offer beside published pages."""
BUILT = frozenset({"search", "deadline", "catalog"})
"""What every portal offers; pages lead to nothing else …"""
MESSAGES = frozenset({"apply", "complain", "ask", "receipt"})
"""… but to these as soon as the desk has announced a key that messages are sealed to."""

_LOCAL = {"localhost", "127.0.0.1", "::1"}


def files() -> Path:
    """The folder of released files, ``files/portal`` of the home."""
    return Path(settings.GONGKAI_PORTAL_FILES)


def address() -> str:
    """The portal's public address without a slash at the end; used where a link must be whole."""
    return str(settings.GONGKAI_VALUES["portal_address"]).rstrip("/")


def is_local() -> bool:
    """Whether that address leads nowhere outside this machine."""
    return urlsplit(address()).hostname in _LOCAL


def log_vkeys() -> list[str]:
    """The pinned public keys of the release log, from ``trust.json`` in ``GONGKAI_PORTAL_KEYS``."""
    folder = Path(settings.GONGKAI_PORTAL_KEYS)
    if not (folder / "trust.json").is_file():
        return []
    return [key.vkey for key in PortalKeys(folder).trust().log]


def features() -> dict[str, bool]:
    """What exists on this portal, as the templates ask for it."""
    offered = BUILT | MESSAGES if IntakeKey.objects.exists() else BUILT
    return {name: name in offered for name in FEATURES}
