"""What belongs together: the same matter, complainants who agreed to be heard together, receipts, clues."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, Registration
from gongkai.desk.enforcement.models import Investigation


class Verdict(models.Model):
    """What a person said about two registrations that resemble each other; suggestions never merge."""

    class Kind(models.TextChoices):
        """Same letter, related, or not."""

        SAME = "同一信件", _("同一信件")
        RELATED = "相关", _("相关")
        DIFFERENT = "无关", _("无关")

    first = models.ForeignKey(Registration, models.PROTECT, related_name="+")
    second = models.ForeignKey(Registration, models.PROTECT, related_name="+")
    kind = models.CharField(_("判断"), max_length=4, choices=Kind)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    undone_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("相似判断")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="verdict_pair_in_order"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(undone_on__isnull=True), name="verdict_once"
            ),
        ]


class Receipt(models.Model):
    """Another receipt of the same letter: the hotline and its number, so that a reply reaches all of them."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="receipts")
    channel = models.CharField(_("来源渠道"), max_length=16)
    source_number = models.CharField(_("来源单号"), max_length=64)
    received_on = models.DateField(_("收到日期"))

    class Meta:
        verbose_name = _("来源回执")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "channel", "source_number"], name="receipt_once")
        ]


class Joint(models.Model):
    """A case that is heard together with another 合并调解, with its complainant's consent, until undone."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="joined_to")
    main = models.ForeignKey(Case, models.PROTECT, related_name="joined")
    on = models.DateField(_("合并日期"))
    consent = models.CharField(_("同意凭证"), max_length=200)
    undone_on = models.DateField(_("拆分日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("合并调解")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(undone_on__isnull=True), name="joint_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(case=F("main")), name="joint_of_two"),
            models.CheckConstraint(condition=~Q(consent=""), name="joint_has_consent"),
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True) | Q(undone_on__gte=F("on")), name="joint_days_in_order"
            ),
        ]


class Clue(models.Model):
    """A case that became a clue of an investigation 案件线索."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clues")
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="clues")
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("案件线索")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "investigation"], name="clue_once")]
