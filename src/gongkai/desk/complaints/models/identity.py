"""Opening the identity of a person who is kept secret: one asks, another approves, two events say so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case


class Opening(models.Model):
    """A request to open an identity; it serves whoever asked, for some minutes after the approval."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="openings")
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    reason = models.CharField(_("理由"), max_length=12)
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    refused_at = models.DateTimeField(_("不批准时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("身份开启申请")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="opening_two_persons",
            )
        ]
