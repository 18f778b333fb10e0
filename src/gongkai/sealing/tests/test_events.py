from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.sealing import events, fields
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.events import Chain, Sealed, build
from gongkai.sealing.merkle import Frontier, leaf_hash, root_of
from gongkai.sealing.tests.known import EVENT_KEY, STREAM_ID, VECTORS, refusal
from gongkai.sealing.verifying import Anchor, Fault, Row, check_commitment, verify_events

STREAM = f"case/{STREAM_ID}"
FIRST = {
    "stream": "case/A",
    "n": 1,
    "prev": None,
    "type": "case.received",
    "by": "u-1",
    "occurred": "2017-03-05",
}
FIRST |= {"recorded": "2017-03-05T01:00:00Z"}


def test_vectors_events():
    chain, prev = Chain(EVENT_KEY, STREAM), None
    for known in VECTORS["events"]:
        body = known["body"].encode()
        event = events.read(body)
        row = events.seal(EVENT_KEY, body)
        assert (row.hash.hex(), row.mac.hex()) == (known["hash"], known["mac"])
        rest = {name: event[name] for name in ("type", "by", "occurred", "recorded", "data", "commits")}
        assert build(EVENT_KEY, stream=STREAM, n=event["n"], prev=prev, **rest) == row
        assert chain.add(**rest) == row
        prev = row.hash
    assert (
        events.verify(
            [EVENT_KEY],
            STREAM,
            [events.seal(EVENT_KEY, known["body"].encode()) for known in VECTORS["events"]],
        )
        is None
    )


def test_vector_commitment_to_a_phone():
    first = parse(VECTORS["events"][0]["body"].encode())
    assert check_commitment(first, "phone", "13800000000", b"\x53" * 32) is None
    assert check_commitment(first, "phone", "13800000001", b"\x53" * 32) == Fault(
        "commitment", None, STREAM, 1
    )
    assert check_commitment(first, "name", "13800000000", b"\x53" * 32) is not None
    assert fields.commit(b"\x54" * 32, "13800000000") != first["commits"]["phone"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": 0},
        {"n": True},
        {"stream": ""},
        {"occurred": "5 März"},
        {"recorded": "2017-03-05"},
        {"by": ""},
        {"commits": {"phone": "13800000000"}},
        {"type": "a\nb"},
    ],
)
def test_an_event_that_does_not_fit_is_refused(wrong):
    assert refusal(build, EVENT_KEY, **(FIRST | wrong)) == "E_SHAPE"


def test_an_event_joins_the_one_before():
    assert refusal(build, EVENT_KEY, **(FIRST | {"n": 2})) == "E_CHAIN"
    assert refusal(build, EVENT_KEY, **(FIRST | {"prev": bytes(32)})) == "E_CHAIN"
    assert refusal(Chain, EVENT_KEY, "case/A", 1, None) == refusal(Chain, EVENT_KEY, "") == "E_CHAIN"


def test_data_outside_the_profile_is_refused():
    assert refusal(build, EVENT_KEY, **FIRST, data={"amount": 1.5}) == "E_CANON"


def chains(streams=5, length=6, key=EVENT_KEY):
    """Rows of several streams written in turns, all anchored in that order."""
    made = [Chain(key, f"case/{number}") for number in range(streams)]
    rows = []
    for n in range(1, length + 1):
        for chain in made:
            at = f"2017-03-05T01:{n:02d}:00Z"
            rows.append(Row(len(rows), chain.stream, n, chain.add("case.noted", "u-1", at, at, {"n": n})))
    return rows


def leaves_of(rows):
    return [leaf_hash(row.sealed.hash) for row in rows]


def anchors_of(rows, *sizes):
    leaves = leaves_of(rows)
    return [Anchor(size, root_of(leaves[:size])) for size in (sizes or (len(rows),))]


def verify(rows, anchored, keys=(EVENT_KEY,), **more):
    return verify_events(rows, leaves_of(anchored), anchors_of(anchored), list(keys), **more)


def changed(row, key=EVENT_KEY, **fields_):
    return replace(row, sealed=events.seal(key, canon(events.read(row.sealed.body) | fields_)))


def rechained(rows, at, key=EVENT_KEY):
    """What someone with the database and the event key does: change one event, compute its stream anew."""
    forged, prev = list(rows), None
    for place in range(at, len(rows)):
        row = rows[place]
        if row.stream != rows[at].stream:
            continue
        forged[place] = changed(row, key, **({"by": "u-666"} if place == at else {"prev": prev}))
        prev = forged[place].sealed.hash.hex()
    return forged


def test_untouched_chains_verify_with_and_without_a_tail():
    rows = chains()
    assert verify(rows, rows) is None
    tail = sorted((replace(row, leaf=None) for row in rows[20:]), key=lambda row: (row.stream, row.n))
    assert verify([*rows[:20], *tail], rows[:20]) is None
    assert verify_events([], [], [], [EVENT_KEY]) is None


