"""Words in the list of applications find what reading every row finds: all, in order, each once."""

from datetime import date, timedelta
from functools import partial
from itertools import product

import pytest
from django.db import connection

from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Assignment
from gongkai.desk.foi import rows
from gongkai.desk.foi.models import ApplicationRow
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.rows import Tab, urgency
from gongkai.desk.foi.screens.listing import _TABS
from gongkai.desk.lists import marks, spans, tokens, walks, weighing, worded
from gongkai.desk.lists.models import place_of
from gongkai.desk.lists.own import Reading
from gongkai.desk.lists.places import Place

pytestmark = pytest.mark.django_db(databases=["default"])
TODAY = date(2024, 2, 20)
READERS = ("office", "head", "handler", "legal", "secrecy")
TEXTS = (
    "高市监公开 2024 第7号\n申请公开2024年食品抽检结果 商店777的材料",
    "高市监公开 2024 第77号\n申请公开2024年食品会议纪要 商店77的材料",
    "高市监公开 2023 第777号\n申请公开2023年广告会议纪要 商店1777的材料",
    "高市监公开 2023 第7777号\n申请公开2023年广告采购合同 商店7的材料",
    "高市监公开 2023 第777777号\n申请公开2023年价格检查记录 商店17的材料",
)
WORDS = (
    "商店777",
    "商店77",
    "77",
    "7",
    "777777",
    "第777",
    "食品",
    "广告 会议纪要",
    "2023年",
    "食品 没有",
    "的材料",
)
FILTERS = (
    {"channel": "信函"},
    {"applicant_kind": "商业企业"},
    {"unit": "SP"},
    {"year": "2024", "channel": "当面"},
    {"year": "2023", "unit": "SP", "applicant_kind": "自然人"},
)
LIMITS = {
    "as it is": {},
    "all rare": {weighing: {"_SAMPLE": 2}, walks: {"_SAMPLE": 2, "_OFTEN": 1, "_WALKED": 2}},
    "span by span": {walks: {"_WALKED": 1}, worded: {"_READ": 0}},
    "short spans": {walks: {"_WALKED": 1}, worded: {"_READ": 0}, spans: {"_TOGETHER": 1, "_MOST": 1}},
    "dense everywhere": {walks: {"_SAMPLE": 9, "_WALKED": 2, "_DENSE": 0}, worded: {"_READ": 0}},
    "none rare, values asked": {weighing: {"_SAMPLE": 2, "_RARE": 1, "_OFTEN": 1, "_READ": 0}},
    "none rare, values compared": {weighing: {"_SAMPLE": 2, "_RARE": 1, "_OFTEN": 99, "_READ": 0}},
    "all walked": {weighing: {"_SAMPLE": 2, "_RARE": 0, "_WALKED": 10**6, "_READ": 0, "_FIRST": 4}},
    "first rows counted": {
        weighing: {"_SAMPLE": 2, "_RARE": 0, "_WALKED": 10**6, "_READ": 0, "_FIRST": 4, "_PAGE": 0}
    },
    "few to read": {weighing: {"_SAMPLE": 2, "_RARE": 1}, walks: {"_WALKED": 1}},
}


@pytest.fixture
def written(bureau):
    """Applications of two units in every state, late and not, with these texts in their rows."""
    for number in range(10):
        kind = ("自然人", "商业企业")[number % 2]
        case = bureau.register(date(2024, 2, 1), applicant_kind=kind)
        if number % 5 == 3:
            bureau.decide(case, "grant.full", date(2024, 2, 5))
        if number % 5 == 4:
            bureau.whole(case, "grant.full", date(2024, 2, 5))
    units = [one.pk for one in bureau.units.values()]
    for number, held_now in enumerate(Assignment.objects.filter(until__isnull=True).order_by("pk")):
        if number % 3:
            Assignment.objects.filter(pk=held_now.pk).update(unit=units[number % len(units)])
    marks.settle_all(10_000)
    there = list(ApplicationRow.objects.order_by("pk"))
    tokens.drop(ApplicationRow, [row.place for row in there])
    for number, row in enumerate(there):
        row.text = TEXTS[number % len(TEXTS)]
        row.place = place_of(date(2023, 12, 1) + timedelta(days=11 * (number % 7)), row.pk)
        row.channel = ("当面", "信函", "网络")[number % 3]
        if number % 4 == 1:
            row.state = "served"
        row.due_place = None if row.state == "ended" else urgency(TODAY + timedelta(days=number - 6), row.pk)
        row.save()
    tokens.put(rows.LISTING, there)
    return bureau


