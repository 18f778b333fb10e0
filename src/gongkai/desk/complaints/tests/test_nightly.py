"""The night's work is done once a day, after the day is complete."""

from datetime import timedelta

from gongkai.desk.complaints import nightly
from gongkai.desk.complaints.models import NightRun, Supervision
from gongkai.desk.complaints.tests.centre import AT, later


def test_the_night_runs_once_a_day_after_two(centre):
    case = centre.case(text="饭后食物中毒住院")
    midnight = later(40).replace(hour=16)  # 00:00 in Shanghai
    assert nightly.settle(centre.agency, midnight) is None
    made = nightly.settle(centre.agency, midnight + timedelta(hours=3))
    assert (made.signals, made.supervised) == (0, 1)
    assert Supervision.objects.get().case == case
    assert nightly.settle(centre.agency, midnight + timedelta(hours=4)) is None
    assert nightly.settle(centre.agency, midnight + timedelta(hours=28)).supervised == 0
    assert NightRun.objects.count() == 2


def test_a_safety_word_of_yesterday_is_a_signal_this_morning(centre):
    centre.register(text="饭后食物中毒住院")
    assert nightly.settle(centre.agency, AT + timedelta(days=1)).signals == 1
