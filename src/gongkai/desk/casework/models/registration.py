"""Registrations and their numbers; corrections made in the open."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.sealing.ids import new_uid


class Series(models.TextChoices):
    """Which register a number belongs to."""

    COMPLAINTS = "complaints", _("投诉举报")
    APPLICATIONS = "applications", _("依申请公开")
    REMEDIES = "remedies", _("复议诉讼")


class Number(models.Model):
    """The last number given out in a series and year. Gaps are lawful and are listed, never filled."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    series = models.CharField(_("登记簿"), max_length=16)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("已用到"), default=0)

    class Meta:
        verbose_name = _("编号")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "series", "year"], name="number_series_once")
        ]


class Registration(models.Model):
    """One entry of a register 登记: what came in, when, through which channel, under which number.

    ``key`` is what makes it the same when a register is read again (source and source number, else our
    number); ``content_digest`` is a keyed hash of the row it was read from, empty for what the desk
    registered itself. ``registered_on`` is the day in Shanghai, ``registered_time`` the time of that day
    where it is known, ``recorded_at`` when it entered this system (later for a 补录).
    """

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="registrations")
    series = models.CharField(_("登记簿"), max_length=16, choices=Series)
    number = models.CharField(_("登记编号"), max_length=64)
    key = models.CharField(_("来源标识"), max_length=160)
    channel = models.CharField(_("来源渠道"), max_length=16)
    source_number = models.CharField(_("来源单号"), max_length=64, blank=True)
    registered_on = models.DateField(_("登记日期"))
    registered_time = models.TimeField(_("登记时刻"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("录入时间"))
    is_late_entry = models.BooleanField(_("补录"), default=False)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    content_digest = models.BinaryField(max_length=32, default=b"", editable=False)
    extras = models.JSONField(_("其他列"), default=dict, blank=True)

    class Meta:
        verbose_name = _("登记")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "series", "number"], name="registration_number_once"),
            models.UniqueConstraint(fields=["agency", "series", "key"], name="registration_key_once"),
            models.CheckConstraint(condition=~Q(number=""), name="registration_has_number"),
            models.CheckConstraint(
                condition=Q(series__in=["complaints", "applications", "remedies"]),
                name="registration_series_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "series", "registered_on", "id"], name="registration_by_day")
        ]

    def __str__(self) -> str:
        return self.number


class Correction(models.Model):
    """A mistake corrected in the open: what, why, by whom, approved by whom."""

    class Kind(models.TextChoices):
        """What was corrected; ``UNMERGE`` takes a ``MERGE`` back."""

        VOID = "作废", _("作废")
        LATE = "补录", _("补录")
        REASSIGN = "改派", _("改派")
        MERGE = "误录合并", _("误录合并")
        UNMERGE = "撤销合并", _("撤销合并")
        DATE = "日期更正", _("日期更正")
        LETTER = "文书更正", _("文书更正")
        ENTRY = "登记更正", _("登记更正")

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="corrections")
    kind = models.CharField(_("更正种类"), max_length=8, choices=Kind)
    on = models.DateField(_("更正日期"))
    reason = models.CharField(_("理由"), max_length=400)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("更正")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(by=models.F("approved_by")), name="correction_four_eyes"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
        ]


class Merge(models.Model):
    """A matter that was registered twice by mistake 误录合并: ``gone`` is void, ``kept`` goes on.

    ``before`` says, for each case of ``gone`` (by uid), its stage until then and the case of ``kept`` that
    goes on for it; ``boxes`` which receipts (uid of the box, of both cases) were led to the latter.
    ``undone`` is the correction that took the merging back.
    """

    correction = models.OneToOneField(Correction, models.PROTECT, related_name="merge")
    gone = models.ForeignKey(Registration, models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Registration, models.PROTECT, related_name="merged_in")
    before: models.JSONField[dict[str, dict[str, str]], dict[str, dict[str, str]]] = models.JSONField(
        default=dict
    )
    boxes: models.JSONField[list[list[str]], list[list[str]]] = models.JSONField(default=list)
    undone = models.OneToOneField(Correction, models.PROTECT, null=True, blank=True, related_name="unmerged")

    class Meta:
        verbose_name = _("误录合并")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone__isnull=True), name="merge_into_one"),
            models.CheckConstraint(condition=~Q(gone=models.F("kept")), name="merge_into_another"),
        ]
