"""Handing in 送审: the exact content of an item becomes a submission that nobody can change any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import chains, content, queries, rules, screened
from gongkai.desk.disclosure.models import Item, Submission
from gongkai.refusal import Refused
from gongkai.sealing import objects
from gongkai.sealing.canon import canon, digest_of
from gongkai.sealing.times import moment, stamp

SUBMITTED = "submitted"
"""Type of the event of a handing in."""


def hand_in(item: Item, by: Officer, at: datetime) -> Submission:
    """Hand in an item for clearance 送审; gives submission no + 1, or the last one when nothing changed.

    An item without a day 发布日期 gets that of the first handing in; before that day the door waits.
    Raises Refused: ``not-held`` without the duty of a clerk, head or the office; ``voided``; ``returned``
    when the content is what was returned; ``open-findings`` and ``unscreened`` of :mod:`screened`.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(item)
        if rules.standing(by, rules.HAND_IN, agency=item.agency, unit=item.unit, day=day) is None:
            raise Refused("not-held", f"{by.name}当日没有该单位的经办职责，不能送审", "请由本单位信息员送审")
        if item.voided_on:
            raise Refused("voided", f"“{item.index}”已作废，不能送审", "请另行登记")
        last = queries.current_submission(item)
        built = content.build(item, content.published(bytes(last.content)) if last else day)
        if last is not None and content.is_same(bytes(last.content), built):
            decisions = {one.decision for one in queries.standing_clearances(last)}
            if decisions - set(rules.PASSES):
                raise Refused("returned", "内容与未获通过的送审稿相同", "请按审签意见修改后再送审")
            if not hasattr(last, "release") or queries.is_public(item):
                return last
        author = rules.written(by)
        found = screened.entries(item, author, last)
        submission = draw_up(item, built, last, found, author=author, officer=by, at=at)
        submission.save()
        record(item.stream, SUBMITTED, by=by, occurred=day, at=at, data=facts(submission))
    return submission


def lock(item: Item) -> Item:
    """The item as it is now, locked until the transaction ends."""
    return (
        Item.objects.select_related("agency", "unit")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=item.pk)
    )


def draw_up(
    item: Item,
    built: Mapping[str, Any],
    last: Submission | None,
    findings: Sequence[Mapping[str, Any]],
    *,
    author: str,
    officer: Officer | None,
    at: datetime,
) -> Submission:
    """A built content as the submission after ``last``, not yet saved; without an officer it is a register's.

    ``findings`` are those of :mod:`screened`. Raises Refused ``E_CANON`` when it does not fit the form.
    """
    data = canon(dict(built))
    number = last.no + 1 if last else 1
    body = canon(
        objects.submission(
            content=digest_of(data),
            no=number,
            previous=last.digest if last else None,
            author=author,
            unit=item.unit.name if item.unit else item.agency.name,
            at=stamp(at),
            rules=screened.RULES if officer else screened.REGISTER,
            findings=findings,
        )
    )
    return Submission(
        item=item,
        no=number,
        content=data,
        content_digest=digest_of(data),
        body=body,
        digest=digest_of(body),
        author=officer.name if officer else author,
        officer=officer,
        at=at,
        imported=officer is None,
        route=rules.route_of_content(built, item.unit).key,
        release_at=moment(built["meta"]["from"]) if built["meta"].get("from") else None,
        carries=chains.carried_over(_before(item), built) if last and officer else None,
    )


def _before(item: Item) -> list[Submission]:
    return list(item.submissions.prefetch_related("clearances"))


def facts(submission: Submission) -> dict[str, Any]:
    """What the event of a handing in holds."""
    return {
        "no": submission.no,
        "submission": submission.digest,
        "content": submission.content_digest,
    }
