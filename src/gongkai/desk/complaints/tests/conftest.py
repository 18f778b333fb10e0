"""What the tests of the centre share."""

import pytest
from django.test import Client

from gongkai.desk.complaints.tests.centre import Centre


@pytest.fixture
def centre(db, keys):
    return Centre.found()


@pytest.fixture
def client_of(centre):
    def make(name):
        client = Client()
        client.force_login(centre[name])
        return client

    return make
