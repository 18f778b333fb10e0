"""Activities of the year 会议、培训、宣传、回应, the work plan 工作要点, findings of inspections 检查整改."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.disclosure.models import Item
from gongkai.sealing.ids import new_uid


class Activity(models.Model):
    """One activity of the register."""

    class Kind(models.TextChoices):
        """类型."""

        MEETING = "会议", _("会议")
        TRAINING = "培训", _("培训")
        CAMPAIGN = "宣传活动", _("宣传活动")
        PRESS = "新闻发布会", _("新闻发布会")
        ONLINE = "在线访谈", _("在线访谈")
        EXPLAINING = "政策解读", _("政策解读")
        RESPONSE = "热点回应", _("热点回应")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="activities")
    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    name = models.CharField(_("名称"), max_length=160)
    on = models.DateField(_("日期"))
    organiser = models.CharField(_("主办单位"), max_length=120, blank=True)
    people = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    is_lead_present = models.BooleanField(_("主要负责同志参加"), default=False)
    related_item = models.CharField(_("关联信息索引号"), max_length=60, blank=True)
    note = models.TextField(_("说明"), blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    leaflets = models.PositiveIntegerField(_("发放材料份数"), null=True, blank=True)
    consulted = models.PositiveIntegerField(_("接待咨询人次"), null=True, blank=True)
    cases = models.PositiveIntegerField(_("现场受理件数"), null=True, blank=True)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    content_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    extras = models.JSONField(_("其他列"), default=dict, blank=True)

    class Meta:
        verbose_name = _("活动")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "kind", "name", "on"], name="activity_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["会议", "培训", "宣传活动", "新闻发布会", "在线访谈", "政策解读", "热点回应"]
                ),
                name="activity_kind_known",
            ),
        ]


class PlannedTask(models.Model):
    """One task of the yearly work plan 工作要点 or of a key area 重点领域."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "未完成", _("未完成")
        DONE = "已完成", _("已完成")
        DROPPED = "不再执行", _("不再执行")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="planned_tasks")
    year = models.PositiveSmallIntegerField(_("年度"))
    task = models.CharField(_("任务"), max_length=300)
    source = models.CharField(_("来源文件"), max_length=200, blank=True)
    key_area = models.CharField(_("重点领域"), max_length=80, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="planned_tasks")
    due_on = models.DateField(_("完成时限"))
    state = models.CharField(_("状态"), max_length=4, choices=State, default=State.OPEN)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("工作要点任务")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "task"], name="planned_task_once"),
            models.CheckConstraint(
                condition=(Q(state="已完成") & Q(done_on__isnull=False))
                | (~Q(state="已完成") & Q(done_on__isnull=True)),
                name="planned_task_done_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.task

    @property
    def stream(self) -> str:
        """The name of its chain of events."""
        return f"task/{self.uid}"


class Evidence(models.Model):
    """What shows that a task was done: an item, an activity, a document."""

    task = models.ForeignKey(PlannedTask, models.PROTECT, related_name="evidence")
    on = models.DateField(_("日期"))
    what = models.CharField(_("佐证"), max_length=300)
    item_index = models.CharField(_("索引号"), max_length=60, blank=True)
    by = models.CharField(_("登记人"), max_length=60)

    class Meta:
        verbose_name = _("佐证")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "on", "what"], name="evidence_once"),
            models.CheckConstraint(condition=~Q(what=""), name="evidence_says_what"),
        ]


