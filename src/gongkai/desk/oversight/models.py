"""Activities of the year 会议、培训、宣传、回应 and the yearly work plan 工作要点 with its evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Unit
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
