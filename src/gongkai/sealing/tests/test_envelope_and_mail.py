import base64
import math
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from gongkai.sealing import attachments, envelope, mail
from gongkai.sealing.attachments import open_blob, padme
from gongkai.sealing.canon import b64u, canon, digest
from gongkai.sealing.hpke import Opener, open_sealed, seal
from gongkai.sealing.notes import Signer
from gongkai.sealing.receipt import box_keys, derive
from gongkai.sealing.tests.known import ANSWER, FOLDER, INTAKE, ORIGIN, VECTORS, refusal, unhex

RECEIPT = derive(unhex("sid"))
BOX = box_keys(RECEIPT.box_id, RECEIPT.seed)
NEW_BOX = {
    "id": b64u(BOX.box_id),
    "seal": b64u(BOX.opener.public),
    "sign": b64u(BOX.signer.verifier.public),
}
PUBLIC = Opener(INTAKE).public
DESK = Signer(f"{ORIGIN}/desk/answer", ANSWER)
AT = "2017-03-05T01:02:03Z"


def header(envelope_id=RECEIPT.envelope_id, blobs=()):
    return envelope.header(VECTORS["kid"], envelope_id, blobs)


def first(**other):
    fields = {"kind": "complaint", "envelope_id": RECEIPT.envelope_id, "at": AT, "form": "complaint/1"}
    fields |= {"fields": {"respondent": "火炬路超市", "text": "买到过期酸奶"}, "box": NEW_BOX}
    return envelope.message(**(fields | {"identity": {"name": "张三", "phone": "13800000000"}} | other))


def later(n=1, prev=None, kind="withdraw", envelope_id=bytes(16), **other):
    fields = {"kind": kind, "envelope_id": envelope_id, "at": AT, "form": f"{kind}/1", "fields": {}}
    return envelope.message(
        **(fields | {"box": {"id": b64u(BOX.box_id)}, "n": n, "prev": prev or digest(first())} | other)
    )


def sent(message, signer=None, envelope_id=None, blobs=()):
    head = header(envelope_id or base64.urlsafe_b64decode(message["id"] + "=="), blobs)
    return head, envelope.seal(PUBLIC, head, envelope.plain(message, signer))


def test_vector_envelope_opens_and_is_what_we_would_seal():
    sealed = base64.urlsafe_b64decode((FOLDER / "env_sealed.b64").read_text().strip() + "==")
    assert len(sealed) == VECTORS["env_sealed_len"]
    assert sha256(sealed).hexdigest() == VECTORS["env_sealed_sha256"]
    assert header().decode() == VECTORS["env_header"]
    opened = envelope.open_envelope(INTAKE, header(), sealed)
    assert opened.message == first()
    assert sha256(envelope.plain(first())).hexdigest() == VECTORS["env_plain_sha256"]
    head, again = sent(first())
    assert (head, len(again)) == (header(), len(sealed))
    assert envelope.open_envelope(INTAKE, head, again) == opened


def test_attack_7_a_header_on_another_ciphertext_does_not_open():
    head, sealed = sent(first())
    other, other_sealed = sent(later(), BOX.signer)
    assert refusal(envelope.open_envelope, INTAKE, other, sealed) == "E_OPEN"
    assert refusal(envelope.open_envelope, INTAKE, head, other_sealed) == "E_OPEN"
    assert refusal(envelope.open_envelope, ANSWER, head, sealed) == "E_OPEN"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_sealed_message_with_any_byte_changed_or_cut_does_not_open(data):
    head, sealed = sent(first())
    at = data.draw(st.integers(0, len(sealed) - 1))
    hurt = bytearray(sealed)
    hurt[at] ^= data.draw(st.integers(1, 255))
    assert refusal(envelope.open_envelope, INTAKE, head, bytes(hurt)) == "E_OPEN"
    assert refusal(envelope.open_envelope, INTAKE, head, sealed[:at]) == "E_OPEN"


