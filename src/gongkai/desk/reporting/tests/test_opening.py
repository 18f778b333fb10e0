"""Open data tells no small count: not by itself, not beside an earlier version or the annual report."""

import re
from collections import Counter
from copy import deepcopy
from datetime import date
from random import Random

import pytest
from django.test import Client

from gongkai.desk.complaints.models import Matter
from gongkai.desk.disclosure import content
from gongkai.desk.disclosure.models import Item
from gongkai.desk.reporting.centre import opening, verbs
from gongkai.desk.reporting.figures import compute
from gongkai.desk.reporting.models import AnnualReport, FrozenFigure, OpenTables
from gongkai.desk.reporting.tests import factories as make
from gongkai.refusal import Refused
from gongkai.smallcells.tests.test_smallcells import determined

pytestmark = pytest.mark.django_db(databases=["default"])
LEAST = opening.LEAST


@pytest.fixture
def agency():
    return make.AgencyFactory()


def some(agency, n=160, seed=1):
    dice = Random(seed)
    units = [make.UnitFactory(agency=agency) for _ in range(4)]
    for _ in range(n):
        on = date(2017, dice.choices(range(1, 13), range(1, 13))[0], dice.randint(1, 28))
        make.matter(
            agency,
            on,
            kind=dice.choices(("咨询", "投诉", "举报", "投诉举报"), (2, 10, 4, 2))[0],
            channel=dice.choices(("12315", "12331", "市长热线", "来信"), (10, 4, 3, 1))[0],
            closed=date(2017, 12, 30) if dice.random() < 0.8 else None,
            outcome=dice.choice(("调解成功", "答复")),
            unit=dice.choices(units, (8, 4, 2, 1))[0],
            category=dice.choices(("食品", "药品", "家电", "汽车", ""), (9, 4, 3, 1, 1))[0],
        )


def release(agency, built):
    """A version that became public."""
    no = OpenTables.objects.filter(agency=agency).count() + 1
    officer = make.officer(agency, "office")
    return OpenTables.objects.create(
        agency=agency, year=2017, no=no, item=make.item(agency), tables=built.tables, made_at=make.NOON,
        by=officer,
    )  # fmt: skip


def system(*versions):
    """What a reader of all tables knows: hidden cells as unknowns, sums as equations."""
    names, known = {}, []
    for tables in versions:
        for by, rows in tables["tables"].items():
            lines = [
                (
                    [(by, tuple(row["members"]), c) for c in range(len(row["cells"]))],
                    row["cells"],
                    row["total"],
                )
                for row in rows
            ]
            lines += [
                ([(by, tuple(row["members"]), c) for row in rows], [row["cells"][c] for row in rows], total)
                for c, total in enumerate(tables["totals"])
            ]
            known += lines
    for cells, values, _total in known:
        for cell, value in zip(cells, values, strict=True):
            if value is None:
                names.setdefault(cell, len(names))
    equations = []
    for cells, values, total in known:
        equation = [0] * (len(names) + 1)
        equation[-1] = total - sum(value or 0 for value in values)
        for cell, value in zip(cells, values, strict=True):
            if value is None:
                equation[names[cell]] += 1
        if any(equation[:-1]):
            equations.append(equation)
    return list(names), equations


@pytest.mark.parametrize("seed", range(4))
def test_no_hidden_cell_follows_from_all_tables_together(agency, seed):
    some(agency, seed=seed)
    tables = opening.build(agency, 2017, LEAST).tables
    names, equations = system(tables)
    assert names
    assert determined(names, equations) == []
    for rows in tables["tables"].values():
        for row in rows:
            assert row["total"] >= LEAST
            assert all(cell is None or cell == 0 or cell >= LEAST for cell in row["cells"])
        assert sum(row["total"] for row in rows) == tables["total"]


def test_the_tables_and_the_report_say_the_same(agency):
    some(agency)
    year, tables = compute(agency, 2017), opening.build(agency, 2017, LEAST).tables
    assert tables["total"] == year.now.value("complaints.received_tj")
    for row in tables["tables"]["channel"]:
        keys = [f"complaints.received_tj.by_channel.{name}" for name in row["members"]]
        assert row["total"] == sum(year.now.value(key) for key in keys)
    closed = sum(row["total"] for row in tables["tables"]["result"] if not {"open"} & set(row["members"]))
    if all(len(row["members"]) == 1 for row in tables["tables"]["result"]):
        assert closed == year.now.value("complaints.closed_tj")


def test_an_unchanged_register_gives_the_same_tables_again(agency):
    some(agency)
    built = opening.build(agency, 2017, LEAST)
    release(agency, built)
    assert opening.build(agency, 2017, LEAST).tables == built.tables


