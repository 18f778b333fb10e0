import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from gongkai.refusal import Refused
from gongkai.sealing import fields, index
from gongkai.sealing.canon import canon
from gongkai.sealing.fields import Sealer, new_dek
from gongkai.sealing.hpke import Opener, demand_suite, open_sealed, seal
from gongkai.sealing.tests.known import (
    FIELD_KEY,
    FIELD_RANDOM,
    INDEX_KEY,
    INTAKE,
    STREAM_ID,
    TEXTS,
    VALUES,
    VECTORS,
    refusal,
    unhex,
)

PLACE = ("case", STREAM_ID, "phone")


def test_vector_field():
    sealed, salt = Sealer(FIELD_KEY).seal_and_salt(*PLACE, "13800000000", FIELD_RANDOM)
    assert sealed == unhex("field_nonce24x24")
    assert Sealer(FIELD_KEY).open_and_salt(*PLACE, sealed) == ("13800000000", salt)
    assert fields.open_field(FIELD_KEY, *PLACE, sealed) == "13800000000"


def test_vector_equality_index():
    assert index.eq_hash(INDEX_KEY, "phone", "+8613800000000").hex() == VECTORS["eq_phone"]
    assert index.eq_hash(INDEX_KEY, "id", "+8613800000000").hex() != VECTORS["eq_phone"]


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_any_value_opens_as_it_was_sealed_and_fits_its_commitment(value):
    sealer = Sealer(new_dek())
    sealed, commitment = sealer.seal_and_commit(*PLACE, value)
    opened, salt = sealer.open_and_salt(*PLACE, sealed)
    assert opened == value
    assert fields.commit(salt, opened) == commitment
    assert fields.commit(bytes(32), value) != commitment


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_the_short_way_for_text_writes_canonical_json(text):
    assert fields.canonical(text) == canon(text)


def test_half_a_character_is_refused_by_both_ways():
    assert refusal(fields.canonical, "\ud800") == refusal(canon, "\ud800") == "E_CANON"


@pytest.mark.parametrize("at", range(3))
def test_attack_7_a_field_moved_to_another_table_case_or_column_does_not_open(at):
    dek = new_dek()
    sealed = fields.seal_field(dek, *PLACE, "张三")
    other = [*PLACE]
    other[at] = "another"
    assert refusal(fields.open_field, dek, *other, sealed) == "E_OPEN"
    assert refusal(fields.open_field, new_dek(), *PLACE, sealed) == "E_OPEN"
    assert fields.open_field(dek, *PLACE, sealed) == "张三"


def test_places_cannot_be_cut_differently():
    assert refusal(fields.seal_field, new_dek(), "a\nb", "c", "d", 1) == "E_SHAPE"


def test_the_same_value_seals_differently_each_time():
    sealer = Sealer(new_dek())
    assert len({sealer.seal(*PLACE, "13800000000") for _ in range(50)}) == 50


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_sealed_field_with_any_byte_changed_or_cut_does_not_open(data):
    dek = new_dek()
    sealed = fields.seal_field(dek, *PLACE, "13800000000")
    at = data.draw(st.integers(0, len(sealed) - 1))
    hurt = bytearray(sealed)
    hurt[at] ^= data.draw(st.integers(1, 255))
    assert refusal(fields.open_field, dek, *PLACE, bytes(hurt)) == "E_OPEN"
    assert refusal(fields.open_field, dek, *PLACE, sealed[:at]) == "E_OPEN"


def test_a_data_key_opens_only_for_its_case_and_its_half():
    kek, dek = new_dek(), new_dek()
    identity = Opener(new_dek())
    wrapped_h = fields.wrap_dek_h(kek, "case-1", dek)
    wrapped_i = fields.wrap_dek_i(identity.public, "case-1", dek)
    assert (len(wrapped_h), len(wrapped_i)) == (72, 80)
    assert fields.open_dek_h(kek, "case-1", wrapped_h) == dek
    assert fields.open_dek_i(identity.secret, "case-1", wrapped_i) == dek
    assert refusal(fields.open_dek_h, kek, "case-2", wrapped_h) == "E_OPEN"
    assert refusal(fields.open_dek_h, new_dek(), "case-1", wrapped_h) == "E_OPEN"
    assert refusal(fields.open_dek_i, identity.secret, "case-2", wrapped_i) == "E_OPEN"
    assert refusal(fields.open_dek_i, new_dek(), "case-1", wrapped_i) == "E_OPEN"
    assert refusal(Sealer, b"short") == "E_OPEN"


