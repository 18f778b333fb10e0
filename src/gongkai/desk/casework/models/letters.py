"""Letters of a case with their seals and deliveries; the gate's register; the office's own templates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.casework.models.case import Case
from gongkai.desk.casework.models.keeping import Attachment
from gongkai.desk.casework.models.registration import Registration
from gongkai.sealing.ids import new_uid


class LetterTemplate(models.Model):
    """One version of a template in DOCX that the office edits; the newest one is used, old ones stay."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="letter_templates")
    key = models.CharField(_("文书"), max_length=24)
    no = models.PositiveIntegerField(_("版次"))
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    docx = models.BinaryField()
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("文书模板")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "key", "no"], name="letter_template_version_once")
        ]


class Letter(models.Model):
    """One letter of a case 文书: numbered, bound to the rule set of its day, its words sealed.

    ``key`` is a letter of :mod:`gongkai.law.letters`; ``cause`` says what it is about (``decision/3``), so
    that a run that was killed writes no letter twice. ``sealed`` holds the document under the case's key,
    ``digest`` the SHA-256 of its canonical JSON salted by the sealing's commitment.
    """

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    key = models.CharField(_("文书"), max_length=24)
    cause = models.CharField(_("事由"), max_length=40)
    title = models.CharField(_("标题"), max_length=80)
    number = models.CharField(_("编号"), max_length=64)
    ruleset = models.CharField(_("适用规定"), max_length=40)
    remedy_ruleset = models.CharField(_("救济依据"), max_length=40, blank=True)
    review_first = models.BooleanField(_("复议前置"), default=False)
    dated = models.DateField(_("成文日期"))
    made_at = models.DateTimeField(_("制作时间"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, blank=True, related_name="+")
    sealed = models.BinaryField()
    commitment = models.CharField(max_length=64)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("文书")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["case", "key", "cause"], condition=Q(voided_on__isnull=True), name="letter_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "dated", "id"], name="letter_by_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class SealUse(models.Model):
    """用印登记: the seal was put on a letter, by whom, approved by whom, on how many copies.

    ``stamped``: the file that came back from the city's service for electronic seals 电子签章.
    """

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="seal_use")
    seal = models.CharField(_("印章"), max_length=60)
    on = models.DateField(_("用印日期"))
    copies = models.PositiveSmallIntegerField(_("份数"), default=1)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    stamped = models.ForeignKey(Attachment, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("用印登记")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(by=F("approved_by")), name="seal_four_eyes"),
            models.CheckConstraint(condition=Q(copies__gte=1), name="seal_copies_positive"),
        ]


class Delivery(models.Model):
    """One attempt to serve a letter 送达. The day of the answer is ``sent_on`` where it went by post."""

    class Way(models.TextChoices):
        """How it goes; the words of the register."""

        VISIT = "当面", _("当面领取")
        POST = "邮寄", _("邮寄（邮政EMS、挂号）")
        EMAIL = "电子邮件", _("电子邮件")
        FAX = "传真", _("传真")
        ENTRUSTED = "委托送达", _("委托其他行政机关送达")
        NOTICE = "公告", _("公告送达")
        PLATFORM = "网络", _("网上查询（申请人选择的）")

    class Result(models.TextChoices):
        """What became of it."""

        PENDING = "", _("尚无结果")
        SERVED = "已送达", _("本人签收、已送达")
        OTHER = "他人代收", _("他人代收")
        RETURNED = "退件", _("退件")
        REFUSED = "拒收", _("拒收")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    way = models.CharField(_("送达方式"), max_length=8, choices=Way)
    sent_on = models.DateField(_("交邮、发送、交付日期"))
    tracking = models.CharField(_("邮件号"), max_length=40, blank=True)
    result = models.CharField(_("结果"), max_length=8, choices=Result, blank=True)
    result_on = models.DateField(_("结果日期"), null=True, blank=True)
    proof = models.CharField(_("凭证"), max_length=200, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("送达")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(result="") & Q(result_on__isnull=True))
                | (~Q(result="") & Q(result_on__isnull=False) & ~Q(proof="")),
                name="delivery_result_has_day_and_proof",
            ),
            models.CheckConstraint(
                condition=Q(result_on__isnull=True) | Q(result_on__gte=F("sent_on")),
                name="delivery_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(way="邮寄") | ~Q(tracking=""), name="delivery_by_post_has_number"
            ),
        ]


class GateMail(models.Model):
    """收发登记: one piece of mail at the gate. Its first signature in the building is the day of receipt.

    Who wrote it is not kept here: persons stand sealed in the case that it becomes.
    """

    class Kind(models.TextChoices):
        """What was handed over."""

        EMS = "EMS", _("EMS")
        REGISTERED = "挂号信", _("挂号信")
        PLAIN = "平信", _("平信")
        COURIER = "快递", _("其他快递")
        HANDED = "当面递交", _("当面递交")

    class Recognised(models.TextChoices):
        """As what it was recognised."""

        UNKNOWN = "", _("尚未拆阅")
        APPLICATION = "公开申请", _("公开申请")
        COMPLAINT = "投诉举报", _("投诉举报")
        REMEDY = "复议诉讼", _("复议、诉讼文书")
        OTHER = "其他", _("其他来文")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="gate_mail")
    no = models.PositiveIntegerField(_("序号"))
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("邮件种类"), max_length=8, choices=Kind)
    mail_number = models.CharField(_("邮件号"), max_length=40, blank=True)
    postmark_on = models.DateField(_("邮戳日期"), null=True, blank=True)
    signed_by = models.CharField(_("签收人"), max_length=40)
    signed_at = models.DateTimeField(_("签收时间"))
    signed_on = models.DateField(_("签收日期"))
    recognised_as = models.CharField(_("识别为"), max_length=8, choices=Recognised, blank=True)
    handed_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    handed_on = models.DateField(_("移交日期"), null=True, blank=True)
    registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="gate_mail"
    )
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("收发登记")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "no"], name="gate_mail_number_once"),
            models.CheckConstraint(condition=~Q(signed_by=""), name="gate_mail_signed"),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True) | Q(handed_on__gte=F("signed_on")),
                name="gate_mail_days_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "signed_on", "id"], name="gate_mail_by_day")]

    def __str__(self) -> str:
        return f"收〔{self.year}〕{self.no}号"
