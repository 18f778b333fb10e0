"""Deciding 受理与否, 移送, 告知, 撤回, and the approval of what needs a second person."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import grounds, telling
from gongkai.desk.complaints.acting import LONGEST_REASON, decide, doing, mark_matter
from gongkai.desk.complaints.acting import tell as inform
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Call, Clue, Decision
from gongkai.desk.complaints.verbs.calling import demand_proof, in_words, prove
from gongkai.desk.complaints.verbs.checking import settle
from gongkai.desk.enforcement import verbs as enforcement
from gongkai.desk.enforcement.models import Investigation

Kind = Decision.Kind


def accept(case: Case, *, by: Officer, at: datetime) -> Decision:
    """Accept a complaint 受理; mediation is due from now on. Raises ``anonymous``, ``wrong-step``."""
    with doing(case, "accept", by=by, at=at) as act:
        made = decide(act, Kind.ACCEPTED)
        mark_matter(act.case, Kind.ACCEPTED, act.day)
        act.record("accepted")
        words = f"您的投诉已受理，我们将组织调解。{telling.comes_next(act.case)}"
        inform(act, kind="status", text=words, status="已受理")
    return made


def refuse(case: Case, ground: str, reason: str, *, by: Officer, at: datetime) -> Decision:
    """Propose not to accept a complaint 不予受理; it counts when somebody else has approved it.

    ``ground`` is a code of the rule set of the day. Raises Refused: ``unknown-ground``, ``no-reason``.
    """
    with doing(case, "refuse", by=by, at=at) as act:
        ruleset = grounds.ruleset_of(standing(act.case), act.day)
        grounds.refusal(ruleset, ground)
        _demand_reason(act, reason)
        made = decide(act, Kind.REFUSED, waits=True, ground=ground, ruleset=ruleset, reason=reason)
        act.record("refusal-proposed", data={"ground": ground, "ruleset": ruleset})
    return made


def approve(case: Case, *, by: Officer, at: datetime) -> Decision:
    """Approve what waits 复核: somebody else than who proposed it. Raises Refused: ``four-eyes``."""
    with doing(case, "approve", by=by, at=at) as act:
        waiting = _waiting(act)
        act.require(
            waiting.proposed_by_id != by.pk, "提出人不能自己复核", "请由另一位负责人复核", "four-eyes"
        )
        waiting.on, waiting.approved_by = act.day, by
        waiting.save(update_fields=["on", "approved_by"])
        opened = _open_investigation(act, waiting) if waiting.kind == Kind.FILED else None
        if waiting.violation is not None:
            settle(act, waiting, opened)
        else:
            _decided(act, waiting, opened)
    return waiting


def disapprove(case: Case, *, by: Officer, at: datetime) -> Decision:
    """Send back what waits for approval; the handler decides anew."""
    with doing(case, "approve", by=by, at=at) as act:
        waiting = _waiting(act)
        waiting.revoked_on = act.day
        waiting.save(update_fields=["revoked_on"])
        type_ = "sent-back" if waiting.violation is None else "violation-sent-back"
        act.record(type_, data={"decision": waiting.kind})
    return waiting


def transfer(case: Case, body: str, proof: str, *, by: Officer, at: datetime) -> Decision:
    """Hand the matter to another body 移送, with the letter that proves it. Raises Refused: ``no-proof``."""
    with doing(case, "transfer", by=by, at=at) as act:
        act.require(bool(body.strip()), "没有写移送给哪个机关", "请填写接收机关", "no-body")
        act.require(bool(proof.strip()), "移送没有凭证", "请写移送函文号或平台转办单号", "no-proof")
        made = decide(act, Kind.TRANSFERRED, body=body, proof=proof)
        mark_matter(act.case, Kind.TRANSFERRED, act.day)
        act.record("transferred")
        inform(act, kind="status", text=f"您反映的事项已移送{body.strip()}。", status="已移送")
    return made


def tell(case: Case, body: str, *, by: Officer, at: datetime) -> Decision:
    """Tell a reporter which bureau has the power 告知; a report is not forwarded (order 20 art. 29)."""
    with doing(case, "tell", by=by, at=at) as act:
        act.require(bool(body.strip()), "没有写有处理权限的部门", "请填写部门名称", "no-body")
        made = decide(act, Kind.TOLD, body=body)
        mark_matter(act.case, Kind.TOLD, act.day)
        act.record("told")
        words = f"您反映的事项，有权处理的是{body.strip()}，请直接向其提出。"
        inform(act, kind="status", text=words, status="已告知")
    return made


def withdraw(case: Case, proof: str, *, by: Officer, at: datetime, call: Call | None = None) -> Decision:
    """The person withdraws 撤回; the proof is a signature, a recording, a call, the portal's box."""
    with doing(case, "withdraw", by=by, at=at) as act:
        if call is not None:
            demand_proof(call, act.case)
            proof = in_words(call, proof)
        act.require(bool(proof.strip()), "撤回没有凭证", "请写录音编号、书面申请或门户签名", "no-proof")
        made = decide(act, Kind.WITHDRAWN, proof=proof)
        act.record("withdrawn")
        telling.withdrawn(act.case, by=by, at=at)
        if call is not None:
            prove(call, by=by, at=at, decision=made)
    return made


def _waiting(act: Act) -> Decision:
    return (
        Decision.objects.select_related("proposed_by", "violation", "first")
        .select_for_update(of=("self",))
        .get(case=act.case, on__isnull=True, revoked_on__isnull=True)
    )


def _demand_reason(act: Act, reason: str) -> None:
    act.require(bool(reason.strip()), "没有写理由", "请写明理由", "no-reason")
    act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")


def _decided(act: Act, waiting: Decision, opened: Investigation | None) -> None:
    """What a decision about the case itself brings with it."""
    assert waiting.proposed_by is not None
    data = {"decision": waiting.kind, "proposed_by": waiting.proposed_by.uid}
    if waiting.kind == Kind.REFUSED:
        mark_matter(act.case, Kind.REFUSED, act.day, grounds.refusal(waiting.ruleset, waiting.ground).text)
        inform(act, kind="status", text="您的投诉经审查不予受理，理由将另行告知。", status="不予受理")
    elif waiting.kind == Kind.REPEATED:
        assert waiting.first is not None
        record(
            waiting.first.stream,
            "was-repeated",
            by=act.by,
            occurred=act.day,
            at=act.at,
            data={"case": act.case.uid},
        )
        text = "您再次举报的事项此前已经收到，依规定不再另行处理；前一件的办理情况请用原来的查询码查看。"
        inform(act, kind="status", text=text, status="重复举报")
    else:
        mark_matter(act.case, Kind.ACCEPTED, act.day)
        if not standing(act.case).is_anonymous:
            telling.decided(act.case, waiting, by=act.by, at=act.at)
    if opened is not None:
        Clue.objects.create(case=act.case, investigation=opened, on=act.day)
        data["investigation"] = opened.uid
    act.record("decided", data=data)


def _open_investigation(act: Act, waiting: Decision) -> Investigation:
    """An approved 立案 opens the investigation; this case becomes its clue."""
    one = standing(act.case)
    assert one.unit is not None
    assert waiting.proposed_by is not None
    return enforcement.open_investigation(
        agency=act.case.registration.agency,
        number=waiting.proof,
        unit=one.unit,
        violation=waiting.reason,
        respondent=one.matter.respondent,
        credit_code=one.matter.credit_code,
        line=act.case.line,
        by=waiting.proposed_by,
        at=act.at,
    )
