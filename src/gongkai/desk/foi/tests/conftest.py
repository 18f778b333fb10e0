"""The small bureau of these tests."""

import pytest

from gongkai.desk.foi.tests.bureau import Bureau

ORGANS = {"review_organ": "高区管委会", "court": "高区人民法院"}


@pytest.fixture
def bureau(db, keys, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | ORGANS
    return Bureau()
