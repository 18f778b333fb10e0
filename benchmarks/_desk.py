"""A desk in a folder of its own for the benchmarks: tables and keys, no records."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def part(name: str) -> Any:
    """A module of ours, once Django stands."""
    return import_module(f"gongkai.{name}")


def begin() -> Any:
    """Django on the desk's database that the environment names; gives the connection."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", database="default", verbosity=0)
    part("sealing.keys").KeyStore.create(
        settings.GONGKAI_KEYS, origin="scj.example.gov.cn", at="2018-01-01T00:00:00Z"
    )
    return connection
