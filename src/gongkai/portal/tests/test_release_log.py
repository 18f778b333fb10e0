"""The release log: rebuilt from entries, published only under the signed root, read by anyone."""

import pytest

from gongkai.portal.models import Checkpoint, LogEntry
from gongkai.portal.tests.desk import LOG
from gongkai.refusal import Refused
from gongkai.sealing import log, merkle, tiles
from gongkai.sealing.portalkeys import PortalKeys

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def refusal(call, *args, **more):
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    return refused.value.code


@pytest.fixture
def filled(desk):
    for number in range(5):
        desk.publish(f"X/2017-0000{number}", f"标题{number}")
    desk.send_log()
    return desk


def test_an_outsider_can_prove_every_item(filled, reader):
    for number in range(5):
        text = reader.get(f"/gk/X/2017-0000{number}.tlog-proof").text
        index, checkpoint = log.verify_proof(text, filled.entries[number], LOG.verifier)
        assert (index, checkpoint.size) == (number, 5)


def test_a_withdrawal_is_proved_too(filled, reader):
    filled.withdraw("X/2017-00002", "privacy")
    filled.send_log(since=5)
    text = reader.get("/gk/X/2017-00002.tlog-proof").text
    assert log.verify_proof(text, filled.entries[5], LOG.verifier)[0] == 5


def test_before_the_log_came_there_is_no_proof(desk, reader):
    desk.publish("X/2017-00001", "标题")
    assert reader.get("/gk/X/2017-00001.tlog-proof").status == 404
    assert reader.get("/log/checkpoint").status == 404


def test_the_log_grows_over_full_tiles_and_old_partial_ones_stay(desk, reader):
    for number in range(300):
        desk._log("publish", f"Y/{number}", f"{number:064x}")
        if number in (9, 199):
            desk.send_log()
    desk.send_log(since=200)
    leaves = [merkle.leaf_hash(entry) for entry in desk.entries]
    for path, width, first in (("0/000", 256, 0), ("0/000.p/10", 10, 0), ("0/001.p/44", 44, 256)):
        answer = reader.get(f"/log/tile/{path}")
        assert answer.body == b"".join(leaves[first : first + width])
        assert "immutable" in answer.headers["Cache-Control"]
    assert len(reader.get("/log/tile/1/000.p/1").body) == 32
    assert tiles.unpack_entries(reader.get("/log/tile/entries/000").body) == desk.entries[:256]
    assert tiles.unpack_entries(reader.get("/log/tile/entries/001.p/44").body) == desk.entries[256:]
    opened = log.open_checkpoint(reader.get("/log/checkpoint").text, LOG.verifier)
    assert opened.root == merkle.root_of(leaves)
    old = [row.note for row in Checkpoint.objects.order_by("size")]
    assert [log.open_checkpoint(note, LOG.verifier).size for note in old] == [10, 200, 300]


@pytest.mark.parametrize(
    "path", ["0/001.p/45", "0/000.p/0", "9/000", "entries/001.p/1", "0/x000/000", "0/1", "../vkey"]
)
def test_a_tile_that_is_not_published_is_404(filled, reader, path):
    assert reader.get(f"/log/tile/{path}").status == 404


def test_another_root_than_the_signed_one_is_never_published(desk, reader):
    desk.publish("X/2017-00001", "标题")
    assert refusal(desk.send_log, root=b"\x01" * 32) == "E_CHECKPOINT"
    assert LogEntry.objects.count() == 0
    assert reader.get("/log/checkpoint").status == 404


def test_a_log_that_contradicts_a_public_item_is_refused(desk):
    desk.publish("X/2017-00001", "标题")
    desk.entries[0] = desk.entries[0].replace(log.read_entry(desk.entries[0])["object"].encode(), b"f" * 64)
    assert refusal(desk.send_log) == "E_LOG"


def test_entries_that_were_published_cannot_change(filled):
    entry = log.entry(kind="key", index=None, object="e" * 64, at="2018-03-01T01:00:00Z", prev=None)
    filled.entries[1] = entry
    assert refusal(filled.send_log) == "E_FORK"


def test_a_hole_in_the_entries_is_a_gap(desk):
    for number in range(4):
        desk._log("publish", f"Y/{number}", f"{number:064x}")
    assert refusal(desk.send_log, since=2) == "E_GAP"


def test_a_smaller_checkpoint_than_the_published_one_is_refused(filled):
    filled.entries = filled.entries[:3]
    assert refusal(filled.send_log) == "E_ROLLBACK"


def test_the_pinned_key_of_the_log_is_public(filled, reader, settings):
    assert reader.get("/log/vkey").status == 404
    keys = PortalKeys.create(
        settings.GONGKAI_PORTAL_KEYS, origin="scj.example.gov.cn", at="2018-03-01T00:00:00Z"
    )
    vkey = LOG.verifier.vkey
    keys.pin("371002SC", door=[vkey], answer=[vkey], log=[vkey])
    assert reader.get("/log/vkey").text == f"{vkey}\n"


def test_health_needs_no_database_and_readiness_does(reader):
    assert reader.get("/healthz").text == "ok\n"
    assert reader.get("/readyz").status == 200
