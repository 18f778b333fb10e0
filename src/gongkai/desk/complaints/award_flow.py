"""The steps of a reward for a report 举报奖励, of open and closed cases alike."""

from __future__ import annotations

from gongkai.desk.casework.flow import Issue, Move, Situation
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import awards, rules
from gongkai.desk.complaints.marks import holds
from gongkai.desk.complaints.models import Reward
from gongkai.desk.complaints.needs import WRONG_STEP, how, of_kind
from gongkai.law.rewards import reward_levels
from gongkai.refusal import Refused


def may_be_rewarded(now: Situation) -> Issue | None:
    """A report after which a case was opened, under rules that know rewards, without a reward that stands:
    one that was refused, has lapsed or is objected to may be followed by another.
    """
    try:
        reward_levels(now.case.opened_on)
    except Refused as refused:
        return Issue(WRONG_STEP, refused.sentence, refused.mend)
    stands = holds(now, "reward_unpaid") or holds(now, "reward_paid")
    if holds(now, "reward_waits") or (stands and not holds(now, "reward_objected")):
        return Issue(WRONG_STEP, "本件已有举报奖励", "")
    if not holds(now, "filed_case") and not holds(now, "clue"):
        return Issue(WRONG_STEP, "没有立案的举报不予奖励", "")
    return None


def reward_waits(now: Situation) -> Issue | None:
    """A reward waits for the second person."""
    return None if holds(now, "reward_waits") else Issue(WRONG_STEP, "没有待复核的奖励", "")


def reward_is_ripe(now: Situation) -> Issue | None:
    """What the rules of the report's day demand before its reward is there; else what is lacking."""
    waiting = Reward.objects.filter(case=now.case, on__isnull=True, revoked_on__isnull=True)
    found = waiting.select_related("case").first()
    given = found is not None and not found.is_refused
    missing = "；".join(str(one) for one in awards.lacks_of(found)) if found is not None and given else ""
    if missing:
        return Issue("not-concluded", missing, "请先登记结案、处罚决定和送达，再复核奖励")
    if (
        found is not None
        and not found.is_refused
        and awards.fined_of(now.case) not in (None, found.fined_fen)
    ):
        return Issue("other-fine", "提请时的罚没款与处罚决定的不一致", "请退回，按决定的罚没款重新提请")
    return None


def reward_is_unpaid(now: Situation) -> Issue | None:
    """A reward was decided and not paid."""
    return None if holds(now, "reward_unpaid") else Issue(WRONG_STEP, "没有待发放的奖励", "")


def may_be_refused(now: Situation) -> Issue | None:
    """A report that was decided, under rules that know rewards, and nothing yet about its reward."""
    try:
        reward_levels(now.case.opened_on)
    except Refused as refused:
        return Issue(WRONG_STEP, refused.sentence, refused.mend)
    if holds(now, "rewarded"):
        return Issue(WRONG_STEP, "本件已有举报奖励", "")
    return None if how(now).end else Issue(WRONG_STEP, "举报还没有处理结果", "请先办理")


def reward_is_untold(now: Situation) -> Issue | None:
    """The reporter does not know of the decision yet."""
    return None if holds(now, "reward_untold") else Issue(WRONG_STEP, "没有待告知的奖励决定", "")


def reward_is_told(now: Situation) -> Issue | None:
    """Nobody loses what they were not told of."""
    if not holds(now, "reward_untold"):
        return None
    return Issue("not-told", "还没有告知举报人", "请先登记告知举报人")


def reward_is_undisputed(now: Situation) -> Issue | None:
    """Nothing is paid or lapses while the reporter's objection waits."""
    if not holds(now, "reward_objected"):
        return None
    return Issue("objected", "举报人对金额有异议，还没有复核", "请先复核异议，或者重新提请奖励")


def reward_is_objected(now: Situation) -> Issue | None:
    """An objection waits, and no other decision is proposed in its course."""
    if not holds(now, "reward_objected"):
        return Issue(WRONG_STEP, "没有待复核的奖励异议", "")
    if holds(now, "reward_waits"):
        return Issue(WRONG_STEP, "已经重新提请奖励", "请复核重新提请的奖励，或者先退回")
    return None


def may_be_objected(now: Situation) -> Issue | None:
    """Once: what was reviewed is not reviewed again."""
    if holds(now, "reward_objected") or holds(now, "reward_reviewed"):
        return Issue(WRONG_STEP, "奖励异议已经登记", "")
    return None


def not_yet_longer(now: Situation) -> Issue | None:
    """The days for collecting become longer once."""
    return Issue(WRONG_STEP, "领取期限已经延长过", "") if holds(now, "reward_longer") else None


def _at(stage: Stage) -> tuple[Move, ...]:
    on, works = frozenset({stage}), rules.works
    report, open_ = of_kind(Case.Kind.REPORT), (reward_is_unpaid, reward_is_told)
    return (
        Move("approve_reward", on, stage, "复核奖励", rules.reviews, (reward_waits, reward_is_ripe)),
        Move("send_back_reward", on, stage, "退回奖励", rules.reviews, (reward_waits,)),
        Move("tell_reward", on, stage, "登记告知奖励决定", works, (reward_is_untold,)),
        Move("uphold_reward", on, stage, "维持奖励决定", rules.reviews, (reward_is_objected,)),
        Move("pay_reward", on, stage, "登记发放奖励", works, (reward_is_unpaid, reward_is_undisputed)),
        Move("reward", on, stage, "提请举报奖励", rules.handles, (report, may_be_rewarded)),
        Move("refuse_reward", on, stage, "提请不予奖励", rules.handles, (report, may_be_refused)),
        Move("object_reward", on, stage, "登记奖励异议", works, (*open_, may_be_objected)),
        Move("extend_reward", on, stage, "延长领取期限", rules.reviews, (*open_, not_yet_longer)),
        Move("lapse_reward", on, stage, "登记放弃、逾期未领", works, (*open_, reward_is_undisputed)),
    )


MOVES = (*_at(Stage.OPEN), *_at(Stage.CLOSED))
"""Part of the flow of complaints and reports."""
