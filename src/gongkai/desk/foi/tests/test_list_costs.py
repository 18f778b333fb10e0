"""What a page of the list of applications costs at any length: ten queries, one range of an index for each
part of what its reader sees, nothing sorted."""

import itertools
import re
import time
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Answer, Case, Closing
from gongkai.desk.foi import rows
from gongkai.desk.foi.listed import LISTING
from gongkai.desk.foi.models import Application, ApplicationRow, Consulted
from gongkai.desk.foi.screens.listing import _TABS, TABS
from gongkai.desk.lists import marks, places
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.own import Reading
from gongkai.desk.lists.places import Place

pytestmark = pytest.mark.django_db(databases=["default"])
RECEIVED = date(2024, 2, 1)
READERS = ("office", "head", "handler", "legal", "secrecy")
CHOSEN = (
    {},
    {"channel": "传真"},
    {"applicant_kind": "科研机构"},
    {"channel": "传真", "applicant_kind": "其他"},
)


@pytest.fixture
def full(bureau):
    """One plain, one with letters to others, two taken up again (one answered since), one in the chain, one
    answered and closed."""
    cases = [bureau.register(RECEIVED) for _ in range(5)]
    for days, organ in ((1, "区财政局"), (2, "区档案馆")):
        sent = RECEIVED + timedelta(days=days)
        Consulted.objects.create(application_id=cases[1].pk, is_organ=True, organ=organ, sent_on=sent)
    for case, later in ((cases[2], 0), (cases[3], 9)):
        Answer.objects.create(case=case, answered_on=RECEIVED, proof="回证")
        Closing.objects.create(
            case=case, closed_on=RECEIVED, outcome="已答复", reopened_on=RECEIVED + timedelta(days=3)
        )
        if later:
            Answer.objects.create(case=case, answered_on=RECEIVED + timedelta(days=later), proof="回证")
    bureau.decide(cases[4], "grant.full", date(2024, 2, 5))
    bureau.whole(bureau.register(RECEIVED), "grant.full", date(2024, 2, 5))
    for person in READERS:
        owner = getattr(bureau, person)
        SavedView.objects.create(owner=owner, list=LISTING.name, name="信函", chosen={"channel": "信函"})
    return bureau


def web(person):
    made = Client()
    made.force_login(person)
    return made


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("reader", READERS)
def test_a_page_takes_ten_queries_whoever_was_consulted_or_reopened_and_whoever_reads(
    full, reader, tab, monkeypatch
):
    """Also the page that, once a minute, writes down that its session was used."""
    client = web(getattr(full, reader))
    clock = itertools.count(int(time.time()), 120)
    monkeypatch.setattr(time, "time", lambda: next(clock))
    everything = {"channel": "当面", "applicant_kind": "自然人", "year": "2024"}
    for chosen in ({}, everything, {"q": "抽检"}, {"q": "没有这个词"}, {"q": "抽检", **everything}):
        given = {"tab": tab, **chosen}
        client.get("/requests/", given)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/requests/", given).status_code == 200
        assert len(queries) <= 10, "\n".join(one["sql"].partition(" FROM ")[2][:120] for one in queries)


def test_a_line_counts_what_was_consulted_and_when_it_was_taken_up_as_the_case_does(full):
    lines = {row.case.pk: row.due for row in web(full.office).get("/requests/?tab=all").context["rows"]}
    whole = [LISTING.rows(reading(full), [key])[0].due for key in lines]
    assert [one.on for one in whole] == [one.on for one in lines.values()]
    plain, asked, again, since, *_others = [lines[key].on for key in sorted(lines)]
    assert plain is not None and asked is not None and again is not None
    assert asked > plain and again > plain and since == plain


def test_what_changed_since_is_on_the_page_and_costs_no_query_where_nothing_did(full):
    client = web(full.office)
    client.get("/requests/?tab=all")
    with CaptureQueriesContext(connection) as quiet:
        client.get("/requests/?tab=all")
    assert not any("lists_mark" in one["sql"] and "EXISTS" not in one["sql"] for one in quiet)
    key = Application.objects.filter(channel="当面").earliest("pk").pk
    Application.objects.filter(pk=key).update(channel="传真")
    assert [row.case.pk for row in client.get("/requests/?tab=all&channel=传真").context["rows"]] == [key]


def test_the_page_says_so_where_much_changed_at_once(full, monkeypatch):
    monkeypatch.setattr(marks, "BATCH", 0)
    client = web(full.office)
    Application.objects.update(channel="传真")
    assert "正在更新" in client.get("/requests/?tab=all").content.decode()
    assert "正在更新" in client.get("/requests/?tab=all&channel=信函").content.decode()  # none is shown


