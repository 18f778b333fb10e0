"""Conditions of the flow: where a case stands, what lies with others (platforms, bodies that mediate)."""

from __future__ import annotations

from gongkai.desk.casework.flow import Issue, Need, Situation
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import grounds
from gongkai.desk.complaints.clocks import longer_of
from gongkai.desk.complaints.facts import Standing, Step, standing
from gongkai.desk.complaints.marks import holds
from gongkai.desk.complaints.rules import OURS
from gongkai.law.intake import complaint_platform

NATIONAL = "12315"
"""The channel of the national platform, as the register writes it."""
WRONG_STEP = "wrong-step"
"""The code of an issue that says: not at this point; a screen leaves such a move out."""


def how(now: Situation) -> Standing:
    """How the case of a situation stands; a screen that knows already passes it along."""
    known = now.values.get("standing") or now.known.get("standing")
    if not isinstance(known, Standing):
        known = now.known["standing"] = standing(now.case)
    return known


def at(*steps: Step) -> Need:
    """The case waits for one of these."""

    def need(now: Situation) -> Issue | None:
        step = how(now).step
        if step in steps:
            return None
        wanted = "、".join(str(one.label) for one in steps)
        return Issue(WRONG_STEP, f"案件现在“{step.label}”，此时不能这样办", f"须在“{wanted}”环节")

    return need


def of_kind(*kinds: str) -> Need:
    """The case is of one of these kinds."""

    def need(now: Situation) -> Issue | None:
        if now.case.kind in kinds:
            return None
        return Issue(WRONG_STEP, f"{now.case.kind}没有这一步", "请核对案件种类")

    return need


def is_mediated(now: Situation) -> Issue | None:
    """It is a complaint that is or was mediated, and no violation that was found there is being checked."""
    if now.case.kind != Case.Kind.COMPLAINT or how(now).accepted_on is None:
        return Issue(WRONG_STEP, "本件没有进入调解", "受理投诉以后，调解中发现的才在这里登记")
    if is_checking(now) is not None:
        return None
    return Issue(WRONG_STEP, "已有在核查的涉嫌违法行为", "新发现的写入核查记录，一并核查")


def is_checking(now: Situation) -> Issue | None:
    """A violation that was found while mediating is being checked."""
    return None if holds(now, "checking") else Issue(WRONG_STEP, "没有在核查的涉嫌违法行为", "")


def no_check_runs(now: Situation) -> Issue | None:
    """No check of a violation would go down with the entry: the duty to check does not end with it."""
    if not holds(now, "checks_run"):
        return None
    return Issue("checking", "调解中发现的涉嫌违法行为还没有核查结果", "请先核查并决定是否立案")


def may_check(now: Situation) -> Issue | None:
    """There is something to check: a report, a complaint that is worked on, a violation found there."""
    if is_checking(now) is None:
        return None
    return at(Step.CHECK, Step.ACCEPT, Step.MEDIATE)(now)


def may_file(now: Situation) -> Issue | None:
    """A report is being checked, or a violation found while mediating, and nothing was proposed yet."""
    if now.case.kind == Case.Kind.REPORT:
        return at(Step.CHECK)(now)
    if is_checking(now) is not None:
        return is_checking(now)
    return Issue(WRONG_STEP, "已提请，等复核", "") if holds(now, "check_waits") else None


def repeats_count(now: Situation) -> Issue | None:
    """The rules of the day say that a report of the same person about the same fact is not handled anew."""
    if now.case.kind == Case.Kind.REPORT and grounds.repeated(how(now)):
        return None
    return Issue(WRONG_STEP, "收到之日施行的规定没有重复举报不再处理的条款", "请照常核查")


def is_named(now: Situation) -> Issue | None:
    """Who is not known cannot be the same person."""
    if not how(now).is_anonymous:
        return None
    return Issue("anonymous", "匿名举报不能认定是同一举报人", "请照常核查")


def has_proposal(now: Situation) -> Issue | None:
    """Something waits for the second person."""
    return None if holds(now, "check_waits") else at(Step.REVIEW)(now)


