"""Every counting figure against plain Python over the rows, and its drill-down against itself."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.desk.agencies.models import Duty
from gongkai.desk.complaints.models import Matter
from gongkai.desk.reporting.figures import Measure, Source, compute
from gongkai.desk.reporting.figures.records import page, records
from gongkai.desk.reporting.tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default"])

TODAY = date(2018, 3, 1)
DAYS = st.dates(date(2016, 12, 1), date(2018, 2, 1))
GAPS = st.none() | st.integers(0, 120)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "on": DAYS,
            "kind": st.sampled_from(["咨询", "投诉", "举报", "投诉举报"]),
            "channel": st.sampled_from(["12315", "12331", "市长热线"]),
            "line": st.sampled_from(["", "工商", "食药"]),
            "accepted": GAPS,
            "closed": GAPS,
            "reopened": GAPS,
            "outcome": st.sampled_from(["调解成功", "答复"]),
            "satisfaction": st.sampled_from(["", "满意", "基本满意", "不满意", "未评价"]),
            "is_redone": st.booleans(),
            "voided": st.sampled_from([None, None, None, date(2018, 1, 5)]),
            "recovered_fen": st.none() | st.integers(0, 10**9),
        }
    ),
    max_size=12,
)


def write(agency, row):
    row = dict(row)
    on = row.pop("on")
    accepted, closed, reopened = (row.pop(name) for name in ("accepted", "closed", "reopened"))
    day = lambda start, gap: None if gap is None or start is None else start + timedelta(gap)  # noqa: E731
    closed = day(on, closed)
    return make.matter(
        agency, on, accepted=day(on, accepted), closed=closed, reopened=day(closed, reopened), **row
    )


def by_hand(agency, year):
    """The figures of the complaint centre, counted one row after the other."""
    last = date(year, 12, 31)
    counts = {}

    def add(key, n=1):
        counts[f"complaints.{key}"] = counts.get(f"complaints.{key}", 0) + n

    for one in Matter.objects.filter(agency=agency, voided_on=None, registered_on__year=year):
        cases = list(one.registration.cases.all())
        standing = [
            [
                end
                for end in case.closings.all()
                if end.closed_on <= last and not (end.reopened_on and end.reopened_on <= last)
            ]
            for case in cases
        ]
        closed, asks = all(standing), one.kind == "咨询"
        add("received")
        add(f"by_channel.{one.channel}")
        add(f"by_type.{one.kind}")
        add(f"by_channel.{one.channel}.{one.kind}")
        add("closed", closed)
        add("received_tj", not asks)
        add(f"received_tj.by_channel.{one.channel}", not asks)
        add(f"received_tj.by_month.{one.registered_on:%m}", not asks)
        add("closed_tj", closed and not asks)
        add("open_tj", not closed and not asks)
        add("redone", one.is_redone and not asks)
        add("unsatisfied", one.satisfaction == "不满意" and not asks)
        add("mediated", any(end.outcome == "调解成功" for ends in standing for end in ends))
        ends = [end for case in cases for end in case.closings.all()]
        add(
            "reopened",
            any(end.reopened_on and end.reopened_on <= last and end.closed_on <= last for end in ends),
        )
    return counts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_grouped_counts_are_those_of_plain_counting(rows):
    agency = make.AgencyFactory()
    make.keep(agency, "complaints", "重办")
    for row in rows:
        write(agency, row)
    for number in (2016, 2017, 2018):
        year, expected = compute(agency, number), by_hand(agency, number)
        for key, result in year.now.results.items():
            if result.figure.source is Source.MATTERS and result.figure.counts and result.figure.late is None:
                assert result.value == (expected.get(key, 0) or (None if result.figure.silent else 0)), key
        assert (
            year["complaints.late"].value + year["complaints.on_time"].value
            == year["complaints.closed_tj"].value
        )


def fill(agency, seed=7):
    """Some rows of every register, always the same ones."""
    dice = random.Random(seed)
    start = date(2016, 12, 20)
    for _ in range(60):
        on = start + timedelta(dice.randrange(390))
        accepted = on + timedelta(dice.randrange(12)) if dice.random() < 0.8 else None
        closed = (accepted or on) + timedelta(dice.randrange(90)) if dice.random() < 0.8 else None
        make.matter(
            agency, on, accepted=accepted, closed=closed,
            kind=dice.choice(["咨询", "投诉", "举报", "投诉举报"]), channel=dice.choice(["12315", "12331"]),
            satisfaction=dice.choice(["", "满意", "不满意"]), is_redone=dice.random() < 0.2,
            recovered_fen=dice.choice([None, 5000]), line=dice.choice(["工商", "食药"]),
            reopened=closed + timedelta(3) if closed and dice.random() < 0.1 else None,
        )  # fmt: skip
    for _ in range(25):
        make.item(
            agency, start + timedelta(dice.randrange(390)), category=dice.choice(["业务工作", "其他类"]),
            outlets=dice.sample(["政府网站", "局网站", "公开栏", "政务微信"], dice.randint(1, 3)),
            is_norm=dice.random() < 0.2, secrecy_reviewed_on=dice.choice([None, date(2017, 5, 5)]),
        )  # fmt: skip
    for outcome in ("reply.full", "reply.amend", "reply.deny.trade", "reply.none", ""):
        received = start + timedelta(dice.randrange(300))
        replied = received + timedelta(dice.randrange(40)) if outcome else None
        make.application(agency, received, replied, outcome, is_extended=dice.random() < 0.4)
    make.remedy(agency, date(2017, 3, 1), closed=date(2017, 5, 1), result="维持")
    make.remedy(agency, date(2017, 3, 1), kind="举报投诉")
    make.activity(agency, "会议", "部署")
    make.activity(agency, "热点回应", "赤潮")


@pytest.mark.parametrize("number", [2016, 2017])
def test_every_count_drills_down_to_as_many_records(number):
    agency = make.AgencyFactory()
    fill(agency)
    leader = make.officer(agency, Duty.Kind.LEADER)
    year, checked = compute(agency, number), 0
    for key, result in year.all().items():
        if result.records is None:
            continue
        found = records(key, agency, number, leader, TODAY)
        assert found.count() == result.records, key
        checked += result.figure.measure is Measure.COUNT
    assert checked > 80


def test_pages_of_a_drill_down_hold_each_record_once():
    agency = make.AgencyFactory()
    fill(agency)
    leader = make.officer(agency, Duty.Kind.LEADER)
    found = records("complaints.received", agency, 2017, leader, TODAY)
    seen, after = [], ""
    while True:
        rows, after = page(found, Source.MATTERS, after, 7)
        seen += [row.pk for row in rows]
        if not after:
            break
    assert seen == [row.pk for row in found] and len(seen) == len(set(seen)) > 30
    for nonsense in ("nonsense.x", "2017-W01-1.x", f"2017-01-01.{'9' * 5000}", f"{'9' * 30}"):
        assert page(found, Source.MATTERS, nonsense, 3)[0] == list(found[:3])
    assert page(found, Source.MATTERS, "2009-W01-1.0", 3)[0] == list(found[:3])


def test_a_clerk_of_a_unit_sees_the_records_of_that_unit_only():
    agency = make.AgencyFactory()
    here, there = make.UnitFactory(agency=agency), make.UnitFactory(agency=agency)
    mine = make.matter(agency, unit=here)
    make.matter(agency, unit=there)
    clerk = make.officer(agency, Duty.Kind.CLERK, unit=here)
    stranger = make.officer(make.AgencyFactory(), Duty.Kind.LEADER)
    assert list(records("complaints.received", agency, 2017, clerk, TODAY)) == [mine]
    assert not records("complaints.received", agency, 2017, stranger, TODAY)


def test_a_stated_figure_has_no_records():
    agency = make.AgencyFactory()
    leader = make.officer(agency, Duty.Kind.LEADER)
    assert records("secrecy.incidents", agency, 2017, leader, TODAY) is None
