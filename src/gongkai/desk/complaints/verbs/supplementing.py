"""The same letter came again and says more: what is new is taken over by the first, both receipts stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, Registration
from gongkai.desk.casework.personal import names_of
from gongkai.desk.complaints.acting import doing
from gongkai.desk.complaints.models import FollowUp, Verdict
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.verbs import receipts
from gongkai.desk.complaints.verbs.following import follow_up
from gongkai.desk.complaints.verbs.joining import judge
from gongkai.refusal import Refused


def in_order(one: Case, other: Case) -> tuple[Case, Case]:
    """Of two cases the one that came first and the one that came later."""
    first, later = sorted((one, other), key=lambda case: (case.registration.registered_on, case.pk))
    return first, later


def source_of(registration: Registration) -> str:
    """Where a registration came from, in words: channel, number there, day."""
    number = registration.source_number or registration.number
    return f"{registration.channel} {number}，{registration.registered_on} 收到"


def supplement(
    later: Case,
    first: Case,
    text: str,
    *,
    by: Officer,
    at: datetime,
    reopens: str = "",
    is_new: bool = False,
) -> FollowUp:
    """Let the case that came first take over what a later one about the same says more 并入新情况.

    It lands there as something said later, with its source, is owed a reply and names the later registration.
    ``text`` may be in the original words: they are sealed under the first case's key, and its working text
    hides the persons of both.
    The pair is judged to be the same letter, if nobody did so yet; the receipts of both stay, and the later
    case stays as it is: whether it was a mistaken entry is another question. ``reopens`` and ``is_new`` as in
    :func:`gongkai.desk.complaints.verbs.following.follow_up`, which also refuses.
    Raises Refused: ``not-found``, ``same``, ``wrong-order``, ``other-kind``, ``not-same`` where somebody
    judged otherwise, ``taken`` where it was done already, ``no-text``.
    """
    with transaction.atomic():
        with doing(later, "supplement", by=by, at=at) as act:
            seen = visible_to(by, act.day).filter(pk=first.pk).exists()
            act.require(seen, "没有先收到的案件", "请核对编号", "not-found")
            _demand_pair(first, act.case)
            _demand_same(first.registration, act.case.registration, by, at)
            act.record("facts-taken-over", data={"to": first.uid})
        registration = later.registration
        made = follow_up(
            first,
            f"【{source_of(registration)}】\n{text.strip()}" if text.strip() else "",
            channel=registration.channel,
            source_number=registration.source_number or registration.number,
            reopens=reopens,
            is_new=is_new,
            names=names_of(later),
            by=by,
            at=at,
        )
        made.taken_from = registration
        made.save(update_fields=["taken_from"])
    return made


def _demand_pair(first: Case, later: Case) -> None:
    if first.registration_id == later.registration_id:
        raise Refused("same", "这是同一登记", "请选择另一件")
    if first.kind != later.kind:
        raise Refused("other-kind", f"一件是{first.kind}，一件是{later.kind}", "同一种类的才能并入")
    if in_order(first, later)[0].pk != first.pk:
        raise Refused("wrong-order", "并入的一件比这一件收到得晚", "请从后收到的一件并入先收到的一件")
    if FollowUp.objects.filter(case=first, taken_from=later.registration_id).exists():
        raise Refused("taken", "新情况已经并入", "还有新情况的，在先收到的一件登记后续反映")


def _demand_same(first: Registration, later: Registration, by: Officer, at: datetime) -> None:
    """The pair is the same letter, and the first knows under which number the later source has it."""
    pair = sorted((first, later), key=lambda one: one.pk)
    said = Verdict.objects.filter(first=pair[0], second=pair[1], undone_on__isnull=True).first()
    if said is None:
        judge(first, later, Verdict.Kind.SAME, by=by, at=at)
    elif said.kind != Verdict.Kind.SAME:
        raise Refused("not-same", f"这两件已判断为“{said.kind}”", "请先撤销判断")
    receipts.keep(first, later)