def may_extend(now: Situation) -> Issue | None:
    """The rules of the day let a limit that runs be extended, nobody did so yet, and nobody was asked."""
    one = how(now)
    if holds(now, "time_asked"):
        return Issue(WRONG_STEP, "延长期限的申请还没有审批", "请等审批")
    if longer_of(one) is None:
        return Issue(WRONG_STEP, "期限不能再延长", "请在期限以内办理")
    return None


def time_waits(now: Situation) -> Issue | None:
    """The head was asked for more time."""
    return None if holds(now, "time_asked") else Issue(WRONG_STEP, "没有待审批的延长申请", "")


def has_worksheet(one: Standing) -> bool:
    """Whether a platform sent it, with a number or a date of its own; our portal's numbers are none."""
    matter, registration = one.matter, one.case.registration
    theirs = registration.source_number and registration.channel not in OURS
    return bool(theirs or matter.feedback_due or matter.forwarded_by)


def is_from_platform(now: Situation) -> Issue | None:
    """A platform sent it."""
    if has_worksheet(how(now)):
        return None
    return Issue(WRONG_STEP, "不是平台转来的工单", "")


def has_box(now: Situation) -> Issue | None:
    """A citizen reads the case with the code of a receipt."""
    return None if holds(now, "boxes") else Issue(WRONG_STEP, "这件没有查询码，诉求人看不到询问", "")


def is_returning(now: Situation) -> Issue | None:
    """The platform was asked to take its worksheet back."""
    return None if holds(now, "returning") else Issue(WRONG_STEP, "没有等平台审核的退单", "")


def is_not_returning(now: Situation) -> Issue | None:
    """Nothing of that kind waits."""
    if is_returning(now) is not None:
        return None
    return Issue("returning", "退单还没有平台的审核结果", "请先登记平台的审核结果")


def no_return_waits(now: Situation) -> Issue | None:
    """It was not asked yet."""
    return None if is_returning(now) is not None else Issue(WRONG_STEP, "已申请退单", "请等平台审核")


def is_extending(now: Situation) -> Issue | None:
    """The platform was asked for more time."""
    return None if holds(now, "extending") else Issue(WRONG_STEP, "没有等平台审核的延期", "")


def has_feedback_date(now: Situation) -> Issue | None:
    """The platform gave a date, and was not asked for another yet."""
    if how(now).matter.feedback_due is None:
        return Issue(WRONG_STEP, "工单没有要求反馈时限", "")
    return Issue(WRONG_STEP, "已申请延期", "请等平台审核") if holds(now, "extending") else None


def is_elsewhere(now: Situation) -> Issue | None:
    """A body of the directory mediates, and its result is not known."""
    return None if holds(now, "elsewhere") else Issue(WRONG_STEP, "没有等结果的调解组织调解", "")


def is_not_elsewhere(now: Situation) -> Issue | None:
    """No body of the directory mediates."""
    return None if is_elsewhere(now) is not None else Issue(WRONG_STEP, "调解组织正在调解", "请先登记结果")


def is_not_entrusted(now: Situation) -> Issue | None:
    """No body mediates for the bureau."""
    if not holds(now, "entrusted"):
        return None
    return Issue("entrusted", "委托调解还没有结果", "请先登记调解组织的结果")


def owes_platform(now: Situation) -> Issue | None:
    """The law of its day wants complaints and reports on the national platform, and this one is not."""
    if now.case.kind == Case.Kind.CONSULTATION or complaint_platform(how(now).matter.registered_on) is None:
        return Issue(WRONG_STEP, "不须录入全国12315平台", "")
    registration = now.case.registration
    there = registration.channel == NATIONAL and registration.source_number
    if there or holds(now, "on_platform"):
        return Issue(WRONG_STEP, "已有全国12315平台单号", "")
    return None


def is_on_platform(now: Situation) -> Issue | None:
    """Its number on the national platform is known, where the law of its day asks for one."""
    if owes_platform(now) is not None:
        return None
    return Issue("not-on-platform", "还没有录入全国12315平台", "请先录入平台，再登记平台单号")
