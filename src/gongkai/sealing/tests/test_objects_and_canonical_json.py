import json
import math
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.sealing import objects
from gongkai.sealing.canon import (
    b64u,
    canon,
    digest,
    digest_of,
    from_b64u,
    parse,
    parse_object,
    tidy,
)
from gongkai.sealing.tests.known import TEXTS, VALUES, VECTORS, refusal
from gongkai.sealing.times import is_day_or_stamp, is_stamp, moment, stamp

SALT = b64u(bytes(16))
DIGEST = "0" * 64
NOON = "2017-03-03T12:00:00Z"


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_what_is_written_reads_back_and_writes_the_same_bytes(value):
    data = canon(value)
    assert parse(data) == value
    assert canon(parse(data)) == data


def by_rfc_8785(value):
    """A second, slow writer after RFC 8785, as an oracle."""
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
        return (
            '"' + "".join(short.get(one, f"\\u{ord(one):04x}" if one < " " else one) for one in value) + '"'
        )
    if isinstance(value, list):
        return "[" + ",".join(by_rfc_8785(item) for item in value) + "]"
    ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(by_rfc_8785(key) + ":" + by_rfc_8785(value[key]) for key in ordered) + "}"


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_the_bytes_are_those_of_rfc_8785(value):
    assert canon(value).decode() == by_rfc_8785(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        math.nan,
        math.inf,
        2**53,
        -(2**53),
        {"é": 1},
        {1: 2},
        {None: 1},
        b"x",
        {"a": {1, 2}},
        "\ud800",
        [0.5],
    ],
    ids=repr,
)
def test_values_outside_the_profile_are_not_written(value):
    assert refusal(canon, value) == "E_CANON"


def test_a_circle_and_a_deep_nest_are_refused_not_followed():
    circle: list = []
    circle.append(circle)
    nest: list = []
    for _ in range(100_000):
        nest = [nest]
    assert refusal(canon, circle) == refusal(canon, nest) == "E_CANON"
    assert refusal(parse, b"[" * 100_000 + b"]" * 100_000) == "E_CANON"


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'"\\u4e2d"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\\ud800"',
        b"NaN",
        b"\xef\xbb\xbf{}",
        b"\xff",
        '{"a":1}'.encode("utf-16"),
        '{"键":1}'.encode(),
        b"",
        b"9" * 5000,
    ],
)
def test_other_spellings_of_a_value_are_refused(data):
    assert refusal(parse, data) == "E_CANON"


def test_attack_3_cleared_content_reordered_to_the_same_value_is_refused():
    cleared = VECTORS["content"].encode()
    value = json.loads(cleared)
    reordered = json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":")).encode()
    assert json.loads(reordered) == value
    assert digest_of(reordered) != digest_of(cleared)
    assert refusal(objects.read, reordered, objects.CONTENT) == "E_CANON"


def test_vectors_content_and_submission():
    content = objects.content(
        agency="371002SC",
        index="371002SC/2017-00001",
        title="关于2017年第1期食品抽检情况的公告",
        category="抽检信息",
        formed="2017-03-02",
        body=[{"b": "p", "text": "共抽检 12 批次，不合格 1 批次。\r\n详见附件。"}],
        attachments=[
            {
                "name": "附件1.pdf",
                "type": "application/pdf",
                "size": 27,
                "sha256": "ade35c270fddba33b8a9bf771c4d2f804dce11a22ac38af62ad18d2466a04db9",
            }
        ],
        salt=b64u(bytes(range(16))),
    )
    assert canon(content).decode() == VECTORS["content"]
    assert digest(content) == VECTORS["content_digest"]
    submission = objects.submission(
        content=digest(content),
        no=1,
        previous=None,
        author="u-17",
        unit="spk",
        at="2017-03-03T01:00:00Z",
        rules="2017.1",
        salt=b64u(bytes(range(16, 32))),
    )
    assert canon(submission).decode() == VECTORS["submission"]
    assert digest(submission) == VECTORS["submission_digest"]


def test_vector_release():
    release = objects.release(
        agency="371002SC",
        index="371002SC/2017-00001",
        no=1,
        kind="publish",
        content=VECTORS["content_digest"],
        submission=VECTORS["submission_digest"],
        clearances=[VECTORS["clearance_digest"]],
        from_="2017-03-03T02:05:00Z",
        until=None,
        replaces=None,
        at="2017-03-03T02:05:00Z",
        salt=b64u(bytes(range(0x30, 0x40))),
    )
    assert digest(release) == VECTORS["release_digest"]