def test_hpke_binds_the_place():
    opener = Opener(INTAKE)
    sealed = seal(opener.public, b"here", b"words")
    assert len(sealed) == len(b"words") + 48
    assert opener.open(b"here", sealed) == b"words"
    for info, damaged in ((b"there", sealed), (b"here", sealed[:-1]), (b"here", b""), (b"here", sealed[:40])):
        assert refusal(open_sealed, INTAKE, info, damaged) == "E_OPEN"


@pytest.mark.parametrize("public", [bytes(32), b"\x01" + bytes(31), bytes(31), b""])
def test_a_worthless_public_key_that_a_sender_gave_is_refused(public):
    assert refusal(seal, public, b"", b"words") == "E_KEY"


@pytest.mark.parametrize("suite", ["g1", "x9", ""])
def test_a_suite_that_is_not_built_is_refused_by_name(suite):
    assert refusal(demand_suite, suite) == "E_SUITE"
    assert refusal(seal, Opener(INTAKE).public, b"", b"", suite) == "E_SUITE"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("13800000000", "+8613800000000"),
        ("138 0000 0000", "+8613800000000"),
        ("138-0000-0000", "+8613800000000"),
        ("１３８００００００００", "+8613800000000"),
        ("+86 138 0000 0000", "+8613800000000"),
        ("008613800000000", "+8613800000000"),
        ("8613800000000", "+8613800000000"),
        ("013800000000", "+8613800000000"),
        ("(0631) 5231234", "+866315231234"),
        ("0631-5231234转801", "+866315231234"),
        ("６３１－５２３１２３４", "+866315231234"),
        ("5231234", "+866315231234"),
        ("010-62345678", "+861062345678"),
        ("400-800-1234", "+864008001234"),
        ("+852 2345 6789", "+85223456789"),
        ("138****0000", None),
        ("12345", None),
        ("匿名", None),
        ("", None),
        ("1380000000", None),
    ],
)
def test_a_phone_has_one_normal_form_however_it_is_written(written, normal):
    assert index.phone(written, area="0631") == normal


def test_a_local_number_without_its_area_is_not_guessed():
    assert index.phone("5231234") is None


@given(
    st.integers(0, 10**9 - 1), st.lists(st.sampled_from([" ", "-", "－", "\u3000"]), min_size=10, max_size=10)
)
@settings(max_examples=100, deadline=None)
def test_separators_never_matter_and_normal_forms_are_fixed_points(tail, between):
    number = f"13{tail:09d}"
    written = "".join(itertools.chain.from_iterable(zip(number, [*between, ""], strict=True)))
    assert index.phone(written) == f"+86{number}"
    assert index.phone(f"+86{number}") == f"+86{number}"


def test_ids_are_upper_case_without_blanks():
    assert index.identifier(" 37100219900101 002x ") == "37100219900101002X"
    assert index.identifier("ｅ１２３４５６７８") == "E12345678"
    assert index.email(" Zhang.San@Example.CN ") == "zhang.san@example.cn"
    assert index.email("no address") is index.email("a@b c.d") is None


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 300, 70_000])
def test_sealing_is_the_binding_of_libsodium_without_its_checks(size):
    key, nonce, plain, place = bytes(range(32)), bytes(24), bytes(size), b"place"
    expected = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, place, nonce, key)
    assert fields.aead_seal(key, plain, place, nonce) == nonce + expected


@pytest.mark.parametrize(("key", "nonce"), [(bytes(31), bytes(24)), (bytes(32), bytes(23))])
def test_a_key_or_nonce_of_another_length_is_refused(key, nonce):
    with pytest.raises(Refused):
        fields.aead_seal(key, b"x", b"place", nonce)


def test_the_quick_seal_of_a_canonical_field_is_the_same_seal():
    dek, random, value = bytes(32), bytes(range(56)), {"name": "张\n三", "phone": '1"3'}
    sealer = fields.Sealer(dek)
    sealed, commitment = sealer.seal_canonical(
        fields.place_of("party", "u", "诉求人"), fields.canonical(value), random
    )
    plain, salt = sealer.seal_and_salt("party", "u", "诉求人", value, random)
    assert (sealed, commitment) == (plain, fields.commit(salt, value))
