"""Early warning: distinct people, what was expected, what explains what, and a person's verdict."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework.models import Event
from gongkai.desk.complaints.models import Clue, Signal
from gongkai.desk.complaints.signals.counting import Report, groups, keys_of, values_of
from gongkai.desk.complaints.signals.detecting import (
    Factors,
    Finding,
    discoveries,
    expectation,
    factors,
    judge,
    limit,
    night,
    tail,
)
from gongkai.desk.complaints.signals.nightly import run
from gongkai.desk.complaints.tests.centre import AT, NAME
from gongkai.desk.complaints.verbs import signalling
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.verbs import open_investigation
from gongkai.refusal import Refused

DAY = date(2018, 3, 1)


def never_off(day):
    return False


def calm(seed=1, days=90, rate=0.3, **values):
    """Cases of a quiet group, each of another person."""
    rng = random.Random(seed)
    made = []
    for back in range(days):
        for n in range(rng.random() < rate):
            made.append(Report(len(made), DAY - timedelta(days=back), (seed, back, n), **values))
    return made


def outbreak(people, **values):
    return [Report(9000 + n, DAY - timedelta(days=n % 5), f"p{n}", **values) for n in range(people)]


# pure


def test_the_tail_is_that_of_a_negative_binomial():
    assert tail(0, 2.0, 3.0) == 1.0
    assert tail(1, 2.0, 1e9) == pytest.approx(1 - 2.718281828**-2, abs=1e-6)
    assert tail(1, 2.0, 1.0) == pytest.approx(2 / 3)
    assert limit(0.1, 5.0, 0.001) == 3


def test_a_case_counts_in_its_values_their_pairs_and_the_wider_class():
    one = Report(1, DAY, "a", product="保健食品", wider="食品", area="怡园", problem="advert", shop="X|Y")
    assert set(keys_of(one)) == {
        "class=食品", "product=保健食品", "shop=X／Y", "area=怡园", "product=保健食品|problem=advert",
        "product=保健食品|area=怡园", "shop=X／Y|problem=advert",
    }  # fmt: skip
    assert values_of("product=保健食品|area=怡园") == {"product": "保健食品", "area": "怡园"}


def test_a_quiet_group_says_nothing_and_an_outbreak_does():
    quiet = calm(product="服装")
    sick = [*calm(2, product="保健食品", area="怡园"), *outbreak(9, product="保健食品", area="怡园")]
    reports = [*quiet, *sick]
    found, compared = night(groups(reports), Counter(one.day for one in reports), DAY, never_off)
    assert {values_of(one.key).get("product") for one in found} <= {"保健食品", None}
    assert found
    assert found[0].people >= 9
    assert found[0].limit <= found[0].people
    assert compared == len(groups(reports))


def test_one_person_who_calls_ten_times_is_one_person():
    same = [Report(n, DAY, "same", product="手机") for n in range(9000, 9010)]
    assert judge(groups(same)["product=手机"], DAY, Factors(), never_off) is None
    others = [Report(n, DAY, n, product="手机") for n in range(9000, 9010)]
    assert judge(groups(others)["product=手机"], DAY, Factors(), never_off).people == 10


def test_the_wider_class_falls_away_where_the_narrower_explains_it():
    other = calm(3, product="餐饮食品", wider="食品", rate=0.5)
    reports = [*other, *outbreak(10, product="保健食品", wider="食品", problem="advert")]
    found, _ = night(groups(reports), Counter(one.day for one in reports), DAY, never_off)
    keys = [one.key for one in found]
    assert "class=食品" not in keys
    assert any("保健食品" in key for key in keys)


def test_two_causes_at_once_are_both_said():
    reports = [
        *calm(4, product="家电"),
        *outbreak(9, product="家电"),
        *(Report(8000 + n, DAY, f"q{n}", product="装修") for n in range(9)),
    ]
    found, _ = night(groups(reports), Counter(one.day for one in reports), DAY, never_off)
    assert {"product=家电", "product=装修"} <= {one.key for one in found}


def test_days_off_expect_less():
    totals = {
        DAY - timedelta(days=n): 0 if (DAY - timedelta(days=n)).weekday() > 4 else 10 for n in range(80)
    }
    shared = factors(totals, DAY, never_off)
    assert shared.weekday[6] < 0.5 < 1 < shared.weekday[1]
    group = groups(calm(product="x"))["product=x"]
    saturday = date(2018, 3, 3)
    thursday, _ = expectation(group, DAY, DAY, shared, never_off)
    weekend, _ = expectation(group, saturday, saturday, shared, never_off)
    assert weekend < thursday / 2


def test_the_outbreak_does_not_teach_its_own_baseline():
    before, _ = expectation(groups(calm(product="x"))["product=x"], DAY, DAY, Factors(), never_off)
    with_it = groups([*calm(product="x"), *outbreak(30, product="x")])["product=x"]
    assert expectation(with_it, DAY, DAY, Factors(), never_off)[0] == before


def test_false_discoveries_are_held_over_all_groups():
    many = [Finding(str(n), DAY, 7, 4, 1.0, 0, 0.01) for n in range(3)]
    assert discoveries(many, compared=1000) == []
    assert len(discoveries([Finding("a", DAY, 7, 9, 1.0, 0, 1e-7), *many], compared=1000)) == 1


# with the centre


@pytest.fixture
def signal(centre):
    for n in range(7):
        day = AT - timedelta(days=n % 5)
        centre.register(
            day, text="健康讲座卖鱼油，夸大疗效", person={"name": NAME, "phone": f"1380631{n:04d}"}
        )
    (made, *_) = run(centre.agency, at=AT + timedelta(days=1))
    return made


def test_the_night_writes_a_signal_once_and_brings_it_up_to_date(centre, signal):
    assert (signal.people, signal.state, signal.year) == (7, "等人判断", 2018)
    assert signal.crossed_on <= signal.day
    assert signal.cases.count() == 7
    again = {"name": "某", "phone": "13806319999"}
    centre.register(AT + timedelta(days=1), text="健康讲座卖鱼油，夸大疗效", person=again)
    assert all(one.key != signal.key for one in run(centre.agency, at=AT + timedelta(days=2)))
    signal.refresh_from_db()
    assert signal.people == 8


def test_a_safety_word_alarms_at_one_and_once(centre):
    centre.register(text="饭后食物中毒住院", category="餐饮食品")
    found = run(centre.agency, at=AT + timedelta(days=1))
    assert [(one.is_safety, one.people) for one in found] == [(True, 1)]
    assert run(centre.agency, at=AT + timedelta(days=1)) == []


def test_a_signal_becomes_a_warning_that_names_nobody(centre, signal):
    item = signalling.warn(signal, centre.units["YY"], by=centre["office"], at=AT)
    assert (item.category, Item.objects.count()) == ("消费警示信息", 1)
    for word in (NAME, "康颐堂", "1380631"):
        assert word not in item.text + item.title
    signal.refresh_from_db()
    assert (signal.state, signal.item) == ("制作提示", item)
    case = signal.cases.first().case
    assert Event.objects.filter(stream=case.stream, type="signal-judged").exists()
    with pytest.raises(Refused, match="已经判断"):
        signalling.dismiss(signal, "media", by=centre["office"], at=AT)


def test_a_signal_is_dismissed_with_a_reason_by_somebody_who_may(centre, signal):
    with pytest.raises(Refused) as refused:
        signalling.dismiss(signal, "tired", by=centre["operator"], at=AT)
    assert refused.value.code == "E_REASON"
    with pytest.raises(Refused) as refused:
        signalling.watch(signal, by=centre["handler"], at=AT)
    assert refused.value.code == "not-allowed"
    signalling.watch(signal, by=centre["operator"], at=AT)
    signal.refresh_from_db()
    assert signal.watch_until == date(2018, 3, 4)
    signalling.dismiss(signal, "media", by=centre["operator"], at=AT)


def test_its_reports_become_clues(centre, signal):
    made = open_investigation(
        agency=centre.agency, number="立1", unit=centre.units["JC"], violation="虚假宣传",
        by=centre["inspector"], at=AT,
    )  # fmt: skip
    signalling.make_clue(signal, made, by=centre["leader"], at=AT)
    assert Clue.objects.filter(investigation=made).count() == 7


def test_the_pages_show_signal_expectation_and_cases_but_no_names(centre, signal):
    client = Client()
    client.force_login(centre["office"])
    url = f"/signals/{signal.year}/{signal.number}/"
    for page in (client.get("/signals/"), client.get(url)):
        text = page.content.decode()
        assert page.status_code == 200
        assert NAME not in text
        assert "1380631" not in text
    assert "警戒线" in text
    assert client.post(f"{url}judge", {"verdict": "dismiss"}).status_code == 422
    assert client.post(f"{url}judge", {"verdict": "warn", "unit": "YY"}).status_code == 302
    assert Signal.objects.get(pk=signal.pk).item is not None
    client.force_login(centre["handler"])
    assert client.get(url).status_code == 403


def test_the_time_of_the_run_is_given(centre):
    assert run(centre.agency, at=datetime(2018, 1, 1, tzinfo=UTC)) == []
