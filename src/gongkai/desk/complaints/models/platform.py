"""What the bureau asks of the platform that sent a worksheet: to take it back 退单, for more time 延期."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case


class PlatformAsk(models.Model):
    """One request to the platform and its word. The statutory clock knows nothing of it and runs on.

    ``number`` and ``due_before`` are the worksheet's number and date as they stood when it was asked;
    ``wanted_on`` the date asked for, ``until`` the one that was given.
    """

    class Kind(models.TextChoices):
        """What is asked."""

        RETURN = "退单", _("退单")
        EXTENSION = "延期", _("延期")

    case = models.ForeignKey(Case, models.PROTECT, related_name="platform_asks")
    kind = models.CharField(_("申请"), max_length=4, choices=Kind)
    number = models.CharField(_("来源单号"), max_length=64, blank=True)
    reason = models.CharField(_("理由"), max_length=400)
    proof = models.CharField(_("佐证材料"), max_length=200, blank=True)
    due_before = models.DateField(_("原反馈时限"), null=True, blank=True)
    wanted_on = models.DateField(_("申请延期到"), null=True, blank=True)
    asked_on = models.DateField(_("申请日期"))
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    granted = models.BooleanField(_("平台同意"), null=True, blank=True)
    until = models.DateField(_("同意延期到"), null=True, blank=True)
    said = models.CharField(_("平台的意见"), max_length=200, blank=True)
    answered_on = models.DateField(_("平台答复日期"), null=True, blank=True)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("平台申请")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(answered_on__isnull=True),
                name="platform_ask_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, granted__isnull=True, until__isnull=True)
                | Q(answered_on__gte=F("asked_on"), granted__isnull=False, answered_by__isnull=False),
                name="platform_ask_answered_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind="延期") | Q(wanted_on__isnull=False), name="platform_ask_extension_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(kind="退单") | (~Q(proof="") & Q(until__isnull=True)),
                name="platform_ask_return_has_proof",
            ),
        ]
