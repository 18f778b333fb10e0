"""The desk's side of the door: outbox, numbers of what came in, and the release log it signs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.disclosure.models import Release, Submission
from gongkai.desk.jobs.models import Job
from gongkai.sealing.ids import new_uid


class Rerelease(models.Model):
    """Many releases sent to the portal once more 批量重新发布: what was cleared and is public, as it is.

    ``category``, ``year`` (of 发布日期) and ``only_missing`` (what the portal does not have) choose; empty
    means all. One person asks for it, another approves. ``last`` is the newest release that there was then,
    ``after`` the one that was dealt with last, so that a worker goes on from there. ``sent`` counts what the
    portal lacked or had otherwise, ``unchanged`` what it had already, ``refused`` what the door stopped.
    """

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    category = models.CharField(_("信息类别"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("发布年份"), null=True, blank=True)
    only_missing = models.BooleanField(_("只送门户缺少的"), default=False)
    reason = models.CharField(_("事由"), max_length=200)
    requested_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    requested_for = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(_("申请时间"))
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    last = models.PositiveBigIntegerField(default=0)
    after = models.PositiveBigIntegerField(default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    sent = models.PositiveIntegerField(_("已送"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    refused = models.PositiveIntegerField(_("被拒"), default=0)
    stopped_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("批量重新发布")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="rerelease_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(ended_at__isnull=True, stopped_at__isnull=True),
                name="rerelease_one_at_a_time",
            ),
        ]

    @property
    def done(self) -> int:
        """How many releases were dealt with."""
        return self.sent + self.unchanged + self.refused

    @property
    def is_open(self) -> bool:
        """Whether it waits for its approval or goes on."""
        return self.ended_at is None and self.stopped_at is None


class RereleaseRefusal(models.Model):
    """A release that was not sent again, and the demand of the door that failed."""

    rerelease = models.ForeignKey(Rerelease, models.CASCADE, related_name="refusals")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    code = models.CharField(_("原因代码"), max_length=40)
    sentence = models.CharField(_("原因"), max_length=300)

    class Meta:
        verbose_name = _("未重新发布的信息")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rerelease", "release"], name="rerelease_refusal_once")
        ]


class RereleaseLack(models.Model):
    """A release that was dealt with as it is, and what today's content of its item says beside it.

    ``fields``: keys of :data:`gongkai.exchange.rereleases.lacking.NAMES`, by commas. It needs a new
    submission.
    """

    rerelease = models.ForeignKey(Rerelease, models.CASCADE, related_name="lacks")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    fields = models.CharField(_("缺少的字段"), max_length=200)

    class Meta:
        verbose_name = _("缺少字段的信息")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rerelease", "release"], name="rerelease_lack_once")
        ]


class Round(models.Model):
    """One row: when the background work last went round, and what it could not do then.

    ``refused``: code and sentence of each part that failed; what the door stopped stands in
    :class:`DoorRefusal`.
    """

    at = models.DateTimeField(_("最后一轮"))
    refused = models.JSONField(_("没有办成"), default=list)

    class Meta:
        verbose_name = _("后台任务的一轮")


class DoorRefusal(models.Model):
    """What the door said last of a submission that it did not let out; gone with its release."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="door_refusal")
    code = models.CharField(_("原因代码"), max_length=40)
    sentence = models.CharField(_("原因"), max_length=300)
    mend = models.CharField(_("怎么办"), max_length=300, blank=True)
    since = models.DateTimeField(_("自"))

    class Meta:
        verbose_name = _("放行时被拒")


class OutMessage(models.Model):
    """A message to the portal, numbered and signed, kept after delivery so that it can be sent again.

    ``release`` is what a message of that kind carries; ``again`` is set where it was sent before.
    """

    epoch = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(_("种类"), max_length=12)
    body = models.BinaryField()
    note = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("生成时间"))
    delivered_at = models.DateTimeField(_("到达时间"), null=True, blank=True)
    again = models.ForeignKey(Rerelease, models.PROTECT, null=True, blank=True, related_name="messages")
    release = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, related_name="messages")

    class Meta:
        verbose_name = _("外发消息")
        constraints: ClassVar = [models.UniqueConstraint(fields=["epoch", "seq"], name="out_message_once")]


class InMessage(models.Model):
    """A message of the portal that was taken in, by number and digest: what makes it happen once."""

    epoch = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(_("种类"), max_length=12)
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(_("取回时间"))

    class Meta:
        verbose_name = _("收到的消息")


class LogEntry(models.Model):
    """One entry of the public release log, by its leaf number."""

    number = models.PositiveBigIntegerField(primary_key=True)
    index = models.CharField(_("索引号"), max_length=60, blank=True)
    kind = models.CharField(_("种类"), max_length=12)
    body = models.BinaryField()

    class Meta:
        verbose_name = _("发布日志条目")
        indexes: ClassVar = [models.Index(fields=["index", "number"], name="log_entry_by_index")]


class LogTile(models.Model):
    """A stored tile of the release log's tree."""

    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("发布日志分片")
        constraints: ClassVar = [models.UniqueConstraint(fields=["level", "number"], name="log_tile_once")]


class LogCheckpoint(models.Model):
    """A signed state of the release log."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("发布日志检查点")


class CanaryPost(models.Model):
    """Somebody outside with whom canaries 测试来件 were agreed; its card lies in ``keys/canary/<card>.card``.

    Until ``ended_at`` the desk awaits one in each hour of the card, from ``since`` on. Name and texts stand
    in the card alone: who copies this database cannot tell what will be said.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    card = models.CharField(max_length=12, unique=True)
    since = models.DateTimeField(_("自"))
    ended_at = models.DateTimeField(_("停止时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("测试来件的约定")


class CanaryHour(models.Model):
    """An awaited canary, and what came: which message, when, sealed to which key.

    ``digest`` knows the text again. ``newest`` is the key that it should have been sealed to; ``is_altered``:
    the text arrived, the rest was not what the card says.
    """

    post = models.ForeignKey(CanaryPost, models.PROTECT, related_name="hours")
    hour = models.DateTimeField(_("钟点"))
    digest = models.CharField(max_length=64)
    arrival = models.CharField(max_length=22, blank=True)
    arrived_at = models.DateTimeField(_("到达内网"), null=True, blank=True)
    kid = models.CharField(max_length=16, blank=True)
    newest = models.CharField(max_length=16, blank=True)
    is_altered = models.BooleanField(_("内容有改动"), default=False)

    class Meta:
        verbose_name = _("测试来件")
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "hour"], name="canary_hour_once")]
        indexes: ClassVar = [
            models.Index(fields=["digest"], name="canary_by_text"),
            models.Index(fields=["hour"], name="canary_by_hour"),
        ]


class Cosignature(models.Model):
    """A witness's line under a checkpoint of the release log: it saw this tree grow out of the one before."""

    checkpoint = models.ForeignKey(LogCheckpoint, models.PROTECT, related_name="cosignatures")
    name = models.CharField(_("见证方"), max_length=200)
    line = models.CharField(max_length=600)
    at = models.DateTimeField(_("见证时间"))
    taken_at = models.DateTimeField(_("收到时间"))

    class Meta:
        verbose_name = _("日志见证")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkpoint", "name"], name="cosignature_once")
        ]
