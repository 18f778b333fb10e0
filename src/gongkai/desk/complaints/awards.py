"""What a reward 举报奖励 still waits for: the investigations of a report, for the law of its day."""

from __future__ import annotations

from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.models import Reward
from gongkai.desk.enforcement.models import Investigation, Penalty, Revocation
from gongkai.law.rewards import Inquiry, Lack, lacking

GONE = (
    Revocation.Ground.REVOKED,
    Revocation.Ground.UNLAWFUL,
    Revocation.Ground.VOID,
    Revocation.Ground.MISTAKE,
)
"""Grounds after which a decision carries no reward; a changed one does, by what it says now."""


def inquiries(case: Case, ruling: str = "") -> list[Inquiry]:
    """The investigations that the report became a clue of, with their decisions."""
    clues = case.clues.select_related("investigation__penalty__revocation").order_by("pk")
    return [_inquiry(clue.investigation, ruling) for clue in clues]


def lacks(case: Case, ruling: str = "") -> tuple[Lack, ...]:
    """What is lacking before a reward for this report may be approved. Raises Refused before any rules."""
    return lacking(case.opened_on, inquiries(case, ruling))


def lacks_of(reward: Reward) -> tuple[Lack, ...]:
    """What a reward that was proposed waits for."""
    return lacks(reward.case, reward.ruling)


def fined_of(case: Case) -> int | None:
    """What was fined and confiscated in the investigations that the report became a clue of; null: none yet.

    Amounts in 分; voided decisions count nothing.
    """
    found = [
        clue.investigation.penalty
        for clue in case.clues.select_related("investigation__penalty")
        if clue.investigation.penalty is not None and clue.investigation.penalty.voided_on is None
    ]
    return sum(one.fine_fen + one.confiscated_fen for one in found) if found else None


def _inquiry(one: Investigation, ruling: str) -> Inquiry:
    penalty = one.penalty
    # a decision that was entered ends the investigation also where nobody entered the ending
    ended = one.ended_on or (penalty.decided_on if penalty is not None else None)
    return Inquiry(
        number=one.number,
        opened_on=one.opened_on,
        ended_on=ended,
        penalty=penalty.doc_no if penalty is not None else "",
        decided_on=penalty.decided_on if penalty is not None else None,
        served_on=penalty.served_on if penalty is not None else None,
        is_gone=penalty is not None and _is_gone(penalty),
        is_moved=one.ending == Investigation.Ending.MOVED,
        ruling=ruling,
    )


def _is_gone(penalty: Penalty) -> bool:
    if penalty.voided_on is not None:
        return True
    made = getattr(penalty, "revocation", None)
    return made is not None and made.ground in GONE
