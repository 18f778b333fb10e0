"""The stages of an application, the steps of its reply chain, and what goes up to the main leader."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where an application stands."""

    OPEN = "open", _("在办")
    CORRECTING = "correcting", _("等待补正")
    PAYING = "paying", _("等待缴费")
    CHAIN = "chain", _("答复审批")
    SIGNED = "signed", _("待送达")
    SERVED = "served", _("已答复")
    CLOSED = "closed", _("办结")
    VOIDED = "voided", _("作废")


WAITS_FOR_APPLICANT = (Stage.CORRECTING, Stage.PAYING)
"""The applicant has to act; the reply clock stands still."""
REPLIED = (Stage.SERVED, Stage.CLOSED)
"""The answer has gone out."""


class Step(models.TextChoices):
    """The steps of the reply chain 答复审批单 in their order."""

    UNIT = "unit", _("承办单位负责人")
    LEGAL = "legal", _("合法性审查")
    SECRECY = "secrecy", _("保密审查")
    LEADER = "leader", _("分管领导签发")
    MAIN = "main", _("主要负责人签发")


CHAIN = (Step.UNIT, Step.LEGAL, Step.SECRECY, Step.LEADER)
"""The usual way: a step is open when all before it have passed, the last one issues the letter."""
LONG_CHAIN = (*CHAIN, Step.MAIN)
"""Where the office's policy wants the main leader 主要负责人 to sign after the leader in charge."""


MERGEABLE = (Step.LEGAL, Step.SECRECY, Step.UNIT)
"""Steps that a small bureau may merge into the leader's signature (``reply_chain_merges``)."""


class Occasion(models.TextChoices):
    """What goes up to the main leader where the policy of the office (``main_leader_signs``) names it."""

    DENY = "deny", _("不予公开")
    PARTIAL = "partial", _("部分公开")
    UNABLE = "unable", _("无法提供")
    SKIP = "skip", _("不予处理")
    THIRD = "third", _("第三方不同意而决定公开")
    EXTEND = "extend", _("延期答复")
    POSTPONE = "postpone", _("大量申请延迟答复")
