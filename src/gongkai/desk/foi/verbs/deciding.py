"""答复审批单: an answer is drafted with its outcome and reasons and passes unit, law, secrecy and leaders.

What is drafted is fixed: every signature is over its digest, nobody signs what they drafted or signed before,
and a step may send it back. The last signature issues the letter under the law of that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import letters
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Act, acting
from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.casework.personal import open_value, party_for_letter, seal_value
from gongkai.desk.foi import chain, facts, planning, queries
from gongkai.desk.foi.clocks import fee_due
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application, Consulted, Copy, Decision, Opinion, Search
from gongkai.desk.foi.rules import signs
from gongkai.desk.foi.stages import Stage
from gongkai.desk.foi.verbs.common import application_of, content, demand, number_for, settle, write
from gongkai.desk.foi.verbs.copying import demand_copies, given_out
from gongkai.law.letters import letters as kinds_of
from gongkai.law.outcomes import Outcome, outcome, outcomes
from gongkai.refusal import Refused

TABLE = "foi_decision"
"""Name of the table in the place that sealed reasons are bound to."""
GIVEN_UP = {
    "other.no_correction": Stage.CORRECTING,
    "other.no_fee": Stage.PAYING,
    "reply.amend": Stage.CORRECTING,
}
"""Outcomes for an applicant who did not act, and the stage in which they are due. Until 2018 the notice of
correction is itself the answer that the form counts 告知作出更改补充, when nothing follows it."""
GIVES = ("grant", "partial")
"""Groups of outcomes by which information goes out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One outcome that fits a case on a day, and the contents that its letter must have."""

    outcome: Outcome
    contents: tuple[tuple[str, bool], ...]


def choices(case: Case, day: date) -> list[Choice]:
    """The outcomes of the vocabulary of the day whose letter the governing law has.

    One that only sums up others in the form (不同意公开 without a reason) is none: tables would not add up.
    """
    application = application_of(case)
    rule = facts.rules(application, day)
    known, known_outcomes = {one.key for one in kinds_of(rule.id)}, outcomes(day)
    return [
        Choice(one, letters.contents_of(rule.id, one.letter))
        for one in known_outcomes
        if (one.closes or one.code in GIVEN_UP)
        and one.letter in known
        and not any(other.code.startswith(f"{one.code}.") for other in known_outcomes)
    ]


def decide(case: Case, code: str, says: Mapping[str, str], *, by: Officer, at: datetime) -> Decision:
    """Draft an answer and send it into the chain 拟办答复.

    Raises Refused: ``outcome-not-of-day``, ``incomplete-letter`` (no ground, no reasons), ``wrong-citation``,
    ``no-search``, ``no-third``, ``not-given-up``, ``not-corrected``, ``opinion-awaited``, ``no-main-leader``,
    ``chain-blocked`` where the signatures cannot be had from different people,
    ``copy-missing`` for a record found of which no copy was confirmed.
    """
    day = shanghai_date(at)
    demand(case, "decide", by=by, at=at)
    found = _fitting(case, code, day)
    told = content(
        case, found.letter, says, on=day, outcome=code, annexes=_annexes(application_of(case), found)
    )
    letters.compose(told, letters.office_of(case.registration.agency), number="", dated=day)
    main_signs = _goes_up(case, found, day)
    steps = planning.plan(case, by, day, main_signs=main_signs)
    with acting(case, "decide", flow=FLOW, by=by, at=at) as act:
        application = application_of(act.case)
        _demand_grounds(act, application, found)
        last = Decision.objects.filter(application=application).aggregate(last=Max("no"))["last"] or 0
        made = Decision(
            application=application,
            no=last + 1,
            outcome=code,
            letter_key=found.letter,
            ruleset=told.ruleset,
            drafted_by=by,
            drafted_at=at,
            main_signs=main_signs,
            steps=steps,
        )
        row = f"{act.case.uid}/{made.no}"
        said: dict[str, Any] = {"outcome": code, "says": _pairs(says)}
        if files := _given_files(application, found):
            said["files"] = files
        made.sealed, made.digest = seal_value(act.case, TABLE, row, said)
        made.save(force_insert=True)
        act.record("drafted", data={"no": made.no, "outcome": code}, commits={"decision": made.digest})
    settle(case, at)
    return made


def says_of(decision: Decision) -> dict[str, str]:
    """What the letter of a decision will say; who may ask is the caller's gate."""
    case = decision.application.case
    kept: Any = open_value(case, TABLE, f"{case.uid}/{decision.no}", bytes(decision.sealed))
    return {str(name): str(text) for name, text in kept["says"]}


