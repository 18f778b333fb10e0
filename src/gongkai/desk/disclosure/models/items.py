"""Information items and their way out: submission 送审稿, clearance 审签, release 发布, withdrawal 撤稿.

What was handed in, cleared and released is stored as the exact canonical bytes of SEALING.md 3.2 and never
written again; the columns beside them repeat what lists need.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.sealing.ids import new_uid

INNER_EXTRAS = frozenset(
    {
        *("fields", "source", "urgent", "catalogue", "request", "parties"),
        *("dataset", "period", "figures", "warning_until"),
    }
)
"""What the program itself keeps among an item's other columns; a register never writes or reads it."""
OF_REGISTER = "（台账列）"
"""Ends the name of a register's column that is called like one of those."""


class Item(models.Model):
    """One piece of government information with an index number 索引号 that is never reused.

    ``published_on`` is the day on which it first became public, as the register says or the door did it.
    An item counts once however many outlets carried it.
    """

    class Means(models.TextChoices):
        """公开方式."""

        OPEN = "主动公开", _("主动公开")
        ON_REQUEST = "依申请公开", _("依申请公开")
        CLOSED = "不予公开", _("不予公开")

    class Validity(models.TextChoices):
        """有效性."""

        VALID = "有效", _("有效")
        EXPIRED = "失效", _("失效")
        REPEALED = "废止", _("废止")

    class Kind(models.TextChoices):
        """What the item is to the program."""

        ITEM = "item", _("信息")
        REPORT = "annual-report", _("年度报告")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="items")
    index = models.CharField(_("索引号"), max_length=60)
    title = models.CharField(_("标题"), max_length=300)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.ITEM)
    category = models.CharField(_("信息类别"), max_length=40)
    means = models.CharField(_("公开方式"), max_length=8, choices=Means)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="items")
    doc_no = models.CharField(_("文号"), max_length=80, blank=True)
    formed_on = models.DateField(_("成文日期"), null=True, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    is_norm = models.BooleanField(_("规范性文件"), default=False)
    validity = models.CharField(_("有效性"), max_length=4, choices=Validity, blank=True)
    text = models.TextField(_("内容"), blank=True)
    body = models.JSONField(_("正文（块）"), default=list, blank=True)
    year = models.PositiveSmallIntegerField(_("报告年度"), null=True, blank=True)
    secrecy_reviewed_on = models.DateField(_("保密审查日期"), null=True, blank=True)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    content_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    extras = models.JSONField(_("其他列"), default=dict, blank=True)
    purged_at = models.DateTimeField(_("清除时间"), null=True, blank=True)
    release_at = models.DateTimeField(_("定时发布"), null=True, blank=True)
    until_on = models.DateField(_("公开至"), null=True, blank=True)
    correction = models.CharField(_("更正说明"), max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = _("信息")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "index"], name="item_index_once"),
            models.CheckConstraint(condition=~Q(index=""), name="item_has_index"),
            models.CheckConstraint(
                condition=Q(means__in=["主动公开", "依申请公开", "不予公开"]), name="item_means_known"
            ),
            models.UniqueConstraint(
                fields=["agency", "year"], condition=Q(kind="annual-report"), name="item_one_report_a_year"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "published_on", "id"], name="item_by_day"),
            models.Index(fields=["agency", "doc_no"], name="item_by_doc_no"),
            models.Index(
                fields=["unit", "category", "published_on"],
                condition=Q(voided_on__isnull=True),
                name="item_by_column",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The name of its chain of events."""
        return f"item/{self.uid}"


class Placement(models.Model):
    """An outlet 公开渠道 that carried an item 渠道发布记录, once per item and outlet."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="placements")
    outlet = models.CharField(_("公开渠道"), max_length=12)
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("渠道发布记录")
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "outlet"], name="placement_once")]


class ItemFile(models.Model):
    """An attachment of an item by its digest; the bytes lie in ``files/desk``."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("文件名"), max_length=200)
    type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    alt = models.CharField(_("图片说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("信息附件")
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "name"], name="item_file_name_once")]


class Stage(models.TextChoices):
    """The stages of clearance in their order."""

    FIRST = "first", _("初审")
    SECRECY = "secrecy", _("保密审查")
    SIGN = "sign", _("签发")


class SignOff(models.Model):
    """A sign-off that a register records for an item: who, when, at which stage."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="sign_offs")
    stage = models.CharField(_("环节"), max_length=12, choices=Stage)
    by = models.CharField(_("审签人"), max_length=60)
    on = models.DateField(_("日期"))
    time = models.TimeField(_("时刻"), null=True, blank=True)

    class Meta:
        verbose_name = _("台账审签")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "stage"], name="sign_off_stage_once"),
            models.CheckConstraint(condition=~Q(by=""), name="sign_off_has_name"),
        ]


class Submission(models.Model):
    """The exact content handed in for clearance 送审稿.

    ``route``, ``release_at`` and ``carries`` (a unit head's clearance taken over for an editorial change)
    repeat what the door reads from the bytes.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="submissions")
    no = models.PositiveIntegerField(_("第几次送审"))
    content = models.BinaryField()
    content_digest = models.CharField(max_length=64)
    body = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    author = models.CharField(_("送审人"), max_length=60)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("送审时间"))
    imported = models.BooleanField(_("来自台账"), default=False)
    route = models.CharField(_("审签路线"), max_length=16, default="unit")
    release_at = models.DateTimeField(_("定时发布"), null=True, blank=True)
    carries = models.ForeignKey("Clearance", models.PROTECT, null=True, blank=True, related_name="carried_by")

    class Meta:
        verbose_name = _("送审稿")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "no"], name="submission_number_once")
        ]


class Clearance(models.Model):
    """One person's decision about one submission 审签, with a note by ``clear.key``.

    ``imported`` ones stand for a sign-off that the register records; ``at`` is its time there.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="clearances")
    stage = models.CharField(_("环节"), max_length=12, choices=Stage)
    decision = models.CharField(_("意见"), max_length=12)
    by = models.CharField(_("审签人"), max_length=60)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("审签时间"))
    body = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    note = models.TextField()
    recalled_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    imported = models.BooleanField(_("来自台账"), default=False)

    class Meta:
        verbose_name = _("审签")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "stage"],
                condition=Q(recalled_at__isnull=True),
                name="clearance_stage_once",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["open", "on_request", "closed", "partly", "return"]),
                name="clearance_decision_known",
            ),
        ]


class Release(models.Model):
    """What the door let out 发布: number ``no`` of an item."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="releases")
    no = models.PositiveIntegerField(_("第几次发布"))
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="release")
    body = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(_("公开起"))
    until = models.DateTimeField(_("公开止"), null=True, blank=True)
    at = models.DateTimeField(_("发布时间"))
    log_index = models.PositiveBigIntegerField(_("发布日志序号"), unique=True)
    delivered_at = models.DateTimeField(_("到达时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("发布")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "no"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="release_times_in_order"
            ),
        ]


class Withdrawal(models.Model):
    """A release taken down 撤稿 or at its end 停止公示; the tombstone that stays in its place.

    ``log_index`` is null until the exchange has sent it out.
    """

    release = models.OneToOneField(Release, models.PROTECT, related_name="withdrawal")
    body = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("原因代码"), max_length=24)
    by = models.CharField(_("撤稿人"), max_length=60)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("撤稿时间"))
    log_index = models.PositiveBigIntegerField(_("发布日志序号"), unique=True, null=True)
    is_emergency = models.BooleanField(_("先撤后补"), default=False)

    class Meta:
        verbose_name = _("撤稿")
