from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gongkai.sealing import log, merkle, notes
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.merkle import leaf_hash
from gongkai.sealing.notes import COSIGNATURE, Signer
from gongkai.sealing.tests.known import LOG, ORIGIN, VECTORS, WITNESS, refusal, unhex
from gongkai.sealing.tests.test_merkle_and_tiles import KNOWN, nodes

KEY = Signer(f"{ORIGIN}/log", LOG)
WITNESS_KEY = Signer("sjj.example.gov.cn/witness", WITNESS)
INDEX = "371002SC/2017-00001"
WITHDRAW = {
    "kind": "withdraw",
    "index": INDEX,
    "object": VECTORS["tombstone_digest"],
    "at": "2017-03-10T00:30:00Z",
}


def test_vectors_entries():
    first = log.entry(
        kind="publish", index=INDEX, object=VECTORS["release_digest"], at="2017-03-03T02:05:00Z", prev=None
    )
    assert first.decode() == VECTORS["log_entry_0"]
    assert leaf_hash(first) == unhex("leaf_0")
    last = log.entry(**WITHDRAW, prev=0)
    assert last.decode() == VECTORS["log_entry_4"]
    assert leaf_hash(last) == unhex("leaf_4")
    assert log.read_entry(last)["prev"] == 0


def test_vector_checkpoint():
    note = log.sign_checkpoint(KEY, 5, unhex("root_5"))
    assert note == VECTORS["checkpoint"]
    opened = log.open_checkpoint(note, VECTORS["log_vkey"])
    assert (opened.origin, opened.size, opened.root) == (KEY.name, 5, unhex("root_5"))


def test_vector_cosignature():
    line = VECTORS["cosignature"] + "\n"
    seconds = int.from_bytes(notes.split(VECTORS["checkpoint"] + line)[1][1][1][4:12], "big")
    assert datetime.fromtimestamp(seconds, UTC).year == 2017
    assert log.cosign(WITNESS_KEY, VECTORS["checkpoint"], seconds) == line
    pinned = replace(WITNESS_KEY.verifier, kind=COSIGNATURE)
    assert log.cosignatures(VECTORS["checkpoint"] + line, [pinned.vkey]) == {WITNESS_KEY.name: seconds}
    assert log.cosignatures(VECTORS["checkpoint"], [pinned]) == {}
    text, names = notes.verify_text(VECTORS["checkpoint"] + line, [KEY.verifier, pinned])
    assert (text, names) == (notes.split(VECTORS["checkpoint"])[0], [KEY.name])
    later = log.cosign(WITNESS_KEY, log.sign_checkpoint(KEY, 6, bytes(32)), seconds)
    assert refusal(log.cosignatures, VECTORS["checkpoint"] + later, [pinned]) == "E_SIGNATURE"
    assert log.open_checkpoint(VECTORS["checkpoint"] + line, VECTORS["log_vkey"]).size == 5


def test_vector_proof_as_text():
    proof = merkle.inclusion_proof(nodes(KNOWN), 0, 5)
    assert log.proof_text(0, proof, VECTORS["checkpoint"]) == VECTORS["tlog_proof_0"]
    index, checkpoint = log.verify_proof(
        VECTORS["tlog_proof_0"], VECTORS["log_entry_0"].encode(), VECTORS["log_vkey"]
    )
    assert (index, checkpoint.size) == (0, 5)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("index 0", "index 1"),
        ("index 0", "index 00"),
        ("index 0", "index x"),
        ("@v1", "@v2"),
        ("wYE5", "wYE6"),
        ("wYE5", "wY"),
        ("wYE5", "\n"),
        ("index 0\n", ""),
        ("\n\n", "\n"),
    ],
)
def test_a_proof_with_anything_changed_is_refused(old, new):
    text = VECTORS["tlog_proof_0"].replace(old, new, 1)
    entry = VECTORS["log_entry_0"].encode()
    assert refusal(log.verify_proof, text, entry, VECTORS["log_vkey"]) in {"E_PROOF", "E_SIGNATURE"}


def test_a_proof_does_not_hold_for_another_entry_or_under_another_key():
    text, entry = VECTORS["tlog_proof_0"], VECTORS["log_entry_4"].encode()
    assert refusal(log.verify_proof, text, entry, VECTORS["log_vkey"]) == "E_PROOF"
    other = replace(KEY, seed=WITNESS).verifier
    assert refusal(log.verify_proof, text, VECTORS["log_entry_0"].encode(), other) == "E_SIGNATURE"


@pytest.mark.parametrize(
    "text", ["a\n", "a\nb\nc\n", "a\n05\nAAAA\n", "a\n5\nAAAA\n", "\n5\n\n", "a\n-1\nAA==\n", "a\n５\n"]
)
def test_what_is_no_checkpoint_is_refused(text):
    assert refusal(log.parse_checkpoint, text) == "E_CHECKPOINT"


def test_a_checkpoint_of_another_log_is_refused_even_when_its_key_is_ours():
    note = notes.sign_text(log.Checkpoint("other/log", 5, bytes(32)).text, KEY)
    assert refusal(log.open_checkpoint, note, KEY.verifier) == "E_CHECKPOINT"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "key"},
        {"index": None},
        {"object": "x"},
        {"kind": "other"},
        {"prev": -1},
        {"prev": True},
        {"kind": "anchor", "index": None, "prev": 3},
        {"at": "2017"},
    ],
)
def test_an_entry_that_does_not_fit_is_refused(wrong):
    assert refusal(log.entry, **(WITHDRAW | {"prev": 0} | wrong)) == "E_SHAPE"


def test_an_entry_holds_no_title_and_no_further_field():
    entry = parse(log.entry(**WITHDRAW, prev=0))
    assert set(entry) == {"t", "kind", "index", "object", "at", "prev"}
    assert refusal(log.read_entry, canon(entry | {"title": "x"})) == "E_SHAPE"


def test_the_anchor_object_binds_one_checkpoint_and_tells_nothing():
    one = log.anchor(VECTORS["checkpoint"])
    assert one["checkpoint"] != log.anchor(log.sign_checkpoint(KEY, 6, bytes(32)))["checkpoint"]
    assert one["salt"] != log.anchor(VECTORS["checkpoint"])["salt"]
