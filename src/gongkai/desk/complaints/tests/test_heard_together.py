"""What is tested in a joint mediation stops the limits of all that are heard in it (order 20 art. 20, 21)."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.casework.clocks import calendar, verify_due
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import nightly, verbs
from gongkai.desk.complaints.clocks import SOURCE, due_of
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import Joint
from gongkai.desk.complaints.tests.centre import PHONE, sample

pytestmark = pytest.mark.django_db
IN_2022 = datetime(2022, 3, 1, 2, tzinfo=UTC)
OTHER = {"name": "林一帆", "phone": PHONE.replace("4417", "4418")}


def day(n):
    return IN_2022 + timedelta(days=n)


def two(centre):
    return centre.accepted(IN_2022), centre.accepted(IN_2022, person=OTHER)


def join(centre, case, main, at):
    verbs.join(case, main, "录音 LY-7", by=centre["handler"], at=at)


def due(case):
    case.refresh_from_db()
    found = due_of(standing(case), calendar())
    assert case.due_on == found.on
    return found


def brute(accepted, days, out):
    """The day on which so many working days have gone by since ``accepted`` that are none of ``out``."""
    on, left = accepted, days
    while left:
        on += timedelta(days=1)
        left -= calendar().is_workday(on) and on not in out
    return on


def stretch(first, last):
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def test_the_limit_of_who_is_heard_together_stands_still_with_the_test_of_the_main_case__order_20_art_20(
    centre,
):
    main, case = two(centre)
    join(centre, case, main, day(1))
    before = due(case).on
    verbs.begin_test(main, sample(main, day(6)), by=centre["handler"], at=day(6))
    assert standing(case).step == Step.JOINED
    assert due(case).on is None and "主案检测" in due(case).paused
    verbs.end_test(main, by=centre["handler"], at=day(20))
    assert (
        due(case).on
        == due(main).on
        == brute(date(2022, 3, 1), 45, stretch(date(2022, 3, 7), date(2022, 3, 21)))
    )
    assert due(case).on > before
    types = list(Event.objects.filter(stream=case.stream).order_by("n").values_list("type", flat=True))
    assert types[-2:] == ["main-testing-began", "main-testing-ended"]


def test_only_the_time_while_it_is_heard_there_is_taken_off(centre):
    main, case = two(centre)
    verbs.begin_test(main, sample(main, day(2)), by=centre["handler"], at=day(2))
    verbs.end_test(main, by=centre["handler"], at=day(5))
    join(centre, case, main, day(6))
    assert due(case).on == brute(date(2022, 3, 1), 45, set())
    verbs.begin_test(main, sample(main, day(8)), by=centre["handler"], at=day(8))
    verbs.unjoin(case, by=centre["handler"], at=day(13))
    own = stretch(date(2022, 3, 9), date(2022, 3, 14))
    assert due(case).on == brute(date(2022, 3, 1), 45, own)
    verbs.end_test(main, by=centre["handler"], at=day(30))
    assert due(case).on == brute(date(2022, 3, 1), 45, own)


def test_days_that_only_touch_are_not_taken_off(centre):
    main, case = two(centre)
    join(centre, case, main, day(3))
    verbs.unjoin(case, by=centre["handler"], at=day(6))
    verbs.begin_test(main, sample(main, day(6)), by=centre["handler"], at=day(6))
    verbs.end_test(main, by=centre["handler"], at=day(9))
    join(centre, case, main, day(9))
    assert due(case).on == brute(date(2022, 3, 1), 45, set())


def test_when_the_main_case_ends_while_it_is_tested_the_others_go_on_with_their_own_clocks(centre):
    main, case = two(centre)
    join(centre, case, main, day(1))
    verbs.begin_test(main, sample(main, day(6)), by=centre["handler"], at=day(6))
    verbs.withdraw(main, "录音 LY-8", by=centre["handler"], at=day(10))
    assert Joint.objects.get().undone_on == day(10).date()
    assert due(case).on == brute(date(2022, 3, 1), 45, stretch(day(6).date(), day(10).date()))


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_joined_parted_and_tested_the_limit_is_what_counting_day_by_day_gives(centre, seed):
    """Main and joined case against a count that knows nothing of pauses: a set of days that are out."""
    dice, by = random.Random(seed), centre["handler"]
    main, case = two(centre)
    on, since, tied = 0, {}, None
    out = {main.pk: set(), case.pk: set()}
    for _ in range(12):
        on += dice.randint(0, 6)
        at, today = day(on), day(on).date()
        what = dice.choice(("join", "part", "test", "own", "done"))
        if what == "join" and tied is None and not since:
            join(centre, case, main, at)
            tied = today
        elif what == "part" and tied is not None:
            verbs.unjoin(case, by=by, at=at)
            tied = None
        elif what == "test" and main.pk not in since:
            verbs.begin_test(main, sample(main, at), by=by, at=at)
            since[main.pk] = today
        elif what == "own" and tied is None and case.pk not in since:
            verbs.begin_test(case, sample(case, at), by=by, at=at)
            since[case.pk] = today
        elif what == "done" and since:
            pk = dice.choice(sorted(since))
            verbs.end_test(main if pk == main.pk else case, by=by, at=at)
            out[pk] |= stretch(since.pop(pk), today)
        assert verify_due((SOURCE,)).faults == []
    _compare(main, case, out, since)


def _compare(main, case, out, since):
    """Whose test is over: the limit is the count; whose runs: none."""
    accepted = date(2022, 3, 1)
    if main.pk in since:
        assert due(main).on is None
    else:
        assert due(main).on == brute(accepted, 45, out[main.pk])
    tests = [(pause.since, pause.until) for pause in main.pauses.all()]
    mine, running = set(out[case.pk]), case.pk in since
    for joint in Joint.objects.all():
        for first, last in tests:
            both = {
                one
                for one in stretch(first, last or date(2023, 1, 1))
                if joint.on <= one <= (joint.undone_on or date(2023, 1, 1))
            }
            touches = (last is not None and last <= joint.on) or (
                joint.undone_on is not None and joint.undone_on <= first
            )
            if not touches:
                mine |= both
                running |= last is None and joint.undone_on is None
    assert due(case).on == (None if running else brute(accepted, 45, mine))


def test_what_an_earlier_version_left_running_the_night_puts_right_once_and_says_why(centre):
    main, case = two(centre)
    join(centre, case, main, day(1))
    verbs.begin_test(main, sample(main, day(6)), by=centre["handler"], at=day(6))
    verbs.end_test(main, by=centre["handler"], at=day(20))
    right = due(case).on
    case.due_on = date(2022, 5, 9)
    case.save(update_fields=["due_on"])
    assert verify_due((SOURCE,)).faults
    for night in (21, 22):
        nightly.settle(centre.agency, day(night))
    assert due(case).on == right and not verify_due((SOURCE,)).faults
    moved = Event.objects.get(type="due-moved")
    assert moved.stream == case.stream and moved.data["reason"] == nightly.JOINT
