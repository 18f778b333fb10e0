"""The flow of an application: stages and moves as data; it draws the buttons and guards the verbs."""

from __future__ import annotations

from gongkai.desk.casework import filings
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Flow, Issue, Move, Situation
from gongkai.desk.casework.handling import CLOSING_NEEDS, has_unit
from gongkai.desk.casework.models import Delivery
from gongkai.desk.casework.rules import directs, handles
from gongkai.desk.foi import chain, facts, lateness, queries
from gongkai.desk.foi.clocks import due_of
from gongkai.desk.foi.models import Application, Consulted, Link
from gongkai.desk.foi.rules import is_office, signs
from gongkai.desk.foi.stages import Stage

OPEN = frozenset({Stage.OPEN})
RUNNING = frozenset(set(Stage) - {Stage.CLOSED, Stage.VOIDED})


def is_received(now: Situation) -> Issue | None:
    """The receipt is certain: confirmed with the applicant where the law asks."""
    if facts.is_received(_application(now), calendar()):
        return None
    return Issue("not-confirmed", "还没有与申请人确认，收到之日未定", "请先联系申请人并登记确认日期")


def not_joined(now: Situation) -> Issue | None:
    """It is not answered together with another one."""
    link = (
        Link.objects.filter(application=now.case.pk, kind=Link.Kind.JOINED)
        .select_related("other__case__registration")
        .first()
    )
    if link is None:
        return None
    number = link.other.case.registration.number
    return Issue("joined", f"本件已并入 {number} 一并答复", f"请在 {number} 中办理")


def not_destroyed(now: Situation) -> Issue | None:
    """Its file was not destroyed: nothing can be built on it any more."""
    if not filings.is_destroyed(now.case):
        return None
    return Issue("destroyed", "这一卷已按销毁清册销毁，不能重新办理", "新的申请请另行登记")


def correction_once(now: Situation) -> Issue | None:
    """A correction is asked for once (条例 2019 art. 30)."""
    if _application(now).correction_sent_on is None:
        return None
    return Issue("once", "补正只能通知一次，本件已经通知过", "仍不明确的，请按“补正后仍不明确”答复")


def correction_in_time(now: Situation) -> Issue | None:
    """Within the limit of the notice; where the law has none, before the reply is due."""
    application = _application(now)
    limit = facts.limit("foi-correction-notice", application.received_on, application, calendar()).due
    if limit is not None and now.day > limit:
        return Issue("too-late", f"补正通知的期限 {limit} 已过", "不能再要求补正，请直接处理并在期限内答复")
    return None


def extended_once(now: Situation) -> Issue | None:
    """An extension is given once."""
    if not _application(now).is_extended:
        return None
    return Issue("once", "本件已经延期一次", "不能再延期，请在期限内答复")


def before_due(now: Situation) -> Issue | None:
    """The limit has not passed: nothing is extended afterwards."""
    application = _application(now)
    consulted = Consulted.objects.filter(application=application)
    due = due_of(application, consulted, calendar(), explain=False).on
    if due is None or now.day <= due:
        return None
    return Issue("too-late", f"答复期限 {due} 已过，不能再延期", "请尽快答复")


def is_late(now: Situation) -> Issue | None:
    """The limit of the reply has passed without one, or the reply came after it."""
    if lateness.is_late(_application(now), now.day):
        return None
    return Issue("not-late", "本件没有逾期", "无需登记逾期原因")


def no_opinion_awaited(now: Situation) -> Issue | None:
    """Everybody who was asked has answered, or their silence was entered."""
    if not Consulted.objects.filter(application=now.case.pk, answered_on__isnull=True).exists():
        return None
    return Issue("opinion-awaited", "还有征求的意见没有收到", "请登记意见；期限已过的登记“逾期未答复”")


def is_served(now: Situation) -> Issue | None:
    """The letter reached its reader, or was refused by them."""
    decision = queries.current_decision(now.case)
    letter = decision.letter if decision is not None else None
    if letter is None:
        return None  # joined ones and those of registers have an answer without a letter of their own
    last = letter.deliveries.order_by("-pk").first()
    if last is not None and last.result not in (Delivery.Result.PENDING, Delivery.Result.RETURNED):
        return None
    if last is not None and last.result == Delivery.Result.RETURNED:
        return Issue("returned", "文书被退回，没有送达", "请重新送达")
    return Issue("no-result", "送达还没有结果", "请登记送达结果和凭证")


def may_sign(now: Situation) -> Issue | None:
    """The step that waits is this officer's, and they have not taken part in this reply yet (双人复核)."""
    decision = queries.current_decision(now.case)
    step = chain.open_step(decision) if decision is not None else None
    if decision is None or step is None:
        return Issue("not-pending", "没有等待审批的答复", "请先拟办答复")
    if decision.drafted_by_id == now.by.pk or decision.opinions.filter(officer=now.by).exists():
        return Issue("four-eyes", "您已参与这份答复，不能再签这一环节", "请由另一人审批")
    if signs(now.by, now.case, step, now.day, main_signs=decision.main_signs) is None:
        waits = chain.label(step, decision)
        return Issue("not-held", f"现在等待“{waits}”，不是您的环节", "请由有此职责的人审批")
    return None


