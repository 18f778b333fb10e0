"""Clearing 审签: one person, one stage, one submission by its digest; and taking a clearance back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.words import official
from gongkai.desk.casework.keyring import key
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import chains, queries, readiness, rules
from gongkai.desk.disclosure.models import Clearance, Item, Release, Stage, Submission
from gongkai.desk.disclosure.stages import Acting, Chain
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.refusal import Refused
from gongkai.sealing import notes, objects
from gongkai.sealing.canon import canon, digest_of, parse_object
from gongkai.sealing.times import stamp

CLEARED = "cleared"
"""Type of the event of a clearance."""
RECALLED = "clearance-recalled"
"""Type of the event that takes a clearance back."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a clearing person says: ``decision`` of SEALING.md 3.2, with its grounds."""

    decision: str
    ground: str | None = None
    article: str | None = None
    note: str | None = None


def clear(
    submission: Submission,
    stage: str,
    decision: str,
    by: Officer,
    at: datetime,
    ground: str | None = None,
    article: str | None = None,
    note: str | None = None,
) -> Clearance:
    """Decide about a submission at a stage 审签, signed with ``clear.key``.

    Raises Refused: ``superseded`` when a newer submission exists or it is out, ``stage-order``, ``not-held``
    without the stage's duty on that day, ``four-eyes`` when this person handed in or cleared before; the last
    signature: what :func:`~gongkai.desk.disclosure.readiness.demand_releasable` raises.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(submission.item)
        _demand_current(submission, item)
        chain = chains.chain(submission, queries.standing_clearances(submission))
        who, capacity = rules.acting(by, stage, chain, agency=item.agency, unit=item.unit, day=day)
        _demand_allowed(chain, stage, who, by)
        assert capacity is not None
        opinion = Opinion(decision, ground, article, note)
        if decision == "return" and not (note or "").strip():
            raise Refused("reason-needed", "退回须写明要改什么", "请写一句，经办人照此修改")
        if stage == Stage.SIGN and decision in rules.PASSES:
            readiness.demand_releasable(item, day)
        clearance = sign(
            submission, stage, opinion, by=rules.written(by), capacity=capacity, officer=by, at=at
        )
        clearance.save()
        record(item.stream, CLEARED, by=by, occurred=day, at=at, data=facts(clearance))
    return clearance


def _demand_allowed(chain: Chain, stage: str, who: Acting, by: Officer) -> None:
    """Refuse with the objection of the rule class, in words."""
    match chain.objection(stage, who):
        case "stage-order":
            waiting = "、".join(official(Stage(one).label) for one in chain.waiting)
            now = f"现在轮到{waiting}" if waiting else "此送审稿已审签完毕或未获通过"
            order = "、".join(official(Stage(one).label) for one in chain.route.names)
            mend = f"请按{order}的次序办理"
            raise Refused("stage-order", f"不能在此时作出这一环节的意见：{now}", mend)
        case "not-held":
            called = official(Stage(stage).label)
            raise Refused("not-held", f"{by.name}当日没有{called}职责", "请由有此职责的人或其AB角办理")
        case "four-eyes":
            raise Refused("four-eyes", f"{by.name}已参与此送审稿，不能再审签", "送审和各环节须由不同的人办理")


def recall(clearance: Clearance, by: Officer, at: datetime) -> None:
    """Take one's own clearance back 撤回审签 before the release; later stages built on it fall with it.

    Raises Refused: ``not-own``, ``released``, ``recalled``.
    """
    with transaction.atomic():
        item = lock(clearance.submission.item)
        clearance.refresh_from_db()
        if clearance.officer_id != by.pk:
            raise Refused("not-own", "只能撤回自己的审签意见", "请由本人撤回")
        if clearance.recalled_at is not None:
            raise Refused("recalled", "此意见已经撤回", "无需再办")
        if Release.objects.filter(submission=clearance.submission_id).exists():
            raise Refused("released", "信息已经发布，不能撤回审签", "如需停止公开，请办理撤稿")
        standing = queries.standing_clearances(clearance.submission)
        for falling in standing[[one.pk for one in standing].index(clearance.pk) :]:
            falling.recalled_at = at
            falling.save(update_fields=["recalled_at"])
            record(
                item.stream,
                RECALLED,
                by=by,
                occurred=shanghai_date(at),
                at=at,
                data={"clearance": falling.digest, "stage": falling.stage},
            )


def sign(
    submission: Submission,
    stage: str,
    opinion: Opinion,
    *,
    by: str,
    capacity: rules.Standing,
    officer: Officer | None,
    at: datetime,
) -> Clearance:
    """A signed clearance whose right was checked, not yet saved; without an officer it is a register's."""
    principal = capacity.deputy_for
    body = canon(
        objects.clearance(
            submission=submission.digest,
            stage=stage,
            decision=opinion.decision,
            by=by,
            post=capacity.post,
            at=stamp(at),
            ground=opinion.ground,
            article=opinion.article,
            note=opinion.note,
            deputy_for=rules.written(principal) if principal else None,
        )
    )
    digest = digest_of(body)
    return Clearance(
        submission=submission,
        stage=stage,
        decision=opinion.decision,
        by=officer.name if officer else by,
        officer=officer,
        at=at,
        body=body,
        digest=digest,
        note=notes.sign(key("clear").signer, objects.CLEARANCE, digest),
        imported=officer is None,
    )


def facts(clearance: Clearance) -> dict[str, Any]:
    """What the event of a clearance holds."""
    return {
        "stage": str(clearance.stage),
        "decision": clearance.decision,
        "clearance": clearance.digest,
    }


def author_of(submission: Submission) -> str:
    """Who handed in, as the signed bytes say."""
    return str(parse_object(bytes(submission.body), objects.SUBMISSION)["author"])


def by_of(clearance: Clearance) -> str:
    """Who cleared, as the signed bytes say."""
    return str(parse_object(bytes(clearance.body), objects.CLEARANCE)["by"])


def _demand_current(submission: Submission, item: Item) -> None:
    newest = queries.current_submission(item)
    if newest is None or newest.pk != submission.pk:
        raise Refused("superseded", "已有新的送审稿，不能再审签旧稿", "请审签最新的送审稿")
    if Release.objects.filter(submission=submission).exists():
        raise Refused("superseded", "此送审稿已经发布", "如需更正，请修改后重新送审")