def _given_files(application: Application, found: Outcome) -> list[list[str]]:
    """Name and SHA-256 of each copy that goes out with an answer: the chain signs them with its words."""
    if found.group not in GIVES:
        return []
    return [[one.made.name, one.sha256] for one in given_out(application) if one.made is not None]


def _annexes(application: Application, found: Outcome) -> tuple[str, ...]:
    return tuple(name for name, _digest in _given_files(application, found))


def _pairs(says: Mapping[str, str]) -> list[list[str]]:
    """In their order, as canonical JSON can hold them."""
    return [[name, text] for name, text in says.items()]


def files_of(decision: Decision) -> list[Copy]:
    """The copies that the chain signed with an answer; who may ask is the caller's gate."""
    case = decision.application.case
    kept: Any = open_value(case, TABLE, f"{case.uid}/{decision.no}", bytes(decision.sealed))
    wanted = [str(digest) for _name, digest in kept.get("files", ())]
    rows = Copy.objects.filter(application=case.pk, sha256__in=wanted, state=Copy.State.CONFIRMED)
    found = {one.sha256: one for one in rows.select_related("made__case", "confirmed_by").order_by("pk")}
    return [found[digest] for digest in wanted if digest in found]


def _content_of(decision: Decision, day: date) -> letters.Content:
    """What the letter of a decision says, with the names of the copies that go with it."""
    annexes = tuple(one.made.name for one in files_of(decision) if one.made is not None)
    return content(
        decision.application.case,
        decision.letter_key,
        says_of(decision),
        on=day,
        outcome=decision.outcome,
        annexes=annexes,
    )


def preview(decision: Decision, day: date) -> letters.Composed:
    """The letter as it would be signed on a day, with ××号 for its number."""
    case = decision.application.case
    told = _content_of(decision, day)
    return letters.compose(
        told, letters.office_of(case.registration.agency), number="（签发时编号）", dated=day
    )


def _asked_for(case: Case, digest: str) -> tuple[Decision, str]:
    """The draft whose opinion is waited for, and the step. Refuses ``not-pending`` and ``stale``."""
    decision = queries.current_decision(case)
    step = chain.open_step(decision) if decision is not None else None
    if decision is None or step is None:
        raise Refused("not-pending", "没有等待审批的答复", "请先拟办答复")
    if digest and digest != decision.digest:
        raise Refused("stale", "您看的拟办答复已经改过", "请看现在的这一份再作意见")
    return decision, step


def give_opinion(
    case: Case,
    passed: bool,
    *,
    by: Officer,
    at: datetime,
    note: str = "",
    digest: str = "",
    confirmed_by: Officer | None = None,
) -> Opinion:
    """Sign the step that waits, or send the answer back; the last signature issues the letter.

    ``digest`` is that of what the person had before their eyes. ``confirmed_by``: it was signed on paper
    纸质签批 by ``by`` and a second person compared it. Raises Refused: ``four-eyes``, ``not-held``,
    ``stale``, ``no-reason`` for a refusal without one.
    """
    decision, step = _asked_for(case, digest)
    verb = "send_back" if not passed else "sign" if step == chain.steps_of(decision)[-1] else "clear"
    demand(case, verb, by=by, at=at)
    if not passed and not note.strip():
        raise Refused("no-reason", "退回须写明理由", "请写明要改什么")
    if confirmed_by is not None and confirmed_by.pk in (by.pk, decision.drafted_by_id):
        raise Refused("four-eyes", "纸质签批须由另一人核对确认", "请由签批人、拟稿人以外的人确认")
    day = shanghai_date(at)
    number, told = "", None
    if verb == "sign":
        told = _content_of(decision, day)
        number = number_for(case, told, day)
    with acting(case, verb, flow=FLOW, by=by, at=at) as act:
        locked = Decision.objects.select_for_update().get(pk=decision.pk)
        act.require(chain.open_step(locked) == step, "这一环节刚刚被别人办理", "请刷新后再看", "stale")
        duty = signs(by, act.case, step, act.day, main_signs=locked.main_signs)
        assert duty is not None
        made = Opinion.objects.create(
            decision=locked,
            stage=step,
            passed=passed,
            note=note.strip(),
            officer=by,
            deputy_for_id=duty.deputy_for,
            confirmed_by=confirmed_by,
            at=at,
        )
        data: dict[str, Any] = {"stage": step, "no": locked.no, "decision": locked.digest}
        if confirmed_by is not None:
            data["confirmed_by"] = confirmed_by.uid
        if not passed:
            locked.state = Decision.State.RETURNED
        elif told is not None:
            locked.state, locked.signed_on = Decision.State.SIGNED, act.day
            locked.letter = write(act.case, told, number, f"decision/{locked.no}", by=by, at=at)
            data["letter"] = locked.letter.uid
        locked.save(update_fields=["state", "signed_on", "letter"])
        act.record({"send_back": "sent-back", "sign": "signed", "clear": "cleared"}[verb], data=data)
    settle(case, at)
    return made


