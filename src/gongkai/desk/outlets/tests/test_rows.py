"""The rows of placements say what the truth says: for every state, reader and filter, after any change."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.models import Item, Release, Withdrawal
from gongkai.desk.disclosure.tests.bureau import AT, LATER, SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.disclosure.verbs.purging import purge
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import work
from gongkai.desk.lists import exporting, marks, paging
from gongkai.desk.lists.models import Mark, SavedView
from gongkai.desk.lists.paging import page
from gongkai.desk.lists.places import Place
from gongkai.desk.lists.tokens import coded
from gongkai.desk.outlets import queries
from gongkai.desk.outlets.models import Posting, PostingRow
from gongkai.desk.outlets.rows import LISTING
from gongkai.desk.outlets.screens import VIEWS

pytestmark = pytest.mark.django_db(databases=["default"])
ALL = 10_000


@pytest.fixture
def full(bureau: Bureau, out: Callable[..., Item], gone: Callable[[Item], Item]) -> Bureau:
    """Placements in every state at three outlets, of items of two units and of none, in two years: public,
    withdrawn, never let out, of a register."""
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    number = 0
    for unit in (bureau.unit, other):
        bureau.officers["head"].duties.update(unit=unit)
        bureau.officers["clerk"].duties.update(unit=unit)
        for how in ("public", "withdrawn"):
            number += 1
            item = out(number, unit=unit, title=f"食品抽检第{number}期")
            _placements(item)
            if how == "withdrawn":
                gone(item)
    for of, published in product((bureau.unit, other, None), (None, date(2016, 5, 2))):
        number += 1
        _placements(bureau.item(number, unit=of, published_on=published, title=f"台账的消费提示{number}"))
    bureau.officers["clerk"].duties.update(unit=bureau.unit)
    bureau.officers["head"].duties.update(unit=bureau.unit)
    stranger = Agency.objects.create(code="X", name="另一局")
    foreign = Item.objects.create(
        agency=stranger, index="1", title="别局的食品抽检", category="业务工作", means="主动公开"
    )
    _placements(foreign)
    return bureau


def _placements(item: Item) -> None:
    day, later = date(2017, 11, 1 + item.pk % 20), date(2018, 2, 1)
    placed = {"placed_on": later, "address": "https://x.example/1"}
    for outlet, more in (
        ("portal", placed),
        ("press", {}),
        ("tv", placed),
        ("site", placed),
        ("platform", placed | {"check_result": "altered", "checked_on": later}),
        ("wechat", placed | {"check_result": "same", "checked_on": later}),
        ("screen", placed | {"down_on": later}),
        ("other", {"dropped_on": later, "note": "版面已满"}),
    ):
        on = date(2016, 3, 1) if outlet == "tv" else day
        Posting.objects.create(item=item, outlet=outlet, planned_on=on, **more)


def readers(bureau: Bureau) -> list[Officer]:
    nobody = Officer.objects.create_user("nobody", name="无职", agency=bureau.agency)
    operator = Officer.objects.create_user("operator", name="接线员", agency=bureau.agency)
    Duty.objects.create(officer=operator, kind="operator", since=SINCE)
    Deputy.objects.create(officer=bureau.officers["head"], deputy=operator, since=SINCE)
    whole = Officer.objects.create_user("whole", name="全局经办", agency=bureau.agency)
    Duty.objects.create(officer=whole, kind="clerk", since=SINCE)
    keeper = Officer.objects.create_user("keeper", name="管理员", agency=bureau.agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    gone = Officer.objects.create_user("gone", name="离岗", agency=bureau.agency, is_active=False)
    return [*bureau.officers.values(), operator, whole, keeper, nobody, gone]


def found(officer: Officer, **chosen: str) -> list[int]:
    """The keys of all pages, in their order."""
    marks.settle(LISTING, ALL)
    seen: list[int] = []
    place = Place()
    while True:
        read = page(LISTING, officer, today(), held(officer, today()), chosen, place)
        seen += [row.record_id for row in read.rows]
        if not read.pager["next"]:
            return seen
        place = Place(after=read.rows[-1].place)


def truth(officer: Officer, condition: Q | None = None, view: str = "") -> list[int]:
    """What the gate and the queries of the room find."""
    day = today()
    seen = queries.visible_to(officer, day) if queries.works(officer, day) else Posting.objects.none()
    seen = _VIEWS[view](seen) if view else seen
    seen = seen.filter(condition) if condition is not None else seen
    return list(seen.order_by("-planned_on", "-pk").values_list("pk", flat=True))


def _done(seen: QuerySet[Posting]) -> QuerySet[Posting]:
    return seen.filter(placed_on__isnull=False)


_VIEWS = {
    "waiting": queries.waiting,
    "down": queries.to_take_down,
    "compare": queries.to_compare,
    "done": _done,
}


def test_the_list_shows_what_the_gate_lets_through_in_the_order_of_the_days(full: Bureau) -> None:
    sizes = {}
    for officer in readers(full):
        seen = found(officer)
        assert seen == truth(officer), officer.username
        assert LISTING.opens(officer, today(), held(officer, today())) == queries.works(officer, today())
        sizes[officer.username] = len(seen)
    assert sizes["office"] > sizes["clerk"] > sizes["operator"] - 1 > 0 == sizes["keeper"] == sizes["nobody"]


def test_every_filter_and_all_together_find_what_the_truth_says(full: Bureau) -> None:
    unit = str(full.unit.pk)
    assert set(_VIEWS) == set(VIEWS)
    for officer in (full.officers["office"], full.officers["clerk"], full.officers["leader"]):
        for view in ("", *VIEWS):
            given = {"view": view} if view else {}
            assert found(officer, **given) == truth(officer, view=view), view
            assert found(officer, **given, unit=unit) == truth(officer, Q(item__unit=full.unit), view)
            for outlet in ("portal", "press", "tv", "site", "platform", "gazette"):
                wanted = truth(officer, Q(outlet=outlet), view)
                assert found(officer, **given, outlet=outlet) == wanted, (view, outlet)
                wanted = truth(officer, Q(outlet=outlet, item__unit=full.unit, planned_on__year=2016), view)
                assert found(officer, **given, outlet=outlet, unit=unit, year="2016") == wanted
        assert found(officer, year="2016") == truth(officer, Q(planned_on__year=2016))
        assert found(officer, unit="999999") == []
    office = full.officers["office"]
    assert all(truth(office, view=view) for view in VIEWS) and truth(office, Q(planned_on__year=2016))


@pytest.mark.parametrize(
    "words", ["食品抽检", "检第1", "食品 1期", "消费提示", "37100017/2017-00002", "没有"]
)
def test_words_are_found_as_substrings_of_title_and_index_with_every_filter(full: Bureau, words: str) -> None:
    wanted = Q()
    for one in words.split():
        wanted &= Q(item__title__icontains=one) | Q(item__index__icontains=one)
    for officer in (full.officers["office"], full.officers["clerk"]):
        assert found(officer, q=words) == truth(officer, wanted)
        for view in VIEWS:
            assert found(officer, q=words, view=view) == truth(officer, wanted, view), view
        expected = truth(officer, wanted & Q(outlet="site", item__unit=full.unit), "done")
        assert found(officer, q=words, view="done", outlet="site", unit=str(full.unit.pk)) == expected


def test_what_a_state_implies_holds_for_every_row_that_has_it(full: Bureau) -> None:
    marks.settle(LISTING, ALL)
    rows = list(PostingRow.objects.all())
    assert {row.state for row in rows} == set(PostingRow.State.values)
    assert {row.out for row in rows if row.state == "placed"} == {True, False}
    for row in rows:
        for column, value in LISTING.implied({"state": row.state}).items():
            assert getattr(row, column) == value, (row.state, column)


def test_any_change_of_placement_item_release_or_withdrawal_renews_the_rows(full: Bureau) -> None:
    marks.settle(LISTING, ALL)
    every = list(Posting.objects.values_list("pk", flat=True))
    assert not Mark.objects.filter(list=LISTING.name).exists() and PostingRow.objects.count() == len(every)
    item = Item.objects.filter(releases__withdrawal__isnull=True, releases__isnull=False).first()
    assert item is not None
    own = sorted(item.postings.values_list("pk", flat=True))

    def is_renewed(keys: list[int]) -> None:
        assert marks.differing(LISTING, every) == keys
        marks.settle(LISTING, ALL)
        assert marks.differing(LISTING, every) == []

    Item.objects.filter(pk=item.pk).update(title="改过的标题", index="新索引号")
    is_renewed(own)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_item SET unit_id = NULL WHERE id = %s", [item.pk])
    is_renewed(own)
    press = item.postings.get(outlet="press")
    Posting.objects.filter(pk=press.pk).update(placed_on=date(2018, 2, 2))
    is_renewed([press.pk])
    Posting.objects.filter(pk=press.pk).update(planned_on=date(2018, 1, 2))
    is_renewed([press.pk])
    release = Release.objects.get(item=item)
    taken = Withdrawal.objects.create(
        release=release, body=b"{}", digest="f" * 64, reason="error", by="office", at=AT
    )
    states = dict(item.postings.values_list("outlet", "row__state"))
    marks.settle(LISTING, ALL)
    assert dict(item.postings.values_list("outlet", "row__state")) != states
    assert marks.differing(LISTING, every) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1")
        cursor.execute("DELETE FROM disclosure_withdrawal WHERE id = %s", [taken.pk])
    marks.settle(LISTING, ALL)
    assert dict(item.postings.values_list("outlet", "row__state")) == states
    place = press.row.place
    press.delete()
    marks.settle(LISTING, ALL)
    assert not PostingRow.objects.filter(place=place).exists()


def test_a_purge_of_an_item_leaves_no_word_of_it_in_the_rows_of_its_placements(full: Bureau) -> None:
    item = Item.objects.get(title="台账的消费提示5")
    place = item.postings.get(outlet="press").row.place if marks.settle(LISTING, ALL) else 0
    purge(item, full.officers["secrecy"], AT)
    rows = list(PostingRow.objects.filter(record__item=item))
    assert len(rows) == 8 and not any("消费" in row.text for row in rows)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT c0 FROM {PostingRow.grams_table()}_content WHERE id = %s", [place])
            (tokens,) = cursor.fetchone()
        assert coded(["消费"])[0] not in tokens
    assert not set(found(full.officers["office"], q="消费提示5")) & {row.pk for row in rows}


def test_the_page_opens_with_what_waits_and_asks_few_queries_however_much_there_is(full: Bureau) -> None:
    client, here = enter(full, "office"), reverse("outlets:tasks")
    client.get(here)
    for query in ({}, {"all": "1"}, {"view": "done", "unit": str(full.unit.pk)}, {"q": "食品 抽检"}):
        with CaptureQueriesContext(connection) as captured:
            read = client.get(here, query)
        assert len(captured) <= 10, [one["sql"][:90] for one in captured]
        assert (read.context["rows"] and "食品抽检" in text(read)) or query == {"all": "1"}
    assert "已取消" not in text(client.get(here)) and "待发布" in text(client.get(here))
    words = ("已取消", "已撤下", "待撤下", "待核对", "被改动", "已发布", "待发布")
    everything = "".join(text(client.get(here, {"view": view})) for view in VIEWS)
    everything += text(client.get(here, {"all": "1", "outlet": "other"}))
    assert all(one in everything for one in words)


def test_pages_follow_each_other_both_ways(full: Bureau) -> None:
    office = full.officers["office"]
    whole = truth(office)
    assert found(office) == whole and len(whole) > 2 * paging.SHOWN
    here, client = reverse("outlets:tasks"), enter(full, "office")
    second = client.get(here + client.get(here, {"all": "1"}).context["pager"]["next"])
    back = client.get(here + second.context["pager"]["previous"])
    assert [row["posting"].pk for row in second.context["rows"]] == whole[paging.SHOWN : 2 * paging.SHOWN]
    assert [row["posting"].pk for row in back.context["rows"]] == whole[: paging.SHOWN]
    assert client.get(here, {"after": "nonsense", "before": "9" * 40}).status_code == 200


def test_a_view_saved_before_is_valid_and_opens_by_itself(full: Bureau) -> None:
    SavedView.objects.create(
        owner=full.officers["office"], list="placements", name="待核对的", is_default=True,
        chosen={"view": "compare", "outlet": "platform", "year": "2017"},
    )  # fmt: skip
    client, here = enter(full, "office"), reverse("outlets:tasks")
    opened = client.get(here)
    assert opened.status_code == 302
    read = client.get(opened["Location"])
    assert "待核对的" in text(read)
    wanted = truth(full.officers["office"], Q(outlet="platform", planned_on__year=2017), "compare")
    assert [row["posting"].pk for row in read.context["rows"]] == wanted != []


def test_the_file_holds_what_the_filters_leave_in_the_columns_it_always_had(full: Bureau) -> None:
    office = full.officers["office"]
    client = enter(full, "office")
    client.post("/lists/placements/export", {"ending": "csv", "view": "down"})
    work(lambda: datetime.now(UTC))
    job = Job.objects.get()
    assert job.state == "done", job.error
    lines = list(csv.DictReader(io.StringIO(results.place(job).read_text("utf-8-sig"))))
    assert list(lines[0]) == [
        "索引号", "标题", "责任单位", "渠道", "点位", "状态", "计划日期", "发布日期", "发布时刻", "网址",
        "说明", "核对日期", "核对结果", "撤下日期",
    ]  # fmt: skip
    assert len(lines) == len(truth(office, view="down")) and {one["状态"] for one in lines} == {"待撤下"}
    assert len({one["渠道"] for one in lines}) > 2


def test_the_list_is_closed_to_whoever_only_keeps_accounts(full: Bureau) -> None:
    full.officers["keeper"] = keeper = Officer.objects.create_user(
        "keeper", name="管理员", agency=full.agency
    )
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    client = enter(full, "keeper")
    assert client.get(reverse("outlets:tasks")).status_code == 403
    assert client.post("/lists/placements/export", {"ending": "csv"}).status_code == 403
    exporting.export(LISTING, full.officers["clerk"], {}, "csv", LATER)
    Duty.objects.filter(officer=full.officers["clerk"]).update(until=SINCE)
    work(lambda: datetime.now(UTC))
    assert "没有这个列表的职责" in Job.objects.get().error
