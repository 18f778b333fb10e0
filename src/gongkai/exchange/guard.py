"""Nothing runs backwards: what database, ``state.json`` and portal remember must agree (SEALING.md 3.6)."""

from __future__ import annotations

from gongkai.desk.casework import keyring
from gongkai.exchange import log
from gongkai.exchange.models import OutMessage
from gongkai.refusal import Refused
from gongkai.sealing.messages import Place

_MEND = "数据库可能是旧备份：已停止外发，请从门户核对后恢复"


def demand_forward(at_portal: Place) -> None:
    """Refuse (``E_ROLLBACK``) when portal or ``state.json`` know more than this database, or other things.

    A portal that knows less is no refusal: it gets the rest again.
    """
    log.demand_unbroken()
    epoch = keyring.store().state()["epoch"]
    ours = OutMessage.objects.order_by("-epoch", "-seq").values_list("epoch", flat=True).first() or 1
    if at_portal.epoch > epoch or ours > epoch:
        raise Refused("E_ROLLBACK", f"门户已在第 {at_portal.epoch} 纪元，本机为第 {epoch} 纪元", _MEND)
    if at_portal.applied == 0:
        return
    known = OutMessage.objects.filter(seq=at_portal.applied).order_by("-epoch").first()
    if known is None:
        raise Refused("E_ROLLBACK", f"门户已应用到第 {at_portal.applied} 号消息，本机没有这一条", _MEND)
    if known.digest != at_portal.last:
        raise Refused("E_ROLLBACK", f"门户应用的第 {at_portal.applied} 号消息与本机的不同", _MEND)
