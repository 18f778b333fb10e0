"""Penalty decisions 行政处罚决定, what became of them and where they were pushed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Line, Officer
from gongkai.sealing.ids import new_uid


class Penalty(models.Model):
    """One penalty decision 行政处罚决定 as the register has it. The name of a natural person is sealed.

    ``party`` holds the name of an enterprise or sole trader, which is public; for 自然人 it holds the masked
    name (姓+某) and ``party_sealed`` the full one. Where a register leaves 当事人类型 empty, so is
    ``party_kind``, and a party without a credit code is taken for a natural person.
    """

    class PartyKind(models.TextChoices):
        """当事人类型."""

        ENTERPRISE = "企业", _("企业")
        TRADER = "个体工商户", _("个体工商户")
        PERSON = "自然人", _("自然人")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="penalties")
    organ = models.CharField(_("处罚机关"), max_length=120)
    doc_no = models.CharField(_("决定书文号"), max_length=80)
    party = models.CharField(_("当事人名称"), max_length=160)
    party_sealed = models.BinaryField(null=True, blank=True)
    party_kind = models.CharField(_("当事人类型"), max_length=8, choices=PartyKind, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    violation = models.CharField(_("违法行为类型"), max_length=200)
    facts = models.TextField(_("违法事实"), blank=True)
    basis = models.TextField(_("处罚依据"), blank=True)
    sanction = models.CharField(_("处罚种类"), max_length=120, blank=True)
    content = models.TextField(_("处罚内容"), blank=True)
    fine_fen = models.PositiveBigIntegerField(_("罚款金额（分）"), default=0)
    confiscated_fen = models.PositiveBigIntegerField(_("没收金额（分）"), default=0)
    decided_on = models.DateField(_("决定日期"))
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    is_cross_province = models.BooleanField(_("是否跨省"), default=False)
    line = models.CharField(_("条线"), max_length=4, choices=Line, blank=True)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    content_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    extras = models.JSONField(_("其他列"), default=dict, blank=True)

    class Meta:
        verbose_name = _("行政处罚决定")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organ", "doc_no"], name="penalty_number_once"),
            models.CheckConstraint(
                condition=Q(party_kind__in=["企业", "个体工商户", "自然人", ""]), name="penalty_party_known"
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True) | Q(served_on__gte=F("decided_on")),
                name="penalty_served_after_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "decided_on", "id"], name="penalty_by_day"),
            models.Index(fields=["agency", "doc_no"], name="penalty_by_number"),
        ]


class Push(models.Model):
    """A decision pushed 推送 to where its party is registered, in another province (总局令第45号第十条).

    ``to`` is the bureau there, ``proof`` the number of the platform's receipt or of the letter.
    """

    penalty = models.OneToOneField(Penalty, models.PROTECT, related_name="push")
    to = models.CharField(_("推送至"), max_length=120)
    pushed_on = models.DateField(_("推送日期"))
    proof = models.CharField(_("凭据"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("处罚信息推送")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(to="") & ~Q(proof=""), name="push_has_proof"),
        ]

    def __str__(self) -> str:
        return self.to


class Revocation(models.Model):
    """What became of a decision: changed, revoked, found unlawful or void, or entered by mistake.

    What was published of it is taken back within three working days (总局令第45号第十一条). ``proof`` names
    the document that says so, or why the entry was a mistake.
    """

    class Ground(models.TextChoices):
        """The grounds of article 11, and the slip of the register."""

        CHANGED = "变更", _("依法变更")
        REVOKED = "撤销", _("依法撤销")
        UNLAWFUL = "确认违法", _("确认违法")
        VOID = "确认无效", _("确认无效")
        MISTAKE = "误录", _("误录作废")

    penalty = models.OneToOneField(Penalty, models.PROTECT, related_name="revocation")
    ground = models.CharField(_("情形"), max_length=8, choices=Ground)
    on = models.DateField(_("生效日期"))
    proof = models.CharField(_("依据"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))
    approver = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    """Who agreed that the entry was a mistake; the other grounds have a document that says so."""

    class Meta:
        verbose_name = _("处罚决定变更撤销")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("by")),
                name="revocation_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ground__in=["变更", "撤销", "确认违法", "确认无效", "误录"]) & ~Q(proof=""),
                name="revocation_has_proof",
            ),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()
