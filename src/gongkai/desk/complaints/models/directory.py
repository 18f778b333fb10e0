"""消费者协会 and 消费维权服务站: the office's directory, and the disputes that went there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.models import Case
from gongkai.sealing.ids import new_uid


class MediationBody(models.Model):
    """One entry of the directory, as it stood from ``since`` to ``until``.

    A change ends the entry and begins another of the same name, so that an old case shows what stood then.
    ``rules`` is the title of the rules by which it mediates, ``limit`` the time that it gives itself, as
    :func:`gongkai.law.bodies.own_limit` reads it; empty where the office does not know.
    """

    class Kind(models.TextChoices):
        """What it is."""

        ASSOCIATION = "消费者协会", _("消费者协会")
        STATION = "消费维权服务站", _("消费维权服务站")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind)
    name = models.CharField(_("名称"), max_length=80)
    area = models.CharField(_("区域"), max_length=20, blank=True)
    address = models.CharField(_("地址"), max_length=200)
    phone = models.CharField(_("电话"), max_length=40)
    hours = models.CharField(_("服务时间"), max_length=80)
    rules = models.CharField(_("调解规则"), max_length=120, blank=True, default="")
    limit = models.CharField(_("调解期限"), max_length=16, blank=True, default="")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("调解组织")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(until__isnull=True), name="mediation_body_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="mediation_body_days_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "area", "name"], name="mediation_body_by_area")]

    def __str__(self) -> str:
        return self.name


class Delegation(models.Model):
    """A dispute that a body of the directory mediates: for the bureau 委托调解, or by itself 转出.

    Entrusted, the case stays the bureau's with all its clocks and may not close before the result. Handed
    over, it ended here with the decision 移送; what becomes of it is not administrative mediation, follows
    the body's own rules, and is written down when it is known.
    """

    class Way(models.TextChoices):
        """Whose mediation it is."""

        ENTRUSTED = "委托调解", _("委托调解")
        HANDED = "转出调解", _("转出调解")

    class Result(models.TextChoices):
        """What became of it."""

        AGREED = "达成一致", _("达成一致")
        FAILED = "未达成一致", _("未达成一致")
        DECLINED = "未受理", _("未受理")

    case = models.ForeignKey(Case, models.PROTECT, related_name="delegations")
    body = models.ForeignKey(MediationBody, models.PROTECT, related_name="delegations")
    way = models.CharField(_("方式"), max_length=4, choices=Way)
    consent = models.CharField(_("当事人同意的凭证"), max_length=200)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    result = models.CharField(_("结果"), max_length=8, choices=Result, blank=True)
    result_on = models.DateField(_("结果日期"), null=True, blank=True)
    result_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.CharField(_("结果凭证"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("调解组织调解")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(result_on__isnull=True), name="delegation_one_waits"
            ),
            models.CheckConstraint(condition=~Q(consent=""), name="delegation_has_consent"),
            models.CheckConstraint(
                condition=Q(result_on__isnull=True, result="")
                | (Q(result_on__gte=F("on"), result_by__isnull=False) & ~Q(result="") & ~Q(proof="")),
                name="delegation_result_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["body", "on"], name="delegation_by_body")]
