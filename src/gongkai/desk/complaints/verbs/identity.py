"""Looking at a person: the handler alone, with an event; a secret person only two together (SEALING.md 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Case, CaseText, Party
from gongkai.desk.casework.personal import REASONS, open_person, open_text
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.models import FollowUp, Opening, Profile
from gongkai.desk.complaints.queries import visible_to
from gongkai.refusal import Refused
from gongkai.sealing.canon import parse_object
from gongkai.sealing.hpke import Opener
from gongkai.sealing.key import SECRET_BYTES

SERVES = timedelta(minutes=10)
"""How long an approved opening serves."""
LASTS = timedelta(days=1)
"""How long a request waits for its approval."""
ASKED, APPROVED = "opening-asked", "opening-approved"
"""Types of the two events without which nothing is opened, whatever the row says."""
OPENED = "gongkai/opening/1"
"""What the opener seals to the browser of who asked: ``{"t","person"}``."""
NOT_OPENED = {
    "no-events": ("事件链上没有这次申请和批准，不能开启", "数据库可能被改动：请报告系统管理员核验"),
    "not-allowed": ("只有承办人和投诉举报中心能看联系方式", "请由承办人联系"),
    "no-person": ("这件没有留下诉求人的信息", "匿名反映无法联系"),
    "E_SHREDDED": ("该案件的个人信息已销毁", "已无法查看"),
    "too-late": ("批准后十分钟内没有开启", "请重新申请；屡次如此，请系统管理员查看后台任务是否运行"),
}
"""Why the opener does not open, and what to do, by the code it leaves."""
OTHERWISE = ("这次申请不能开启", "请报告系统管理员核对保密当事人的密钥")


def place(case: Case) -> bytes:
    """What an opened identity is bound to, beside the browser's key: its case."""
    return f"{OPENED}\n{case.uid}".encode()


def look(case: Case, reason: str, *, by: Officer, at: datetime) -> dict[str, Any]:
    """The contact of a case's person; the look is an event before it is an answer.

    Raises Refused: ``not-allowed`` for somebody who neither handles the case nor works in the centre,
    ``two-persons`` for a person kept secret, ``no-person``.
    """
    day = shanghai_date(at)
    if not rules.sees_contact(by, case, day):
        raise Refused("not-allowed", "只有承办人和投诉举报中心能看联系方式", "请由承办人联系")
    return open_person(party_of(case), by=by, reason=reason, at=at)


def originals(case: Case, reason: str, *, by: Officer, at: datetime) -> dict[str, str]:
    """What the person wrote or said, now and later, in its own words, by field; each look is an event.

    The working texts hide numbers, names and homes, those of the other side too: a shop's second telephone
    or a workshop in a flat is read here. Raises Refused: ``not-allowed`` for somebody who neither handles the
    case nor works in the centre, ``two-persons`` where the person is kept secret (their words may name
    them), ``E_REASON``, ``E_SHREDDED``.
    """
    if not rules.sees_contact(by, case, shanghai_date(at)):
        raise Refused("not-allowed", "只有承办人和投诉举报中心能看原文", "请由承办人查看")
    if Profile.objects.filter(Q(is_secret=True) | Q(is_insider=True), case=case).exists():
        raise Refused(
            "two-persons", "当事人要求保密，原文不能由一人查看", "请申请开启，由另一位有职责的人批准"
        )
    return _said(case, reason, by, at)


def ask_opening(case: Case, reason: str, seal_to: bytes, *, by: Officer, at: datetime) -> Opening:
    """Ask to open the identity of a secret person; what is opened will be sealed to ``seal_to``, 32 bytes.

    Raises Refused: ``E_REASON``, ``not-allowed``, ``no-person``.
    """
    day = shanghai_date(at)
    if reason not in REASONS:
        raise Refused("E_REASON", "请说明查看的理由", "可以是：" + "、".join(REASONS.values()))
    if not rules.sees_contact(by, case, day) or not visible_to(by, day).filter(pk=case.pk).exists():
        raise Refused("not-allowed", "只有承办人和投诉举报中心能申请", "请由承办人申请")
    party_of(case)
    with transaction.atomic():
        made = Opening.objects.create(case=case, asked_by=by, asked_at=at, reason=reason, seal_to=seal_to)
        record(case.stream, ASKED, by=by, occurred=day, at=at, data={"reason": reason})
    return made


