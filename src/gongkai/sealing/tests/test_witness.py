"""A witness signs what grew out of what it signed before, and names what did not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.sealing import log, merkle, notes, witness
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.notes import COSIGNATURE, Signer
from gongkai.sealing.tests.known import LOG, ORIGIN, VECTORS, WITNESS, refusal, unhex
from gongkai.sealing.tests.test_merkle_and_tiles import nodes

KEY = Signer(f"{ORIGIN}/log", LOG)
WITNESS_KEY = Signer("sjj.example.gov.cn/witness", WITNESS, COSIGNATURE)
VKEY = WITNESS_KEY.verifier
NOW = 1_489_104_000
LEAVES = [merkle.leaf_hash(b"%d" % n) for n in range(40)]
sizes = st.integers(1, len(LEAVES))


def note(leaves: list[bytes]) -> str:
    return log.sign_checkpoint(KEY, len(leaves), merkle.root_of(leaves))


def known(leaves: list[bytes]) -> dict[str, witness.Seen]:
    root = merkle.root_of(leaves) if leaves else merkle.EMPTY_ROOT
    return {KEY.name: witness.Seen(KEY.verifier.vkey, len(leaves), root)}


def asked(old: int, leaves: list[bytes]) -> witness.Request:
    proof = merkle.consistency_proof(nodes(leaves), old, len(leaves)) if old else []
    return witness.Request(old, proof, note(leaves))


def test_vector_of_a_witness_over_the_known_checkpoint() -> None:
    line = VECTORS["cosignature"] + "\n"
    seconds = int.from_bytes(notes.split(VECTORS["checkpoint"] + line)[1][1][1][4:12], "big")
    logs = {KEY.name: witness.Seen(VECTORS["log_vkey"], 3, unhex("root_3"))}
    proof = [bytes.fromhex(one) for one in VECTORS["consistency_3_5"]]
    made, after = witness.sign(WITNESS_KEY, witness.Request(3, proof, VECTORS["checkpoint"]), logs, seconds)
    assert made == line
    assert (after[KEY.name].size, after[KEY.name].root) == (5, unhex("root_5"))
    assert witness.lines_of(VECTORS["checkpoint"] + line, [VKEY]) == {VKEY.name: (seconds, line)}


@given(sizes, sizes)
def test_what_grew_is_signed_and_remembered(one: int, other: int) -> None:
    old, new = sorted((one, other))
    line, after = witness.sign(WITNESS_KEY, asked(old, LEAVES[:new]), known(LEAVES[:old]), NOW)
    assert witness.lines_of(note(LEAVES[:new]) + line, [VKEY]) == {VKEY.name: (NOW, line)}
    assert witness.unpack(witness.pack(after)) == after and after[KEY.name].size == new


@given(sizes, sizes)
def test_a_tree_that_shrank_is_named_and_not_signed(one: int, other: int) -> None:
    old, new = sorted((one, other), reverse=True)
    if old > new:
        request = witness.Request(old, [], note(LEAVES[:new]))
        assert refusal(witness.sign, WITNESS_KEY, request, known(LEAVES[:old]), NOW) == "E_ROLLBACK"


@settings(max_examples=60)
@given(sizes, sizes, st.data())
def test_a_split_view_is_named_whatever_proof_comes_with_it(
    one: int, other: int, data: st.DataObject
) -> None:
    """One entry of those that were signed before is another one now."""
    old, new = sorted((one, other))
    at = data.draw(st.integers(0, old - 1))
    split = [*LEAVES[:at], merkle.leaf_hash(b"another"), *LEAVES[at + 1 : new]]
    for request in (asked(old, split), replace(asked(old, LEAVES[:new]), note=note(split))):
        assert refusal(witness.sign, WITNESS_KEY, request, known(LEAVES[:old]), NOW) == "E_FORK"


@given(st.integers(2, 39), st.data())
def test_a_proof_with_anything_changed_is_refused(old: int, data: st.DataObject) -> None:
    request = asked(old, LEAVES)
    proof = list(request.proof)
    at = data.draw(st.integers(0, len(proof) - 1))
    bad = bytes([proof[at][0] ^ 1]) + proof[at][1:]
    for wrong in (proof[:at] + proof[at + 1 :], [*proof, bytes(32)], [*proof[:at], bad, *proof[at + 1 :]]):
        changed = replace(request, proof=wrong)
        assert refusal(witness.sign, WITNESS_KEY, changed, known(LEAVES[:old]), NOW) == "E_FORK"


def test_a_request_from_another_state_is_told_where_to_begin() -> None:
    with pytest.raises(witness.Stale) as stale:
        witness.check(asked(3, LEAVES[:9]), known(LEAVES[:5]))
    assert (stale.value.code, stale.value.size) == ("E_STALE", 5)
    assert refusal(witness.check, asked(0, LEAVES[:9]), known(LEAVES[:5])) == "E_STALE"


def test_an_older_state_that_comes_late_is_stale_and_no_log_that_shrank() -> None:
    with pytest.raises(witness.Stale) as stale:
        witness.check(asked(3, LEAVES[:5]), known(LEAVES[:9]))
    assert stale.value.size == 9


def test_the_same_state_may_be_signed_again_later() -> None:
    """A log at rest is alive too: the line of each hour says so."""
    first, after = witness.sign(WITNESS_KEY, asked(0, LEAVES), known([]), NOW)
    second, _ = witness.sign(WITNESS_KEY, witness.Request(40, [], note(LEAVES)), after, NOW + 3600)
    both = witness.lines_of(note(LEAVES) + first + second, [VKEY])
    assert both == {VKEY.name: (NOW + 3600, second)}


def test_an_unknown_log_and_one_that_did_not_sign_are_refused() -> None:
    request = asked(0, LEAVES)
    assert refusal(witness.check, request, {}) == "E_ORIGIN"
    other = {KEY.name: witness.Seen(replace(KEY, seed=WITNESS).verifier.vkey)}
    assert refusal(witness.check, request, other) == "E_SIGNATURE"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 5\n",
        b"old 05\n\nx",
        b"old -1\n\nx",
        b"old x\n\nx",
        b"5\n\nx",
        b"old 1\nAAAA\n\nx",
        b"old 1\n?\n\nx",
        b"\xff",
        b"old 1\n" + b"A" * 43 + b"=\n" * 1 + (b"A" * 43 + b"=\n") * 63 + b"\nx",
        b"old 1\n\n" + b"x" * 70_000,
    ],
)
def test_what_is_no_request_is_refused(body: bytes) -> None:
    assert refusal(witness.read_request, body) == "E_REQUEST"


@given(sizes, sizes)
def test_a_request_reads_back_as_it_was_written(one: int, other: int) -> None:
    old, new = sorted((one, other))
    request = asked(old, LEAVES[:new])
    assert witness.read_request(witness.write_request(request)) == request


def test_a_false_line_of_a_pinned_witness_is_refused_and_strangers_are_passed_over() -> None:
    line, _ = witness.sign(WITNESS_KEY, asked(0, LEAVES), known([]), NOW)
    stranger, _ = witness.sign(
        replace(WITNESS_KEY, name="b.example/witness"), asked(0, LEAVES), known([]), NOW
    )
    assert witness.lines_of(note(LEAVES) + stranger, [VKEY]) == {}
    assert set(witness.lines_of(note(LEAVES) + stranger + line, [VKEY])) == {VKEY.name}
    assert refusal(witness.lines_of, note(LEAVES[:9]) + line, [VKEY]) == "E_SIGNATURE"


def test_only_a_key_that_cosigns_is_a_witness() -> None:
    assert witness.trusted(f" {VKEY.vkey} , ") == [VKEY] and witness.trusted("") == []
    assert refusal(witness.trusted, KEY.verifier.vkey) == "E_VKEY"
    assert refusal(witness.trusted, "x") == "E_VKEY"


def test_key_and_memory_are_read_back_or_refused() -> None:
    data = witness.new_key(WITNESS_KEY.name, WITNESS)
    assert witness.read_key(data) == WITNESS_KEY
    assert refusal(witness.read_key, data[:-1]) == "E_KEYS"
    for wrong in ("", "a b", "a+b"):
        assert refusal(witness.new_key, wrong, WITNESS) == "E_KEYS"
    memory = witness.pack(known(LEAVES))
    assert refusal(witness.unpack, b"") == "E_STATE"
    changed = parse(memory)
    changed["logs"][KEY.name]["size"] = "40"
    assert refusal(witness.unpack, canon(changed)) == "E_STATE"