def a_clearance(**other):
    fields = {
        "submission": DIGEST,
        "stage": "head",
        "decision": "open",
        "by": "u-2",
        "post": "科长",
        "at": NOON,
    }
    return objects.clearance(**(fields | other))


def a_tombstone(**other):
    fields = {
        "agency": "A",
        "index": "A/1",
        "release": DIGEST,
        "reason": "privacy",
        "text": "",
        "since": "2017-03-10",
    }
    return objects.tombstone(**(fields | {"at": NOON} | other))


def a_release(**other):
    fields = {"agency": "A", "index": "A/1", "content": DIGEST, "submission": DIGEST, "clearances": [DIGEST]}
    times = {"from_": NOON, "until": None, "at": NOON}
    return objects.release(**(fields | times | {"no": 1, "kind": "publish", "replaces": None} | other))


@pytest.mark.parametrize("make", [a_clearance, a_tombstone, a_release])
def test_two_objects_of_the_same_facts_have_different_digests(make):
    assert digest(make()) != digest(make())
    assert digest(make(salt=SALT)) == digest(make(salt=SALT))


@pytest.mark.parametrize("t", sorted(objects.SHAPES))
@pytest.mark.parametrize("harm", ["drop", "add", "retype"])
def test_a_field_too_few_too_many_or_of_the_wrong_kind_is_refused(t, harm):
    whole = {
        objects.CONTENT: json.loads(VECTORS["content"]),
        objects.SUBMISSION: json.loads(VECTORS["submission"]),
        objects.CLEARANCE: a_clearance(),
        objects.RELEASE: a_release(),
        objects.TOMBSTONE: a_tombstone(),
    }[t]
    objects.check(whole, t)
    if harm == "add":
        assert refusal(objects.check, whole | {"more": 1}, t) == "E_SHAPE"
        return
    for name in objects.SHAPES[t]:
        hurt = dict(whole)
        if harm == "drop":
            del hurt[name]
        else:
            hurt[name] = True
        assert refusal(objects.read, canon(hurt), t) == "E_SHAPE", name


def test_an_object_of_another_type_is_refused_whatever_its_fields():
    release = a_release()
    assert refusal(objects.read, canon(release), objects.TOMBSTONE) == "E_TYPE"
    assert refusal(parse_object, b"[]", objects.RELEASE) == "E_TYPE"
    assert refusal(objects.check, None, objects.RELEASE) == "E_TYPE"


@pytest.mark.parametrize(
    "wrong",
    [{"no": 2}, {"no": 1, "kind": "correct"}, {"no": 1, "replaces": DIGEST}, {"kind": "correct", "no": 3}],
)
def test_a_release_that_replaces_nothing_is_the_first(wrong):
    assert refusal(a_release, **wrong) == "E_ORDER"


def test_a_decision_outside_the_list_is_refused():
    assert refusal(a_clearance, decision="maybe") == "E_SHAPE"


@pytest.mark.parametrize("size", ["", "a", "ab", "A" * 21, "A" * 22 + "=", "A" * 21 + "B", "中" * 22])
def test_a_salt_has_one_spelling_and_sixteen_bytes(size):
    assert refusal(from_b64u, size, 16) == "E_CANON"
    assert refusal(a_clearance, salt=size or "-") == "E_SHAPE"


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_builders_write_nfc_and_line_feeds(text):
    tidied = tidy({"a": [text]})["a"][0]
    assert "\r" not in tidied
    assert unicodedata.is_normalized("NFC", tidied)
    assert tidy(tidied) == tidied


@given(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9999, 1, 1)), st.integers(-12, 14))
@settings(max_examples=100, deadline=None)
def test_a_time_is_written_in_utc_and_reads_back(naive, hours):
    aware = naive.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert is_stamp(stamp(aware))
    assert moment(stamp(aware)) == aware.astimezone(UTC).replace(microsecond=0)


@pytest.mark.parametrize(
    "text",
    [
        "2017-02-29T00:00:00Z",
        "2017-W09-7T01:01:00Z",
        "2017-03-05T01:01:00+00:00",
        "2017-03-05 01:01:00",
        5,
        None,
    ],
)
def test_a_time_has_one_spelling(text):
    assert not is_stamp(text)
    assert is_day_or_stamp("2017-03-05")
    assert not is_day_or_stamp("2017-02-29")
    assert refusal(moment, text) == refusal(stamp, datetime(2017, 3, 5)) == "E_TIME"