def approve_opening(opening: Opening, *, by: Officer, at: datetime) -> Opening:
    """Approve an opening: another person, head of the unit, office or leader; never who handles the case.

    Raises Refused: ``four-eyes``, ``own-case``, ``not-allowed``, ``too-late``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = (
            Opening.objects.select_for_update(of=("self",))
            .select_related("case__registration")
            .get(pk=opening.pk)
        )
        case = locked.case
        if locked.asked_by_id == by.pk:
            raise Refused("four-eyes", "申请人不能自己批准", "请由另一位有职责的人批准")
        if rules.place_of(case).handler == by.pk:
            raise Refused("own-case", "承办人不能批准开启自己承办的件", "请由另一位有职责的人批准")
        if not visible_to(by, day).filter(pk=case.pk).exists() or not rules.reviews(by, case, day):
            raise Refused("not-allowed", f"{by.name}当日没有批准的职责", "请由单位负责人或领导批准")
        if locked.approved_at is not None or at - locked.asked_at > LASTS:
            raise Refused("too-late", "申请已过期或已办理", "请重新申请")
        locked.approved_by, locked.approved_at = by, at
        locked.save(update_fields=["approved_by", "approved_at"])
        data = {"asked_by": locked.asked_by.uid}
        record(case.stream, APPROVED, by=by, occurred=day, at=at, data=data)
    return locked


def opened_person(opening: Opening, secret: bytes | None, *, by: Officer, at: datetime) -> dict[str, Any]:
    """What the opener opened, to who asked, in the browser that holds the ``secret`` half, for some minutes.

    Each look is an event. Raises Refused: ``not-yours``, ``not-approved``, ``too-late``, ``not-allowed`` for
    who lost the duty meanwhile, ``not-opened-yet``, ``other-browser``, or what the opener refused.
    """
    _demand_ready(opening, by, at)
    held = Opener(secret) if secret is not None and len(secret) == SECRET_BYTES else None
    if held is None or held.public != bytes(opening.seal_to):
        raise Refused("other-browser", "只有申请时使用的那个浏览器能看", "请回到那台电脑查看，或者重新申请")
    assert opening.sealed is not None
    with transaction.atomic():
        opened = parse_object(held.open(place(opening.case), bytes(opening.sealed)), OPENED)
        data = {"fields": sorted(opened["person"]), "approved": opening.pk}
        stream, day = opening.case.stream, shanghai_date(at)
        record(stream, "opening-shown", by=by, occurred=day, at=at, data=data)
    return dict(opened["person"])


def _demand_ready(opening: Opening, by: Officer, at: datetime) -> None:
    """That it is theirs, approved, in its minutes, within their duty, and that the opener was there."""
    if opening.asked_by_id != by.pk:
        raise Refused("not-yours", "这不是您的申请", "请自己申请")
    if opening.approved_at is None:
        raise Refused("not-approved", "申请还没有批准", "请等待另一位有职责的人批准")
    if not timedelta(0) <= at - opening.approved_at <= SERVES:
        raise Refused("too-late", "批准后已超过十分钟", "请重新申请")
    if not rules.sees_contact(by, opening.case, shanghai_date(at)):
        raise Refused("not-allowed", *NOT_OPENED["not-allowed"])
    if opening.problem:
        raise Refused(opening.problem, *NOT_OPENED.get(opening.problem, OTHERWISE))
    if opening.sealed is None:
        raise Refused("not-opened-yet", "已批准，正在开启，一般几秒钟", "请稍后再点“查看”")


def opened_words(opening: Opening, *, by: Officer, at: datetime) -> dict[str, str]:
    """What a secret person wrote: call it after :func:`opened_person`, which refuses and shows who it is."""
    return _said(opening.case, opening.reason, by, at)


def _said(case: Case, reason: str, by: Officer, at: datetime) -> dict[str, str]:
    later = FollowUp.objects.filter(case=case).values_list("field", flat=True)
    wanted = [CaseText.Field.CONTENT, *later]
    rows = CaseText.objects.filter(case=case, field__in=wanted).select_related("case").order_by("pk")
    return {row.field: open_text(row, by=by, reason=reason, at=at) for row in rows}


def party_of(case: Case) -> Party:
    """Who the case came from. Raises Refused (``no-person``) where nobody left word of themselves."""
    found = Party.objects.filter(case=case, role=Party.Role.PETITIONER, sealed__isnull=False).first()
    if found is None:
        raise Refused("no-person", *NOT_OPENED["no-person"])
    found.case = case
    return found