def test_a_message_inside_an_envelope_of_another_id_is_refused():
    head = header(bytes(16))
    sealed = envelope.seal(PUBLIC, head, envelope.plain(first()))
    assert refusal(envelope.open_envelope, INTAKE, head, sealed) == "E_ENVELOPE"


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"{}",
        b"[]",
        canon({"m": {}, "s": None}),
        canon({"m": first(), "s": 5}),
        b'{"m":1.0}',
        b"\xff\xfe",
    ],
)
def test_what_does_not_parse_is_refused_for_a_person_to_look_at(plain):
    sealed = envelope.seal(PUBLIC, header(), plain)
    assert refusal(envelope.open_envelope, INTAKE, header(), sealed) in {"E_CANON", "E_SHAPE", "E_TYPE"}


def test_a_header_that_is_none_is_refused():
    assert refusal(envelope.read_header, canon({"t": "gongkai/envelope/1"})) == "E_SHAPE"
    assert refusal(envelope.read_header, canon({"t": "gongkai/envelope/2"})) == "E_TYPE"
    head = header().replace(b'"x1"', b'"g1"')
    assert refusal(envelope.open_envelope, INTAKE, head, bytes(200)) == "E_SUITE"
    head = header().replace(b'"x1"', b'"x2"')
    assert refusal(envelope.open_envelope, INTAKE, head, sent(first())[1]) == "E_OPEN"


@pytest.mark.parametrize(
    "wrong",
    [
        {"box": {"id": "x"}},
        {"box": {"id": b64u(bytes(16))}},
        {"n": 1},
        {"prev": "0" * 64},
        {"kind": "other"},
        {"at": "today"},
        {"form": ""},
        {"attachments": [{"name": "a"}]},
    ],
)
def test_a_first_message_brings_its_box_and_nothing_before_it(wrong):
    assert refusal(first, **wrong) == "E_SHAPE"


def test_only_later_messages_are_signed():
    assert refusal(envelope.plain, first(), BOX.signer) == "E_SIGNATURE"
    assert refusal(envelope.plain, later()) == "E_SIGNATURE"
    head = header(bytes(16))
    unsigned = envelope.seal(PUBLIC, head, canon({"m": later(), "s": None}))
    assert refusal(envelope.open_envelope, INTAKE, head, unsigned) == "E_SIGNATURE"


def opened(message, signer=BOX.signer):
    return envelope.open_envelope(INTAKE, *sent(message, signer))


def test_a_withdrawal_counts_only_with_the_signature_of_its_box():
    known = digest(first())
    sign = BOX.signer.verifier.public
    assert envelope.check_follows(opened(later()), sign, 0, known)
    clerk = Signer(BOX.signer.name, bytes(32))
    assert refusal(envelope.check_follows, opened(later(), clerk), sign, 0, known) == "E_SIGNATURE"
    other_box = Signer("box/AAAAAAAAAAAAAAAAAAAAAA", BOX.signer.seed)
    assert refusal(envelope.check_follows, opened(later(), other_box), sign, 0, known) == "E_SIGNATURE"
    unsigned = envelope.Opened(later(), digest(later()), None)
    assert refusal(envelope.check_follows, unsigned, sign, 0, known) == "E_SIGNATURE"


def test_messages_of_a_box_come_in_order_once_each():
    known, sign = digest(first()), BOX.signer.verifier.public
    one = opened(later())
    assert not envelope.check_follows(one, sign, 1, one.digest)
    two = opened(later(n=2, prev=one.digest, kind="rate", envelope_id=bytes([2]) * 16))
    assert envelope.check_follows(two, sign, 1, one.digest)
    assert refusal(envelope.check_follows, two, sign, 0, known) == "E_GAP"
    fork = opened(later(kind="rate"))
    assert refusal(envelope.check_follows, fork, sign, 1, one.digest) == "E_FORK"
    stray = opened(later(n=2, prev="0" * 64))
    assert refusal(envelope.check_follows, stray, sign, 1, one.digest) == "E_PREV"


