"""What the background work cannot do alarms somebody: on the first page, not in a log alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.tests.bureau import LATER, SINCE, Bureau
from gongkai.exchange import waiting, worker
from gongkai.exchange.models import Round
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
DAY = shanghai_date(LATER)


def told(officer: Officer, later: int = 0) -> list[tuple[str, str]]:
    day = DAY + timedelta(days=later)
    parts = waiting.waiting(officer, day, list(held(officer, day)))
    return [(job.stands, job.title) for part in parts if part.key == "background" for job in part.jobs]


def test_a_failed_ending_is_told_and_stops_no_other_part(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.cleared()

    def fails(agency: object, at: object) -> None:
        raise Refused("end-failed", "1 条到期信息没有停止公示", "请核对")

    with monkeypatch.context() as broken:
        broken.setattr(worker.ending, "end_due", fails)
        worker.tick(LATER)
    keeper = Officer.objects.create_user("keeper", name="管某", agency=bureau.agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    for officer in (bureau.officers["office"], bureau.officers["leader"], keeper):
        ((code, title),) = told(officer)
        assert code == "end-failed" and title.startswith("1 条到期信息没有停止公示")
    assert told(bureau.officers["clerk"]) == []
    assert Round.objects.get().at == LATER
    worker.tick(LATER + timedelta(seconds=5))
    assert told(bureau.officers["office"]) == []


def test_background_work_that_rests_since_yesterday_is_told(bureau: Bureau) -> None:
    assert told(bureau.officers["office"]) == []
    worker.tick(LATER)
    assert told(bureau.officers["office"]) == []
    ((stands, title),) = told(bureau.officers["office"], later=1)
    assert stands == "停着" and f"{DAY}" in title


def test_a_quiet_round_leaves_word_once_a_minute(bureau: Bureau) -> None:
    for seconds, kept in ((0, 0), (5, 0), (59, 0), (61, 61)):
        worker.tick(LATER + timedelta(seconds=seconds))
        assert Round.objects.get().at == LATER + timedelta(seconds=kept)
