"""Attack 11 of SEALING.md 8: whoever changes one event of many, verify names that one; and the invariants."""

from datetime import timedelta

import pytest
from django.db import connection

from gongkai.desk.casework import append_only, verifying
from gongkai.desk.casework.anchoring import anchor, anchors_log
from gongkai.desk.casework.keyring import key, store
from gongkai.desk.casework.models import Anchor, Answer, Closing, Event, Leaf, Tile
from gongkai.desk.casework.recording import COLUMNS, IMPORT, SYSTEM, Draft, record, record_many
from gongkai.desk.casework.tests.conftest import AT, DAY
from gongkai.desk.casework.verifying import checks, verify_chains
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.events import Chain, seal
from gongkai.sealing.merkle import leaf_hash, root_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_state")]
STREAMS = 120
VICTIM = "case/60"


@pytest.fixture
def anchored():
    """Three events a stream, anchored twice, two events behind the anchor."""
    drafts = [
        Draft(f"case/{s}", kind, IMPORT, DAY, AT, {"s": s})
        for kind in ("registered", "assigned", "closed")
        for s in range(STREAMS)
    ]
    events = record_many(drafts)
    Event.objects.bulk_create(events[:200])
    anchor(AT)
    Event.objects.bulk_create(events[200:])
    anchor(AT)
    record(VICTIM, "reopened", by=SYSTEM, occurred=DAY, at=AT)
    record("case/new", "registered", by=SYSTEM, occurred=DAY, at=AT)
    append_only.remove(connection)


def _faults():
    return verify_chains().faults


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _update(event, **values):
    pairs = ", ".join(f"{name} = %s" for name in values)
    _sql(f"UPDATE casework_event SET {pairs} WHERE id = %s", *values.values(), event.pk)


def _victim(n=2):
    return Event.objects.get(stream=VICTIM, n=n)


def _resealed(event, **changes):
    """Body, hash and MAC of an event with other fields, made with the real event key."""
    made = seal(key("event").secret, canon({**parse(bytes(event.body)), **changes}))
    return {"body": made.body, "hash": made.hash, "mac": made.mac}


def test_all_is_well(anchored):
    result = verify_chains()
    assert (result.holds, result.count) == (True, 3 * STREAMS + 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [("type", "x"), ("by", "someone"), ("occurred", "2016-01-01"), ("recorded", "x"), ("body", b"{}"),
     ("hash", b"h" * 32), ("mac", b"m" * 32)],
)  # fmt: skip
def test_an_edited_event_is_named(anchored, column, value):
    _update(_victim(), **{column: value})
    assert _faults() == ["事件被改动：锚定序号 180，事件流 case/60，第 2 条"]


def test_an_edited_event_behind_the_anchor_is_named(anchored):
    _update(_victim(4), type="x")
    assert _faults() == ["事件被改动：尚未锚定，事件流 case/60，第 4 条"]


def test_a_deleted_event_is_named(anchored):
    victim = _victim()
    if connection.vendor == "postgresql":
        _sql("SET CONSTRAINTS ALL DEFERRED")
    _sql("DELETE FROM casework_leaf WHERE event_id = %s", victim.pk)
    _sql("DELETE FROM casework_event WHERE id = %s", victim.pk)
    assert _faults() == ["事件缺失：锚定序号 180，事件流 case/60，第 2 条"]


def test_the_end_cut_off_with_its_leaves_is_named(anchored):
    _sql("DELETE FROM casework_leaf WHERE number >= 350")
    _sql("DELETE FROM casework_event WHERE id NOT IN (SELECT event_id FROM casework_leaf)")
    assert _faults()[0].startswith("事件缺失：锚定序号 350")


def test_the_end_cut_off_with_tiles_and_checkpoints_is_found_by_what_left_the_database(anchored):
    first = Anchor.objects.order_by("size").first()
    _sql("DELETE FROM casework_anchor WHERE size > %s", first.size)
    _sql("DELETE FROM casework_leaf WHERE number >= %s", first.size)
    _sql("DELETE FROM casework_event WHERE id NOT IN (SELECT event_id FROM casework_leaf)")
    Tile.objects.all().delete()
    kept = [leaf_hash(bytes(leaf.event.hash)) for leaf in Leaf.objects.order_by("number")]
    Tile.objects.create(level=0, number=0, data=b"".join(kept))
    assert root_of(kept) == bytes(first.root)
    assert _faults() == ["事件缺失：锚定序号 200 至 359，事件流 不明，第 不明 条"]
    anchors_log().write_text("")
    assert _faults() == ["事件缺失：锚定序号 200 至 359，事件流 不明，第 不明 条"]


def test_one_event_made_anew_with_the_key_is_not_the_anchored_one(anchored):
    victim = _victim()
    _update(victim, occurred="2016-01-01", **_resealed(victim, occurred="2016-01-01"))
    assert _faults() == ["不是锚定时的事件：锚定序号 180，事件流 case/60，第 2 条"]


def test_a_chain_made_anew_with_the_key_is_found(anchored):
    chain = Chain(key("event").secret, VICTIM)
    for event in Event.objects.filter(stream=VICTIM).order_by("n"):
        occurred = "2016-01-01" if event.n == 2 else event.occurred
        made = chain.add(event.type, event.by, occurred, event.recorded, parse(bytes(event.body))["data"])
        _update(event, occurred=occurred, body=made.body, hash=made.hash, mac=made.mac)
    assert _faults() == ["不是锚定时的事件：锚定序号 180，事件流 case/60，第 2 条"]


