"""Opening the identity of a person who is kept secret: one asks, another approves, two events say so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case


class Opening(models.Model):
    """A request to open an identity; it serves whoever asked, for some minutes after the approval.

    The opener seals what it opened to a key of the asking browser, whose secret half no database has: a copy
    of the desk's database shows nothing, not even within those minutes (SEALING.md 5).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="openings")
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    reason = models.CharField(_("理由"), max_length=12)
    seal_to = models.BinaryField(_("申请人浏览器的公钥"), max_length=32, default=b"")
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    refused_at = models.DateTimeField(_("不批准时间"), null=True, blank=True)
    opened_at = models.DateTimeField(_("开启时间"), null=True, blank=True)
    sealed = models.BinaryField(_("开启的内容"), null=True, blank=True)
    problem = models.CharField(_("不能开启的原因"), max_length=20, blank=True, default="")

    class Meta:
        verbose_name = _("身份开启申请")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="opening_two_persons",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                "approved_at",
                condition=Q(approved_at__isnull=False, opened_at__isnull=True, problem=""),
                name="opening_to_open",
            ),
            models.Index("approved_at", condition=Q(sealed__isnull=False), name="opening_to_forget"),
        ]
