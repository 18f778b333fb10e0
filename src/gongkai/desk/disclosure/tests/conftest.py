"""A small bureau for the tests of the way to the door."""

from __future__ import annotations

import pytest

from gongkai.desk.disclosure.tests.bureau import Bureau


@pytest.fixture
def bureau(db: None, keys: object) -> Bureau:
    return Bureau.found()
