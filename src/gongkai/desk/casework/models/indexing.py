"""Under which key the keyed hashes of an index stand, and how far they are being made anew."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class IndexKey(models.Model):
    """The key of one index 查重索引: ``kid`` is that under which the hashes stand, so every process agrees.

    An empty ``kid`` is the key with which the home began. While the hashes are made anew after a leak,
    ``next_kid`` names the new key, ``part`` and ``last`` how far the work is, ``counts`` for each part how
    many were made anew and how many could not be. Nothing else of it is kept.
    """

    use = models.CharField(primary_key=True, max_length=16)
    kid = models.CharField(max_length=16, blank=True)
    next_kid = models.CharField(max_length=16, blank=True)
    part = models.CharField(max_length=16, blank=True)
    last = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    began_at = models.DateTimeField(_("开始"), null=True, blank=True)
    ended_at = models.DateTimeField(_("完成"), null=True, blank=True)

    class Meta:
        verbose_name = _("索引密钥")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(next_kid="") | ~Q(kid=F("next_kid")), name="index_key_another")
        ]
