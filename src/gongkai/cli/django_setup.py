"""Brings Django up for the commands that work on a home; the ground floor's commands never call this."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import django

from gongkai.cli.frame import home
from gongkai.refusal import Refused

DESK = "gongkai.sites.desk"
PORTAL = "gongkai.sites.portal"


def setup(settings: str = DESK, *, needs_home: bool = True) -> None:
    """Load settings and applications. Refuses where the home is not there yet."""
    if needs_home and not (home() / "keys" / "state.json").is_file():
        raise Refused(
            "no-home",
            f"数据目录 {home()} 还没有建立",
            "请先运行 gongkai demo（样例）或 gongkai init（正式），或用 --home 指明目录",
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    django.setup()


def setup_portal() -> None:
    """The portal's settings, on one machine with the desk or alone. Refuses where no portal was made."""
    if not (home() / "portal" / "portal.key").is_file():
        raise Refused(
            "no-home",
            f"{home()} 还不是门户的数据目录",
            "请先运行 gongkai init（只作门户的机器加 --portal）或 gongkai demo（样例），或用 --home 指明目录",
        )
    setup(PORTAL, needs_home=False)


def part(name: str) -> ModuleType:
    """A module that needs Django, imported after :func:`setup` (as the lazy group does with commands)."""
    return importlib.import_module(name)
