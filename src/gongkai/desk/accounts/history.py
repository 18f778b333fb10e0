"""What happened to an account, in words, out of its chain of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Event
from gongkai.sealing.times import moment

WORDS = {
    "factor-added": gettext_lazy("启用二次验证"),
    "factor-removed": gettext_lazy("停用二次验证"),
    "codes-made": gettext_lazy("生成恢复码"),
    "password-changed": gettext_lazy("修改口令"),
    "reset-asked": gettext_lazy("申请重设"),
    "reset-confirmed": gettext_lazy("确认重设"),
    "reset-used": gettext_lazy("用一次性码重设"),
    "reset-ended": gettext_lazy("作废重设"),
    "deputy-set": gettext_lazy("设定代理"),
    "deputy-ended": gettext_lazy("结束代理"),
    "duty-given": gettext_lazy("授予职责"),
    "duty-ended": gettext_lazy("结束职责"),
    "post-given": gettext_lazy("任职"),
    "identity-given": gettext_lazy("登记登录方式"),
    "identity-confirmed": gettext_lazy("确认登录方式"),
    "identity-ended": gettext_lazy("结束登录方式"),
    "entered": gettext_lazy("登记工作人员"),
    "renamed": gettext_lazy("更正姓名"),
    "came-back": gettext_lazy("回岗"),
    "left": gettext_lazy("离岗"),
    "sessions-ended": gettext_lazy("结束登录"),
}
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Move:
    """One event for the timeline."""

    at: datetime
    words: str
    by: str


def moves(officer: Officer) -> list[Move]:
    """The newest events of an account, newest first."""
    rows = list(Event.objects.filter(stream=f"officer/{officer.uid}").order_by("-n")[:SHOWN])
    names = dict(Officer.objects.filter(uid__in={one.by for one in rows}).values_list("uid", "name"))
    return [
        Move(moment(one.recorded), str(WORDS.get(one.type, one.type)), names.get(one.by, _("系统")))
        for one in rows
    ]