def is_drafter(now: Situation) -> Issue | None:
    """Only who drafted may take it back."""
    decision = queries.current_decision(now.case)
    if decision is not None and decision.drafted_by_id == now.by.pk:
        return None
    return Issue("not-own", "只有拟稿人可以撤回", "审批人请用“退回”")


_HANDLING = (has_unit, is_received)

FLOW = Flow(
    Stage,
    moves=(
        Move("confirm", OPEN, Stage.OPEN, "确认收到", may=handles),
        Move("assign", OPEN, Stage.OPEN, "分派", may=directs),
        *(
            Move("reassign", frozenset({stage}), stage, "改派", may=directs, needs=(has_unit,))
            for stage in (Stage.OPEN, Stage.CORRECTING, Stage.PAYING, Stage.CHAIN, Stage.SIGNED)
        ),
        Move("search", OPEN, Stage.OPEN, "登记检索", may=handles, needs=(has_unit,)),
        Move(
            "ask_correction",
            OPEN,
            Stage.CORRECTING,
            "通知补正",
            may=handles,
            needs=(*_HANDLING, not_joined, correction_once, correction_in_time),
        ),
        Move("correct", frozenset({Stage.CORRECTING}), Stage.OPEN, "收到补正", may=handles),
        Move("consult", OPEN, Stage.OPEN, "征求意见", may=handles, needs=(*_HANDLING, not_joined)),
        Move("opine", OPEN, Stage.OPEN, "登记意见", may=handles, needs=(has_unit,)),
        Move("extend", OPEN, Stage.OPEN, "延期", may=handles, needs=(*_HANDLING, extended_once, before_due)),
        Move("ask_reasons", OPEN, Stage.OPEN, "要求说明理由", may=handles, needs=_HANDLING),
        Move("postpone", OPEN, Stage.OPEN, "延迟答复", may=is_office, needs=(*_HANDLING, before_due)),
        Move("charge", OPEN, Stage.PAYING, "通知缴费", may=handles, needs=(*_HANDLING, before_due)),
        Move("pay", frozenset({Stage.PAYING}), Stage.OPEN, "登记缴费", may=handles),
        Move("waive", frozenset({Stage.OPEN, Stage.PAYING}), Stage.OPEN, "减免", may=is_office),
        Move("split", OPEN, Stage.OPEN, "拆分", may=is_office, needs=(not_joined,)),
        Move("join", OPEN, Stage.OPEN, "并案", may=is_office, needs=(has_unit, not_joined)),
        Move(
            "decide",
            frozenset({Stage.OPEN, Stage.CORRECTING, Stage.PAYING}),
            Stage.CHAIN,
            "拟办答复",
            may=handles,
            needs=(*_HANDLING, not_joined, no_opinion_awaited),
        ),
        Move(
            "withdraw",
            frozenset({Stage.OPEN, Stage.CORRECTING, Stage.PAYING}),
            Stage.SERVED,
            "申请人撤回",
            may=handles,
            needs=(has_unit, not_joined),
        ),
        Move("clear", frozenset({Stage.CHAIN}), Stage.CHAIN, "审批同意", needs=(may_sign,)),
        Move("sign", frozenset({Stage.CHAIN}), Stage.SIGNED, "签发", needs=(may_sign,)),
        Move("send_back", frozenset({Stage.CHAIN}), Stage.OPEN, "退回", needs=(may_sign,)),
        Move("recall", frozenset({Stage.CHAIN}), Stage.OPEN, "撤回拟稿", may=handles, needs=(is_drafter,)),
        Move("deliver", frozenset({Stage.SIGNED}), Stage.SERVED, "送达", may=handles, needs=(has_unit,)),
        Move("redeliver", frozenset({Stage.SERVED}), Stage.SERVED, "重新送达", may=handles),
        Move("served", frozenset({Stage.SERVED}), Stage.SERVED, "登记送达结果", may=handles),
        Move(
            "close",
            frozenset({Stage.SERVED}),
            Stage.CLOSED,
            "办结归档",
            may=handles,
            needs=(*CLOSING_NEEDS, is_served),
        ),
        *(
            Move(
                "explain_late",
                frozenset({stage}),
                stage,
                "登记逾期原因",
                may=handles,
                needs=(has_unit, is_late),
            )
            for stage in Stage
            if stage != Stage.VOIDED
        ),
        *(
            Move(verb, frozenset({stage}), stage, title, may=handles)
            for verb, title in (("send_letter", "送达其他文书"), ("letter_result", "登记其他文书的送达结果"))
            for stage in Stage
        ),
        Move(
            "reopen",
            frozenset({Stage.CLOSED}),
            Stage.OPEN,
            "重新办理",
            may=directs,
            needs=(not_destroyed,),
        ),
        Move("merge", RUNNING | {Stage.CLOSED}, Stage.VOIDED, "误录合并", may=directs),
        Move("void", RUNNING | {Stage.CLOSED}, Stage.VOIDED, "作废", may=directs),
    ),
    start=Stage.OPEN,
    gate=queries.visible_to,
)
"""What may happen to an application, and to whom it is open."""


def _application(now: Situation) -> Application:
    return Application.objects.get(pk=now.case.pk)
