"""What the portal is told by settings: where its files lie, under which address it is reached."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.sealing.portalkeys import PortalKeys

FEATURES = ("search", "apply", "complain", "ask", "receipt", "catalog", "deadline")
"""What a portal may offer beside published pages."""
BUILT = frozenset({"search", "deadline", "catalog"})
"""What this version does offer; pages lead to nothing else."""

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
    return {name: name in BUILT for name in FEATURES}
