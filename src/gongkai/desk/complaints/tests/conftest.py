"""What the tests of the centre share."""

import pytest

from gongkai.desk.complaints.tests.centre import Centre


@pytest.fixture
def centre(db, keys):
    return Centre.found()
