import io
import json
import tarfile
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.refusal import Refused
from gongkai.sealing import bundle, messages, notes, objects
from gongkai.sealing.bundle import Reader, Signed
from gongkai.sealing.canon import canon, digest, digest_of, parse
from gongkai.sealing.messages import Place
from gongkai.sealing.notes import Signer
from gongkai.sealing.tests.known import CLEAR, DOOR, FOLDER, ORIGIN, VECTORS, refusal

KEY = Signer(f"{ORIGIN}/desk/door", DOOR)
AGENCY = "371002SC"
HERE = Place(AGENCY, "portal")
EXAMPLE = (FOLDER / "example.gkb").read_bytes()
AT = "2017-03-03T02:05:00Z"


def nothing(seq):
    return None


def made(seq=1, prev=None, kind="stats", body=None, **other):
    fields = {
        "agency": AGENCY,
        "sender": "desk",
        "epoch": 1,
        "seq": seq,
        "prev": prev,
        "kind": kind,
        "at": AT,
    }
    return messages.build(**(fields | {"body": body or {"n": seq}} | other))


def signed(data, key=KEY):
    return Signed(data, messages.sign(key, data))


def row(count, blobs=()):
    found, prev = [], None
    for seq in range(1, count + 1):
        data = made(seq, prev, blobs=blobs if seq == 1 else ())
        found.append(signed(data))
        prev = digest_of(data)
    return found


def receive(one, place=HERE, known=nothing):
    return messages.receive(one.data, one.note, place, [KEY.verifier], known)


def test_vector_message():
    reader = Reader(io.BytesIO(EXAMPLE), HERE, [VECTORS["door_vkey"]])
    one = reader.messages[0]
    assert digest_of(one.data) == VECTORS["msg_digest"]
    message = parse(one.data)
    assert digest(message["body"]["release"]) == VECTORS["release_digest"]
    again = made(kind="release", body=message["body"], blobs=message["blobs"])
    assert again == one.data
    assert messages.sign(KEY, again) == one.note
    assert receive(one).new


def test_vector_bundle_reads_and_is_written_byte_for_byte():
    reader = Reader(io.BytesIO(EXAMPLE), HERE, [VECTORS["door_vkey"]])
    assert digest(reader.manifest) == VECTORS["bundle_digest"]
    files = {file.sha256: list(file.pieces) for file in reader.files()}
    reader.end()
    assert bundle.name(reader.manifest) == "371002SC-desk-portal-1-1-1.gkb"
    out = io.BytesIO()
    manifest = bundle.write(out, reader.messages, files, made=reader.manifest["made"], key=KEY)
    assert manifest == reader.manifest
    assert out.getvalue() == EXAMPLE
    assert sha256(EXAMPLE).hexdigest() == VECTORS["bundle_tar_sha256"]


def test_messages_are_applied_in_order_and_twice_does_nothing():
    place, kept = HERE, {}
    for one in row(5):
        got = receive(one, place, kept.get)
        assert got.new
        place = got.next_place(place)
        kept[place.applied] = got.digest
        again = receive(one, place, kept.get)
        assert not again.new and again.next_place(place) == place
    assert (place.applied, place.last) == (5, kept[5])


def refused(one, place=HERE, known=nothing):
    return refusal(receive, one, place, known)


def test_each_rule_of_the_receiver_names_itself():
    one, two, three = row(3)
    place = Place(AGENCY, "portal", applied=1, last=digest_of(one.data))
    kept = {1: digest_of(one.data)}.get
    assert refused(signed(one.data, Signer(KEY.name, CLEAR))) == "E_SIGNATURE"
    assert refused(Signed(one.data, two.note)) == "E_SIGNATURE"
    assert refused(one, replace(HERE, agency="other")) == "E_AGENCY"
    assert refused(one, replace(HERE, me="desk")) == "E_DIRECTION"
    assert refused(signed(made(body={"n": 99})), place, kept) == "E_FORK"
    assert refused(one, place, nothing) == "E_FORK"
    assert refused(three, place, kept) == "E_GAP"
    assert refused(two, replace(place, epoch=2), kept) == "E_EPOCH"
    assert refused(two, replace(place, last="0" * 64), kept) == "E_PREV"
    assert receive(two, place, kept).new


