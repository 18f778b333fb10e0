"""Samples 抽检样品, what happened to them, the registers that bring them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.sealing.ids import new_uid


class Sample(models.Model):
    """One sample 抽检样品, or one failed item 不合格项目 of it."""

    class Verdict(models.TextChoices):
        """结论."""

        PASSED = "合格", _("合格")
        FAILED = "不合格", _("不合格")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="samples")
    number = models.CharField(_("抽样编号"), max_length=60)
    failed_item = models.CharField(_("不合格项目"), max_length=120, blank=True)
    batch = models.CharField(_("公告批次"), max_length=80, blank=True)
    food = models.CharField(_("食品名称"), max_length=160)
    spec = models.CharField(_("规格型号"), max_length=80, blank=True)
    trademark = models.CharField(_("商标"), max_length=80, blank=True)
    produced = models.CharField(_("生产日期或批号"), max_length=60, blank=True)
    maker = models.CharField(_("标称生产企业"), max_length=160, blank=True)
    maker_address = models.CharField(_("标称生产企业地址"), max_length=200, blank=True)
    sampled_unit = models.CharField(_("被抽样单位"), max_length=160, blank=True)
    sampled_address = models.CharField(_("被抽样单位地址"), max_length=200, blank=True)
    found = models.CharField(_("检验结果"), max_length=120, blank=True)
    standard = models.CharField(_("标准值"), max_length=120, blank=True)
    verdict = models.CharField(_("结论"), max_length=4, choices=Verdict, blank=True)
    lab = models.CharField(_("检验机构"), max_length=120, blank=True)
    task = models.CharField(_("任务来源"), max_length=120, blank=True)
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    content_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    extras = models.JSONField(_("其他列"), default=dict, blank=True)

    class Meta:
        verbose_name = _("抽检样品")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number", "failed_item"], name="sample_item_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["合格", "不合格", ""]), name="sample_verdict_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "reported_on", "id"], name="sample_by_day"),
            models.Index(fields=["agency", "batch", "id"], name="sample_by_batch"),
            models.Index(fields=["agency", "batch"], condition=Q(verdict="不合格"), name="sample_failed"),
        ]

    def __str__(self) -> str:
        return self.number


class SampleVoiding(models.Model):
    """A sample taken out 作废: all rows of its number are voided, the number stays and never comes again.

    ``sample`` is the first row of the number. ``reason`` says in words why, another person agreed.
    """

    class Ground(models.TextChoices):
        """Why a sample does not count."""

        MISTAKE = "误录", _("误录")
        TWICE = "重复", _("重复录入")
        INVALID = "抽样无效", _("抽样或者检验无效")

    sample = models.OneToOneField(Sample, models.PROTECT, related_name="voiding")
    ground = models.CharField(_("情形"), max_length=8, choices=Ground)
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))
    approver = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("抽检样品作废")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(approver=F("by")), name="sample_voiding_approved_by_another"),
            models.CheckConstraint(
                condition=Q(ground__in=["误录", "重复", "抽样无效"]) & ~Q(reason=""),
                name="sample_voiding_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()


class Recheck(models.Model):
    """What followed a failed conclusion: when it was received, and the second test 复检 if one was asked for.

    ``sample`` is the first row of the number. ``told_on`` is the day on which the last who may ask got the
    conclusion 收到检验结论; from it the period of 食品安全法第八十八条 runs. A second test that ends with
    :attr:`Outcome.OVERTURNED` lets the sample pass: the register keeps what the first test said.
    """

    class Outcome(models.TextChoices):
        """What the second test said."""

        UPHELD = "维持", _("维持不合格结论")
        OVERTURNED = "合格", _("复检合格")

    sample = models.OneToOneField(Sample, models.PROTECT, related_name="recheck")
    told_on = models.DateField(_("收到检验结论日期"))
    proof = models.CharField(_("送达凭据"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))
    asked_on = models.DateField(_("申请复检日期"), null=True, blank=True)
    settled_on = models.DateField(_("复检结论日期"), null=True, blank=True)
    settled_at = models.DateTimeField(_("复检结论登记时间"), null=True, blank=True)
    outcome = models.CharField(_("复检结论"), max_length=4, choices=Outcome, blank=True)
    outcome_proof = models.CharField(_("复检报告编号"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("检验结论告知与复检")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(proof=""), name="recheck_told_with_proof"),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True) | Q(asked_on__gte=F("told_on")),
                name="recheck_asked_after_told",
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settled_at__isnull=True, outcome="", outcome_proof="")
                | (
                    Q(asked_on__isnull=False, settled_on__gte=F("asked_on"), settled_at__isnull=False)
                    & Q(outcome__in=["维持", "合格"])
                    & ~Q(outcome_proof="")
                ),
                name="recheck_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.told_on)


class SampleFile(models.Model):
    """A register of samples that somebody uploaded: it waits for a decision, with what it would bring.

    ``content`` are its bytes while it waits; ``result`` is :class:`~gongkai.desk.enforcement.sampling.Read`.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("待确认")
        TAKEN = "taken", _("已导入")
        DROPPED = "dropped", _("已放弃")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    result = models.JSONField(_("结果"), default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("抽检台账文件")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", content__isnull=False, decided_at__isnull=True)
                | Q(state__in=["taken", "dropped"], content__isnull=True, decided_at__isnull=False),
                name="sample_file_bytes_while_it_waits",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "-id"], name="sample_file_newest")]

    def __str__(self) -> str:
        return self.name
