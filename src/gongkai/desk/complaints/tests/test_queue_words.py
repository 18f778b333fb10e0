"""Words in the queue and among closed cases find what reading every row finds: all, in order, each once."""

from datetime import date
from itertools import product

import pytest
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import queries
from gongkai.desk.complaints.listing import CLOSED, Reader, views
from gongkai.desk.complaints.rows import LISTING
from gongkai.desk.complaints.tests.centre import AT
from gongkai.desk.finding.rows import LISTING as CASES
from gongkai.desk.lists import marks, spans, tokens, walks, weighing, worded
from gongkai.desk.lists.models import place_of

pytestmark = pytest.mark.django_db(databases=["default"])
READERS = ("operator", "office", "handler", "head", "other")
TEXTS = (
    "n000077777\n某商店777\n类别7",
    "n000077778\n某商店77\n类别17",
    "n000177777\n某商店7\n类别1",
    "371002sc20170001234\n南京路小学食堂\n食品",
    "371002sc20170011234\n南京路小学\n食品",
    "n100004321\n某商店15271 分店\n类别9",
    "n100004322\nabc123456店\n类别9",
)
WORDS = (
    *(
        "某商店",
        "某商店77",
        "某商店777",
        "77",
        "7",
        "777",
        "店7",
        "类别7",
        "小学食",
        "京路小学食堂",
        "abc1234",
    ),
    *(
        "n00007",
        "0077777",
        "371002",
        "20170001234",
        "4321",
        "没有这个词",
        "777 类别",
        "77 没有",
        "类别 店 n0",
    ),
)
FEW = {"_SAMPLE": 2, "_OFTEN": 1, "_WALKED": 2}
SHORT = {"_TOGETHER": 1, "_MOST": 1}
"""Spans that make a few years many."""
RARE, COMMON = {"_SAMPLE": 2}, {"_SAMPLE": 2, "_OFTEN": 1, "_RARE": 1}


@pytest.fixture
def written(centre):
    """Open and closed cases of two stations and of none, in whose rows these texts stand, weeks apart."""
    for number in range(9):
        centre.case(timezone.now(), unit=("YY", "TH", None)[number % 3])
    for _ in range(4):
        centre.closed(AT)
    Case.objects.filter(stage="open", pk__in=Case.objects.order_by("-pk")[:2]).update(stage="closed")
    marks.settle_all(10_000)
    for listing in (LISTING, CASES):
        rows = list(listing.row.objects.order_by("record_id"))
        tokens.drop(listing.row, [row.place for row in rows])
        for number, row in enumerate(rows):
            row.text = TEXTS[number % len(TEXTS)]
            row.place = place_of(date(2018, 1, 1 + 3 * (number % 7)), row.pk)
            row.save()
        tokens.put(listing, rows)
    return centre


def by_force(reader: Reader, view: str, words: str) -> list[int]:
    """The cases of a view with these words in their rows, in order."""
    asked = reader.asked(views(reader.officer, reader.day)[view])
    seen = set(queries.visible_to(reader.officer, reader.day).values_list("pk", flat=True))
    rows = asked.listing.row.objects.filter(**asked.conditions).order_by("-place")
    return [row.pk for row in rows if row.pk in seen and all(one in row.text for one in words.split())]


def paged(reader: Reader, view: str, words: str, most: int, way: str, cap: int = 100) -> list[int]:
    """The same by the pages: from the first on (``next``) or back from the end (``previous``)."""
    found: list[int] = []
    place = {} if way == "next" else {"before": "1"}
    while True:
        offered = views(reader.officer, reader.day)[view]
        rows, pager, _fresh = reader.page(offered, {"q": words}, place, most, cap)
        keys = [row.pk for row in rows]
        found = found + keys if way == "next" else keys + found
        if not pager[way]:
            return found
        name, _, number = pager[way].rpartition("&")[2].partition("=")
        place = {name: number}


@pytest.mark.parametrize(
    ("few", "short", "weighed", "cap"),
    [
        ({}, {}, {}, 100),
        (FEW, {}, RARE, 100),
        (FEW | {"_DENSE": 0}, {}, RARE, 100),
        (FEW, SHORT, COMMON, 4),
        (FEW, {"_MOST": 0}, COMMON | {"_OFTEN": 3}, 4),
    ],
    ids=["as it is", "as over many rows", "dense", "more than is counted", "all that is far at once"],
)
def test_pages_of_words_are_what_reading_every_row_finds(written, few, short, weighed, cap, monkeypatch):
    """For every kind of reader, forwards and backwards: no miss, no repeat."""
    if few:
        monkeypatch.setattr(worded, "_READ", 0)
    for module, limits in ((walks, few), (spans, short), (weighing, weighed)):
        for name, value in limits.items():
            monkeypatch.setattr(module, name, value)
    hits = 0
    for name, view in product(READERS, ("", CLOSED)):
        reader = Reader.of(written[name], today())
        for words in WORDS:
            wanted = by_force(reader, view, words)
            hits += len(wanted)
            for way in ("next", "previous"):
                assert paged(reader, view, words, 3, way, cap) == wanted, (name, view, words, way)
    assert hits > 100