def test_the_gap_names_the_missing_number():
    with pytest.raises(Refused, match="缺少第 1 号消息"):
        receive(row(3)[2])


def test_a_new_epoch_goes_on_from_where_the_receiver_is():
    one = row(1)[0]
    place = Place(AGENCY, "portal", applied=1, last=digest_of(one.data))
    two = signed(made(2, digest_of(one.data), epoch=2))
    assert receive(two, place, nothing).next_place(place).epoch == 2


def test_a_signature_over_a_bundle_is_none_over_a_message():
    data = made()
    wrong = Signed(data, notes.sign(KEY, bundle.BUNDLE, digest_of(data)))
    assert refused(wrong) == "E_SIGNATURE"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "envelope"}, "E_DIRECTION"),
        ({"sender": "portal"}, "E_DIRECTION"),
        ({"seq": 2}, "E_PREV"),
        ({"prev": "0" * 64}, "E_PREV"),
        ({"epoch": 0}, "E_SHAPE"),
        ({"blobs": [{"sha256": "x", "size": 1}]}, "E_SHAPE"),
        ({"kind": "ack", "body": {"seq": 1}}, "E_SHAPE"),
        ({"kind": "mail", "body": {"box": "x", "n": 1, "sealed": ""}}, "E_SHAPE"),
    ],
)
def test_a_message_that_does_not_fit_is_not_built(change, code):
    assert refusal(made, **change) == code


def release_parts():
    message = parse(Reader(io.BytesIO(EXAMPLE), HERE, [KEY.verifier]).messages[0].data)
    return message["body"], message["blobs"]


@pytest.mark.parametrize(
    ("where", "change", "code"),
    [
        ("content", {"title": "另一个标题"}, "E_DIGEST"),
        ("content", {"agency": "other"}, "E_AGENCY"),
        ("release", {"agency": "other"}, "E_AGENCY"),
        ("release", {"index": "371002SC/2017-00002"}, "E_INDEX"),
        ("release", {"more": 1}, "E_SHAPE"),
        ("release", {"t": "gongkai/tombstone/1"}, "E_TYPE"),
        ("blobs", [], "E_BLOB"),
    ],
)
def test_a_release_whose_parts_do_not_belong_together_is_refused(where, change, code):
    body, blobs = release_parts()
    if where == "blobs":
        blobs = change
    else:
        body[where] = body[where] | change
    assert refusal(made, kind="release", body=body, blobs=blobs) == code


def test_a_tombstone_is_whole_and_of_this_agency():
    stone = objects.tombstone(
        agency=AGENCY,
        index=f"{AGENCY}/1",
        release="0" * 64,
        reason="privacy",
        text="",
        since="2017-03-10",
        at=AT,
    )
    assert parse(made(kind="tombstone", body={"tombstone": stone, "log_index": 4}))["kind"] == "tombstone"
    for change, code in (({"agency": "other"}, "E_AGENCY"), ({"more": 1}, "E_SHAPE")):
        body = {"tombstone": stone | change, "log_index": 4}
        assert refusal(made, kind="tombstone", body=body) == code


def test_files_must_be_there_in_their_size():
    body, blobs = release_parts()
    message = parse(made(kind="release", body=body, blobs=blobs))
    messages.demand_blobs(message, {blobs[0]["sha256"]: 27}.get)
    assert refusal(messages.demand_blobs, message, {}.get) == "E_BLOB"
    assert refusal(messages.demand_blobs, message, {blobs[0]["sha256"]: 28}.get) == "E_BLOB"