@given(st.binary(max_size=70_000))
@settings(max_examples=60, deadline=None)
def test_padding_reads_back_and_has_few_sizes(data):
    padded = envelope.pad(data)
    assert envelope.unpad(padded) == data
    assert len(padded) in {4_096, 16_384, 65_536, 131_072}


@pytest.mark.parametrize(
    ("size", "padded"),
    [
        (0, 4096),
        (4095, 4096),
        (4096, 16384),
        (16383, 16384),
        (16384, 65536),
        (65535, 65536),
        (65536, 131072),
        (262143, 262144),
    ],
)
def test_sizes_of_padding_at_their_edges(size, padded):
    assert len(envelope.pad(b"\x80" * size)) == padded
    assert envelope.unpad(envelope.pad(b"\x80" * size)) == b"\x80" * size


def test_a_text_beyond_256_kib_and_a_false_padding_are_refused():
    assert refusal(envelope.pad, bytes(262_144)) == "E_SIZE"
    for wrong in (
        b"",
        bytes(4096),
        b"a\x80",
        b"a\x80" + bytes(5000),
        b"\x80" + bytes(16_383),
        b"\x01" * 4096,
    ):
        assert refusal(envelope.unpad, wrong) == "E_OPEN"
    many = [
        {"name": "a", "type": "b", "size": 0, "sha256": "0" * 64, "blob": "0" * 64, "key": b64u(bytes(32))}
    ] * 21
    assert refusal(first, attachments=many) == "E_SIZE"


def a_mail(n=1, prev=None, **other):
    fields = {"box_id": BOX.box_id, "n": n, "prev": prev, "kind": "registered", "at": AT, "text": "已登记"}
    return mail.build(**(fields | other))


def open_as(n, prev, sealed, box=BOX.box_id, key=DESK.verifier):
    return mail.open_mail(BOX.opener.secret, key, box, n, prev, sealed)


def test_mail_opens_for_its_box_and_number_only():
    one = a_mail()
    sealed = mail.seal(DESK, BOX.opener.public, BOX.box_id, one)
    assert len(sealed) == 4096 + 48
    assert open_as(1, None, sealed) == (one, digest(one))
    two = mail.seal(DESK, BOX.opener.public, BOX.box_id, a_mail(2, digest(one), kind="answer"))
    assert open_as(2, digest(one), two)[0]["kind"] == "answer"
    assert refusal(open_as, 3, digest(one), two) == "E_OPEN"  # attack 7: mail 2 delivered as mail 3
    assert refusal(open_as, 2, digest(one), two, box=bytes(16)) == "E_OPEN"
    assert refusal(open_as, 2, "0" * 64, two) == "E_PREV"
    assert refusal(open_as, 1, None, sealed, key=Signer(DESK.name, INTAKE).verifier) == "E_SIGNATURE"


def test_a_mail_whose_inside_says_another_number_is_refused():
    plain = open_sealed(
        BOX.opener.secret,
        mail.info(BOX.box_id, 1),
        mail.seal(DESK, BOX.opener.public, BOX.box_id, a_mail()),
    )
    moved = seal(BOX.opener.public, mail.info(BOX.box_id, 2), plain)
    assert refusal(open_as, 2, None, moved) == "E_OPEN"
    bare = seal(BOX.opener.public, mail.info(BOX.box_id, 1), envelope.pad(canon({"m": a_mail()})))
    assert refusal(open_as, 1, None, bare) == "E_SHAPE"


@pytest.mark.parametrize("wrong", [{"n": 2}, {"prev": "0" * 64}, {"n": 0}, {"kind": "other"}, {"text": None}])
def test_a_mail_that_does_not_fit_is_refused(wrong):
    assert refusal(a_mail, **wrong) in {"E_PREV", "E_SHAPE"}


