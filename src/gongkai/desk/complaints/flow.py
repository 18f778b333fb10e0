"""The flow of complaints, reports and consultations: three stages, and conditions on the dated facts.

A case is open, closed or voided; what it waits for inside (``facts.Step``) follows from decisions and
pauses, so the same arrows fit what a register brought in.
"""

from __future__ import annotations

from gongkai.desk.casework.flow import Flow, Issue, Move, Situation
from gongkai.desk.casework.handling import CLOSING_NEEDS
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.rules import directs
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import award_flow, rules
from gongkai.desk.complaints.facts import Step
from gongkai.desk.complaints.foreseen import (
    cannot_be_told,
    extension_is_in_time,
    has_authority,
    has_bodies,
    has_met,
    has_unit_to_file,
    is_checked,
    is_free,
    is_in_time,
    is_kept,
    is_mere_entry,
    is_not_represented,
    is_not_secret,
    is_not_split,
    is_other_than_asked,
    is_other_than_raised,
    lacks_papers,
    return_is_in_time,
)
from gongkai.desk.complaints.marks import holds
from gongkai.desk.complaints.needs import (
    WRONG_STEP,
    at,
    has_box,
    has_feedback_date,
    has_proposal,
    how,
    is_checking,
    is_elsewhere,
    is_extending,
    is_from_platform,
    is_mediated,
    is_named,
    is_not_elsewhere,
    is_not_entrusted,
    is_not_returning,
    is_on_platform,
    is_returning,
    may_check,
    may_extend,
    may_file,
    no_check_runs,
    no_return_waits,
    of_kind,
    owes_platform,
    repeats_count,
    time_waits,
)
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.together_needs import (
    has_open_part,
    is_contested,
    is_disputed,
    is_not_contested,
    is_not_disputed,
    is_not_reported,
    no_contest_waits,
    no_dispute_waits,
    parts_are_given,
)

OPEN, CLOSED = frozenset({Stage.OPEN}), frozenset({Stage.CLOSED})
BOTH = OPEN | CLOSED
WORKING = (Step.ACCEPT, Step.MEDIATE, Step.TEST, Step.CHECK)


def is_known(now: Situation) -> Issue | None:
    """A complaint is accepted only from somebody who says who they are."""
    if not how(now).is_anonymous:
        return None
    return Issue("anonymous", "匿名投诉缺少投诉人真实身份，不能受理", "请联系补充身份，或者按不予受理办理")


def is_mediating(now: Situation) -> Issue | None:
    """A meeting was called and has not been held."""
    return None if holds(now, "mediating") else Issue(WRONG_STEP, "没有待进行的调解", "请先发出调解邀请")


def is_not_mediating(now: Situation) -> Issue | None:
    """No meeting is open."""
    return (
        None
        if is_mediating(now) is not None
        else Issue(WRONG_STEP, "已有待进行的调解", "请先记录、改期或回避")
    )


def is_supervised(now: Situation) -> Issue | None:
    """The case is under supervision."""
    return None if holds(now, "supervised") else Issue(WRONG_STEP, "案件没有督办", "")


def is_not_supervised(now: Situation) -> Issue | None:
    """The case is not under supervision."""
    return None if is_supervised(now) is not None else Issue(WRONG_STEP, "案件已在督办", "请先解除")


def is_owed_reply(now: Situation) -> Issue | None:
    """The person said something later that nobody answered."""
    return None if holds(now, "owed_reply") else Issue(WRONG_STEP, "没有待回应的后续反映", "")


def replies_are_given(now: Situation) -> Issue | None:
    """Nothing that the person said later waits for a reply."""
    if is_owed_reply(now) is not None:
        return None
    return Issue("follow-up", "还有后续反映没有回应", "请先回应后续反映，再办结")


def is_not_called_back(now: Situation) -> Issue | None:
    """The closing was not called back with success yet."""
    return Issue(WRONG_STEP, "已经回访过", "") if holds(now, "called_back") else None


