import itertools
import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.sealing import receipt
from gongkai.sealing.canon import b64u
from gongkai.sealing.receipt import ALPHABET, derive, read_code
from gongkai.sealing.tests.known import VECTORS, refusal, unhex

SID, SALT = unhex("sid"), unhex("portal_salt")
SYMBOLS = VECTORS["code"].replace("-", "")
SIDS = st.binary(min_size=16, max_size=16)


def test_vectors_of_one_form():
    found = derive(SID)
    assert found.code == VECTORS["code"]
    assert found.once == unhex("once")
    assert b64u(found.envelope_id) == VECTORS["env_id"]
    assert b64u(found.box_id) == VECTORS["box_id"]
    assert found.seed == unhex("box_seed")
    keys = receipt.box_keys(found.box_id, found.seed)
    assert keys.opener.public == unhex("box_seal_pk")
    assert keys.signer.verifier.public == unhex("box_sign_pk")
    assert keys.signer.name == f"box/{VECTORS['box_id']}"


def test_vectors_of_both_locks():
    fast, slow = receipt.fast_lock(SYMBOLS, SALT), receipt.slow_lock(SYMBOLS, SALT)
    assert (fast.lid, fast.kek) == (unhex("lid_fast"), unhex("kek_fast"))
    assert (slow.lid, slow.kek) == (unhex("lid_slow"), unhex("kek_slow"))
    box_id, seed = derive(SID).box_id, unhex("box_seed")
    wrapped = receipt.wrap_seed(slow, box_id, seed, nonce=b"\x24" * 24)
    assert wrapped == unhex("wrap_slow_nonce24x24")
    assert receipt.open_seed(slow, box_id, wrapped) == seed
    assert refusal(receipt.open_seed, fast, box_id, wrapped) == "E_OPEN"
    assert refusal(receipt.open_seed, slow, bytes(16), wrapped) == "E_OPEN"


def test_every_single_wrong_symbol_and_every_swap_is_found():
    tried = 0
    for at, symbol in itertools.product(range(24), ALPHABET):
        wrong = SYMBOLS[:at] + symbol + SYMBOLS[at + 1 :]
        if wrong != SYMBOLS:
            tried += 1
            assert refusal(read_code, wrong) == "E_CODE", wrong
    for one, other in itertools.combinations(range(22), 2):
        swapped = list(SYMBOLS)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if "".join(swapped) != SYMBOLS:
            tried += 1
            assert refusal(read_code, "".join(swapped)) == "E_CODE"
    assert tried > 900


@given(SIDS, st.data())
@settings(max_examples=200, deadline=None)
def test_single_and_swap_errors_are_found_in_any_code(sid, data):
    symbols = derive(sid).code.replace("-", "")
    at = data.draw(st.integers(0, 23))
    other = data.draw(st.sampled_from([one for one in ALPHABET if one != symbols[at]]))
    assert refusal(read_code, symbols[:at] + other + symbols[at + 1 :]) == "E_CODE"
    one, two = sorted(data.draw(st.lists(st.integers(0, 21), min_size=2, max_size=2, unique=True)))
    if symbols[one] != symbols[two]:
        swapped = symbols[:one] + symbols[two] + symbols[one + 1 : two] + symbols[one] + symbols[two + 1 :]
        assert refusal(read_code, swapped) == "E_CODE"


def test_no_single_or_swap_error_can_cancel_out_at_any_place():
    """The check is a value mod 1021: no difference that such an error makes is a multiple of it."""
    weights = [pow(32, 21 - at, 1021) for at in range(22)]
    for weight in weights:
        assert all(weight * difference % 1021 for difference in range(1, 32))
    for one, other in itertools.combinations(weights, 2):
        assert all((one - other) * difference % 1021 for difference in range(1, 32))


@given(SIDS)
@settings(max_examples=150, deadline=None)
def test_a_code_reads_back_however_it_is_typed(sid):
    code = derive(sid).code
    symbols = code.replace("-", "")
    assert read_code(code) == symbols
    full_width = "".join(chr(ord(one) + 0xFEE0) for one in symbols)
    for typed in (
        code.lower(),
        f" {code} \n",
        code.replace("-", " "),
        f"查询码：{code}。",
        full_width,
        code.replace("0", "O"),
        code.replace("0", "o").replace("1", "l"),
        code.replace("1", "I"),
        code.replace("-", "—"),
    ):
        assert read_code(typed) == symbols


@pytest.mark.parametrize(
    "wrong", ["", "1", SYMBOLS[:-1], SYMBOLS + "0", "2" + SYMBOLS[1:], "U" * 24, "中" * 24, "1" * 10_000]
)
def test_whatever_is_wrong_the_answer_is_the_same(wrong):
    with pytest.raises(Exception) as refused:
        read_code(wrong)
    with pytest.raises(Exception) as other:
        read_code("nonsense")
    assert refused.value.args == other.value.args


@given(SIDS, SIDS)
@settings(max_examples=50, deadline=None)
def test_the_same_form_gives_the_same_receipt_and_another_form_another(one, other):
    assert derive(one) == derive(one)
    if one != other:
        first, second = derive(one), derive(other)
        parts = ("code", "once", "envelope_id", "box_id", "same", "seed")
        assert all(getattr(first, part) != getattr(second, part) for part in parts)


def test_an_edited_text_is_told_from_a_second_click():
    found = derive(SID)
    assert found.fingerprint({"text": "a", "to": "b"}) == found.fingerprint({"to": "b", "text": "a"})
    assert found.fingerprint({"text": "a"}) != found.fingerprint({"text": "a "})
    assert len(found.fingerprint({})) == 16
    assert found.fingerprint({"text": "a"}) != derive(bytes(16)).fingerprint({"text": "a"})


def test_a_form_token_belongs_to_one_form_and_one_browser():
    secret = os.urandom(32)
    token = receipt.form_token(secret, SID, b"c" * 32)
    assert token == receipt.form_token(secret, SID, b"c" * 32)
    assert token not in {
        receipt.form_token(secret, bytes(16), b"c" * 32),
        receipt.form_token(secret, SID, b"d" * 32),
    }


def test_secrets_do_not_show_when_printed():
    found = derive(SID)
    lock = receipt.fast_lock(SYMBOLS, SALT)
    assert repr(found.seed) not in repr(found) and repr(found.same) not in repr(found)
    assert repr(lock.kek) not in repr(lock)


def test_the_slow_lock_costs_far_more_than_the_fast_one():
    def seconds(make):
        begin = time.process_time()
        make(SYMBOLS, SALT)
        return time.process_time() - begin

    receipt.fast_lock(SYMBOLS, SALT)
    assert min(seconds(receipt.slow_lock) for _ in range(3)) > 20 * min(
        seconds(receipt.fast_lock) for _ in range(9)
    )
