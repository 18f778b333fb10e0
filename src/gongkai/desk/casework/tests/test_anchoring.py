"""All events become one tree whose signed root leaves the database and never shrinks."""

import json

import pytest

from gongkai.desk.casework import anchoring
from gongkai.desk.casework.anchoring import anchor, anchors_log, leaf_hashes, open_anchor
from gongkai.desk.casework.keyring import store
from gongkai.desk.casework.models import Anchor, Event, Leaf, Tile
from gongkai.desk.casework.recording import IMPORT, SYSTEM, Draft, record, record_many
from gongkai.desk.casework.tests.conftest import AT, DAY
from gongkai.refusal import Refused
from gongkai.sealing.log import open_checkpoint
from gongkai.sealing.merkle import leaf_hash, root_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_state")]


def _events(count, first=0):
    drafts = [Draft(f"case/{n}", "registered", IMPORT, DAY, AT) for n in range(first, first + count)]
    Event.objects.bulk_create(record_many(drafts))


def test_every_event_gets_a_leaf_in_the_order_of_writing():
    _events(3)
    record("case/1", "closed", by=SYSTEM, occurred=DAY, at=AT)
    made = anchor(AT)
    assert made.size == 4
    hashes = [leaf_hash(bytes(leaf.event.hash)) for leaf in Leaf.objects.order_by("number")]
    assert list(leaf_hashes()) == hashes
    assert bytes(made.root) == root_of(hashes)
    assert [leaf.number for leaf in Leaf.objects.order_by("event_id")] == [0, 1, 2, 3]
    verifier = store().load("anchor").signer.verifier
    assert open_checkpoint(made.note, verifier).origin == "scj.example.gov.cn/desk/anchor"
    assert anchor(AT) is None


@pytest.mark.parametrize("sizes", [(1, 255, 1), (256, 300), (200, 200, 200), (257, 1, 511)])
def test_a_tree_grown_in_steps_is_the_tree_grown_at_once(sizes, monkeypatch):
    monkeypatch.setattr(anchoring, "BATCH", 512)
    first, told = 0, []
    for size in sizes:
        _events(size, first)
        first += size
        made = anchor(AT, progress=told.append)
        assert made.size == first == told[-1]
        assert bytes(made.root) == root_of(leaf_hashes())
    assert list(leaf_hashes(250)) == list(leaf_hashes())[250:]
    assert Tile.objects.filter(level=0).count() == -(-first // 256)
    assert Tile.objects.filter(level=1).count() == (1 if first >= 256 else 0)


def test_the_checkpoint_leaves_the_database():
    _events(2)
    made = anchor(AT)
    line = json.loads(anchors_log().read_text().splitlines()[-1])
    assert (line["size"], line["note"]) == (2, made.note)
    assert store().state()["checkpoints"]["events"] == {"size": 2, "root": bytes(made.root).hex()}


def test_an_older_database_is_refused():
    _events(2)
    store().remember_checkpoint("events", 5, "00" * 32)
    with pytest.raises(Refused) as refused:
        anchor(AT)
    assert refused.value.code == "E_ROLLBACK"
    assert not Leaf.objects.exists()


def test_after_a_stop_behind_the_commit_the_checkpoint_is_sent_out_later(monkeypatch):
    _events(2)
    with monkeypatch.context() as stopped:
        stopped.setattr(anchoring, "_send_out", lambda made: None)
        anchor(AT)
    assert not anchors_log().exists()
    assert anchor(AT) is None
    assert json.loads(anchors_log().read_text())["size"] == 2


def test_a_forged_checkpoint_is_refused():
    _events(2)
    Leaf.objects.create(number=0, event=Event.objects.first())
    with pytest.raises(Refused) as refused:
        anchor(AT)
    assert refused.value.code == "E_TREE"
    forged = Anchor.objects.create(size=1, root=b"r" * 32, note="forged", at=AT)
    with pytest.raises(Refused) as refused:
        anchor(AT)
    assert refused.value.code == "E_SIGNATURE"
    with pytest.raises(Refused):
        open_anchor(forged)


def test_nothing_to_anchor():
    assert anchor(AT) is None
    assert not anchors_log().exists()
