"""Penalty decisions and samples 行政处罚、抽检: where publishable facts come from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Line, Officer, Unit
from gongkai.desk.disclosure.models import Item
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
        indexes: ClassVar = [models.Index(fields=["agency", "decided_on", "id"], name="penalty_by_day")]


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


class Investigation(models.Model):
    """An investigation 案件: opened on a day, from a clue or a check, ended by a decision or without one."""

    class Ending(models.TextChoices):
        """How it ended."""

        PENALTY = "行政处罚", _("行政处罚")
        NONE = "不予处罚", _("不予处罚")
        DROPPED = "撤销案件", _("撤销案件")
        MOVED = "移送", _("移送")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="investigations")
    number = models.CharField(_("立案号"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="investigations")
    line = models.CharField(_("条线"), max_length=4, choices=Line, blank=True)
    respondent = models.CharField(_("当事人"), max_length=160, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    violation = models.CharField(_("涉嫌违法行为"), max_length=200)
    opened_on = models.DateField(_("立案日期"))
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    ended_on = models.DateField(_("结案日期"), null=True, blank=True)
    ending = models.CharField(_("结案方式"), max_length=8, choices=Ending, blank=True)
    penalty = models.ForeignKey(Penalty, models.PROTECT, null=True, blank=True, related_name="investigations")

    class Meta:
        verbose_name = _("立案调查")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="investigation_number_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")),
                name="investigation_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ending="") | Q(ended_on__isnull=False) & ~Q(ending=""),
                name="investigation_ends_somehow",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "opened_on", "id"], name="investigation_by_day")]

    def __str__(self) -> str:
        return self.number


class Published(models.Model):
    """An item of disclosure that was drawn from a decision or from a batch of samples.

    ``tied_by`` said of an item that came by itself that it publishes the batch; null where it was drawn.
    """

    penalty = models.ForeignKey(Penalty, models.PROTECT, null=True, blank=True, related_name="published")
    batch = models.CharField(_("公告批次"), max_length=80, blank=True)
    item = models.OneToOneField(Item, models.PROTECT, related_name="drawn_from")
    tied_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    tied_at = models.DateTimeField(_("认定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("由执法记录生成的信息")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(penalty__isnull=False, batch="") | Q(penalty__isnull=True) & ~Q(batch=""),
                name="published_from_one_source",
            ),
            models.CheckConstraint(
                condition=Q(tied_by__isnull=True, tied_at__isnull=True)
                | Q(tied_by__isnull=False, tied_at__isnull=False, penalty__isnull=True),
                name="published_tied_by_somebody",
            ),
        ]


class EarlyPublication(models.Model):
    """That a batch may be published before its failed conclusions are final 提前公布: by whom, why.

    ``numbers``: the failed samples that were not final then; one that fails later needs its own.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="early_publications")
    numbers = models.JSONField(_("抽样编号"))
    reason = models.CharField(_("提前公布的理由"), max_length=200)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("提前公布")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="early_has_reason")]

    def __str__(self) -> str:
        return self.reason
