"""Conditions of the flow that no typing mends: who may not decide, what is missing, what is too late.

A page knows them before anybody presses a button; it says what is lacking instead of offering the step.
"""

from __future__ import annotations

from datetime import date

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Issue, Situation
from gongkai.desk.casework.models import Case, Closing, Party
from gongkai.desk.complaints.clocks import check_of, due_of, longer_of, return_by
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.marks import holds
from gongkai.desk.complaints.models import Call, Decision, Dispute, Mediation, MoreTime, PlatformAsk
from gongkai.desk.complaints.needs import WRONG_STEP, how
from gongkai.desk.mailbox.queries import boxes
from gongkai.face.texts import weekday


def is_checked(now: Situation) -> Issue | None:
    """What the decision is about was checked, and the record says what was found."""
    name = "checked" if now.case.kind == Case.Kind.REPORT else "found_checked"
    return None if holds(now, name) else Issue("no-check", "还没有核查记录", "请先记录核查")


def has_unit_to_file(now: Situation) -> Issue | None:
    """An investigation is opened for a unit; without one nothing that opens it can be approved."""
    waiting = how(now).pending or how(now).proposal
    if waiting is None or waiting.kind != Decision.Kind.FILED or how(now).unit is not None:
        return None
    return Issue("no-unit", "本件没有责任单位，不能立案", "请先分办，再复核")


def is_other_than_asked(now: Situation) -> Issue | None:
    """Nobody gives themselves more time."""
    asked = MoreTime.objects.filter(case=now.case, decided_on__isnull=True, asked_by=now.by)
    if not asked.exists():
        return None
    return Issue("four-eyes", "申请人不能自己审批", "请由另一位负责人审批")


def is_other_than_raised(now: Situation) -> Issue | None:
    """Nobody rules a dispute that they raised."""
    raised = Dispute.objects.filter(case=now.case, ruled_on__isnull=True, raised_by=now.by)
    return Issue("four-eyes", "提出人不能自己裁定", "请由中心或领导裁定") if raised.exists() else None


def has_authority(now: Situation) -> Issue | None:
    """Who complains for another has shown the authorisation and who they are."""
    if not holds(now, "represented"):
        return None
    lacking = now.case.authority.needed
    if not lacking:
        return None
    return Issue(
        "no-authority",
        f"代他人投诉，还没有提供{'、'.join(lacking)}",
        "请通知补正并登记收到的材料；到期不补的，按未提供材料不予受理",
    )


def lacks_papers(now: Situation) -> Issue | None:
    """An agent still owes a paper, or representatives the writing in which they were elected."""
    if holds(now, "represented") and now.case.authority.lacking:
        return None
    return Issue(WRONG_STEP, "没有缺少的委托、推选材料", "")


def is_not_represented(now: Situation) -> Issue | None:
    """Nobody is known yet to act for others in it."""
    return Issue(WRONG_STEP, "已登记代理或者代表", "") if holds(now, "represented") else None


def is_in_time(now: Situation) -> Issue | None:
    """A limit is extended before it has passed."""
    limit = longer_of(how(now))
    if limit is None:
        return None
    one = how(now)
    answer = check_of(one, calendar()) if limit[1] else due_of(one, calendar()).answer
    if answer is None or answer.due is None or now.day <= answer.due:
        return None
    return Issue("late", "期限已过，不能再延长", "请尽快办理")


def has_met(now: Situation) -> Issue | None:
    """The day of the meeting has come."""
    meets_on = Mediation.called().filter(case=now.case).values_list("meets_on", flat=True).first()
    if meets_on is None or now.day >= meets_on:
        return None
    return Issue(
        "too-early", f"调解定在 {meets_on}（{weekday(meets_on)}），还没有到", "提前进行的，请先“调解改期”"
    )


def is_mere_entry(now: Situation) -> Issue | None:
    """Nobody was answered from this entry yet: what was answered is no mere mistake."""
    if not holds(now, "entry_answered"):
        return None
    return Issue("answered", "已经答复，不再是单纯的误录", "还没有答复的那一件可以并入这一件")


