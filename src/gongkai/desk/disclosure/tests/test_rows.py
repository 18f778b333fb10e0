"""The row table says what the truth says: for every state, every reader, every filter, after any change."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.db import connection

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.course import STATES, in_state
from gongkai.desk.disclosure.models import Item, Withdrawal
from gongkai.desk.disclosure.models.rows import ItemRow
from gongkai.desk.disclosure.queries import reach, visible_to
from gongkai.desk.disclosure.rows import LISTING
from gongkai.desk.disclosure.tests.bureau import AT, SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, released
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.disclosure.verbs.purging import purge
from gongkai.desk.lists import marks, spans, tokens, walks, weighing, worded
from gongkai.desk.lists.models import Mark
from gongkai.desk.lists.paging import count, page, read
from gongkai.desk.lists.places import Asked, Place
from gongkai.desk.lists.tokens import coded

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def full(bureau: Bureau) -> Bureau:
    """Items in every state, of two units and of none, in three years, of two categories."""
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    for unit, year in product((bureau.unit, other, None), (2015, 2016, 2017)):
        day = date(year, 5, 2)
        drafted(bureau, unit=unit, formed_on=day, title=f"{year}年草稿 消费提示", category="业务工作")
        bureau.item(Item.objects.count() + 1, unit=unit, formed_on=day, title=f"台账的{year}")
        drafted(bureau, unit=unit, formed_on=day, voided_on=date(2018, 1, 1))
    for unit in (bureau.unit, other):
        sent = drafted(bureau, unit=unit, title="送审的食品抽检")
        bureau.officers["head"].duties.update(unit=unit)
        bureau.officers["clerk"].duties.update(unit=unit)
        bureau.hand_in(sent)
        bureau.clear(bureau.hand_in(drafted(bureau, unit=unit)), "first", "return")
        for _ in range(2):
            item = drafted(bureau, unit=unit, published_on=date(2017, 5, 3), title="公开的食品抽检信息")
            released(bureau.clear_all(bureau.hand_in(item)))
        withdraw(item, "error", bureau.officers["office"], AT)
        bureau.clear_all(bureau.hand_in(drafted(bureau, unit=unit, formed_on=None)))
    bureau.officers["clerk"].duties.update(unit=bureau.unit)
    bureau.officers["head"].duties.update(unit=bureau.unit)
    stranger = Agency.objects.create(code="X", name="另一局")
    Item.objects.create(
        agency=stranger, index="1", title="别局的食品抽检", category="业务工作", means="主动公开"
    )
    return bureau


def readers(bureau: Bureau) -> list[Officer]:
    nobody = Officer.objects.create_user("nobody", name="无职", agency=bureau.agency)
    operator = Officer.objects.create_user("operator", name="接线员", agency=bureau.agency)
    Duty.objects.create(officer=operator, kind="operator", since=SINCE)
    Deputy.objects.create(officer=bureau.officers["head"], deputy=operator, since=SINCE)
    gone = Officer.objects.create_user("gone", name="离岗", agency=bureau.agency, is_active=False)
    return [*bureau.officers.values(), operator, nobody, gone]


def found(officer: Officer, **chosen: str) -> set[int]:
    marks.settle(LISTING, 10_000)
    seen, place = set(), Place()
    while True:
        read = page(LISTING, officer, today(), held(officer, today()), chosen, place)
        seen |= {row.record_id for row in read.rows}
        if not read.pager["next"]:
            return seen
        place = Place(after=read.rows[-1].place)


def test_lists_show_what_the_gate_lets_through(full: Bureau) -> None:
    for officer in readers(full):
        gate = visible_to(officer, today()) if reach(officer, today()) else Item.objects.none()
        assert found(officer) == set(gate.values_list("pk", flat=True)), officer.username


def test_every_filter_finds_what_the_truth_says(full: Bureau) -> None:
    for officer in (full.officers["office"], full.officers["clerk"]):
        seen = visible_to(officer, today())
        for state in STATES:
            if state != "door":
                expected = set(in_state(seen, state).values_list("pk", flat=True))
                assert found(officer, state=state) == expected, state
        unit = str(full.unit.pk)
        expected = in_state(seen, "draft").filter(unit=full.unit, category="业务工作", formed_on__year=2016)
        assert expected.count() == 1
        assert found(officer, state="draft", unit=unit, category="业务工作", year="2016") == {
            expected.get().pk
        }
        assert found(officer, unit="999999") == set()


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("食品抽检", {"送审的食品抽检", "公开的食品抽检信息"}),
        ("食品 公开", {"公开的食品抽检信息"}),
        ("抽品", set()),
        ("稿 消", {f"{year}年草稿 消费提示" for year in (2015, 2016, 2017)}),
        ("2015年", {"2015年草稿 消费提示"}),
        ("37100017/2017-00002", {"台账的2015"}),
    ],
)
def test_words_are_found_as_substrings(full: Bureau, words: str, titles: set[str]) -> None:
    office = full.officers["office"]
    keys = found(office, q=words)
    assert set(Item.objects.filter(pk__in=keys).values_list("title", flat=True)) == titles
    asked = Asked.of(LISTING, reach(office, today()), {"q": words})
    assert count(asked, 1000) == len(keys)


@pytest.mark.parametrize("read", [None, 0, 2_000], ids=["few rows", "by the index", "row by row"])
def test_words_and_filters_go_together(
    full: Bureau, read: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also as over many rows, where the period and the filters leave many or few of them."""
    if read is not None:
        monkeypatch.setattr(weighing, "_SAMPLE", 2)
        monkeypatch.setattr(weighing, "_READ", read)
    office, clerk = full.officers["office"], full.officers["clerk"]
    assert len(found(office, q="食品", state="public")) == 2
    assert len(found(office, q="食品", state="review", unit=str(full.unit.pk))) == 1
    assert len(found(clerk, q="食品", state="review")) == 1
    assert found(office, q="消费提示", year="2016", category="业务工作", state="draft") == found(
        office, year="2016", category="业务工作", state="draft"
    )
    assert found(office, q="消费提示", year="2016", state="public") == set()