def by_force(reading: Reading, tab: Tab) -> list[int]:
    """What the tab, the filters and the words leave of what may be seen, in the order of the tab."""
    chosen, words = reading.chosen, reading.chosen["q"].split()
    seen = set(visible_to(reading.officer, reading.day, reading.duties).values_list("pk", flat=True))
    keys = {name: chosen[name] for name in ("channel", "applicant_kind") if name in chosen}
    if "unit" in chosen:
        keys["unit_id"] = int(chosen["unit"])
    asked = rows._asked(reading, tab)
    assert asked is not None
    within = {(one.get("unit_id"), one["state"]) for one in asked.scopes}
    signed = set()
    if asked.beside[0]:
        with connection.cursor() as cursor:
            cursor.execute(*asked.beside)
            signed = {key for (key,) in cursor.fetchall()}
    found = [
        row
        for row in ApplicationRow.objects.filter(state__in=tab.states, **keys)
        if row.pk in seen
        and ({(None, row.state), (row.unit_id, row.state)} & within or row.pk in signed)
        and all(word in row.text for word in words)
        and ("year" not in chosen or date.fromordinal(row.place >> 41).year == int(chosen["year"]))
        and (
            not tab.is_late or (row.due_place is not None and row.due_place >= urgency(TODAY, 0) + (1 << 41))
        )
    ]
    return [row.pk for row in sorted(found, key=lambda row: row.due_place if tab.is_late else row.place)][
        ::-1
    ]


def paged(reading: Reading, tab: Tab, way: str) -> list[int]:
    """The same by pages of two: from the first on, or back from the end."""
    found: list[int] = []
    place = Place() if way == "next" else Place(before=1)
    while True:
        page = rows.found(reading, tab, place, 2, {})
        keys = [one.record_id for one in page.rows]
        found = found + keys if way == "next" else keys + found
        if not page.pager[way]:
            return found
        number = int(page.pager[way].rpartition("=")[2])
        place = Place(after=number) if way == "next" else Place(before=number)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_pages_of_words_are_what_reading_every_row_finds(written, limits, monkeypatch):
    """For every kind of reader, tab and filter, forwards and backwards, and in the keys of an export."""
    for module, values in limits.items():
        for name, value in values.items():
            monkeypatch.setattr(module, name, value)
    hits = 0
    unit = str(written.units["SP"].pk)
    asked = [({}, words) for words in WORDS] + [*product(FILTERS, ("商店77", "食品", "7 纪要"))]
    readers = ("office", "legal") if limits else READERS
    for who, name, (filters, words) in product(readers, ("open", "late", "all"), asked):
        officer, tab = getattr(written, who), _TABS[name]
        chosen = filters | {"tab": name, "q": words} | ({"unit": unit} if "unit" in filters else {})
        reading = Reading(officer, TODAY, held(officer, TODAY), chosen)
        wanted = by_force(reading, tab)
        hits += len(wanted)
        said = (who, name, filters, words)
        assert paged(reading, tab, "next") == wanted == list(rows.keys(reading, tab, 100)), said
        if len(wanted) > 1:
            assert paged(reading, tab, "previous") == wanted, said
    assert hits > 150


@pytest.mark.skipif(connection.vendor == "postgresql", reason="its words are found otherwise")
def test_the_index_is_asked_for_the_longest_pieces_and_for_values_only_beside_common_words(
    written, monkeypatch
):
    monkeypatch.setattr(weighing, "_SAMPLE", 2)

    def way(**chosen):
        reading = Reading(written.office, TODAY, held(written.office, TODAY), chosen)
        asked = rows._asked(reading, _TABS["open"])
        assert asked is not None
        return weighing.weighed(asked).way

    assert way(q="商店777", channel="信函") == weighing.Way(("店777", "商店77"), frozenset(), waits=False)
    monkeypatch.setattr(weighing, "_RARE", 1)
    monkeypatch.setattr(weighing, "_OFTEN", 1)
    assert ("channel", "信函") in way(q="商店777", channel="信函").values


def test_a_common_piece_is_asked_for_where_it_spares_more_looks_at_rows_than_it_costs():
    texts = [
        f"{'广告' if n % 10 == 0 else '食品'}的{'会议纪要' if n % 8 == 0 else '处罚决定'}" for n in range(240)
    ]
    numbers = dict.fromkeys(("广告", "会议纪要", "的", "食品"), 1_000)
    asked = partial(weighing._rarest, numbers=numbers, texts=texts)
    assert asked(["广告", "会议纪要"]) == ("广告", "会议纪要")
    assert asked(["广告", "的"]) == ("广告",), "what all have spares nothing"
    assert asked(["食品", "会议纪要"]) == ("会议纪要",), "most have the other word: it spares few looks"


@pytest.mark.parametrize("name", ["open", "all", "late"])
def test_who_sees_a_row_for_two_reasons_finds_it_once_and_all_others(written, name, monkeypatch):
    """A reviewer of law who also leads a unit: what the unit has in the chain is in both of their scopes."""
    monkeypatch.setattr(walks, "_WALKED", 1)
    unit = written.units["SP"]
    Duty.objects.create(officer=written.legal, kind=Duty.Kind.HEAD, unit=unit, since=date(2020, 1, 1))
    there = list(ApplicationRow.objects.order_by("place"))
    tokens.drop(ApplicationRow, [row.place for row in there])
    for number, row in enumerate(there):
        row.state, row.unit, row.text = "chain", unit, "申请的材料" if number % 2 else "别的东西"
        row.due_place = urgency(date(2024, 2, 10), row.pk)
        row.save()
    tokens.put(rows.LISTING, there)
    reading = Reading(written.legal, TODAY, held(written.legal, TODAY), {"tab": name, "q": "的材料"})
    wanted = by_force(reading, _TABS[name])
    assert len(wanted) > 3
    for way in ("next", "previous"):
        assert paged(reading, _TABS[name], way) == wanted
