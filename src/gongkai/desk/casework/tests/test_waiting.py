"""The first page says how much is overdue, also where it shows only the first lines."""

from datetime import date, timedelta

import pytest

from gongkai.desk.casework.waiting import MOST, Job, Late, Part, late

TODAY = date(2018, 3, 5)
BEFORE, AFTER = TODAY - timedelta(1), TODAY + timedelta(1)


def part(days, count=None, **more):
    jobs = tuple(Job(f"件{n}", more.pop(f"href{n}", f"/{id(days)}/{n}"), on) for n, on in enumerate(days))
    return Part("x", "房间", "/x", jobs, len(jobs) if count is None else count, **more)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], Late(2, False)),
        ([part([BEFORE, AFTER, None])], Late(3, False)),
        ([part([BEFORE, AFTER], 40)], Late(3, False)),
        ([part([BEFORE, BEFORE], 40)], Late(4, True)),
        ([part([BEFORE, BEFORE], 40, is_late=True)], Late(42, False)),
        ([part([BEFORE, BEFORE], MOST + 1, is_late=True)], Late(MOST + 2, True)),
        ([part([BEFORE], href0="/same"), part([BEFORE, BEFORE], href0="/same")], Late(4, False)),
    ],
    ids=["own only", "shown", "the rest is not due", "may run on", "all late", "capped", "each once"],
)
def test_what_is_overdue_is_counted_once_and_never_as_less_than_it_is(parts, said):
    assert late(parts, TODAY, own=2) == said


def test_what_is_paused_is_not_overdue():
    paused = Part("x", "房间", "/x", (Job("件", "/1", BEFORE, is_paused=True),), 1)
    assert late([paused], TODAY) == Late(0, False)
