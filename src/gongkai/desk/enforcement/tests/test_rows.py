"""The rows of enforcement say what the truth says: for every reader and filter, after any change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.db.models import Q

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.rows import LISTING as ITEMS
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.enforcement import due, listing, public, queries
from gongkai.desk.enforcement.models import BatchRow, Investigation, Penalty, PenaltyRow, Published, Sample
from gongkai.desk.lists import marks
from gongkai.desk.lists.listing import Listing
from gongkai.desk.lists.models import Mark
from gongkai.desk.lists.paging import page
from gongkai.desk.lists.places import Place

DAY = date(2018, 3, 1)
EVERY = (listing.INVESTIGATIONS, listing.PENALTIES, listing.BATCHES, listing.SAMPLES)
LINES = ("工商", "质监", "")


@pytest.fixture
def full(bureau: Bureau) -> Bureau:
    """Investigations of two units, decisions in every state, batches with and without items and reports."""
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    for no, (unit, line, ending) in enumerate(product((bureau.unit, other), LINES, ("", "行政处罚", "移送"))):
        Investigation.objects.create(
            agency=bureau.agency, number=f"立〔2018〕{no}号", unit=unit, line=line, violation="无照经营",
            respondent=f"第{no}超市", opened_on=date(2016 + no % 3, 3, 1), ending=ending,
            ended_on=DAY if ending else None, opened_by=bureau.officers["clerk"],
        )  # fmt: skip
    for no, (kind, line) in enumerate(product(("企业", "个体工商户", ""), LINES)):
        for way in ("none", "drafted", "public", "register", "voided"):
            _decided(bureau, way, f"罚〔2018〕{no}-{way}号", kind, line)
    for no, (verdict, reported) in enumerate(product(("合格", "不合格", ""), (DAY, date(2017, 1, 5), None))):
        _sampled(bureau, f"第{no}期", no, verdict, reported)
    _tied(bureau, "第0期")
    Sample.objects.filter(batch="第1期").update(voided_on=DAY)
    stranger = Agency.objects.create(code="X", name="另一局")
    Sample.objects.create(agency=stranger, number="S-1", batch="第0期", food="面包", verdict="不合格")
    Penalty.objects.create(
        agency=stranger,
        organ="另一局",
        doc_no="罚〔2018〕0-none号",
        decided_on=DAY,
        party="别局",
        violation="x",
    )
    return bureau


def _decided(bureau: Bureau, way: str, number: str, kind: str, line: str) -> None:
    made = Penalty.objects.create(
        agency=bureau.agency, organ=bureau.agency.name, doc_no=number, party_kind=kind, line=line,
        party="某食品商行", violation="销售过期食品", decided_on=date(2016 + len(number) % 3, 3, 1),
        voided_on=DAY if way == "voided" else None,
    )  # fmt: skip
    if way in ("drafted", "public"):
        out = DAY if way == "public" else None
        drawn = bureau.item(Item.objects.count() + 1, published_on=out, title=f"处罚{number}")
        Published.objects.create(penalty=made, item=drawn)
    if way == "register":
        bureau.item(
            Item.objects.count() + 1, published_on=DAY, doc_no=number, category=public.PENALTIES, title=number
        )


def _sampled(bureau: Bureau, batch: str, no: int, verdict: str, reported: date | None) -> None:
    for each, said in (("a", "合格"), ("b", verdict)):
        Sample.objects.create(
            agency=bureau.agency, number=f"{no}-{each}", batch=batch, food="白面包", maker="某食品厂",
            verdict=said, reported_on=reported, sampled_unit="高区超市",
        )  # fmt: skip


def _tied(bureau: Bureau, batch: str) -> Published:
    item = bureau.item(Item.objects.count() + 1, title=f"{batch}抽检", category=public.SAMPLING)
    return Published.objects.create(batch=batch, item=item)


def readers(bureau: Bureau) -> list[Officer]:
    made = []
    for name, kind, unit in (
        ("nobody", "", None),
        ("operator", "operator", None),
        ("whole", "clerk", None),
        ("keeper", "keeper", None),
        ("handler", "handler", Unit.objects.get(code="02")),
    ):
        made.append(Officer.objects.create_user(name, name=name, agency=bureau.agency))
        if kind:
            Duty.objects.create(officer=made[-1], kind=kind, unit=unit, since=SINCE)
    return [*bureau.officers.values(), *made]


def found(of: Listing, officer: Officer, **chosen: str) -> list[int]:
    """The keys of all pages, in their order."""
    marks.settle(of, 10_000)
    seen: list[int] = []
    place = Place()
    while True:
        read = page(of, officer, today(), held(officer, today()), chosen, place)
        seen += [row.record_id for row in read.rows]
        if not read.pager["next"]:
            return seen
        place = Place(after=read.rows[-1].place)


def entered(officer: Officer) -> list[Investigation]:
    return list(queries.investigations(officer, today()).order_by("-opened_on", "-pk"))


def decided(officer: Officer) -> list[Penalty]:
    return list(queries.penalties(officer, today()).order_by("-decided_on", "-pk"))


def state_of(one: Penalty) -> str:
    """Whether a decision is public, by the records alone."""
    if one.voided_on:
        return "voided"
    items = Item.objects.filter(voided_on__isnull=True, agency=one.agency_id)
    drawn = items.filter(drawn_from__penalty=one).first()
    same = items.filter(doc_no=one.doc_no, category=public.PENALTIES)
    item = drawn or same.exclude(published_on=None).first() or same.first()
    return "none" if item is None else "public" if item.published_on else "drafted"


def batched(officer: Officer) -> dict[str, list[Sample]]:
    """The samples of each batch, the batch of the last report first."""
    made: dict[str, list[Sample]] = {}
    for one in queries.samples(officer, today()).exclude(batch="").order_by("pk"):
        made.setdefault(one.batch, []).append(one)
    order = {
        name: (max(one.reported_on or date(1, 1, 1) for one in rows), rows[-1].pk)
        for name, rows in made.items()
    }
    return {name: made[name] for name in sorted(made, key=order.__getitem__, reverse=True)}


def names(keys: list[int]) -> list[str]:
    kept = dict(Sample.objects.filter(pk__in=keys).values_list("pk", "batch"))
    return [kept[key] for key in keys]


def test_every_reader_sees_what_the_gate_lets_through_in_the_order_of_the_days(full: Bureau) -> None:
    for officer in readers(full):
        opens = queries.works(officer, today())
        for one in EVERY:
            assert one.opens(officer, today(), held(officer, today())) == opens, officer.username
        assert found(listing.INVESTIGATIONS, officer) == [one.pk for one in entered(officer)]
        assert found(listing.PENALTIES, officer) == [one.pk for one in decided(officer)]
        assert names(found(listing.BATCHES, officer)) == list(batched(officer))
        seen = sorted(
            queries.every_sample(officer, today()),
            key=lambda one: (one.reported_on or date(1, 1, 1), one.pk),
            reverse=True,
        )
        assert found(listing.SAMPLES, officer) == [one.pk for one in seen]


def test_every_filter_of_investigations_finds_what_the_records_say(full: Bureau) -> None:
    for officer, state, line, year in product(
        (full.officers["office"], full.officers["clerk"]),
        ("", "open", "行政处罚", "移送"),
        ("", "工商"),
        ("", "2017"),
    ):
        given = {"state": state, "line": line, "year": year, "unit": str(full.unit.pk)}
        expected = [
            one.pk
            for one in entered(officer)
            if one.unit_id == full.unit.pk
            and state in ("", one.ending or "open")
            and line in ("", one.line)
            and year in ("", str(one.opened_on.year))
        ]
        assert found(listing.INVESTIGATIONS, officer, **given) == expected, given


def test_every_filter_of_decisions_finds_what_the_records_say(full: Bureau) -> None:
    office = full.officers["office"]
    known = [(one, state_of(one)) for one in decided(office)]
    assert {state for _one, state in known} == {"none", "drafted", "public", "voided"}
    for state, kind, line, year in product(
        ("", "none", "drafted", "public", "voided"), ("", "企业", "个体工商户"), ("", "工商"), ("", "2017")
    ):
        given = {"state": state, "party_kind": kind, "line": line, "year": year}
        expected = [
            one.pk
            for one, its in known
            if state in ("", its)
            and kind in ("", one.party_kind)
            and line in ("", one.line)
            and year in ("", str(one.decided_on.year))
        ]
        assert found(listing.PENALTIES, office, **given) == expected, given


def test_every_filter_of_batches_and_samples_finds_what_the_records_say(full: Bureau) -> None:
    office = full.officers["office"]
    tied = {one.batch for one in Published.objects.exclude(batch="")}
    for result, item in product(("", "failed", "passed"), ("", "tied", "open")):
        expected = [
            name
            for name, rows in batched(office).items()
            if result in ("", "failed" if any(one.verdict == "不合格" for one in rows) else "passed")
            and item in ("", "tied" if name in tied else "open")
        ]
        assert names(found(listing.BATCHES, office, result=result, item=item)) == expected, (result, item)
    for verdict, state in product(("", "合格", "不合格"), ("", "open", "voided")):
        kept = queries.every_sample(office, today()).filter(Q(verdict=verdict) if verdict else Q())
        kept = kept.filter(voided_on__isnull=state == "open") if state else kept
        assert set(found(listing.SAMPLES, office, verdict=verdict, state=state)) == set(
            kept.values_list("pk", flat=True)
        )


@pytest.mark.parametrize(
    ("of", "words", "count"),
    [
        (listing.INVESTIGATIONS, "第7超", 1),
        (listing.INVESTIGATIONS, "无照 第7", 1),
        (listing.PENALTIES, "过期食品", 45),
        (listing.PENALTIES, "过期 drafted", 9),
        (listing.SAMPLES, "面包 第3期", 2),
        (listing.SAMPLES, "高区超市", 18),
        (listing.BATCHES, "第3期", 1),
        (listing.BATCHES, "没有", 0),
        (listing.BATCHES, "——", 0),
    ],
)
def test_words_are_found_as_substrings(full: Bureau, of: Listing, words: str, count: int) -> None:
    assert len(found(of, full.officers["office"], q=words)) == count


def changes(bureau: Bureau) -> Iterator[tuple[str, Callable[[], object]]]:
    """What may happen to records, by the program, in bulk, by a line of SQL."""
    agency = bureau.agency
    item = Item.objects.filter(category=public.PENALTIES).first()
    drawn = Published.objects.exclude(penalty=None).first()
    assert item is not None and drawn is not None
    yield "the number of an item is put right", lambda: _saved(item, doc_no="罚〔2018〕3-none号")
    yield (
        "a draft with its number stands beside one that is out",
        lambda: bureau.item(
            Item.objects.count() + 1, doc_no="罚〔2018〕0-register号", category=public.PENALTIES, title="草稿"
        ),
    )
    yield (
        "the one that is out is voided",
        lambda: Item.objects.filter(doc_no="罚〔2018〕0-register号", published_on=DAY).update(voided_on=DAY),
    )
    yield "an item leaves its class", lambda: _saved(item, category="业务工作")
    yield "a drawn item is voided", lambda: _saved(drawn.item, voided_on=DAY)
    yield "a drawn item is out", lambda: _saved(drawn.item, voided_on=None, published_on=DAY)
    yield "decisions in bulk", lambda: Penalty.objects.filter(line="工商").update(party_kind="自然人")
    yield "a decision is voided", lambda: Penalty.objects.filter(pk=drawn.penalty_id).update(voided_on=DAY)
    yield "a batch is tied", lambda: _tied(bureau, "第4期")
    yield "and untied", lambda: Published.objects.filter(batch="第4期").delete()
    yield (
        "a tied item is voided",
        lambda: Item.objects.filter(drawn_from__batch="第0期").update(voided_on=DAY),
    )
    yield (
        "a sample comes into a batch",
        lambda: Sample.objects.create(
            agency=agency,
            number="new",
            batch="第2期",
            food="糕点",
            verdict="不合格",
            reported_on=date(2018, 5, 1),
        ),
    )
    yield "the newest is voided", lambda: Sample.objects.filter(number="new").update(voided_on=DAY)
    yield "and counts again", lambda: Sample.objects.filter(number="new").update(voided_on=None)
    yield "it goes to another batch", lambda: Sample.objects.filter(number="new").update(batch="第5期")
    yield "to one that is new", lambda: Sample.objects.filter(number="new").update(batch="新的一期")
    yield "and is gone", lambda: Sample.objects.filter(number="new").delete()
    yield "a batch is called otherwise", lambda: Sample.objects.filter(batch="第3期").update(batch="第三期")
    yield "an older sample fails", lambda: _sql("UPDATE enforcement_sample SET verdict = '不合格'")
    yield (
        "an investigation ends",
        lambda: Investigation.objects.filter(ending="").update(ending="不予处罚", ended_on=date(2019, 1, 1)),
    )


def _saved(item: Item, **given: object) -> None:
    Item.objects.filter(pk=item.pk).update(**given)


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_after_any_change_the_rows_say_what_the_records_say(full: Bureau) -> None:
    for one in EVERY:
        marks.settle(one, 10_000)
    for what, change in changes(full):
        change()
        for one in EVERY:
            marks.settle(one, 10_000)
            records = one.row._meta.pk.related_model._default_manager.values_list("pk", flat=True)  # type: ignore[union-attr]
            assert marks.differing(one, set(records)) == [], (what, one.name)
        office = full.officers["office"]
        assert names(found(listing.BATCHES, office)) == list(batched(office)), what
        for row in BatchRow.objects.all():
            item = public.of_batches(row.agency_id, [row.batch]).get(row.batch)
            assert row.item == item, (what, row.batch)
        said = dict(PenaltyRow.objects.values_list("record", "state"))
        assert said == {one.pk: state_of(one) for one in Penalty.objects.all()}, what


def test_an_import_of_a_batch_marks_few_samples_for_each_of_its_rows(full: Bureau) -> None:
    """A batch of ten thousand samples does not mark ten thousand for each."""
    for one in EVERY:
        marks.settle(one, 10_000)
    made = [
        Sample(agency=full.agency, number=f"n{no}", batch="第2期", food="面包", verdict="合格")
        for no in range(60)
    ]
    Sample.objects.bulk_create(made)
    assert marks.waiting(listing.BATCHES) <= 2 * len(made)
    marks.settle(listing.BATCHES, 10_000)
    assert BatchRow.objects.get(batch="第2期", agency=full.agency).count == 62


def test_an_item_whose_own_row_is_made_later_is_found_for_its_batch(full: Bureau) -> None:
    """As after an import of a hundred thousand items, when the few batches are renewed first."""
    marks.settle(listing.BATCHES, 10_000)
    item = full.item(Item.objects.count() + 1, title="第6期抽检公告", category=public.SAMPLING)
    for one in (listing.BATCHES, ITEMS, listing.BATCHES):
        marks.settle(one, 10_000)
    assert BatchRow.objects.get(batch="第6期").item == item


def test_an_item_that_is_tied_no_more_is_found_for_the_batch_of_its_title(full: Bureau) -> None:
    item = full.item(Item.objects.count() + 1, title="第7期抽检公告", category=public.SAMPLING)
    tied = Published.objects.create(batch="第8期", item=item)
    for is_tied in (True, False):
        if not is_tied:
            tied.delete()
        for one in (ITEMS, listing.BATCHES):
            marks.settle(one, 10_000)
        named, other = (BatchRow.objects.get(batch=name).item for name in ("第7期", "第8期"))
        assert (named, other) == ((None, item) if is_tied else (item, None))


def test_a_batch_has_one_row_though_another_was_made_while_a_sample_was_entered(full: Bureau) -> None:
    """The change that was not committed yet could not see that row, and left no mark for it."""
    marks.settle(listing.BATCHES, 10_000)
    new = Sample.objects.create(agency=full.agency, number="new", batch="第2期", food="面包", verdict="合格")
    Mark.objects.exclude(record=new.pk).delete()
    marks.settle(listing.BATCHES, 10_000)
    assert [row.record_id for row in BatchRow.objects.filter(batch="第2期")] == [new.pk]


def test_an_update_of_the_program_marks_one_sample_of_each_batch(full: Bureau) -> None:
    marks.settle(listing.BATCHES, 10_000)
    there = set(BatchRow.objects.values_list("record", flat=True))
    BatchRow.objects.all().delete()
    Mark.objects.all().delete()
    with connection.cursor() as cursor:
        marks._mark_all(cursor, listing.BATCHES)
    assert set(Mark.objects.values_list("record", flat=True)) == there
    marks.settle(listing.BATCHES, 10_000)
    assert set(BatchRow.objects.values_list("record", flat=True)) == there


def test_two_decisions_of_one_number_are_public_by_the_same_item(full: Bureau) -> None:
    one = Penalty.objects.filter(doc_no__contains="register").first()
    assert one is not None
    twin = Penalty.objects.create(
        agency=full.agency, organ="旧局名", doc_no=one.doc_no, decided_on=DAY, party="某", violation="x"
    )
    marks.settle(listing.PENALTIES, 10_000)
    assert PenaltyRow.objects.get(record=twin).state == PenaltyRow.objects.get(record=one).state == "public"
    assert set(public.of_decisions([one, twin])) == {one.pk, twin.pk}


def test_what_failed_is_read_for_the_clock_of_a_batch_and_nothing_else(full: Bureau) -> None:
    """The clock of a list is that of the page of the batch, whose samples are all read."""
    office = full.officers["office"]
    for name, rows in batched(office).items():
        whole, listed = due.of_batch(name, rows, today()), due.of_batches(full.agency.pk, [name], today())
        assert listed.get(name) == whole, name
