"""What a submission has behind it: its route, its standing clearances, and one taken over from before.

A unit head's clearance of an earlier submission stands for a later one that changes nothing but wording
(文字性修改): the newest earlier submission that a head decided about is compared with this one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from gongkai.desk.disclosure import editorial, queries
from gongkai.desk.disclosure.models import Clearance, Stage, Submission, Withdrawal
from gongkai.desk.disclosure.stages import PASSES, Chain, Given, by_key
from gongkai.sealing import objects
from gongkai.sealing.canon import parse_object

CARRIED = Stage.FIRST
"""The stage whose clearance may be taken over."""


def chain(submission: Submission, clearances: Iterable[Clearance]) -> Chain:
    """The chain of a submission; the signed bytes say who acted, for whom."""
    body = bytes(submission.body)
    author = parse_object(body, objects.SUBMISSION)["author"] if body else submission.author  # purged
    given = [_given(one) for one in clearances]
    if submission.carries_id is not None and all(one.stage != CARRIED for one in given):
        carried = submission.carries
        if carried is not None and carried.recalled_at is None:
            given.insert(0, _given(carried, is_carried=True))
    return Chain(by_key(submission.route), author, tuple(given))


def carried_over(earlier: Iterable[Submission], content: Mapping[str, Any]) -> Clearance | None:
    """The head's clearance that a new content takes over, or null: the newest one given decides.

    Nothing is taken over from before a withdrawal: what was taken down comes back by the whole way.
    """
    for before in sorted(earlier, key=lambda one: -one.no):
        if Withdrawal.objects.filter(release__submission=before).exists():
            return None
        own = next(
            (
                one
                for one in before.clearances.all()
                if one.stage == CARRIED and one.recalled_at is None and not one.imported
            ),
            None,
        )
        if own is None:
            continue
        if own.decision not in PASSES or not bytes(before.content):
            return None
        old = parse_object(bytes(before.content), objects.CONTENT)
        return own if editorial.is_editorial(old, content) else None
    return None


def waits(submission: Submission, at: datetime) -> bool:
    """Whether a signed submission simply waits: for its hour, or for another stage of the fast lane.

    It only spares the door a refusal; the door believes nothing of it.
    """
    if submission.release_at is not None and submission.release_at > at:
        return True
    route = by_key(submission.route)
    if not route.any_order:
        return False
    return not chain(submission, queries.standing_clearances(submission)).is_complete


def _given(clearance: Clearance, *, is_carried: bool = False) -> Given:
    signed = json.loads(bytes(clearance.body)) if bytes(clearance.body) else {}
    return Given(
        stage=clearance.stage,
        decision=clearance.decision,
        by=str(signed.get("by") or clearance.by),
        deputy_for=str(signed.get("deputy_for") or ""),
        carried=is_carried,
    )