FILE = b"one file" * 1000
BLOB = {"sha256": sha256(FILE).hexdigest(), "size": len(FILE)}


def packed(found=None, key=KEY, **files):
    out = io.BytesIO()
    bundle.write(out, found or row(4, [BLOB]), files or {BLOB["sha256"]: [FILE]}, made=AT, key=key)
    return out.getvalue()


def unpack(data, place=HERE, known=nothing):
    """Read as an importer does: everything checked, nothing kept before the note verified."""
    reader = Reader(io.BytesIO(data), place, [KEY.verifier])
    if not reader.is_new(place, known):
        return place
    for file in reader.files():
        assert b"".join(file.pieces) == FILE
    reader.end()
    for one in reader.messages:
        place = receive(one, place, known).next_place(place)
    return place


def members(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return [(entry.name, archive.extractfile(entry).read()) for entry in archive]


def repacked(parts, end=True, **attributes):
    out = io.BytesIO()
    for name, data in parts:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        for attribute, value in attributes.items():
            setattr(entry, attribute, value)
        out.write(entry.tobuf(tarfile.USTAR_FORMAT))
        out.write(data + bytes(-len(data) % 512))
    if end:
        out.write(bytes(-(out.tell() + 1024) % 10240 + 1024))
    return out.getvalue()


def lines(data, change):
    parts = dict(members(data))
    parts["messages.jsonl"] = change(parts["messages.jsonl"].splitlines(keepends=True))
    return repacked(parts.items())


def test_a_bundle_is_applied_whole_and_a_second_time_brings_nothing_new():
    data = packed()
    assert repacked(members(data)) == data
    place = unpack(data)
    assert place.applied == 4
    kept = {seq: digest_of(one.data) for seq, one in enumerate(row(4, [BLOB]), start=1)}
    assert unpack(data, place, kept.get) == place
    assert unpack(data, Place(AGENCY, "portal", applied=2, last=kept[2]), kept.get) == place


def test_attack_4_five_refusals_by_name():
    data = packed()
    edited = lines(data, lambda found: b"".join(found).replace(b'"n":3', b'"n":8'))
    swapped = lines(data, lambda found: b"".join([found[1], found[0], *found[2:]]))
    late = packed(row(4)[2:], none=[])
    foreign = packed([signed(made(agency="other"))], none=[])
    added = repacked([*members(data), ("../x", b"x")])
    codes = {
        name: refusal(unpack, one) for name, one in locals().items() if isinstance(one, bytes) and one != data
    }
    assert codes == {
        "edited": "E_DIGEST",
        "swapped": "E_ORDER",
        "late": "E_GAP",
        "foreign": "E_AGENCY",
        "added": "E_BUNDLE",
    }


def test_a_bundle_of_another_history_is_refused():
    data = packed()
    kept = {seq: digest_of(one.data) for seq, one in enumerate(row(4, [BLOB]), start=1)}
    forked = kept | {1: "0" * 64}
    assert refusal(unpack, data, Place(AGENCY, "portal", applied=2, last=kept[2]), forked.get) == "E_FORK"
    tail = packed(row(4)[2:], none=[])
    assert refusal(unpack, tail, Place(AGENCY, "portal", applied=2, last="0" * 64)) == "E_PREV"


def test_a_manifest_signed_by_another_or_changed_after_is_refused_before_anything():
    assert refusal(unpack, packed(key=Signer(KEY.name, CLEAR))) == "E_SIGNATURE"
    parts = dict(members(packed()))
    parts["bundle.json"] = canon(parse(parts["bundle.json"]) | {"made": "2017-03-04T00:00:00Z"})
    assert refusal(unpack, repacked(parts.items())) == "E_SIGNATURE"
    assert refusal(unpack, packed(), Place(AGENCY, "desk")) == "E_DIRECTION"


def variants(data):
    parts = members(data)
    manifest, note, listed, blob = parts
    yield "first missing", repacked(parts[1:])
    yield "order of members", repacked([note, manifest, listed, blob])
    yield "twice", repacked([manifest, note, listed, blob, blob])
    yield "no file", repacked(parts[:3])
    yield "other name", repacked([manifest, note, listed, ("blobs/../x", blob[1])])
    yield "link", repacked(parts, type=tarfile.SYMTYPE, linkname="/etc/passwd")
    yield "hard link", repacked(parts, type=tarfile.LNKTYPE, linkname="bundle.json")
    yield "folder", repacked(parts, type=tarfile.DIRTYPE)
    yield "mode", repacked(parts, mode=0o4755)
    yield "cut", data[: len(data) // 2]
    yield "no end", repacked(parts, end=False)
    yield "after the end", data + bytes(10_240) + b"x"
    yield "text after", data[:-1] + b"x"
    yield "nothing", b""
    yield "no tar", b"PK\x03\x04" * 1000
    yield "lines missing", lines(data, lambda found: b"".join(found[:-1]))
    yield "no line end", lines(data, lambda found: b"".join(found)[:-1])


@pytest.mark.parametrize(
    ("what", "data"), list(variants(packed())), ids=lambda value: value if isinstance(value, str) else ""
)
def test_any_other_archive_is_no_bundle(what, data):
    assert refusal(unpack, data) == "E_BUNDLE"


def test_a_file_that_is_not_the_named_one_is_refused():
    parts = dict(members(packed()))
    parts[f"blobs/{BLOB['sha256']}"] = FILE[:-1] + b"?"
    assert refusal(unpack, repacked(parts.items())) == "E_BLOB"
    assert refusal(packed, **{BLOB["sha256"]: [b"other"]}) == "E_BLOB"


def test_a_file_left_unread_is_noticed():
    reader = Reader(io.BytesIO(packed()), HERE, [KEY.verifier])
    files = reader.files()
    next(files)
    assert refusal(next, files) == "E_BUNDLE"


def test_messages_of_two_epochs_or_with_a_hole_do_not_make_a_bundle():
    one, two, three = row(3)
    other_epoch = signed(made(2, digest_of(one.data), epoch=2))
    assert refusal(packed, [one, other_epoch], none=[]) == "E_BUNDLE"
    assert refusal(packed, [one, three], none=[]) == "E_BUNDLE"
    assert two


def test_a_manifest_that_contradicts_itself_is_refused_even_when_signed():
    parts = dict(members(packed()))
    whole = parse(parts["bundle.json"])
    stray = {"sha256": "0" * 64, "size": 0}
    for change in (
        {"last": 9},
        {"blobs": [BLOB, BLOB]},
        {"blobs": [BLOB, stray]},
        {"epoch": 2},
        {"first": 2, "last": 5},
    ):
        manifest = canon(whole | change)
        note = notes.sign(KEY, bundle.BUNDLE, digest_of(manifest)).encode()
        forged = {**parts, "bundle.json": manifest, "bundle.note": note}
        assert refusal(Reader, io.BytesIO(repacked(forged.items())), HERE, [KEY.verifier]) == "E_BUNDLE", (
            change
        )


@given(st.integers(0, len(EXAMPLE) - 1), st.integers(1, 255))
@settings(max_examples=250, deadline=None)
def test_a_bundle_with_any_byte_changed_is_refused(at, change):
    data = bytearray(EXAMPLE)
    data[at] ^= change
    with pytest.raises(Refused):
        reader = Reader(io.BytesIO(bytes(data)), HERE, [KEY.verifier])
        for file in reader.files():
            b"".join(file.pieces)
        reader.end()
        for one in reader.messages:
            receive(one)


def test_a_line_that_is_valid_json_but_written_otherwise_is_refused():
    loose = lines(
        packed(), lambda found: b"".join(json.dumps(json.loads(one)).encode() + b"\n" for one in found)
    )
    assert refusal(unpack, loose) == "E_CANON"
