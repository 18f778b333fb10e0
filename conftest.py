"""What the whole suite shares."""

from __future__ import annotations

import os
import shutil

import pytest
from django.conf import settings

from gongkai.sealing.keys import KeyStore
from gongkai.sealing.portalkeys import PortalKeys

CHROMIUM = shutil.which("chromium")
MISSING_CHROMIUM = "needs Chromium: apt-get install chromium"
MISSING_POSTGRESQL = "needs PostgreSQL: apt-get install postgresql, then GONGKAI_TEST_POSTGRESQL"


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
def keys(django_db_setup: None) -> object:
    """The keys of the tests' home, desk and portal, with the portal trusting the desk."""
    store = KeyStore.create(settings.GONGKAI_KEYS, origin="scj.example.gov.cn", at="2018-01-01T00:00:00Z")
    portal = PortalKeys.create(
        settings.GONGKAI_PORTAL_KEYS, origin="scj.example.gov.cn", at="2018-01-01T00:00:00Z"
    )
    vkeys = {use: [store.load(use).signer.verifier.vkey] for use in ("door", "answer", "log")}
    portal.pin("371002SC", **vkeys)
    return store