def test_a_higher_threshold_later_tells_nothing_new(agency):
    some(agency)
    built = opening.build(agency, 2017, LEAST)
    release(agency, built)
    again = opening.build(agency, 2017, 9).tables
    for by, rows in again["tables"].items():
        old = built.tables["tables"][by]
        for row in rows:
            inside = [one for one in old if set(one["members"]) <= set(row["members"])]
            assert sum(one["total"] for one in inside) == row["total"]
            for c, cell in enumerate(row["cells"]):
                if cell is not None:
                    assert len(again["columns"]) != len(built.tables["columns"]) or all(
                        one["cells"][c] is not None for one in inside
                    )
    assert opening.build(agency, 2017, 3).tables["least"] == LEAST


def test_one_case_more_since_the_last_version_is_not_told(agency):
    some(agency)
    release(agency, opening.build(agency, 2017, LEAST))
    make.matter(agency, date(2017, 12, 5), kind="投诉", channel="12315")
    with pytest.raises(Refused) as refused:
        opening.build(agency, 2017, LEAST)
    assert refused.value.code == "small-change"
    assert refused.value.mend


def test_equal_totals_do_not_hide_that_one_case_moved(agency):
    some(agency)
    release(agency, opening.build(agency, 2017, LEAST))
    common = Counter(Matter.objects.filter(kind="投诉").values_list("channel", flat=True)).most_common(2)
    moved = Matter.objects.filter(kind="投诉", channel=common[0][0]).first()
    Matter.objects.filter(pk=moved.pk).update(channel=common[1][0])
    with pytest.raises(Refused) as refused:
        opening.build(agency, 2017, LEAST)
    assert refused.value.code == "small-change"


def test_many_cases_more_may_go_out(agency):
    some(agency)
    built = opening.build(agency, 2017, LEAST)
    release(agency, built)
    changed = deepcopy(built.tables)
    assert {change for _, change in opening.differences(built.tables, changed)} == {0}
    Matter.objects.filter(agency=agency).update(voided_on=date(2018, 1, 5))
    some(agency, 900, seed=7)
    try:
        opening.build(agency, 2017, LEAST)
    except Refused as refused:
        assert refused.code == "small-change"


def test_the_published_report_counts_as_an_earlier_version(agency):
    some(agency)
    total = opening.build(agency, 2017, LEAST).tables["total"]
    report = AnnualReport.objects.create(
        agency=agency, year=2017, form="2014", item=make.item(agency), signed_at=make.NOON, signed_by="姜",
        digest="0" * 64,
    )  # fmt: skip
    told = FrozenFigure.objects.create(report=report, key="complaints.received_tj", value=str(total))
    opening.build(agency, 2017, LEAST)
    told.value = str(total - 1)
    told.save()
    with pytest.raises(Refused) as refused:
        opening.build(agency, 2017, LEAST)
    assert refused.value.code == "small-change"


def test_too_few_cases_are_not_told_at_all(agency):
    for _ in range(LEAST - 1):
        make.matter(agency)
    with pytest.raises(Refused) as refused:
        opening.build(agency, 2017, LEAST)
    assert refused.value.code == "too-few"


def test_a_person_sees_the_tables_and_drafts_exactly_those(agency, keys):
    some(agency)
    client = Client()
    client.force_login(make.officer(agency, "office"))
    page = client.get("/statistics/open", {"year": "2017"})
    assert "将要发布的表" in page.content.decode()
    seen = page.context["built"].digest
    stale = client.post("/statistics/open", {"year": "2017", "seen": "0" * 64})
    assert stale.status_code == 422 and not Item.objects.exists()
    assert client.post("/statistics/open", {"year": "2017", "seen": seen}).status_code == 302
    item = Item.objects.get()
    assert item.title == "2017年投诉举报统计数据"
    assert content.build(item, date(2018, 3, 1))["meta"]["dataset"] == "complaints-2017"
    assert opening.HIDDEN in item.text
    told = {int(n) for n in re.findall(r"\| (\d+)(?= \|)", item.text)}
    assert not told & set(range(1, LEAST))
    again = client.post("/statistics/open", {"year": "2017", "seen": seen})
    assert "已有一版没有发布" in again.content.decode()


def test_the_threshold_is_dated_and_not_changed_backwards(agency):
    officer = make.officer(agency, "office")
    at, day = make.NOON, date(2018, 3, 1)
    verbs.set_threshold(agency, 10, date(2018, 4, 1), by=officer, at=at)
    assert opening.least_on(agency, day) == LEAST
    assert opening.least_on(agency, date(2018, 4, 1)) == 10
    for least, since, code in ((2, day, "out-of-range"), (9, date(2018, 2, 1), "past")):
        with pytest.raises(Refused) as refused:
            verbs.set_threshold(agency, least, since, by=officer, at=at)
        assert refused.value.code == code


def test_a_running_year_is_not_opened(agency, keys):
    some(agency)
    with pytest.raises(Refused) as refused:
        verbs.draft_tables(agency, 2018, "", by=make.officer(agency, "office"), at=make.NOON)
    assert refused.value.code == "year-runs"