def sealed_file(data, cut=10_000):
    out = []
    sealer = attachments.Sealer(out.append)
    for at in range(0, len(data), cut):
        sealer.feed(data[at : at + cut])
    return sealer.finish(), b"".join(out)


def read_file(blob, stored, cut=7_777, **other):
    pieces = [stored[at : at + cut] for at in range(0, len(stored), cut)]
    given = {"key": blob.key, "size": blob.size, "sha256_hex": blob.sha256} | other
    return b"".join(open_blob(pieces, **given))


@pytest.mark.parametrize("size", [0, 1, 2, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_a_file_opens_as_it_was_and_its_size_is_rounded(size):
    data = bytes(number % 251 for number in range(size))
    blob, stored = sealed_file(data)
    assert read_file(blob, stored) == data
    chunks = max(1, math.ceil(padme(size) / 65_536))
    assert len(stored) == blob.stored_size == 24 + padme(size) + 17 * chunks
    assert sha256(stored).hexdigest() == blob.name
    mention = blob.mention("照片.jpg", "image/jpeg")
    head, sealed = sent(first(attachments=[mention]), blobs=[{"sha256": blob.name, "size": blob.stored_size}])
    assert envelope.open_envelope(INTAKE, head, sealed).message["attachments"] == [mention]
    assert refusal(envelope.open_envelope, INTAKE, *sent(first(attachments=[mention]))) == "E_BLOB"


def test_a_file_cut_reordered_altered_or_exchanged_is_refused():
    blob, stored = sealed_file(bytes(range(256)) * 800)
    head, chunk = 24, 65_536 + 17
    swapped = (
        stored[:head]
        + stored[head + chunk : head + 2 * chunk]
        + stored[head : head + chunk]
        + stored[head + 2 * chunk :]
    )
    for hurt in (
        stored[:-1],
        stored[: head + chunk],
        stored[:head],
        stored[:10],
        b"",
        swapped,
        stored + b"x",
        stored * 2,
    ):
        assert refusal(read_file, blob, hurt) == "E_BLOB"
    assert refusal(read_file, blob, stored, key=bytes(32)) == "E_BLOB"
    assert refusal(read_file, blob, stored, size=blob.size - 1) == "E_BLOB"
    assert refusal(read_file, blob, stored, size=blob.size + 10**9) == "E_BLOB"
    assert refusal(read_file, blob, stored, sha256_hex="0" * 64) == "E_BLOB"


def test_nothing_hides_behind_a_files_end():
    data = b"visible" + b"hidden"
    blob, stored = sealed_file(data)
    prefix = sha256(b"visible").hexdigest()
    assert refusal(read_file, blob, stored, size=7, sha256_hex=prefix) == "E_BLOB"
    out, state, key = [], bindings.crypto_secretstream_xchacha20poly1305_state(), bytes(32)
    out.append(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key))
    for part in (bytes(65_536), bytes(10)):  # a second last chunk after the last
        final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        out.append(bindings.crypto_secretstream_xchacha20poly1305_push(state, part, None, final))
    for size in (65_536, 65_546):
        whole = sha256(bytes(size)).hexdigest()
        assert refusal(lambda: list(open_blob(out, key, size, whole))) == "E_BLOB"  # noqa: B023


def test_a_file_beyond_the_limit_is_refused_while_it_arrives():
    sealer = attachments.Sealer(lambda data: None)
    sealer.feed(bytes(attachments.LARGEST))
    assert refusal(sealer.feed, b"x") == "E_SIZE"


@given(st.integers(0, 2**40))
@settings(max_examples=300, deadline=None)
def test_padme_adds_at_most_12_percent_and_keeps_few_bits(size):
    rounded = padme(size)
    assert size <= rounded <= size * 1.12
    assert padme(rounded) == rounded
    if size > 1:
        exponent = int(math.log2(size)) if size < 2**40 else 40
        zero_bits = exponent - (int(math.log2(exponent)) + 1 if exponent else 0)
        assert rounded % (1 << max(0, zero_bits)) == 0