@given(st.integers(0, 29), st.sampled_from(["edit", "edit and hash", "delete", "re-chain", "swap columns"]))
@settings(max_examples=120, deadline=None)
def test_attack_11_the_one_event_that_was_touched_is_named(at, attack):
    rows = chains()
    hurt, target = list(rows), rows[at]
    if attack == "edit":
        hurt[at] = replace(
            target, sealed=replace(target.sealed, body=target.sealed.body.replace(b"u-1", b"u-2"))
        )
        what = "edited"
    elif attack == "edit and hash":
        hurt[at] = changed(target, key=bytes(32), by="u-2")
        what = "edited"
    elif attack == "delete":
        del hurt[at]
        what = "missing"
    elif attack == "re-chain":
        hurt = rechained(rows, at)
        what = "not the anchored event"
    else:
        hurt[at] = replace(target, columns={"by": "u-2"})
        what = "edited"
    fault = verify(hurt, rows)
    assert fault is not None
    assert (fault.what, fault.leaf) == (what, at)
    if attack != "delete" or at < 25:  # the last event of a stream has no successor that names it
        assert (fault.stream, fault.n) == (target.stream, target.n)
    assert fault.what in str(fault) or str(at) in str(fault)


@given(st.integers(0, 29))
@settings(max_examples=30, deadline=None)
def test_attack_11_truncation_is_found_by_the_anchor(at):
    rows = chains()
    fault = verify(rows[:at], rows)
    assert (fault.what, fault.leaf) == ("missing", at)
    leaves = leaves_of(rows)[:at]
    fault = verify_events(rows[:at], leaves, anchors_of(rows), [EVENT_KEY])
    assert (fault.what, fault.leaf, fault.before) == ("missing", at, 30)


@given(st.integers(0, 29))
@settings(max_examples=30, deadline=None)
def test_attack_11_rewriting_events_and_tiles_meets_the_first_checkpoint_behind(at):
    rows = chains()
    forged = rechained(rows, at)
    sizes = (10, 20, 30)
    fault = verify_events(forged, leaves_of(forged), anchors_of(rows, *sizes), [EVENT_KEY])
    assert fault == Fault("not the anchored tree", at // 10 * 10, before=at // 10 * 10 + 10)


def test_a_forged_tail_is_found_by_mac_and_chain():
    rows = chains()
    head, tail = rows[:25], [replace(row, leaf=None) for row in rows[25:]]
    forged = [changed(tail[0], key=bytes(32), by="u-2"), *tail[1:]]
    assert verify([*head, *forged], head).what == "edited"
    assert verify([*head, tail[0], tail[0]], head).what == "chain"
    invented = replace(
        tail[0], n=9, sealed=build(EVENT_KEY, **(FIRST | {"stream": "case/0", "n": 9, "prev": bytes(32)}))
    )
    assert verify([*head, invented], head) == Fault("chain", None, "case/0", 9)
    assert verify([*head, replace(tail[0], leaf=99)], head) == Fault("number", 99, "case/0", 6)


def test_a_number_left_out_is_found_even_when_prev_fits():
    rows = chains(streams=1)
    last = rows[-1]
    jump = build(EVENT_KEY, **(FIRST | {"stream": "case/0", "n": 8, "prev": last.sealed.hash}))
    assert verify([*rows, Row(None, "case/0", 8, jump)], rows) == Fault("chain", None, "case/0", 8)


def test_an_event_anchored_twice_is_named():
    rows = chains()
    twice = [*rows[:5], replace(rows[4], leaf=4), *rows[5:]]
    assert verify(twice, rows) == Fault("number", 4, "case/4", 1)


def test_verification_goes_on_from_an_earlier_run():
    rows = chains()
    done = Frontier()
    done.extend(leaves_of(rows)[:13])
    heads = {(row.stream, row.n): row.sealed.hash for row in rows[:13]}

    def go(part, head=lambda stream, n: heads.get((stream, n))):
        return verify_events(part, leaves_of(rows)[13:], anchors_of(rows), [EVENT_KEY], since=done, head=head)

    assert go(rows[13:]) is None
    assert done.size == 13
    assert go(rows[13:], head=None).what == "chain"
    assert go(rechained(rows, 17)[13:]) == Fault("not the anchored event", 17, "case/2", 4)


def test_events_under_a_retired_key_still_verify():
    rows = chains(key=b"\x01" * 32)
    assert verify(rows, rows, keys=[EVENT_KEY, b"\x01" * 32]) is None
    assert verify(rows, rows).what == "edited"


def test_one_stream_alone_names_its_first_wrong_event():
    rows = [row.sealed for row in chains(streams=1)]
    assert events.verify([EVENT_KEY], "case/0", rows) is None
    assert events.verify([EVENT_KEY], "case/1", rows) == "chain 1"
    assert events.verify([EVENT_KEY], "case/0", rows[:2] + rows[3:]) == "chain 3"
    hurt = Sealed(rows[3].body.replace(b"u-1", b"u-2"), rows[3].hash, rows[3].mac)
    assert events.verify([EVENT_KEY], "case/0", [*rows[:3], hurt]) == "edited 4"


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"prev":5}'])
def test_whatever_bytes_stand_in_a_row_verification_names_it_and_goes_on(body):
    rows = chains()
    forged = replace(rows[7], leaf=None, sealed=events.seal(EVENT_KEY, body))
    assert verify([*rows, forged], rows) == Fault("edited", None, "case/2", 2)
    assert verify([*rows[:3], *rows[4:6], replace(forged, leaf=6), *rows[7:]], rows) == Fault(
        "missing", 3, "case/3", 1
    )
    assert events.verify([EVENT_KEY], "case/0", [forged.sealed]) == "chain 1"
