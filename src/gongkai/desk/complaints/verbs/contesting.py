"""管辖争议 with another bureau: raised, reported to the common superior, settled; the clock runs on."""

from __future__ import annotations

from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.acting import LONGEST_REASON, decide, doing, mark_matter, tell
from gongkai.desk.complaints.models import Contest, Decision


def contest(
    case: Case, body: str, reason: str, *, by: Officer, at: datetime, arose_on: date | None = None
) -> Contest:
    """Another bureau and this one dispute whose case it is, since ``arose_on`` (today).

    Raises Refused: ``no-body``, ``no-reason``, ``too-long``, ``wrong-date`` before the case or in the future.
    """
    with doing(case, "contest", by=by, at=at) as act:
        on = arose_on or act.day
        _demand(act, body, "没有写与哪个机关有争议", "请填写对方机关", "no-body")
        _demand(act, reason, "没有写争议的理由", "请写明理由", "no-reason")
        act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")
        fits = act.case.opened_on <= on <= act.day
        act.require(fits, f"发生争议的日期 {on} 不在收件和今天之间", "请核对日期", "wrong-date")
        made = Contest.objects.create(
            case=act.case, body=body.strip(), reason=reason.strip(), arose_on=on, raised_by=by
        )
        act.record("contest-raised", data={"arose": on.isoformat()})
    return made


def refer(case: Case, superior: str, number: str, *, by: Officer, at: datetime) -> Contest:
    """Not agreed: the common superior is asked to designate 报请指定管辖.

    Raises Refused: ``no-body``, ``no-proof``.
    """
    with doing(case, "refer", by=by, at=at) as act:
        waiting = _waiting(act)
        _demand(act, superior, "没有写共同的上一级机关", "请填写报请的机关", "no-body")
        _demand(act, number, "没有写请示文号", "请先签发请示，再写文号", "no-proof")
        waiting.superior, waiting.report_number = superior.strip(), number.strip()
        waiting.reported_on = act.day
        waiting.save(update_fields=["superior", "report_number", "reported_on"])
        act.record("contest-reported")
    return waiting


def settle_contest(case: Case, how: str, *, ours: bool, proof: str, by: Officer, at: datetime) -> Contest:
    """Agreed, or designated by the superior; what is the other's is handed over 移送 with the proof.

    Raises Refused: ``no-proof``, ``not-reported`` for a designation that nobody asked for, ``unknown-end``.
    """
    with doing(case, "settle_contest", by=by, at=at) as act:
        waiting = _waiting(act)
        act.require(how in Contest.How.values, "没有选结果", "请选择协商一致或者上级指定", "unknown-end")
        _demand(act, proof, "没有凭证", "请写协商记录或者指定管辖文书的文号", "no-proof")
        asked = how != Contest.How.DESIGNATED or waiting.reported_on is not None
        act.require(asked, "还没有报请指定管辖", "请先登记报请的日期和文号", "not-reported")
        waiting.how, waiting.is_ours, waiting.proof = how, ours, proof.strip()
        waiting.settled_on, waiting.settled_by = act.day, by
        waiting.save(update_fields=["how", "is_ours", "proof", "settled_on", "settled_by"])
        act.record("contest-settled", data={"how": how, "ours": ours})
        if not ours:
            decide(act, Decision.Kind.TRANSFERRED, body=waiting.body, proof=waiting.proof)
            mark_matter(act.case, Decision.Kind.TRANSFERRED, act.day)
            tell(act, kind="status", text=f"您反映的事项已移送{waiting.body}。", status="已移送")
    return waiting


def _waiting(act: Act) -> Contest:
    return Contest.objects.select_for_update(of=("self",)).get(case=act.case, settled_on__isnull=True)


def _demand(act: Act, said: str, sentence: str, mend: str, code: str) -> None:
    act.require(bool(said.strip()), sentence, mend, code)