def tried(case: Case) -> list[date]:
    """The days of this round on which somebody called and nobody answered."""
    calls = Call.objects.filter(case=case, round=round_of(case), reached=False)
    return sorted(set(calls.values_list("on", flat=True)))


def round_of(case: Case) -> int:
    """How often the case was taken up again."""
    return Closing.objects.filter(case=case, reopened_on__isnull=False).count()


def is_nameless(case: Case) -> bool:
    """Whether nobody left anything by which to reach them."""
    return not Party.objects.filter(case=case, sealed__isnull=False).exists()


def cannot_be_told(now: Situation) -> Issue | None:
    """So many failed calls on different days and none that was answered, or anonymous without contact.

    Who has a receipt code is told by it, with a name or without.
    """
    case, least = now.case, house().days("failed_calls")
    if boxes(case).exists():
        return Issue("has-box", "诉求人有查询码信箱，可以答复", "请登记答复，答复方式选“门户”")
    days = tried(case)
    reached = Call.objects.filter(case=case, round=round_of(case), reached=True)
    if (len(days) >= least and not reached.exists()) or is_nameless(case):
        return None
    return Issue(
        "not-tried-enough",
        f"还不能按无法联系办理：未接通的日期 {'、'.join(map(str, days)) or '无'}",
        f"须在 {least} 个不同日期拨打均未接通，或者匿名且没有联系方式",
    )


def is_not_split(now: Situation) -> Issue | None:
    """The registration has no second case yet."""
    kind = Case.Kind.REPORT if now.case.kind == Case.Kind.COMPLAINT else Case.Kind.COMPLAINT
    if not holds(now, "siblings"):
        return None
    return Issue(WRONG_STEP, f"已经有{kind}一件", "请打开同一登记的另一件")


def is_not_secret(now: Situation) -> Issue | None:
    """A person who is kept secret is not opened by one alone, so no second case is made of them."""
    if not how(now).is_secret:
        return None
    return Issue("two-persons", "当事人要求保密，不能由一人拆分", "请由中心另行登记")


def return_is_in_time(now: Situation) -> Issue | None:
    """A worksheet is given back within some days after it was signed for."""
    last = return_by(how(now).matter, calendar())
    if now.day <= last:
        return None
    sentence = f"退单期限到 {last} 为止，已经超过"
    return Issue("return-late", sentence, "请继续办理；不属本机关的，按移送或者不予受理办理")


def extension_is_in_time(now: Situation) -> Issue | None:
    """A platform is asked before its date has passed, and only so often."""
    due, most = how(now).matter.feedback_due, house().days("extensions")
    if due is not None and now.day > due:
        return Issue("extension-late", f"反馈时限 {due} 已过，不能再申请延期", "请尽快反馈")
    granted = PlatformAsk.objects.filter(
        case__registration=now.case.registration_id, kind=PlatformAsk.Kind.EXTENSION, granted=True
    ).count()
    if granted < most:
        return None
    return Issue("extended", f"这张工单已延期 {granted} 次", "请在现在的时限以内反馈")


def has_bodies(now: Situation) -> Issue | None:
    """The directory names a body that mediates."""
    if holds(now, "bodies"):
        return None
    return Issue("no-body", "调解组织名录是空的", "请先由政务公开办公室登记")


def is_kept(now: Situation) -> Issue | None:
    """No other entry was voided into this one."""
    if not holds(now, "merged_in"):
        return None
    return Issue("has-merged", "有登记作为误录并入了本件", "请先在那一件上撤销合并")


def is_free(now: Situation) -> Issue | None:
    """Nothing of its registration is heard together with others or lies with a body that mediates."""
    if holds(now, "tied"):
        return Issue("joined", "正在与其他投诉合并调解", "请先拆出单独调解")
    if holds(now, "tied_elsewhere"):
        return Issue("elsewhere", "已交调解组织，还没有结果", "请先登记调解组织的结果")
    return None


def may_say_yes(by: Officer, proposed_by: Officer | None) -> bool:
    """Whether somebody may approve, and not only send back, what another proposed 双人复核."""
    return proposed_by is None or proposed_by.pk != by.pk
