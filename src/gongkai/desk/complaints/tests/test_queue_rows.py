"""The rows of the queue say what the truth says: for every state, reader and view, after any change."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import queries, verbs
from gongkai.desk.complaints.listing import CLOSED, Reader, views
from gongkai.desk.complaints.models import QueueRow
from gongkai.desk.complaints.rows import LISTING, span, urgency
from gongkai.desk.complaints.tests.centre import AT, later, sample
from gongkai.desk.complaints.verbs import Acting
from gongkai.desk.finding.rows import LISTING as CASES
from gongkai.desk.lists import marks, walks, weighing, worded
from gongkai.desk.lists.models import Mark

pytestmark = pytest.mark.django_db(databases=["default"])
READERS = ("operator", "office", "leader", "auditor", "handler", "colleague", "head", "other", "inspector")


@pytest.fixture
def full(centre):
    """Cases in every state, of two stations and of none, of two kinds and channels."""
    now = timezone.now()
    centre.case(AT)
    centre.case(now, unit=None, kind="投诉举报", channel="12345")
    centre.case(now, unit="TH", channel="来信")
    named = centre.case(now)
    verbs.name_handler(named, centre["handler"], by=centre["head"], at=now)
    testing = centre.accepted(now)
    verbs.begin_test(testing, sample(testing), by=centre["handler"], at=now)
    verbs.find_violation(testing, "销售不合格食品", "货架上还有", by=centre["handler"], at=now)
    agent = centre.case(now, acting=Acting("代理"))
    verbs.ask_papers(agent, now.date() + timedelta(days=5), by=centre["handler"], at=now)
    found = centre.accepted(AT)
    verbs.find_violation(found, "没有明码标价", "店内没有价签", by=centre["handler"], at=AT)
    verbs.withdraw(found, "LY-3", by=centre["handler"], at=AT)
    centre.answer(found)
    verbs.close(found, by=centre["handler"], at=AT)
    watched = centre.case(later(2))
    verbs.supervise(watched, by=centre["leader"], at=now)
    verbs.ask_unit(watched, centre.units["TH"], "查看现场", by=centre["operator"], at=now)
    pressed = centre.case(now, channel="12345", feedback_due=today())
    verbs.contest(pressed, "环翠区市场监督管理局", "经营地", by=centre["handler"], at=now)
    centre.case(now, channel="12345", feedback_due=today() + timedelta(days=60))
    centre.closed(AT)
    said = centre.closed(now)
    verbs.follow_up(said, "还没有收到退款", channel="12315", by=centre["operator"], at=now)
    bad = centre.closed(now)
    verbs.callback(bad, reached=True, satisfaction="不满意", recording="LY-2", by=centre["operator"], at=now)
    return centre


def truth(reader: Reader, view: str) -> set[int]:
    """The cases of a view by its words, from the tables themselves."""
    seen = queries.visible_to(reader.officer, reader.day)
    running = Q(stage="open")
    soon = reader.day + timedelta(days=7)
    wanted = {
        "": running,
        "mine": running & Q(profile__handler=reader.officer),
        "today": running & Q(due_on=reader.day),
        "soon": running & Q(due_on__range=(reader.day, soon)),
        "late": running & Q(due_on__lt=reader.day),
        "assign": running & ~Q(assignments__until__isnull=True, assignments__isnull=False),
        "test": running & Q(pauses__kind="testing", pauses__until__isnull=True),
        "watch": running & Q(supervisions__lifted_on__isnull=True, supervisions__isnull=False),
        "platform": running
        & Q(registration__matter__feedback_due__lte=soon, registration__matter__is_returned=False),
        "contest": running & Q(contests__settled_on__isnull=True, contests__isnull=False),
        "papers": running & Q(authority__asked_until__isnull=False, authority__letter_on__isnull=True),
        "check": Q(violations__settled_on__isnull=True, violations__isnull=False),
        "later": Q(follow_ups__handled_on__isnull=True, follow_ups__isnull=False) & ~Q(stage="voided"),
        "bad": Q(closings__callbacks__satisfaction="不满意", closings__reopened_on__isnull=True),
        CLOSED: Q(stage="closed"),
    }
    return set(seen.filter(wanted[view]).values_list("pk", flat=True))


def shown(reader: Reader, view: str, **chosen: str) -> list[int]:
    """The cases that the pages of a view show, page after page, two at a time."""
    marks.settle_all(10_000)
    found: list[int] = []
    place: dict[str, str] = {}
    while True:
        rows, pager, is_fresh = reader.page(views(reader.officer, reader.day)[view], chosen, place, 2, 100)
        assert is_fresh
        found += [row.record_id for row in rows]
        if not pager["next"]:
            return found
        place = {"after": pager["next"].rpartition("after=")[2]}


def test_every_view_shows_every_reader_what_the_truth_says(full):
    marks.settle_all(10_000)
    for name in READERS:
        reader = Reader.of(full[name], today())
        offered = views(reader.officer, reader.day)
        for view in offered:
            assert sorted(shown(reader, view)) == sorted(truth(reader, view)), (name, view)
        counted = reader.counted(list(offered.values()), 100)
        assert counted == [len(truth(reader, view)) for view in offered]


def test_the_most_urgent_stands_first_and_what_has_no_date_last(full):
    reader = Reader.of(full["operator"], today())
    dues = [Case.objects.get(pk=key).due_on for key in shown(reader, "")]
    dated = [due for due in dues if due]
    assert dated == sorted(dated) and dues[: len(dated)] == dated
    assert None in dues


FILTERS = (
    ({"kind": "举报"}, Q(kind="举报")),
    ({"channel": "来信"}, Q(registration__channel="来信")),
    ({"unit": "TH"}, Q(assignments__unit__code="TH", assignments__until__isnull=True)),
    ({"since": "2018-03-02"}, Q(opened_on__gte=date(2018, 3, 2))),
    ({"q": "康颐堂"}, Q(registration__matter__respondent__contains="康颐堂")),
    ({"q": "康颐堂 没有的词"}, Q(pk__in=[])),
    ({"q": "保健食品"}, Q(registration__matter__category="保健食品")),
    (
        {"q": "康颐堂", "unit": "TH", "since": "2018-03-02"},
        Q(assignments__unit__code="TH", opened_on__gte=date(2018, 3, 2)),
    ),
)


FEW = {
    weighing: {"_SAMPLE": 2, "_OFTEN": 1, "_RARE": 1},
    walks: {"_SAMPLE": 2, "_OFTEN": 1, "_WALKED": 1},
    worded: {"_READ": 0},
}
"""Limits of the search that make a few rows many."""


def as_over_many_rows(monkeypatch):
    for module, limits in FEW.items():
        for name, value in limits.items():
            monkeypatch.setattr(module, name, value)


@pytest.mark.parametrize("few", [False, True], ids=["as it is", "as over many rows"])
def test_filters_narrow_what_is_seen(full, few, monkeypatch):
    """Also where words are looked for as over millions of rows: the common ones by walking, or not at all."""
    if few:
        as_over_many_rows(monkeypatch)
    for name, view, (chosen, wanted) in product(("operator", "handler", "other"), ("", CLOSED), FILTERS):
        reader = Reader.of(full[name], today())
        among = Case.objects.filter(wanted, pk__in=truth(reader, view)).values_list("pk", flat=True)
        assert sorted(shown(reader, view, **chosen)) == sorted(among), (name, view, chosen)


@pytest.mark.parametrize("few", [False, True], ids=["as it is", "as over many rows"])
def test_a_page_never_counts_more_than_there_are_and_says_where_it_did_not_count_on(full, few, monkeypatch):
    """On PostgreSQL common words are counted among the first rows only; the page says "so many and more"."""
    if few:
        as_over_many_rows(monkeypatch)
    roughly = few and connection.vendor == "postgresql"
    for name, view, (chosen, _wanted) in product(("operator", "handler", "other"), ("", CLOSED), FILTERS):
        reader = Reader.of(full[name], today())
        there = views(reader.officer, reader.day)[view]
        every = len(shown(reader, view, **chosen))
        for most in (1, 2, 100):
            rows, pager, _fresh = reader.page(there, chosen, {}, most, 100)
            said = (name, view, chosen, most, pager)
            assert len(rows) <= pager["total"] <= every, said
            assert pager["capped"] or pager["total"] == every, said
            assert not pager["capped"] or (roughly and pager["next"]), said


def test_a_closed_case_leaves_the_queue_and_comes_back_with_what_was_said_later(centre):
    case = centre.closed(AT)
    marks.settle_all(10_000)
    assert not QueueRow.objects.exists()
    verbs.follow_up(case, "还没有收到退款", channel="12315", by=centre["operator"], at=later(30))
    marks.settle_all(10_000)
    assert QueueRow.objects.get().record_id == case.pk


def test_rows_built_anew_differ_in_nothing(full):
    marks.settle_all(10_000)
    every = list(Case.objects.values_list("pk", flat=True))
    assert marks.differing(LISTING, every) == [] and marks.differing(CASES, every) == []


def test_an_import_of_ended_cases_leaves_no_work_for_the_queue(centre):
    marks.settle_all(10_000)
    case = centre.case(AT)
    Mark.objects.all().delete()
    copy = Case.objects.create(
        registration=case.registration, kind="举报", stage="closed", opened_on="2018-03-01"
    )
    assert not Mark.objects.filter(list="queue", record=copy.pk).exists()
    assert Mark.objects.filter(list="cases", record=copy.pk).exists()


def test_days_of_dues_are_spans_of_places():
    first, last = date(2018, 3, 1), date(2018, 3, 5)
    low, high = span(first, last)
    for day in (first, date(2018, 3, 3), last):
        for pk in (1, 7_000_000_000):
            assert low <= urgency(day, pk) < high
    for day in (first - timedelta(days=1), last + timedelta(days=1), None):
        assert not low <= urgency(day, 1) < high
    assert urgency(first, 1) > urgency(first, 2) > urgency(last, 1) > urgency(None, 1)
    assert span(None, None) == (None, None)
    low, high = span(None, last)
    assert low <= urgency(date(1990, 1, 1), 1) and high is None and urgency(None, 1) < low
