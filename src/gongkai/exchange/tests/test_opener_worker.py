"""The opener alone, and the worker that leaves openings to it (SEALING.md 2.1, 5)."""

import logging

import pytest
from django.db import OperationalError

from gongkai.desk.complaints import opener, verbs
from gongkai.desk.complaints.tests.centre import AT, NAME, Centre
from gongkai.exchange import opener_worker, rounds, worker
from gongkai.sealing.hpke import Opener

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
BROWSER = Opener(b"\x61" * 32)


@pytest.fixture
def centre():
    return Centre.found()


@pytest.fixture
def approved(centre):
    case = centre.case(kind="举报", is_secret=True)
    asked = verbs.ask_opening(case, "verify", BROWSER.public, by=centre["handler"], at=AT)
    return verbs.approve_opening(asked, by=centre["head"], at=AT)


def shown(centre, opening):
    opening.refresh_from_db()
    return verbs.opened_person(opening, BROWSER.secret, by=centre["handler"], at=AT)["name"]


def test_on_one_machine_the_worker_opens_between_its_rounds(centre, approved):
    worker.between(lambda: AT)
    assert shown(centre, approved) == NAME


def test_where_the_keys_lie_apart_the_worker_leaves_it_to_the_opener(centre, approved, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"identity_apart": True}
    worker.between(lambda: AT)
    approved.refresh_from_db()
    assert approved.opened_at is None and not approved.problem
    assert opener_worker.tick(AT) == []
    assert shown(centre, approved) == NAME


def test_between_its_rounds_the_opener_looks_again_and_has_nothing_else_to_do(centre, approved):
    assert opener_worker.newest() == ()
    assert opener_worker.between(lambda: AT, until=AT) == 0
    assert shown(centre, approved) == NAME


def test_a_database_that_is_away_is_told_once_and_does_not_end_it(monkeypatch, caplog):
    def away(at):
        raise OperationalError("away")

    monkeypatch.setattr(opener, "open_approved", away)
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)
    with caplog.at_level(logging.WARNING):
        assert opener_worker.tick(AT) == opener_worker.tick(AT) == ["OperationalError away"]
    assert caplog.text.count("away") == 1
    monkeypatch.undo()
    assert opener_worker.tick(AT) == []
