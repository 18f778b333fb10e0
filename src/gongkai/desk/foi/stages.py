"""The stages of an application, around the three that all cases share."""

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
