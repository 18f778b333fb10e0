"""读网: what is public, read over by the rules and lists of today; what was found and made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.disclosure.models.items import Item
from gongkai.desk.jobs.models import Job


class Reading(models.Model):
    """One reading over of everything public; ``unread`` counts files that could not be read."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("完成"), null=True, blank=True)
    items = models.PositiveIntegerField(_("读了几条"), default=0)
    unread = models.PositiveIntegerField(_("读不了的附件"), default=0)

    class Meta:
        verbose_name = _("读网")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(ended_at__isnull=True), name="reading_one_at_a_time"
            ),
        ]


class PublicFinding(models.Model):
    """A finding in what is public 读网疑点.

    It is the same as long as words, content and the rules that found them are: ``mark`` is a keyed digest of
    the words, ``content`` the SHA-256 of the text or file, ``version`` names the rules or lists. ``words``
    quotes what a list gave only; numbers and marks are not copied. ``reading``: the last that met it.
    """

    class State(models.TextChoices):
        """What a person made of it."""

        OPEN = "open", _("待处理")
        MENDED = "mended", _("已处理")
        NONE = "none", _("不属问题")

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="findings")
    item = models.ForeignKey(Item, models.PROTECT, related_name="public_findings")
    part = models.CharField(_("所在"), max_length=200)
    kind = models.CharField(_("种类"), max_length=24)
    mark = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    version = models.CharField(_("规则或词表"), max_length=300)
    words = models.CharField(_("原文"), max_length=120, blank=True)
    where = models.CharField(_("位置"), max_length=100, blank=True)
    why = models.CharField(_("说明"), max_length=300, blank=True)
    first_at = models.DateTimeField(_("首次发现"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("读网疑点")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "part", "kind", "mark", "content", "version"], name="public_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", officer__isnull=True)
                | Q(state__in=["mended", "none"], officer__isnull=False),
                name="public_finding_settled_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["reading", "state", "id"], name="public_finding_shown")]
