"""The bureau whose samples, decisions and clues the tests of this room are about."""

from __future__ import annotations

import pytest

from gongkai.desk.disclosure.tests.bureau import Bureau


@pytest.fixture
def bureau(db: None, keys: object) -> Bureau:
    return Bureau.found()