def test_rows_are_read_one_by_one_only_where_period_and_filters_leave_few(
    full: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks.settle(LISTING, 10_000)
    monkeypatch.setattr(weighing, "_SAMPLE", 2)
    scopes = reach(full.officers["office"], today())
    narrow = {"q": "消费提示", "year": "2016", "state": "draft"}
    there = count(Asked.of(LISTING, scopes, {"year": "2016", "state": "draft"}), 1000)
    assert there > 1
    on_sqlite = connection.vendor == "sqlite"  # PostgreSQL walks the first rows in any case
    for most, wanted in ((there, on_sqlite), (there - 1, False)):
        monkeypatch.setattr(weighing, "_READ", most)
        way = weighing.weighed(Asked.of(LISTING, scopes, narrow)).way
        assert (way is not None and way.reads) is wanted
        for without in ("year", "state"):
            chosen = {name: value for name, value in narrow.items() if name != without}
            way = weighing.weighed(Asked.of(LISTING, scopes, chosen)).way
            assert way is None or not way.reads


def test_what_a_state_implies_holds_for_every_row_that_has_it(full: Bureau) -> None:
    """Otherwise a filter by state would leave out the scopes in which such a row is."""
    again = drafted(full, title="撤下后又送审")
    released(full.clear_all(full.hand_in(again)))
    withdraw(again, "error", full.officers["office"], AT)
    Item.objects.filter(pk=again.pk).update(title="改过")
    full.hand_in(Item.objects.get(pk=again.pk))
    marks.settle(LISTING, 10_000)
    rows = list(ItemRow.objects.all())
    assert {row.state for row in rows} >= {"draft", "review", "returned", "public", "withdrawn", "voided"}
    assert {row.out for row in rows if row.state == "review"} == {True, False}
    for row in rows:
        for column, value in LISTING.implied({"state": row.state}).items():
            assert getattr(row, column) == value, (row.state, column)


def test_any_way_of_changing_a_record_renews_its_row(full: Bureau) -> None:
    item = Item.objects.filter(row__isnull=True).first() or Item.objects.get(title="台账的2015", unit=None)
    marks.settle(LISTING, 10_000)
    assert not Mark.objects.exists() and ItemRow.objects.count() == Item.objects.count()
    Item.objects.filter(pk=item.pk).update(title="改过的标题", formed_on=date(2010, 1, 1))
    office = full.officers["office"]
    assert found(office, q="改过的标题") == found(office, year="2010") == {item.pk}
    assert found(office, q="台账的2015", unit="") & {item.pk} == set()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_item SET category = 'x' WHERE id = %s", [item.pk])
    assert marks.differing(LISTING, [item.pk]) == [item.pk]
    marks.settle(LISTING)
    assert marks.differing(LISTING, list(Item.objects.values_list("pk", flat=True))) == []
    taken = Withdrawal.objects.first()
    assert taken is not None
    Withdrawal.objects.filter(pk=taken.pk).update(log_index=77)
    marks.settle(LISTING)
    assert ItemRow.objects.get(pk=taken.release.item_id).is_sending is False


def test_a_record_that_is_gone_has_no_row(full: Bureau) -> None:
    item = Item.objects.filter(submissions__isnull=True, agency=full.agency).first()
    assert item is not None
    marks.settle(LISTING, 10_000)
    place = item.row.place
    item.delete()
    marks.settle(LISTING, 10_000)
    assert not ItemRow.objects.filter(place=place).exists()


def test_a_list_that_was_never_filled_fills_itself(full: Bureau) -> None:
    Mark.objects.all().delete()
    marks.install(connection)
    assert Mark.objects.count() == Item.objects.count()
    marks.install(connection)
    assert Mark.objects.count() == Item.objects.count()


def test_a_mark_that_comes_while_one_is_settled_stays(full: Bureau) -> None:
    marks.settle(LISTING, 10_000)
    item = Item.objects.first()
    assert item is not None
    Item.objects.filter(pk=item.pk).update(doc_no="1")
    Item.objects.filter(pk=item.pk).update(doc_no="2")
    assert marks.settle(LISTING, 1) == 1 and Mark.objects.count() == 1


def test_an_update_of_the_program_builds_the_index_of_longer_pieces_over_the_rows_there_are(
    full: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks.settle(LISTING, 10_000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP INDEX disclosure_itemrow_tokens")
            cursor.execute("CREATE INDEX disclosure_itemrow_grams ON disclosure_itemrow USING gin (grams)")
    before = found(full.officers["office"], q="食品抽检")  # on PostgreSQL it is right without as well
    if connection.vendor == "sqlite":
        monkeypatch.setattr(tokens, "_BUILT", 2)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE disclosure_itemrow_words")
            cursor.execute("CREATE VIRTUAL TABLE disclosure_itemrow_grams USING fts5(grams, detail = none)")
    marks.install(connection)
    assert found(full.officers["office"], q="食品抽检") == before != set()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'disclosure_itemrow'")
            there = {name for (name,) in cursor.fetchall()}
    else:
        there = set(connection.introspection.table_names())
    current = "tokens" if connection.vendor == "postgresql" else "words"
    assert f"disclosure_itemrow_{current}" in there and "disclosure_itemrow_grams" not in there


@pytest.mark.parametrize("many", [0, 100], ids=["span by span", "at once"])
@pytest.mark.parametrize("together", [1, 4], ids=["a part", "parts"])
def test_pages_of_words_are_in_order_wherever_their_hits_lie(
    full: Bureau, together: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the first rows have none, so that on PostgreSQL the index is asked for span after span."""
    monkeypatch.setattr(weighing, "_SAMPLE", 2)
    monkeypatch.setattr(worded, "_READ", many)
    monkeypatch.setattr(spans, "_TOGETHER", together)
    for name, value in {"_SAMPLE": 2, "_WALKED": 1}.items():
        monkeypatch.setattr(walks, name, value)
    for number, day in enumerate(
        (date(2009, 1, 1), date(2013, 6, 1), date(2017, 12, 30), date(2017, 12, 31))
    ):
        drafted(full, unit=full.unit, title=f"中秋月饼{number}", formed_on=day)
    marks.settle(LISTING, 10_000)
    wanted = list(ItemRow.objects.filter(text__contains="月饼").order_by("-place").values_list("pk", "place"))
    asked = Asked.of(LISTING, reach(full.officers["office"], today()), {"q": "月饼"})
    for most, start in product((1, 2, 3, 4, 5), (None, *(place for _, place in wanted))):
        after = [pk for pk, place in wanted if start is None or place < start]
        before = [pk for pk, place in wanted if start is not None and place > start]
        rows, pager = read(asked, Item.objects.all(), {}, Place(after=start), 100, most)
        assert [row.pk for row in rows] == after[:most] and bool(pager["next"]) == (len(after) > most)
        if start is not None:
            rows, pager = read(asked, Item.objects.all(), {}, Place(before=start), 100, most)
            assert [row.pk for row in rows] == before[max(len(before) - most, 0) :]
            assert bool(pager["previous"]) == (len(before) > most)


def test_a_purge_leaves_no_word_in_row_or_index(full: Bureau) -> None:
    marks.settle(LISTING, 10_000)
    item = Item.objects.get(title="2016年草稿 消费提示", unit=full.unit)
    place = item.row.place
    purge(item, full.officers["secrecy"], AT)
    row = ItemRow.objects.get(pk=item.pk)
    assert "消费" not in row.text and row.state == "voided"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT c0 FROM {ItemRow.grams_table()}_content WHERE id = %s", [place])
            (tokens,) = cursor.fetchone()
            assert coded(["消费"])[0] not in tokens
    assert item.pk not in found(full.officers["office"], q="消费提示")