def recall(case: Case, *, by: Officer, at: datetime) -> Decision:
    """Take one's own draft out of the chain 撤回; the signatures so far stay with it and count no more."""
    with acting(case, "recall", flow=FLOW, by=by, at=at) as act:
        decision = Decision.objects.select_for_update().get(
            application=act.case.pk, state=Decision.State.CHAIN
        )
        decision.state = Decision.State.RECALLED
        decision.save(update_fields=["state"])
        act.record("recalled", data={"no": decision.no})
    settle(case, at)
    return decision


def tell_third(consulted: Consulted, what: str, why: str, *, by: Officer, at: datetime) -> Letter:
    """Tell a third party who was against it what is disclosed and why 告知第三方.

    After the answer was signed. Raises Refused: ``not-signed``, ``no-third``, ``not-allowed``.
    """
    case = consulted.application.case
    day = shanghai_date(at)
    if not FLOW.gate(by, day).filter(pk=case.pk).exists():
        raise Refused("not-found", "没有这一案件", "请核对编号")
    decision = queries.current_decision(case)
    if decision is None or decision.state not in (Decision.State.SIGNED, Decision.State.SERVED):
        raise Refused("not-signed", "答复还没有签发", "签发后再告知第三方")
    if consulted.party is None:
        raise Refused("no-third", "征求的是机关，不是第三方", "无需告知")
    name = party_for_letter(consulted.party).get("name", "")
    said = {"决定公开的内容": what, "理由": why}
    told = content(case, "third_told", said, on=day, outcome=decision.outcome, addressee=name, request="")
    cause = f"told/{consulted.pk}"
    present = Letter.objects.filter(case=case, cause=cause, voided_on__isnull=True).first()
    return present or letters.issue_now(case, told, cause=cause, by=by, at=at, dated=day)


def third_to_tell(application: Application, decision: Decision) -> list[Consulted]:
    """The third parties who were against a disclosure that is made, and have not been told."""
    if outcome(decision.outcome).group not in GIVES:
        return []
    against = Consulted.objects.filter(
        application=application,
        is_organ=False,
        opinion__in=chain.AGAINST,
    )
    told = Letter.objects.filter(case=application.pk, key="third_told", voided_on__isnull=True)
    causes = set(told.values_list("cause", flat=True))
    return [one for one in against.order_by("pk") if f"told/{one.pk}" not in causes]


def _goes_up(case: Case, found: Outcome, day: date) -> bool:
    """Whether the policy of the office sends an answer to the main leader."""
    rows = Consulted.objects.filter(application=case.pk, is_organ=False, opinion__in=chain.AGAINST)
    return chain.wants_main_leader(found, against=rows.exists(), agency=case.registration.agency, day=day)


def _fitting(case: Case, code: str, day: date) -> Outcome:
    """The outcome, when the vocabulary and the law of the day have it."""
    known = {one.outcome.code: one.outcome for one in choices(case, day)}
    if code not in known:
        raise Refused(
            "outcome-not-of-day", f"{day} 适用的规定没有答复结果“{code}”", f"可以是 {'、'.join(known)}"
        )
    return known[code]


def _demand_grounds(act: Act, application: Application, found: Outcome) -> None:
    """What an outcome presupposes in the file."""
    stage = GIVEN_UP.get(found.code)
    if stage is not None:
        until = (
            application.correction_due_on if stage == Stage.CORRECTING else fee_due(application, calendar())
        )
        waits = act.case.stage == stage
        act.require(
            waits, f"本件不在“{stage.label}”，不能按“{found.label}”答复", "请核对结果", "not-given-up"
        )
        over = until is None or act.day > until
        act.require(over, f"申请人的期限 {until} 还没有过", "期限过后再答复", "not-given-up")
        return
    waiting = act.case.stage in (Stage.CORRECTING, Stage.PAYING)
    act.require(not waiting, "正在等待申请人补正或者缴费", "收到后再答复；逾期的按逾期答复", "waiting")
    if found.group in GIVES:
        demand_copies(application)
    if found.letter == "none":
        searched = Search.objects.filter(application=application).exists()
        act.require(searched, "答复“信息不存在”须先检索", "请登记检索记录：查了哪里、怎么查", "no-search")
    if found.code == "deny.third_party":
        asked = Consulted.objects.filter(application=application, is_organ=False).exists()
        act.require(asked, "没有征求过第三方的意见", "请先书面征求第三方意见", "no-third")
    if found.code == "unable.unclear":
        act.require(
            application.correction_received_on is not None,
            "申请人还没有补正过",
            "请先通知补正",
            "not-corrected",
        )
