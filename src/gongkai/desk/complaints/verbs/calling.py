"""Calls 记录通话: who called when, who answered and what was said; what a call proves.

The number and who answered lie sealed under the case's key, what was said is a note of the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Answer, Case
from gongkai.desk.casework.personal import open_value, seal_value
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints.acting import doing, write
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.foreseen import round_of
from gongkai.desk.complaints.models import Call, Decision, Note
from gongkai.refusal import Refused

CALL = "call"
"""Name of the table in the places that sealed fields are bound to."""
LONGEST = 60
"""Characters of a number and of who answered."""
_EARLIEST = timedelta(days=31)


def call(
    case: Case,
    *,
    reached: bool,
    by: Officer,
    at: datetime,
    purpose: str = Call.Purpose.CONTACT,
    recording: str = "",
    number: str = "",
    who: str = "",
    said: str = "",
    called_at: datetime | None = None,
) -> Call:
    """Write down a call: the ``number`` that was dialled, ``who`` answered, what was ``said``, when.

    Without a number it was the one that the person left. Raises Refused: ``wrong-time`` for a call that is
    still to come, before the case or more than a month ago, ``too-long``, ``two-persons`` for a number or a
    name of somebody who is kept secret, ``secrecy-mark``.
    """
    with doing(case, "call", by=by, at=at) as act:
        moment = called_at or at
        fits = act.case.opened_on <= shanghai_date(moment) and at - _EARLIEST <= moment <= at
        act.require(fits, "通话时间不在收件以后、现在以前的一个月里", "请核对时间", "wrong-time")
        made = Call.objects.create(
            case=act.case,
            round=round_of(act.case),
            at=moment,
            on=shanghai_date(moment),
            by=by,
            purpose=purpose,
            reached=reached,
            recording=recording.strip(),
        )
        commits = _seal(act, made, {"number": number.strip(), "who": who.strip()})
        if said.strip():
            made.gist, commits["gist"] = write(act, Note.Kind.CALL, said)
        made.save(update_fields=["sealed", "gist"])
        data = {"reached": reached, "purpose": purpose}
        act.record("called", occurred=made.on, data=data, commits=commits)
    return made


def _seal(act: Act, made: Call, given: Mapping[str, str]) -> dict[str, str]:
    """Seal number and name into the row; what the event commits to."""
    kept = {name: value for name, value in given.items() if value}
    if not kept:
        return {}
    act.require(
        all(len(value) <= LONGEST for value in kept.values()), f"超过 {LONGEST} 字", "请精简", "too-long"
    )
    act.require(
        not standing(act.case).is_secret,
        "当事人要求保密，号码和接听人不记在通话里",
        "只记时间、结果和要点",
        "two-persons",
    )
    secrecy.demand_unmarked(kept.values())
    made.sealed, commitment = seal_value(act.case, CALL, str(made.pk), kept)
    return {"call": commitment}


def opened(case: Case) -> Iterator[tuple[Call, Mapping[str, str]]]:
    """The calls of a case whose number or name was sealed, opened; for who just looked at the contact."""
    for made in Call.objects.filter(case=case, sealed__isnull=False).order_by("at", "pk"):
        assert made.sealed is not None
        yield made, open_value(case, CALL, str(made.pk), bytes(made.sealed))


def in_words(made: Call, more: str = "") -> str:
    """A call as a proof names it: when, by whom, which recording; never the number."""
    parts = [f"通话 {made.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", f"经手人{made.by.name}"]
    if made.recording:
        parts.append(f"录音 {made.recording}")
    return "，".join([*parts, *([more.strip()] if more.strip() else [])])[:200]


def demand_proof(made: Call, case: Case, *, fits: bool = True) -> None:
    """Refuse (``wrong-call``) a call of another case or of an earlier round, or one that nobody answered."""
    mine = made.case_id == case.pk and made.round == round_of(case)
    if not (fits and mine and made.reached):
        raise Refused("wrong-call", "这次通话不能作凭证", "请选择本件已接通的通话，答复方式选电话")


def prove(
    made: Call, *, by: Officer, at: datetime, answer: Answer | None = None, decision: Decision | None = None
) -> None:
    """Bind an answer or a decision to the call that proves it, with an event."""
    made.answer, made.decision = answer or made.answer, decision or made.decision
    made.save(update_fields=["answer", "decision"])
    what = "answer" if answer is not None else "decision"
    record(
        made.case.stream,
        "call-proves",
        by=by,
        occurred=shanghai_date(at),
        at=at,
        data={"call": made.pk, "what": what},
    )