def test_tiles_made_anew_too_meet_the_checkpoint(anchored):
    victim = _victim()
    _update(victim, occurred="2016-01-01", **_resealed(victim, occurred="2016-01-01"))
    later = Event.objects.get(stream=VICTIM, n=3)
    changed = _victim()
    _update(later, **_resealed(later, prev=bytes(changed.hash).hex()))
    hashes = [leaf_hash(bytes(leaf.event.hash)) for leaf in Leaf.objects.order_by("number")]
    for tile in Tile.objects.filter(level=0):
        tile.data = b"".join(hashes[tile.number * 256 : tile.number * 256 + 256])
        tile.save()
    assert _faults() == ["锚定树与检查点不符：锚定序号 0 至 199，事件流 不明，第 不明 条"]


def test_an_inserted_event_is_named(anchored):
    copy = {name: getattr(_victim(4), name) for name in COLUMNS}
    Event.objects.create(**copy | {"n": 6})
    assert _faults() == ["事件被改动：尚未锚定，事件流 case/60，第 6 条"]


def test_swapped_leaves_are_named(anchored):
    one, other = Leaf.objects.get(number=7).event_id, Leaf.objects.get(number=9).event_id
    _sql("DELETE FROM casework_leaf WHERE number IN (7, 9)")
    Leaf.objects.create(number=7, event_id=other)
    Leaf.objects.create(number=9, event_id=one)
    assert _faults() == ["不是锚定时的事件：锚定序号 7，事件流 case/9，第 1 条"]


def test_a_checkpoint_row_with_another_root_is_named(anchored):
    _sql("UPDATE casework_anchor SET root = %s WHERE size = 200", b"r" * 32)
    assert "第 200 条处的检查点" in _faults()[0]


def test_a_changed_line_of_the_log_is_named(anchored):
    anchors_log().write_text(anchors_log().read_text().replace("desk/anchor", "desk/angler", 1))
    assert "anchors.log 第 1 行" in _faults()[0]


def test_since_goes_on_from_the_last_run(anchored):
    assert verify_chains(since=True).count == 3 * STREAMS + 2
    assert verify_chains(since=True).count == 2
    anchor(AT)
    assert verify_chains(since=True).count == 2
    assert verify_chains(since=True).count == 0
    record("case/3", "reopened", by=SYSTEM, occurred=DAY, at=AT)
    assert verify_chains(since=True).holds
    _update(Event.objects.get(stream="case/3", n=4), type="x")
    assert not verify_chains(since=True).holds


def test_since_meets_tiles_that_were_changed_before(anchored):
    verify_chains()
    tile = Tile.objects.get(level=0, number=0)
    tile.data = bytes(32) + bytes(tile.data)[32:]
    tile.save()
    tile = Tile.objects.get(level=1, number=0)
    tile.data = bytes(32)
    tile.save()
    assert "与上次核验的不同" in verify_chains(since=True).faults[0]
    assert store().state()["checkpoints"]["events-verified"]["size"] == 3 * STREAMS


def _results():
    return {result.name: result for result in (check() for check in checks())}


def test_the_invariants_hold_for_a_case_in_order(make_case, units):
    case = make_case(units[0], stage="open")
    assert _results()["streams"].faults == [f"{case.registration.number}（投诉）没有任何事件"]
    record(case.stream, "registered", by=SYSTEM, occurred=DAY, at=AT)
    assert all(result.holds for result in _results().values())


def test_a_case_without_a_unit_is_named_or_listed(make_case):
    own, imported = make_case(stage="open"), make_case(stage="open")
    registration = imported.registration
    registration.content_digest = b"d" * 32
    registration.save()
    result = _results()["assignments"]
    assert result.faults == [f"{own.registration.number}（投诉）没有承办单位"]
    assert result.listed == [f"{registration.number}（投诉）台账未载明承办单位"]


def test_what_waits_to_be_handed_out_is_listed_until_its_date_has_passed(make_case, monkeypatch):
    case = make_case(stage="open")
    case.due_on = DAY
    case.save()
    for day, faults, listed in ((DAY, 0, 1), (DAY + timedelta(days=1), 1, 0)):
        monkeypatch.setattr(verifying, "today", lambda day=day: day)
        result = _results()["assignments"]
        assert (len(result.faults), len(result.listed)) == (faults, listed)


def test_a_closing_without_an_answer_is_named(make_case, units):
    case = make_case(units[0], stage="closed")
    Closing.objects.create(case=case, closed_on=DAY, outcome="调解成功")
    assert "办结而没有答复" in _results()["closings"].faults[0]
    Answer.objects.create(case=case, answered_on=DAY, proof="通话记录")
    assert _results()["closings"].holds


def test_stages_that_disagree_with_the_facts_are_named(make_case, units):
    make_case(units[0], stage="closed")
    voided = make_case(units[0], stage="open")
    voided.registration.voided_on = DAY
    voided.registration.save()
    assert len(_results()["stages"].faults) == 2


def test_missing_triggers_are_faults(anchored):
    assert len(_results()["triggers"].faults) >= 6
