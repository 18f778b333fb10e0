"""What the whole suite shares."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase, TransactionTestCase

from gongkai.desk.casework import append_only, filed_guard
from gongkai.desk.casework.anchoring import anchors_log
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.portalkeys import PortalKeys

CHROMIUM = shutil.which("chromium")
MISSING_CHROMIUM = "needs Chromium: apt-get install chromium"
MISSING_POSTGRESQL = "needs PostgreSQL: apt-get install postgresql, then GONGKAI_TEST_POSTGRESQL"

# A busy machine is no fault of a test.
hypothesis.settings.register_profile(
    "whole", hypothesis.settings(), deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("whole")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this bare machine cannot do, with the way to mend it; in CI that is a failure."""
    strict = bool(os.environ.get("CI"))
    for item in items:
        if item.get_closest_marker("chromium") and CHROMIUM is None:
            _miss(item, MISSING_CHROMIUM, strict)
        if item.get_closest_marker("postgresql") and not os.environ.get("GONGKAI_TEST_POSTGRESQL"):
            _miss(item, MISSING_POSTGRESQL, False)


def _miss(item: pytest.Item, reason: str, strict: bool) -> None:
    if strict:
        raise pytest.UsageError(f"{item.nodeid}: {reason}")
    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def key_folders(django_db_setup: None) -> KeyStore:
    """The keys of the tests' home, desk and portal, made once, with the portal trusting the desk."""
    store = KeyStore.create(settings.GONGKAI_KEYS, origin="scj.example.gov.cn", at="2018-01-01T00:00:00Z")
    portal = PortalKeys.create(
        settings.GONGKAI_PORTAL_KEYS, origin="scj.example.gov.cn", at="2018-01-01T00:00:00Z"
    )
    vkeys = {use: [store.load(use).signer.verifier.vkey] for use in ("door", "answer", "log")}
    portal.pin("371002SC", **vkeys)
    return store


@pytest.fixture
def keys(key_folders: KeyStore) -> Iterator[KeyStore]:
    """The tests' keys. Databases are rolled back after a test; what lies beside them is too."""
    beside = (Path(settings.GONGKAI_KEYS) / "state.json", anchors_log())
    before = {file: file.read_bytes() if file.exists() else None for file in beside}
    yield key_folders
    for file, content in before.items():
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(content)


@pytest.fixture(scope="session", autouse=True)
def _flush_despite_triggers() -> Iterator[None]:
    """Tests with real transactions empty the tables at their end; the append-only ones too."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        if "default" not in self._databases_names(include_mirrors=False):
            flush(self)
            return
        with append_only.lifted(connection), filed_guard.lifted(connection):
            flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session", autouse=True)
def _connections_kept() -> Iterator[None]:
    """A test is rolled back, its connection stays: a new one would read the catalogue of PostgreSQL anew."""

    def finish(cls: type[TestCase]) -> None:
        if cls._databases_support_transactions():
            cls._rollback_atomics(cls.cls_atomics)
        super(TestCase, cls).tearDownClass()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestCase, "tearDownClass", classmethod(finish))
        yield
