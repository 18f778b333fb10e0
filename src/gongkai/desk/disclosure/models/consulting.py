"""意见征集: a draft before the public, the opinions that came in, and what became of them 采纳情况."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models.items import Item
from gongkai.sealing.ids import new_uid


class Consultation(models.Model):
    """The public is asked about the draft that an item shows, from ``opens_on`` to ``closes_on``.

    Both days count; ``feedback_by`` is the promised day by which ``feedback`` (an item of its own) is public.
    ``final`` is the document that came of the draft. ``short_reason`` stands where the period is shorter
    than the law asks in general.
    """

    class Subject(models.TextChoices):
        """What is drafted; the law's period follows from it (:mod:`gongkai.law.consultation`)."""

        BUSINESS = "business", _("与市场主体密切相关的规范性文件")
        DECISION = "decision", _("重大行政决策")
        RULE = "rule", _("参照规章程序的决定、命令")
        OTHER = "other", _("其他规范性文件和事项")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    item = models.OneToOneField(Item, models.PROTECT, related_name="consultation")
    subject = models.CharField(_("征求意见的事项"), max_length=12, choices=Subject)
    basis = models.CharField(_("起草依据"), max_length=300)
    opens_on = models.DateField(_("征集开始"))
    closes_on = models.DateField(_("征集截止"))
    short_reason = models.CharField(_("缩短期限的理由"), max_length=300, blank=True)
    feedback_by = models.DateField(_("反馈期限"))
    feedback = models.OneToOneField(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_of",
        verbose_name=_("采纳情况反馈"),
    )
    final = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("正式文件")
    )
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("意见征集")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="consultation_in_order"),
            models.CheckConstraint(
                condition=Q(feedback_by__gt=F("closes_on")), name="consultation_feedback_after"
            ),
            models.CheckConstraint(
                condition=Q(feedback__isnull=True) | ~Q(feedback=F("item")),
                name="consultation_feedback_other",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)


class Opinion(models.Model):
    """One opinion of the public: masked for work, sealed as it came under a key of its own.

    ``box`` names the receipt of who wrote it; nobody on the desk knows its code. ``adopted`` and ``answer``
    say what became of it.
    """

    class Sender(models.TextChoices):
        """As what somebody writes, as they said themselves."""

        PERSON = "person", _("个人")
        FIRM = "firm", _("企业、个体工商户")
        ASSOCIATION = "association", _("行业协会、商会")
        OTHER = "other", _("其他组织")

    class Adopted(models.TextChoices):
        """What became of an opinion."""

        YES = "yes", _("采纳")
        PARTLY = "partly", _("部分采纳")
        NO = "no", _("未采纳")

    uid = models.CharField(max_length=22, unique=True)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="opinions")
    no = models.PositiveIntegerField(_("序号"))
    box = models.CharField(max_length=22, unique=True)
    sender = models.CharField(_("提出人"), max_length=12, choices=Sender)
    clause = models.CharField(_("针对的条款"), max_length=100, blank=True)
    text = models.TextField(_("意见"))
    dek = models.BinaryField(max_length=80)
    sealed = models.BinaryField()
    came_on = models.DateField(_("提出日期"))
    taken_at = models.DateTimeField(_("登记时间"))
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    adopted = models.CharField(_("采纳情况"), max_length=8, choices=Adopted, blank=True)
    answer = models.CharField(_("说明"), max_length=500, blank=True)
    weighed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    weighed_at = models.DateTimeField(_("研究时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("公众意见")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "no"], name="opinion_number_once"),
            models.CheckConstraint(
                condition=~Q(adopted__in=["partly", "no"]) | ~Q(answer=""),
                name="public_opinion_refusal_has_reason",
            ),
        ]
