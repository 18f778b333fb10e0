"""用印、送达、结果: when a letter was sealed, handed to the post or the person, and what became of it.

The day of an answer is the day on which it was handed to the post or taken (:mod:`gongkai.law`, foi.service);
a letter that came back is served again, and the first day stays.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import rules
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Delivery, Letter, SealUse
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused

FAILED = (Delivery.Result.RETURNED,)
"""Results after which the letter has to be served again."""
TAKEN = (Delivery.Result.SERVED, Delivery.Result.OTHER, Delivery.Result.REFUSED)
"""Results with which it counts as served; who refuses it has been served all the same 留置、拒收."""
_IN_HAND = (Delivery.Way.VISIT, Delivery.Way.ENTRUSTED)
_COURIERS = ("SF", "YT", "ZTO", "STO", "YD", "JD", "顺丰", "圆通", "中通", "申通", "韵达", "京东")


def use_seal(
    letter: Letter, *, seal: str, by: Officer, approved_by: Officer, at: datetime, copies: int = 1
) -> SealUse:
    """Enter that the seal was put on a letter 用印登记; another person approved it.

    Raises Refused: ``voided``, ``sealed``, ``four-eyes``, ``not-allowed``, ``no-seal``.
    """
    day = shanghai_date(at)
    with transaction.atomic():
        locked = _locked(letter)
        rules.demand_four_eyes(locked.case.registration, by, approved_by, day)
        if not seal.strip():
            raise Refused("no-seal", "没有写明用哪一枚印章", "请填写印章名称")
        if SealUse.objects.filter(letter=locked).exists():
            raise Refused("sealed", f"{locked.number} 已经登记用印", "无需再登记")
        made = SealUse.objects.create(
            letter=locked, seal=seal.strip(), on=day, copies=copies, by=by, approved_by=approved_by
        )
        data = {"letter": locked.uid, "copies": copies, "approved_by": approved_by.uid}
        record(locked.case.stream, "letter-sealed", by=by, occurred=day, at=at, data=data)
    return made


def send(
    letter: Letter,
    way: str,
    *,
    by: Officer,
    at: datetime,
    sent_on: date | None = None,
    tracking: str = "",
    proof: str = "",
) -> Delivery:
    """Enter one attempt to serve a letter: handed to the post, to the person, sent by mail or fax.

    ``proof`` closes it at once: the person signed, the fax report, the reply mail. Raises Refused:
    ``voided``, ``wrong-day``, ``no-tracking``, ``not-post`` (only the post may carry it), ``pending``
    (the last attempt has no result yet), ``served``.
    """
    day = shanghai_date(at)
    on = sent_on or day
    with transaction.atomic():
        locked = _locked(letter)
        if not locked.dated <= on <= day:
            raise Refused(
                "wrong-day", f"送达日期 {on} 早于成文日期 {locked.dated} 或在今天之后", "请核对日期"
            )
        _demand_post(way, tracking)
        _demand_free(locked)
        finished = bool(proof.strip())
        if way in _IN_HAND and not finished:
            raise Refused("no-proof", "当面或者委托送达须有签收凭证", "请写明送达回证的编号、签收人和日期")
        made = Delivery.objects.create(
            letter=locked,
            way=way,
            sent_on=on,
            tracking=tracking.strip(),
            result=Delivery.Result.SERVED if finished else Delivery.Result.PENDING,
            result_on=on if finished else None,
            proof=mask(proof.strip())[:200],
            by=by,
        )
        data = {"letter": locked.uid, "way": way, "tracking": made.tracking, "served": finished}
        record(locked.case.stream, "letter-sent", by=by, occurred=on, at=at, data=data)
    return made


def result(
    delivery: Delivery, outcome: str, *, proof: str, by: Officer, at: datetime, on: date | None = None
) -> Delivery:
    """Enter what became of an attempt: 已送达, 他人代收, 退件, 拒收, with proof and day.

    Raises Refused: ``known``, ``no-proof``, ``wrong-day``, ``unknown-result``.
    """
    day = shanghai_date(at)
    happened = on or day
    if outcome not in Delivery.Result.values or not outcome:
        raise Refused("unknown-result", f"没有“{outcome}”这种送达结果", "可以是 已送达、他人代收、退件、拒收")
    if not proof.strip():
        raise Refused("no-proof", "送达结果没有凭证", "请写明回执、查询记录或者送达回证")
    with transaction.atomic():
        locked = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("letter__case")
            .get(pk=delivery.pk)
        )
        if locked.result:
            raise Refused(
                "known", f"这次送达已经登记为“{locked.get_result_display()}”", "有误请作废文书后重办"
            )
        if not locked.sent_on <= happened <= day:
            raise Refused(
                "wrong-day", f"结果日期 {happened} 早于送出日期 {locked.sent_on} 或在今天之后", "请核对日期"
            )
        locked.result, locked.result_on = outcome, happened
        locked.proof = mask(proof.strip())[:200]
        locked.save(update_fields=["result", "result_on", "proof"])
        data = {"letter": locked.letter.uid, "result": outcome}
        record(locked.letter.case.stream, "letter-result", by=by, occurred=happened, at=at, data=data)
    delivery.result, delivery.result_on, delivery.proof = locked.result, locked.result_on, locked.proof
    return locked


def answered_on(letter: Letter) -> date | None:
    """The day that counts as the day of the letter: of the first attempt; null before it."""
    first = letter.deliveries.order_by("sent_on", "pk").first()
    return first.sent_on if first is not None else None


def _locked(letter: Letter) -> Letter:
    locked = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("case__registration__agency")
        .get(pk=letter.pk)
    )
    if locked.voided_on is not None:
        raise Refused("voided", f"{locked.number} 已于 {locked.voided_on} 作废", "请用重新签发的文书")
    return locked


def _demand_post(way: str, tracking: str) -> None:
    if way not in Delivery.Way.values:
        raise Refused("unknown-way", f"没有“{way}”这种送达方式", f"可以是 {'、'.join(Delivery.Way.values)}")
    if way != Delivery.Way.POST:
        return
    if not tracking.strip():
        raise Refused("no-tracking", "邮寄没有邮件号", "请填写邮政EMS或者挂号信的邮件号")
    if tracking.strip().upper().startswith(_COURIERS):
        raise Refused(
            "not-post", f"“{tracking.strip()}”像是快递单号", "公文须经邮政企业寄递，请改用邮政EMS或者挂号信"
        )


def _demand_free(letter: Letter) -> None:
    last = letter.deliveries.order_by("-pk").first()
    if last is None:
        return
    if not last.result:
        raise Refused("pending", f"{last.sent_on} 的送达还没有结果", "请先登记结果，再重新送达")
    if last.result in TAKEN:
        raise Refused("served", f"{letter.number} 已经送达（{last.get_result_display()}）", "无需再送")
