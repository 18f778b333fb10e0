"""Suites of algorithms: the post-quantum one opens what it sealed, and no key of one serves the other."""

from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from hypothesis import given
from hypothesis import strategies as st

from gongkai.sealing import envelope, hpke
from gongkai.sealing.hpke import OVERHEAD, PUBLIC_BYTES, X1, X2, Opener, demand_key, open_sealed, seal
from gongkai.sealing.key import USES, generate, half, pack, pack_public, unpack, unpack_public
from gongkai.sealing.keys import KeyStore
from gongkai.sealing.tests.known import INTAKE, refusal
from gongkai.sealing.tests.test_envelope_and_mail import first

AT, LATER = "2017-01-01T00:00:00Z", "2017-04-01T00:00:00Z"
QUANTUM = Opener(INTAKE, X2)
SEED = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
"""The first test vector of draft-connolly-cfrg-xwing-kem: the keys of ML-KEM-768 + X25519 from 32 bytes."""
PUBLIC = (
    "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5",
    "859edb06eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534",
)
"""How its public key begins and ends: the part of ML-KEM, that of X25519."""


def test_a_key_is_drawn_from_its_seed_as_the_draft_says():
    public = Opener(SEED, X2).public.hex()
    assert len(public) == 2 * PUBLIC_BYTES[X2] and (public[:64], public[-64:]) == PUBLIC


@pytest.mark.parametrize("suite", [X1, X2])
@given(plain=st.binary(max_size=200), info=st.binary(max_size=20))
def test_a_sealed_text_opens_with_its_key_at_its_place_only(suite: str, plain: bytes, info: bytes):
    opener = Opener(INTAKE, suite)
    sealed = seal(opener.public, info, plain, suite)
    assert len(sealed) == len(plain) + OVERHEAD[suite]
    assert opener.open(info, sealed) == plain
    assert refusal(opener.open, info + b"x", sealed) == "E_OPEN"
    assert refusal(Opener(b"\x09" * 32, suite).open, info, sealed) == "E_OPEN"
    damaged = bytes([sealed[0] ^ 1]) + sealed[1:]
    assert refusal(opener.open, info, damaged) == "E_OPEN"


def test_keys_of_one_suite_do_not_serve_the_other():
    assert refusal(seal, QUANTUM.public, b"", b"words", X1) == "E_KEY"
    assert refusal(seal, Opener(INTAKE).public, b"", b"words", X2) == "E_KEY"
    sealed = seal(QUANTUM.public, b"", b"words", X2)
    assert refusal(open_sealed, INTAKE, b"", sealed, X1) == "E_OPEN"


@pytest.mark.parametrize("public", [bytes(1216), b"\xff" * 1216, bytes(1215), b""])
def test_a_worthless_public_key_is_refused(public: bytes):
    assert refusal(seal, public, b"", b"words", X2) == "E_KEY"


def test_a_library_without_the_algorithm_refuses_the_key_before_it_is_taken(monkeypatch: pytest.MonkeyPatch):
    def unsupported(_: bytes):
        raise UnsupportedAlgorithm("ML-KEM-768")

    public = QUANTUM.public
    demand_key(public, X2)
    hpke._recipient.cache_clear()
    monkeypatch.setattr(hpke.MLKEM768PublicKey, "from_public_bytes", unsupported)
    assert refusal(demand_key, public, X2) == "E_SUITE"
    assert refusal(demand_key, b"\0" * 32, X1) == refusal(demand_key, public[:-1], X2) == "E_KEY"


def test_a_message_says_the_suite_that_it_was_sealed_with():
    head = envelope.header("0" * 16, envelope_id=sha256(b"1").digest()[:16], suite=X2)
    message = first(envelope_id=sha256(b"1").digest()[:16])
    sealed = envelope.seal(QUANTUM.public, head, envelope.plain(message), X2)
    assert envelope.open_envelope(INTAKE, head, sealed).message == message
    other = head.replace(b'"x2"', b'"x1"')
    assert refusal(envelope.open_envelope, INTAKE, other, sealed) == "E_OPEN"


def test_only_the_keys_of_incoming_messages_have_a_choice():
    assert [use for use, kind in USES.items() if X2 in kind.suites] == ["intake"]
    for use in set(USES) - {"intake"}:
        assert refusal(generate, use, USES[use], "a.example", AT, X2) == "E_SUITE"


def test_a_key_file_holds_the_longer_public_key_and_says_when_it_is_another():
    key = generate("intake", USES["intake"], "a.example", AT, X2)
    assert unpack(pack(key)) == key and unpack_public(pack_public(key)) == half(key)
    assert refusal(unpack, pack(key).replace(b'"x2"', b'"x1"')) == "E_CANON"


def test_a_rotation_keeps_the_suite_or_changes_it(tmp_path: Path):
    store = KeyStore.create(tmp_path / "keys", origin="scj.example.gov.cn", at=AT)
    assert store.load("intake").suite == X1
    assert store.rotate("intake", LATER, X2).suite == store.rotate("intake", LATER).suite == X2
    assert store.rotate("intake", LATER, X1).suite == X1
    assert {key.suite for key in KeyStore(tmp_path / "keys").all("intake")} == {X1, X2}
