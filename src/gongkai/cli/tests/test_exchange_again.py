"""``gongkai exchange again``: asks for a mass re-release and tells what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils import timezone

from gongkai.cli.exchange import exchange
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.jobs import running
from gongkai.exchange import worker
from gongkai.exchange.models import Rerelease
from gongkai.exchange.rereleases import verbs, working
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def out(db: None, keys: object) -> Iterator[Bureau]:
    state = Path(settings.GONGKAI_KEYS) / "state.json"
    before = state.read_bytes()
    bureau = Bureau.found()
    for number in (1, 2):
        bureau.cleared(number)
    worker.push(LATER)
    yield bureau
    state.write_bytes(before)


def run(*given: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(exchange, ["again", *given], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value or 0, done.stdout, done.stderr


def test_the_command_asks_and_another_person_approves_on_the_desk(out: Bureau) -> None:
    assert "还没有批量重新发布过" in run()[1]
    status, said, _ = run("--by", "office", "--reason", "换了门户", "--year", "2017", "--missing")
    assert status == 0 and "等待批准" in said
    made = Rerelease.objects.get()
    assert (made.year, made.only_missing, made.approved_at) == (2017, True, None)
    verbs.approve(made, out.officers["leader"], LATER)
    running.work(timezone.now, None, {verbs.KIND: working.portion})
    found = json.loads(run("--json")[1])["rereleases"][0]
    assert (found["state"], found["unchanged"], found["sent"], found["stopped"]) == ("ended", 2, 0, [])


def test_the_command_names_what_is_wrong(out: Bureau) -> None:
    for given in (("--reason", "x"), ("--by", "nobody", "--reason", "x"), ("--by", "clerk", "--reason", "x")):
        with pytest.raises(Refused):
            run(*given)


def test_the_status_says_how_many_pages_wait(out: Bureau) -> None:
    done = CliRunner().invoke(exchange, ["status", "--json"], standalone_mode=False)
    assert json.loads(done.stdout)["pages"] == {"changed": 0, "outdated": 0, "failed": 0}
