import base64
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.refusal import Refused
from gongkai.sealing import notes
from gongkai.sealing.notes import Signer
from gongkai.sealing.tests.known import ANSWER, CLEAR, DOOR, LOG, ORIGIN, VECTORS, refusal, unhex

DOOR_KEY = Signer(f"{ORIGIN}/desk/door", DOOR)
CLEAR_KEY = Signer(f"{ORIGIN}/desk/clear", CLEAR)
DIGEST = VECTORS["clearance_digest"]
T = "gongkai/clearance/1"


def test_vectors_notes_and_vkeys():
    assert DOOR_KEY.verifier.vkey == VECTORS["door_vkey"]
    assert Signer(f"{ORIGIN}/log", LOG).verifier.vkey == VECTORS["log_vkey"]
    assert notes.sign(CLEAR_KEY, T, DIGEST) == VECTORS["clearance_note"]
    assert notes.sign(DOOR_KEY, "gongkai/bundle/1", VECTORS["bundle_digest"]) == VECTORS["bundle_note"]
    assert notes.verify(VECTORS["clearance_note"], T, [CLEAR_KEY.verifier.vkey]) == DIGEST


def test_vector_note_by_a_box():
    box = notes.Verifier(f"box/{VECTORS['box_id']}", unhex("box_sign_pk"))
    assert notes.verify(VECTORS["reply_note"], "gongkai/message/1", [box]) == VECTORS["reply_digest"]


def test_a_signature_for_one_kind_of_object_never_passes_for_another():
    note = notes.sign(CLEAR_KEY, T, DIGEST)
    assert refusal(notes.verify, note, "gongkai/release/1", [CLEAR_KEY.verifier]) == "E_SIGNATURE"
    assert refusal(notes.sign, CLEAR_KEY, "a\nb", DIGEST) == "E_SHAPE"
    assert refusal(notes.sign, CLEAR_KEY, T, DIGEST.upper()) == "E_SHAPE"


@pytest.mark.parametrize(
    "key",
    [replace(CLEAR_KEY, seed=ANSWER), replace(CLEAR_KEY, name="other.example/desk/clear"), DOOR_KEY],
    ids=["same name other key", "same key other name", "other key"],
)
def test_only_a_pinned_key_under_its_own_name_counts(key):
    note = notes.sign(key, T, DIGEST)
    assert refusal(notes.verify, note, T, [CLEAR_KEY.verifier]) == "E_SIGNATURE"
    assert refusal(notes.verify, note, T, []) == "E_SIGNATURE"


def test_a_note_over_another_digest_does_not_cover_ours():
    note = notes.sign(CLEAR_KEY, T, DIGEST)
    notes.demand(note, T, DIGEST, [CLEAR_KEY.verifier])
    assert refusal(notes.demand, note, T, "0" * 64, [CLEAR_KEY.verifier]) == "E_SIGNATURE"


def test_lines_of_unknown_keys_are_passed_over_but_a_false_line_of_a_known_key_is_not():
    note = notes.sign(CLEAR_KEY, T, DIGEST)
    more = note + notes.signature_line(DOOR_KEY.verifier, bytes(64))
    assert notes.verify(more, T, [CLEAR_KEY.verifier]) == DIGEST
    assert refusal(notes.verify, more, T, [CLEAR_KEY.verifier, DOOR_KEY.verifier]) == "E_SIGNATURE"


@given(st.integers(0, len(VECTORS["clearance_note"].encode()) - 1), st.integers(1, 255))
@settings(max_examples=300, deadline=None)
def test_a_note_with_any_byte_changed_is_refused(at, change):
    data = bytearray(VECTORS["clearance_note"].encode())
    data[at] ^= change
    with pytest.raises((Refused, UnicodeDecodeError)):
        notes.verify(data.decode(), T, [CLEAR_KEY.verifier])


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_other_text_is_refused_not_crashed_on(text):
    assert refusal(notes.verify, text, T, [CLEAR_KEY.verifier]) == "E_SIGNATURE"
    assert refusal(notes.verify, "a\n\n" + text, T, [CLEAR_KEY.verifier]) == "E_SIGNATURE"


@pytest.mark.parametrize(
    "vkey",
    ["", "a+b", "name+00000000+AQ==", VECTORS["door_vkey"][:-4], "x" + VECTORS["door_vkey"], "a+b+中"],
)
def test_a_damaged_vkey_is_refused(vkey):
    assert refusal(notes.verifier, vkey) == "E_VKEY"


def test_a_vkey_of_an_unknown_signature_type_is_refused():
    key = replace(DOOR_KEY.verifier, kind=b"\x09")
    assert refusal(notes.verifier, key.vkey) == "E_VKEY"


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=50, deadline=None)
def test_a_vkey_reads_back_whatever_its_base64_holds(seed):
    key = Signer("gk.example/desk/door", seed).verifier
    assert notes.verifier(key.vkey) == key
    assert base64.b64decode(key.vkey.split("+", 2)[2])[1:] == key.public


def test_a_text_that_could_be_cut_elsewhere_is_not_signed():
    assert refusal(notes.sign_text, "a\n\nb\n", DOOR_KEY) == "E_SHAPE"
    assert refusal(notes.sign_text, "a", DOOR_KEY) == "E_SHAPE"


@pytest.mark.parametrize("public", [bytes(32), b"\x01" + bytes(31), bytes(31), b"", bytes(33)])
def test_a_public_key_of_another_length_or_small_order_accepts_nothing(public):
    assert not notes.Verifier("a", public).accepts(b"x", bytes(64))
    assert not notes.Verifier("a", public).accepts(b"x", b"\x01" + bytes(63))
    assert not DOOR_KEY.verifier.accepts(b"x", b"")


def test_a_printed_signer_shows_no_seed():
    assert DOOR_KEY.seed.hex() not in repr(DOOR_KEY) and str(DOOR_KEY.seed) not in repr(DOOR_KEY)