class Finding(models.Model):
    """What an inspection of the information work found 检查发现问题, until somebody else confirms it mended.

    The inspector gave either a number of working days from ``told_on`` or a date; ``extended_to`` is the day
    of the newest extension that was granted; ``due_on`` is a cache of what follows
    (:mod:`gongkai.desk.oversight.inspecting`). ``words`` are masked. What was entered by mistake is void; its
    number stays.
    """

    class Inspector(models.TextChoices):
        """Who inspected."""

        SUPERIOR = "superior", _("上级政务公开办")
        SECRECY = "secrecy", _("保密局")
        TESTING = "testing", _("第三方测评")
        SELF = "self", _("自查")
        OTHER = "other", _("其他机关")

    class Kind(models.TextChoices):
        """What is wrong."""

        WORDING = "wording", _("错敏词")
        LINK = "link", _("错链")
        EMPTY = "empty", _("空白栏目")
        STALE = "stale", _("更新不及时")
        PRIVACY = "privacy", _("泄露隐私")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("待整改")
        MENDED = "mended", _("已整改，待确认")
        CLOSED = "closed", _("已销号")
        VOIDED = "voided", _("作废")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="findings")
    number = models.CharField(_("编号"), max_length=40)
    inspector = models.CharField(_("检查单位"), max_length=8, choices=Inspector)
    body = models.CharField(_("检查单位名称"), max_length=120, blank=True)
    reference = models.CharField(_("通报文号"), max_length=80, blank=True)
    found_on = models.DateField(_("检查日期"))
    kind = models.CharField(_("问题类型"), max_length=8, choices=Kind)
    words = models.TextField(_("问题描述"))
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="findings_of_it")
    column = models.CharField(_("栏目"), max_length=24, blank=True)
    address = models.CharField(_("网址"), max_length=500, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings")
    told_on = models.DateField(_("收到通报日期"))
    days = models.PositiveSmallIntegerField(_("整改期限（工作日）"), null=True, blank=True)
    set_due_on = models.DateField(_("指定的整改日期"), null=True, blank=True)
    extended_to = models.DateField(_("延长到"), null=True, blank=True)
    due_on = models.DateField(_("整改期限（缓存）"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"))
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("检查发现问题")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=Q(inspector__in=["superior", "secrecy", "testing", "self", "other"]),
                name="finding_inspector_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["wording", "link", "empty", "stale", "privacy", "other"]),
                name="finding_kind_known",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="finding_says_what"),
            models.CheckConstraint(
                condition=Q(days__isnull=False, set_due_on__isnull=True)
                | Q(days__isnull=True, set_due_on__isnull=False),
                name="finding_has_one_limit",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="finding_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state="voided", voided_on__isnull=False)
                | (~Q(state="voided") & Q(voided_on__isnull=True)),
                name="finding_voided_has_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "state", "due_on", "id"], name="finding_by_state"),
            models.Index(fields=["unit", "id"], name="finding_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """The name of its chain of events."""
        return f"finding/{self.uid}"


class Mending(models.Model):
    """What was done about a finding 整改情况, with its proof, and what somebody else said of it 复核."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="mendings")
    no = models.PositiveSmallIntegerField(_("次数"))
    on = models.DateField(_("整改日期"))
    words = models.TextField(_("整改情况"))
    proof = models.CharField(_("凭证说明"), max_length=300, blank=True)
    scan = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("填报时间"))
    accepted = models.BooleanField(_("确认"), null=True, blank=True)
    judged_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    judged_on = models.DateField(_("复核日期"), null=True, blank=True)
    note = models.CharField(_("复核意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("整改情况")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "no"], name="mending_number_once"),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(accepted__isnull=True), name="mending_waits_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="mending_says_what"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, judged_by__isnull=True, judged_on__isnull=True)
                | Q(accepted__isnull=False, judged_by__isnull=False, judged_on__isnull=False),
                name="mending_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("by")), name="mending_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(accepted=False) | ~Q(note=""), name="mending_sent_back_has_reason"
            ),
        ]


class FindingChange(models.Model):
    """More time for a finding 延长整改期限, or another unit 移交; asked for by one, granted by another."""

    class Kind(models.TextChoices):
        """What is to change."""

        EXTEND = "extend", _("延长期限")
        HAND_OVER = "hand-over", _("移交责任单位")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="changes")
    no = models.PositiveSmallIntegerField(_("次数"))
    kind = models.CharField(_("变动"), max_length=9, choices=Kind)
    until = models.DateField(_("延长到"), null=True, blank=True)
    before = models.DateField(_("原期限"), null=True, blank=True)
    from_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("申请时间"))
    granted = models.BooleanField(_("批准"), null=True, blank=True)
    judged_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    judged_on = models.DateField(_("审批日期"), null=True, blank=True)
    note = models.CharField(_("审批意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("检查问题变动")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "no"], name="finding_change_number_once"),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(granted__isnull=True), name="finding_change_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="extend", until__isnull=False, before__isnull=False, unit__isnull=True)
                | Q(kind="hand-over", until__isnull=True, unit__isnull=False, from_unit__isnull=False),
                name="finding_change_is_one_of_two",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("before")), name="finding_change_gives_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="finding_change_has_reason"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, judged_by__isnull=True, judged_on__isnull=True)
                | Q(granted__isnull=False, judged_by__isnull=False, judged_on__isnull=False),
                name="finding_change_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("by")), name="finding_change_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(granted=False) | ~Q(note=""), name="finding_change_declined_has_reason"
            ),
        ]
