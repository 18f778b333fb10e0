"""A small bureau with an item ready to go, for the tests of the door."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.sealing.keys import KeyStore


@pytest.fixture(autouse=True)
def fresh_memory(keys: KeyStore) -> Iterator[None]:
    """Databases are rolled back after each test; what ``state.json`` and folders remember must be too."""
    state = Path(settings.GONGKAI_KEYS) / "state.json"
    before = state.read_bytes()
    yield
    state.write_bytes(before)
    for folder in (settings.GONGKAI_DESK_FILES, settings.GONGKAI_PORTAL_FILES):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def bureau(db: None) -> Bureau:
    return Bureau.found()
