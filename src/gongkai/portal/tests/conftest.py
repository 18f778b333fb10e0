"""Fixtures of the portal's tests: a desk that sends, a reader that asks the front layer."""

from __future__ import annotations

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from gongkai.portal.tests.desk import Desk
from gongkai.portal.tests.reader import Reader


@pytest.fixture
def folder(tmp_path, settings):
    settings.GONGKAI_PORTAL_FILES = tmp_path / "files"
    settings.GONGKAI_PORTAL_KEYS = tmp_path / "portal"
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"portal_address": "https://xxgk.example.gov.cn"}
    return settings.GONGKAI_PORTAL_FILES


@pytest.fixture
def desk(folder):
    return Desk(folder)


@pytest.fixture
def reader(settings):
    settings.ROOT_URLCONF = "gongkai.sites.portal_urls"
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Reader()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
