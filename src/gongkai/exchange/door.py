"""The door: the one way for content to leave the desk (SEALING.md 3.3).

Whatever flag a row carries, only a content whose digest three persons cleared passes. What is refused names
the first demand that failed, leaves an event with the item and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure import chains, queries
from gongkai.desk.disclosure.models import Item, Release, Submission, Withdrawal
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.desk.disclosure.verbs.withdrawing import REASONS
from gongkai.exchange import checks, log, outbox, serving
from gongkai.exchange.models import DoorRefusal, Rerelease
from gongkai.refusal import Refused
from gongkai.sealing import objects
from gongkai.sealing.canon import canon, digest_of, parse_object
from gongkai.sealing.notes import Verifier
from gongkai.sealing.times import moment, stamp

REFUSED = "refused-at-door"
"""Type of the event of a refusal."""
AGAIN = "released-again"
"""Type of the event of a release that was sent once more."""
_LOOKED = 50

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A submission that did not pass: its item and the demand that failed."""

    index: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What one run of the door let out and what it stopped."""

    released: int = 0
    withdrawn: int = 0
    stopped: tuple[Stopped, ...] = ()


def run(agency: Agency, at: datetime, progress: Progress | None = None) -> Passage:
    """Let everything out that may leave now: withdrawals first, then cleared submissions."""
    withdrawn = 0
    for withdrawal in list(queries.to_withdraw(agency)):
        withdrawn += _take_down(withdrawal, agency, at)
    vkeys = [key.verifier for key in keyring.store().all("clear")]
    waiting = list(queries.to_release(agency).values_list("pk", flat=True))
    released, stopped = 0, []
    for done, pk in enumerate(waiting):
        submission = Submission.objects.select_related("item__agency", "item__unit").get(pk=pk)
        if chains.waits(submission, at):
            continue
        try:
            release(submission, agency, at, vkeys)
            released += 1
        except Refused as refused:
            remember(submission, refused, at)
            _stop(submission, refused, at)
            stopped.append(Stopped(submission.item.index, refused.code, refused.sentence))
        if progress is not None:
            progress("核验并发布", done + 1, len(waiting))
    return Passage(released, withdrawn, tuple(stopped))


def release(submission: Submission, agency: Agency, at: datetime, vkeys: Sequence[Verifier]) -> Release:
    """Let one submission out, in one transaction with its event, log entry and message.

    ``vkeys`` are the public halves of ``clear.key``. A submission that is out already gives the same release.
    Raises Refused with the code of the first demand that fails, ``E_AGENCY`` … ``E_ORDER``.
    """
    with transaction.atomic():
        item = lock(submission.item)
        out = Release.objects.filter(submission=submission).first()
        if out is not None:
            return out
        checks.belongs(submission, item, agency)
        content = checks.content(submission)
        given = checks.digest(submission)
        checks.attachments(content)
        checks.screened(given, content)
        checks.findings(given)
        cleared = checks.clearances(submission, given, content, vkeys, at)
        checks.eyes(given, content, cleared, item)
        checks.time(content, at)
        before = checks.order(submission, item)
        gone = before is None or Withdrawal.objects.filter(release=before).exists()
        body = canon(
            objects.release(
                agency=agency.code,
                index=item.index,
                no=before.no + 1 if before else 1,
                kind="publish" if gone else "correct",
                content=given["content"],
                submission=submission.digest,
                clearances=[digest for digest, _ in cleared],
                from_=stamp(at),
                until=_until(content),
                replaces=before.digest if before else None,
                at=stamp(at),
            )
        )
        return _write(submission, item, agency, body, at)


def send_again(
    release: Release, agency: Agency, at: datetime, vkeys: Sequence[Verifier], cause: Rerelease
) -> None:
    """Send out once more what was released, as it is: the same bytes, the same digest, its entry in the log.

    Everything that was demanded of it then is demanded again, as of then; and that it is public now. The
    caller's transaction holds nothing else. Raises Refused with the code of the first demand that fails.
    """
    item = lock(release.item)
    submission = release.submission
    made = objects.read(bytes(release.body), objects.RELEASE)
    checks.belongs(submission, item, agency)
    content = checks.content(submission)
    given = checks.digest(submission)
    checks.attachments(content)
    checks.screened(given, content)
    checks.findings(given)
    cleared = checks.clearances(submission, given, content, vkeys, release.at)
    checks.eyes(given, content, cleared, item)
    said = (made["content"], made["submission"], made["clearances"], made["index"])
    fits = said == (given["content"], submission.digest, [digest for digest, _ in cleared], item.index)
    if not fits or digest_of(bytes(release.body)) != release.digest:
        raise Refused("E_DIGEST", "发布所载的内容或审签与现存的不符", "数据库被改动：请人工核对")
    checks.still_out(release, item, at)
    serving.lock(agency)
    body = _body(made, content, release.log_index)
    outbox.append(agency, "release", body, at=at, blobs=_blobs(content), release=release, again=cause)
    data = {"no": release.no, "release": release.digest}
    record(item.stream, AGAIN, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)


def is_busy(agency: Agency, at: datetime) -> bool:
    """Whether anything waits to leave now: a withdrawal, or a cleared submission not refused before."""
    if queries.to_withdraw(agency).exists():
        return True
    return any(
        not chains.waits(one, at) and not _was_refused(one) for one in queries.to_release(agency)[:_LOOKED]
    )


def _was_refused(submission: Submission) -> bool:
    last = Event.objects.filter(stream=submission.item.stream).order_by("-n").first()
    if last is None or last.type != REFUSED:
        return False
    return bool(last.data["submission"] == submission.digest)


def _body(made: Mapping[str, Any], content: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {"release": made, "content": content, "log_index": number}


def _blobs(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    sizes = {file["sha256"]: file["size"] for file in content["attachments"]}
    return [{"sha256": name, "size": size} for name, size in sizes.items()]


def _write(submission: Submission, item: Item, agency: Agency, body: bytes, at: datetime) -> Release:
    made = parse_object(body, objects.RELEASE)
    content = parse_object(bytes(submission.content), objects.CONTENT)
    digest = digest_of(body)
    serving.lock(agency)
    entry = log.append(made["kind"], item.index, digest, at)
    released = Release.objects.create(
        item=item,
        no=made["no"],
        submission=submission,
        body=body,
        digest=digest,
        since=at,
        until=moment(made["until"]) if made["until"] else None,
        at=at,
        log_index=entry.number,
    )
    sent = _body(made, content, entry.number)
    outbox.append(agency, "release", sent, at=at, blobs=_blobs(content), release=released)
    DoorRefusal.objects.filter(submission=submission).delete()
    if item.published_on is None:
        item.published_on = date.fromisoformat(content["meta"]["published"])  # the day its page shows
        item.save(update_fields=["published_on"])
    record(
        item.stream,
        "released",
        by=SYSTEM,
        occurred=shanghai_date(at),
        at=at,
        data={"no": made["no"], "release": digest, "log": entry.number},
    )
    return released


def _until(content: Mapping[str, Any]) -> str | None:
    """The moment at which the publicity ends: the end, in Shanghai, of the day that the content names."""
    day = content["meta"].get("until")
    if not day:
        return None
    return stamp(datetime.combine(date.fromisoformat(day) + timedelta(days=1), clock.min, SHANGHAI))


def _take_down(withdrawal: Withdrawal, agency: Agency, at: datetime) -> int:
    """Send a tombstone out; nothing is asked but that it is a tombstone of this agency's own release."""
    with transaction.atomic():
        item = lock(withdrawal.release.item)
        withdrawal.refresh_from_db()
        if withdrawal.log_index is not None:
            return 0
        serving.lock(agency)
        tombstone = objects.read(bytes(withdrawal.body), objects.TOMBSTONE)
        reason = REASONS.get(tombstone["reason"])
        entry = log.append(reason.entry if reason else "withdraw", item.index, withdrawal.digest, at)
        outbox.append(agency, "tombstone", {"tombstone": tombstone, "log_index": entry.number}, at=at)
        withdrawal.log_index = entry.number
        withdrawal.save(update_fields=["log_index"])
    return 1


def _stop(submission: Submission, refused: Refused, at: datetime) -> None:
    """Keep what the door says of a submission, for the first page; ``since`` tells since when.

    What merely comes too early goes out by itself, and is nobody's matter.
    """
    day = submission.item.published_on
    if refused.code == "E_TIME" and day is not None and day > shanghai_date(at):
        return
    said = {"code": refused.code, "sentence": refused.sentence[:300], "mend": refused.mend[:300]}
    if not DoorRefusal.objects.filter(submission=submission, **said).exists():
        DoorRefusal.objects.update_or_create(submission=submission, defaults=said | {"since": at})


def remember(submission: Submission, refused: Refused, at: datetime) -> None:
    """Leave an event of a refusal, once as long as nothing else happens to the item."""
    data = {"code": refused.code, "submission": submission.digest}
    with transaction.atomic():
        item = lock(submission.item)
        last = Event.objects.filter(stream=item.stream).order_by("-n").first()
        if last is not None and last.type == REFUSED and last.data == data:
            return
        record(item.stream, REFUSED, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
