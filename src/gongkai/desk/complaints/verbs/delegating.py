"""调解组织: a complaint mediated by a body of the directory, for the bureau or by itself, and its result."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.acting import decide, doing, mark_matter, tell
from gongkai.desk.complaints.models import Decision, Delegation, MediationBody

LONGEST = 200
"""Characters of a proof."""


def entrust(case: Case, body: MediationBody, consent: str, *, by: Officer, at: datetime) -> Delegation:
    """Let a body mediate for the bureau 委托调解. The case stays here, its clocks run on.

    Raises Refused: ``wrong-body`` (another agency's, or ended), ``no-consent``, ``too-long``.
    """
    with doing(case, "entrust", by=by, at=at) as act:
        made = _made(act, body, Delegation.Way.ENTRUSTED, consent)
        act.record("mediation-entrusted", data={"body": body.uid})
    return made


def hand_over(case: Case, body: MediationBody, consent: str, *, by: Officer, at: datetime) -> Delegation:
    """The complainant turns to the body instead 转出调解: the case ends here as 移送 and is answered.

    Raises Refused: ``wrong-body``, ``no-consent``, ``too-long``.
    """
    with doing(case, "hand_over", by=by, at=at) as act:
        made = _made(act, body, Delegation.Way.HANDED, consent)
        decide(act, Decision.Kind.TRANSFERRED, body=body.name, proof=consent)
        mark_matter(act.case, Decision.Kind.TRANSFERRED, act.day)
        act.record("mediation-handed-over", data={"body": body.uid})
        tell(act, kind="status", text=f"您反映的纠纷已转{body.name}调解。", status="已移送")
    return made


def mediated(case: Case, result: str, proof: str, *, by: Officer, at: datetime) -> Delegation:
    """What became of it there, also after the closing. Raises Refused: ``unknown-end``, ``no-proof``."""
    verb = "mediated" if case.stage == "open" else "mediated_closed"
    with doing(case, verb, by=by, at=at) as act:
        waiting = Delegation.objects.select_for_update(of=("self",))
        made = waiting.get(case=act.case, result_on__isnull=True)
        act.require(result in Delegation.Result.values, "没有选结果", "请选择调解的结果", "unknown-end")
        _demand(act, proof, "没有凭证", "请写调解协议或者终止通知的编号、日期", "no-proof")
        made.result, made.proof = result, proof.strip()
        made.result_on, made.result_by = act.day, by
        made.save(update_fields=["result", "proof", "result_on", "result_by"])
        act.record("mediation-result", data={"result": result})
    return made


def _made(act: Act, body: MediationBody, way: str, consent: str) -> Delegation:
    fits = body.agency_id == act.case.registration.agency_id
    fits = fits and body.since <= act.day and (body.until is None or body.until >= act.day)
    act.require(fits, f"“{body}”现在不在名录里", "请从名录里选择", "wrong-body")
    _demand(act, consent, "没有当事人同意的凭证", "请写书面同意或者录音编号", "no-consent")
    return Delegation.objects.create(
        case=act.case, body=body, way=way, consent=consent.strip(), on=act.day, by=act.by
    )


def _demand(act: Act, said: str, sentence: str, mend: str, code: str) -> None:
    act.require(bool(said.strip()), sentence, mend, code)
    act.require(len(said) <= LONGEST, f"凭证超过 {LONGEST} 字", "请精简", "too-long")