def test_what_a_reviewer_signed_is_found_the_last_ones_only_and_the_page_says_so(full, monkeypatch):
    legal = web(full.legal)
    shown = legal.get("/requests/?tab=all").context
    assert len(shown["rows"]) == 2 and shown["leaves_out"] == 0  # one in the chain, one signed and closed
    full.whole(full.register(RECEIVED), "grant.full", date(2024, 2, 6))
    monkeypatch.setattr(rows, "SIGNED", 1)
    shown = legal.get("/requests/?tab=all").context
    assert len(shown["rows"]) == 2 and shown["leaves_out"] == 1
    nothing = legal.get("/requests/?tab=all&q=没有这个词").context
    assert nothing["rows"] == [] and nothing["leaves_out"] == 1  # where nothing is found it may be older
    assert web(full.head).get("/requests/?tab=all").context["leaves_out"] == 0


def reading(bureau, who="office", **chosen):
    person = getattr(bureau, who)
    return Reading(
        person, RECEIVED, held(person, RECEIVED), LISTING.reads(person, RECEIVED, chosen)
    )  # fmt: skip


STATISTICS = {
    "application_row_s": "1000000 1000000 250000 1",
    "application_row_unit": "1000000 1000000 40000 10000 1 1 1",
    "application_row_dues": "1000000 1000000 250000 24 24 24 23 1",
    "application_row_udues": "1000000 1000000 40000 10000 24 24 23 1",
    "application_row_way": "1000000 1000000 250000 50000 1",
    "application_row_who": "1000000 1000000 250000 41667 1",
    "application_row_both": "1000000 1000000 250000 50000 8772 1",
}
"""What ``ANALYZE`` of SQLite says of a million applications."""


@pytest.fixture
def many(bureau):
    """On PostgreSQL thousands of rows, as its planner chooses by them; on SQLite what is said of them."""
    if connection.vendor != "postgresql":
        table = ApplicationRow._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE lists_mark")
            cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = %s", [table])
            cursor.executemany(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)",
                [(table, *line) for line in STATISTICS.items()],
            )
            cursor.execute("ANALYZE sqlite_master")  # loads them
        return bureau
    columns = "record_id, agency_id, place, text, unit_id, state, channel, applicant_kind, due_place"
    unit, other = bureau.units["SP"].pk, bureau.units["XF"].pk
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows of no record
        cursor.execute(
            f"INSERT INTO {ApplicationRow._meta.db_table} ({columns}) SELECT i, {bureau.agency.pk}, "
            f"i::bigint << 41 | i, '', CASE WHEN i % 9 = 0 THEN {unit} ELSE {other} END, "
            "(ARRAY['open', 'chain', 'served', 'ended'])[1 + i % 4], "
            "(ARRAY['网络', '网络', '网络', '当面', '信函', '传真'])[1 + (i / 4) % 6], "
            "(ARRAY['自然人', '自然人', '自然人', '其他', '科研机构'])[1 + (i / 24) % 5], "
            "CASE WHEN i % 4 < 3 THEN (1 + i * 7919::bigint % 3000) << 41 | i END "
            "FROM generate_series(1, 30000) AS i"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(f"ANALYZE {ApplicationRow._meta.db_table}")
    return bureau


def plan_of(sql, params):
    """The steps of a plan that read rows of the list or sort."""
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if on_sqlite else ''} {sql}", params)
        lines = [str(row[-1]).strip() for row in cursor.fetchall()]
    return [one for one in lines if re.search(r"SEARCH|SCAN|TEMP B-TREE|Scan|Sort|Index Cond", one)]


@pytest.mark.parametrize("who", ["office", "handler"])
def test_places_come_from_one_range_of_an_index_and_are_not_sorted(many, who):
    middle = ({}, {"after": 2_000 << 41}, {"before": 1_000 << 41})
    for tab, chosen, place in product(TABS, CHOSEN, middle):
        asked = rows._asked(reading(many, who, tab=tab, **chosen), _TABS[tab])
        for part in places._parts(asked, Place(**place), 31):
            plan = plan_of(*part)
            if connection.vendor == "sqlite":
                assert len(plan) == 1 and plan[0].startswith("SEARCH"), (tab, chosen, plan)
                assert "agency_id=? AND" in plan[0] and "state=?" in plan[0], (tab, chosen, plan)
                if tab == "all" and who == "office":
                    assert all(f"{name}=?" in plan[0] for name in chosen), (tab, chosen, plan)
                continue
            assert not any("Seq Scan" in one for one in plan), (tab, chosen, plan)
            if len(chosen) < 2:  # of a rare pair the few rows may be sorted
                assert not any(re.search(r"Sort|Bitmap", one) for one in plan), (tab, chosen, plan)
                scans = [one for one in plan if "Scan" in one]
                assert len(scans) == 1 and "Index" in scans[0], (tab, chosen, plan)


def test_a_case_without_an_application_is_in_no_list(bureau):
    assert not Case.objects.exists() and web(bureau.office).get("/requests/?tab=all").context["rows"] == []
