"""Attacks 1 to 3 of SEALING.md 8, and each demand of the door by its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework.keyring import key
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Clearance, Item, Release, Stage, Submission
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.verbs import recall
from gongkai.exchange import door
from gongkai.exchange.models import LogEntry, OutMessage
from gongkai.sealing import notes, objects
from gongkai.sealing.canon import canon, digest_of, parse
from gongkai.sealing.notes import Signer

pytestmark = pytest.mark.django_db


def run(bureau: Bureau) -> door.Passage:
    return door.run(bureau.agency, LATER)


def codes(passage: door.Passage) -> list[str]:
    return [one.code for one in passage.stopped]


def nothing_left() -> bool:
    return not Release.objects.exists() and not LogEntry.objects.exists() and not OutMessage.objects.exists()


def forge(submission: Submission, signer: Signer, **changed: object) -> None:
    """Insert a clearance for each stage by raw SQL, signed by ``signer``."""
    for stage in Stage:
        made = objects.clearance(
            submission=submission.digest,
            stage=stage,
            decision="open",
            by=f"内鬼{stage}",
            post="局长",
            at="2018-02-28T00:00:00Z",
            note="台账审签",
        )
        body = canon(made | changed)
        note = notes.sign(signer, objects.CLEARANCE, digest_of(body))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO disclosure_clearance"
                " (submission_id, stage, decision, by, at, body, digest, note, imported)"
                " VALUES (%s, %s, 'open', '内鬼', %s, %s, %s, %s, %s)",
                [submission.pk, stage, AT.replace(tzinfo=None), body, digest_of(body), note, True],
            )


def test_attack_1_rows_inserted_by_sql_release_nothing(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    forge(submission, Signer("scj.example.gov.cn/desk/clear", b"\x07" * 32))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_item SET published_on = '2017-01-01'")
    assert codes(run(bureau)) == ["E_CLEARANCE"]
    assert nothing_left()


def test_attack_1_with_a_note_of_another_key_of_the_house(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    forge(submission, key("door").signer)
    assert codes(run(bureau)) == ["E_CLEARANCE"] and nothing_left()


def test_attack_1_with_clearances_of_another_submission_moved_here(bureau: Bureau) -> None:
    cleared = bureau.cleared(1)
    other = bureau.hand_in(bureau.item(2))
    Clearance.objects.filter(submission=cleared).update(submission=other)
    assert codes(run(bureau)) == ["E_CLEARANCE"] and nothing_left()


def test_attack_2_a_changed_byte_of_an_attachment_stops_that_release_only(bureau: Bureau) -> None:
    bad, good = bureau.cleared(1, attachment=True), bureau.cleared(2, attachment=True)
    digest = bad.item.files.get().sha256
    file = files.place(digest)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    passage = run(bureau)
    assert codes(passage) == ["E_BLOB"] and passage.released == 1
    assert Release.objects.get().submission == good


def test_attack_3_reordered_bytes_of_the_same_value_are_not_the_content(bureau: Bureau) -> None:
    submission = bureau.cleared()
    value = parse(bytes(submission.content))
    other = json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":")).encode()
    Submission.objects.filter(pk=submission.pk).update(content=other)
    assert codes(run(bureau)) == ["E_CANON"] and nothing_left()


def change_content(submission: Submission, **changed: object) -> None:
    data = canon(parse(bytes(submission.content)) | changed)
    Submission.objects.filter(pk=submission.pk).update(content=data, content_digest=digest_of(data))


def swap_clearances(submission: Submission) -> None:
    for row in submission.clearances.all():
        made = parse(bytes(row.body)) | {"decision": "return"}
        Clearance.objects.filter(pk=row.pk).update(body=canon(made))


def resign(submission: Submission, stage: str, **changed: object) -> None:
    """Replace a clearance by one that ``clear.key`` really signed, with other fields."""
    row = submission.clearances.get(stage=stage)
    body = canon(parse(bytes(row.body)) | changed)
    row.body, row.digest = body, digest_of(body)
    row.note = notes.sign(key("clear").signer, objects.CLEARANCE, row.digest)
    row.save()


ALTERED: list[tuple[str, str, Callable[[Submission], object]]] = [
    ("foreign agency", "E_AGENCY", lambda s: change_content(s, agency="370000")),
    ("foreign index", "E_INDEX", lambda s: change_content(s, index="37100017/2017-09999")),
    ("a new title", "E_DIGEST", lambda s: change_content(s, title="改过的标题")),
    ("not JSON", "E_CANON", lambda s: Submission.objects.filter(pk=s.pk).update(content=b"{")),
    ("unknown column", "E_META", lambda s: change_content(s, meta={})),
    (
        "another digest",
        "E_DIGEST",
        lambda s: Submission.objects.filter(pk=s.pk).update(body=bytes(s.body).replace(b'"no":1', b'"no":2')),
    ),
    ("decisions rewritten", "E_CLEARANCE", swap_clearances),
    ("a stage deleted", "E_CLEARANCE", lambda s: s.clearances.filter(stage=Stage.SECRECY).delete()),
    ("a signed refusal", "E_CLEARANCE", lambda s: resign(s, Stage.SECRECY, decision="closed")),
    ("partly, not redacted", "E_CLEARANCE", lambda s: resign(s, Stage.SECRECY, decision="partly")),
    ("expired", "E_CLEARANCE", lambda s: resign(s, Stage.SIGN, not_after="2018-03-01T04:00:01Z")),
    ("out of order", "E_CLEARANCE", lambda s: resign(s, Stage.FIRST, at="2018-03-01T03:30:00Z")),
    ("from the future", "E_CLEARANCE", lambda s: resign(s, Stage.SIGN, at="2018-03-09T00:00:00Z")),
    (
        "one person twice",
        "E_EYES",
        lambda s: resign(s, Stage.SIGN, by=parse(bytes(s.clearances.get(stage=Stage.FIRST).body))["by"]),
    ),
    (
        "the author",
        "E_EYES",
        lambda s: resign(s, Stage.FIRST, by=parse(bytes(s.body))["author"]),
    ),
    ("nobody here", "E_EYES", lambda s: resign(s, Stage.FIRST, by="某人")),
    (
        "no duty any more",
        "E_EYES",
        lambda s: Duty.objects.filter(kind="secrecy").update(until="2018-02-01"),
    ),
]


@pytest.mark.parametrize(("what", "code", "alter"), ALTERED, ids=[what for what, _, _ in ALTERED])
def test_each_demand_refuses_by_its_name(
    bureau: Bureau, what: str, code: str, alter: Callable[[Submission], object]
) -> None:
    del what
    alter(bureau.cleared())
    assert codes(run(bureau)) == [code]
    assert nothing_left()


def test_a_day_that_has_not_come_waits(bureau: Bureau) -> None:
    item = bureau.item(published_on=(LATER + timedelta(days=3)).date())
    bureau.clear_all(bureau.hand_in(item))
    assert codes(run(bureau)) == ["E_TIME"]
    assert door.run(bureau.agency, LATER + timedelta(days=3)).released == 1


def test_a_gap_in_the_releases_is_refused(bureau: Bureau) -> None:
    submission = bureau.cleared()
    assert run(bureau).released == 1
    Item.objects.filter(pk=submission.item_id).update(title="更正后的标题")
    bureau.clear_all(bureau.hand_in(submission.item))
    Release.objects.update(no=7)
    assert codes(run(bureau)) == ["E_ORDER"]


def test_a_recalled_clearance_stays_recalled_though_the_column_is_emptied(bureau: Bureau) -> None:
    submission = bureau.cleared()
    recall(submission.clearances.get(stage=Stage.SIGN), bureau.officers["leader"], LATER)
    assert run(bureau) == door.Passage()
    Clearance.objects.update(recalled_at=None)
    assert codes(run(bureau)) == ["E_CLEARANCE"] and nothing_left()


def test_a_file_that_is_not_what_its_name_says_is_refused(bureau: Bureau) -> None:
    item = bureau.item()
    bureau.attach(item, b"MZ\x90 a program", "通知.pdf")
    bureau.clear_all(bureau.hand_in(item))
    assert codes(run(bureau)) == ["E_BLOB"]


def test_an_open_finding_is_refused(bureau: Bureau) -> None:
    submission = bureau.hand_in(bureau.item())
    finding = {"where": "正文", "kind": "phone", "sha256": "0" * 64, "resolution": None, "by": None}
    made = parse(bytes(submission.body))
    body = canon(made | {"screening": {"rules": "none", "findings": [finding]}})
    submission.body, submission.digest = body, digest_of(body)
    submission.save()
    bureau.clear_all(submission)
    assert codes(run(bureau)) == ["E_FINDING"]


def test_a_refusal_leaves_one_event_however_often_it_is_tried(bureau: Bureau) -> None:
    submission = bureau.cleared()
    resign(submission, Stage.SECRECY, decision="closed")
    run(bureau)
    run(bureau)
    event = Event.objects.get(type=door.REFUSED)
    assert event.stream == submission.item.stream
    assert json.loads(bytes(event.body))["data"] == {"code": "E_CLEARANCE", "submission": submission.digest}


def test_a_release_that_is_out_is_given_back(bureau: Bureau) -> None:
    submission = bureau.cleared()
    run(bureau)
    again = door.release(submission, bureau.agency, LATER, [key("clear").verifier])
    assert again == Release.objects.get() and OutMessage.objects.count() == 1
