"""One piece of background work: what is to be done, how far it is, who has it, what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.sealing.ids import new_uid


class Job(models.Model):
    """Work that is done step by step; ``cursor`` says from where, so a restart goes on and doubles nothing.

    ``arguments`` hold ids, codes and the words of a filter, never a text or a person. ``lease`` names the
    worker that has it until ``lease_until``. ``attempts`` counts how often it was taken up since the last
    finished step. A result is a file by digest (:mod:`gongkai.desk.jobs.results`), for its owner, until
    ``expires_at``.
    """

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting", _("排队")
        RUNNING = "running", _("进行中")
        PAUSED = "paused", _("已暂停")
        DONE = "done", _("完成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="jobs")
    kind = models.CharField(_("种类"), max_length=40)
    title = models.CharField(_("任务"), max_length=120)
    arguments = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(_("已完成"), default=0)
    total = models.PositiveBigIntegerField(_("总数"), null=True, blank=True)
    cursor = models.JSONField(null=True, blank=True)
    lease = models.CharField(max_length=22, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(_("不早于"))
    attempts = models.PositiveSmallIntegerField(_("已尝试"), default=0)
    created_at = models.DateTimeField(_("提交时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    result_name = models.CharField(_("结果文件"), max_length=120, blank=True)
    result_size = models.PositiveBigIntegerField(_("大小"), null=True, blank=True)
    expires_at = models.DateTimeField(_("保留到"), null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    mend = models.CharField(_("怎么办"), max_length=300, blank=True)
    seen_at = models.DateTimeField(_("失败已阅"), null=True, blank=True)

    class Meta:
        verbose_name = _("后台任务")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "paused", "done", "failed", "cancelled"]),
                name="job_state_known",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="job_done_within_total"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="job_failed_says_why"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_open",
            ),
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(
                fields=["agency", "id"], condition=Q(state="failed", seen_at__isnull=True), name="job_alarm"
            ),
            models.Index(fields=["expires_at"], condition=~Q(result_sha256=""), name="job_expiring"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in (self.State.WAITING, self.State.RUNNING, self.State.PAUSED)

    @property
    def percent(self) -> int | None:
        """How far it is, in whole percent; null while the whole is not known."""
        if self.state == self.State.DONE:
            return 100
        return self.done * 100 // self.total if self.total else None