def is_main(now: Situation) -> Issue | None:
    """No other case is heard together with this one."""
    if not holds(now, "main"):
        return None
    return Issue("is-main", "有其他投诉并入本件合并调解", "请先在那些案件上拆出单独调解")


def not_destroyed(now: Situation) -> Issue | None:
    """Its file was not destroyed: nothing can be built on it any more."""
    if not holds(now, "destroyed"):
        return None
    return Issue("destroyed", "这一卷已按销毁清册销毁，不能再办", "新的诉求请另行登记")


NOT_ENDED = at(Step.ASSIGN, *WORKING)
COMPLAINT, REPORT, CONSULTATION = Case.Kind.COMPLAINT, Case.Kind.REPORT, Case.Kind.CONSULTATION
_handles, _centre, _works = rules.handles, rules.is_centre, rules.works
_WORK, _ASKED = at(*WORKING), of_kind(COMPLAINT, REPORT)

FLOW = Flow(
    Stage,
    moves=(
        Move("assign", OPEN, Stage.OPEN, "分办", may=directs, needs=(at(Step.ASSIGN),)),
        Move(
            "accept",
            OPEN,
            Stage.OPEN,
            "受理",
            _handles,
            (of_kind(COMPLAINT), at(Step.ACCEPT), is_known, has_authority),
        ),
        Move("enter_papers", OPEN, Stage.OPEN, "登记收到的委托、推选材料", _works, (NOT_ENDED, lacks_papers)),
        Move("ask_papers", OPEN, Stage.OPEN, "通知补正委托、推选材料", _works, (NOT_ENDED, lacks_papers)),
        Move(
            "represent",
            OPEN,
            Stage.OPEN,
            "代他人、共同投诉",
            _works,
            (of_kind(COMPLAINT), NOT_ENDED, is_not_represented),
        ),
        Move("invite", OPEN, Stage.OPEN, "邀请调解", _handles, (at(Step.MEDIATE), is_not_mediating)),
        Move("hold", OPEN, Stage.OPEN, "记录调解", _handles, (at(Step.MEDIATE), is_mediating, has_met)),
        Move("move_meeting", OPEN, Stage.OPEN, "调解改期", _handles, (at(Step.MEDIATE), is_mediating)),
        Move(
            "agree",
            OPEN,
            Stage.OPEN,
            "达成调解",
            _handles,
            (at(Step.MEDIATE), is_not_mediating, is_not_entrusted),
        ),
        Move("check", OPEN, Stage.OPEN, "记录核查", _handles, (may_check,)),
        Move("check", CLOSED, Stage.CLOSED, "记录核查", _handles, (is_checking,)),
        *(
            move
            for stage in (Stage.OPEN, Stage.CLOSED)
            for move in (
                Move("file", frozenset({stage}), stage, "提请立案与否", _handles, (may_file, is_checked)),
                Move(
                    "approve",
                    frozenset({stage}),
                    stage,
                    "复核",
                    rules.reviews,
                    (has_proposal, has_unit_to_file),
                ),
                Move(
                    "decide_time",
                    frozenset({stage}),
                    stage,
                    "审批延长期限",
                    rules.reviews,
                    (time_waits, is_other_than_asked),
                ),
                Move(
                    "ask_time",
                    frozenset({stage}),
                    stage,
                    "申请延长期限",
                    _handles,
                    (_ASKED, may_extend, is_in_time),
                ),
            )
        ),
        Move("repeat", OPEN, Stage.OPEN, "重复举报", _handles, (repeats_count, at(Step.CHECK), is_named)),
        Move("answer", OPEN, Stage.OPEN, "登记答复", may=_handles, needs=(at(Step.ANSWER),)),
        Move("unreached", OPEN, Stage.OPEN, "无法联系", _handles, (at(Step.ANSWER), cannot_be_told)),
        Move(
            "close",
            OPEN,
            Stage.CLOSED,
            "办结",
            _handles,
            (
                at(Step.CLOSE),
                replies_are_given,
                parts_are_given,
                is_not_disputed,
                is_not_contested,
                is_not_returning,
                is_not_entrusted,
                is_on_platform,
                *CLOSING_NEEDS,
            ),
        ),
        Move("give_opinion", OPEN, Stage.OPEN, "提出协办意见", rules.gives_opinion, (has_open_part,)),
        Move(
            "rule_dispute",
            OPEN,
            Stage.OPEN,
            "裁定管辖",
            may=directs,
            needs=(is_disputed, is_other_than_raised),
        ),
        Move("refer", OPEN, Stage.OPEN, "登记报请指定管辖", _works, (is_not_reported,)),
        Move("settle_contest", OPEN, Stage.OPEN, "登记管辖争议的结果", _works, (is_contested, NOT_ENDED)),
        Move("answer_return", OPEN, Stage.OPEN, "登记退单审核结果", _works, (is_returning,)),
        Move("answer_extension", OPEN, Stage.OPEN, "登记延期审核结果", _works, (is_extending,)),
        Move("enter_platform", OPEN, Stage.OPEN, "登记全国12315平台单号", _works, (owes_platform,)),
        Move("mediated", OPEN, Stage.OPEN, "登记调解组织的结果", _works, (is_elsewhere,)),
        Move("mediated_closed", CLOSED, Stage.CLOSED, "登记调解组织的结果", _works, (is_elsewhere,)),
        *award_flow.MOVES,
        Move("respond", OPEN, Stage.OPEN, "回应后续反映", may=_works, needs=(is_owed_reply,)),
        Move("respond_closed", CLOSED, Stage.CLOSED, "回应后续反映", may=_works, needs=(is_owed_reply,)),
        Move("callback", CLOSED, Stage.CLOSED, "回访", may=rules.calls_back, needs=(is_not_called_back,)),
        Move(
            "begin_test", OPEN, Stage.OPEN, "送检，期限暂停", _handles, (_ASKED, at(Step.MEDIATE, Step.CHECK))
        ),
        Move(
            "find_violation",
            OPEN,
            Stage.OPEN,
            "登记发现涉嫌违法行为",
            rules.mediates,
            (is_mediated,),
        ),
        Move("end_test", OPEN, Stage.OPEN, "检测结束", may=_handles, needs=(at(Step.TEST),)),
        Move("question", OPEN, Stage.OPEN, "在查询码页面询问诉求人", _works, (has_box,)),
        Move("call", OPEN, Stage.OPEN, "记录通话", may=_works, needs=()),
        Move("note", OPEN, Stage.OPEN, "写一条记录", may=_works, needs=()),
        Move("sort", OPEN, Stage.OPEN, "改类别、主体", may=_works, needs=(NOT_ENDED,)),
        Move("name_handler", OPEN, Stage.OPEN, "指定承办人", may=rules.names_handler, needs=(_WORK,)),
        Move("recuse", OPEN, Stage.OPEN, "调解员回避", may=_handles, needs=(is_mediating,)),
        Move(
            "join",
            OPEN,
            Stage.OPEN,
            "并入合并调解",
            _handles,
            (of_kind(COMPLAINT), at(Step.MEDIATE), is_main),
        ),
        Move("unjoin", OPEN, Stage.OPEN, "拆出单独调解", may=_handles, needs=(at(Step.JOINED),)),
        Move(
            "split",
            OPEN,
            Stage.OPEN,
            "拆出投诉或举报",
            _works,
            (_ASKED, NOT_ENDED, is_not_split, is_not_secret),
        ),
        Move(
            "transfer", OPEN, Stage.OPEN, "移送其他部门", _handles, (_ASKED, at(*WORKING), is_not_contested)
        ),
        Move(
            "ask_return",
            OPEN,
            Stage.OPEN,
            "申请退单",
            _works,
            (is_from_platform, NOT_ENDED, no_return_waits, return_is_in_time),
        ),
        Move(
            "ask_extension",
            OPEN,
            Stage.OPEN,
            "向平台申请延期",
            _works,
            (has_feedback_date, extension_is_in_time),
        ),
        Move(
            "entrust",
            OPEN,
            Stage.OPEN,
            "委托调解组织调解",
            _handles,
            (of_kind(COMPLAINT), at(Step.MEDIATE), is_not_mediating, is_not_elsewhere, has_bodies),
        ),
        Move(
            "hand_over",
            OPEN,
            Stage.OPEN,
            "转调解组织",
            _handles,
            (
                of_kind(COMPLAINT),
                at(Step.ACCEPT, Step.MEDIATE),
                is_not_elsewhere,
                is_not_contested,
                has_bodies,
            ),
        ),
        Move("tell", OPEN, Stage.OPEN, "告知向有权部门提出", _handles, (of_kind(REPORT), at(Step.CHECK))),
        Move("ask_unit", OPEN, Stage.OPEN, "请其他单位协办", _works, (_WORK,)),
        Move("release_unit", OPEN, Stage.OPEN, "解除协办", _works, (has_open_part,)),
        Move("contest", OPEN, Stage.OPEN, "与其他机关有管辖争议", _works, (_ASKED, _WORK, no_contest_waits)),
        Move("dispute", OPEN, Stage.OPEN, "提出管辖争议", _handles, (_WORK, no_dispute_waits)),
        Move(
            "give_back",
            OPEN,
            Stage.OPEN,
            "退回投诉举报中心",
            _handles,
            (at(*WORKING, Step.ANSWER), is_not_disputed),
        ),
        Move("reassign", OPEN, Stage.OPEN, "改派", may=directs, needs=(_WORK, is_not_disputed)),
        Move("urge", OPEN, Stage.OPEN, "催办", may=_centre, needs=()),
        Move("supervise", OPEN, Stage.OPEN, "督办", may=rules.leads, needs=(is_not_supervised,)),
        Move("lift", OPEN, Stage.OPEN, "解除督办", may=rules.leads, needs=(is_supervised,)),
        Move("lift", CLOSED, Stage.CLOSED, "解除督办", may=rules.leads, needs=(is_supervised,)),
        Move("follow_up", OPEN, Stage.OPEN, "登记后续反映", may=_works, needs=()),
        Move("follow_up_closed", CLOSED, Stage.CLOSED, "登记后续反映", _centre, (not_destroyed,)),
        Move("supplement", OPEN, Stage.OPEN, "新情况并入先收到的一件", _works, ()),
        Move("reopen", CLOSED, Stage.OPEN, "重新办理", may=directs, needs=(not_destroyed,)),
        Move("withdraw", OPEN, Stage.OPEN, "诉求人撤回", _works, (_ASKED, at(*WORKING, Step.JOINED))),
        Move("refuse", OPEN, Stage.OPEN, "不予受理", _handles, (of_kind(COMPLAINT), at(Step.ACCEPT))),
        Move("end", OPEN, Stage.OPEN, "终止调解", _handles, (of_kind(COMPLAINT), at(Step.MEDIATE))),
        Move("correct", OPEN, Stage.OPEN, "更正登记", _works, (not_destroyed,)),
        Move("correct", CLOSED, Stage.CLOSED, "更正登记", _works, (not_destroyed,)),
        Move(
            "merge", BOTH, Stage.VOIDED, "误录合并", directs, (no_check_runs, is_kept, is_free, is_mere_entry)
        ),
        Move("void", BOTH, Stage.VOIDED, "作废", may=directs, needs=(no_check_runs, is_kept)),
    ),
    start=Stage.OPEN,
    gate=visible_to,
)
"""What may be done, in the order in which a page offers it."""
