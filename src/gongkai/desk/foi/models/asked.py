"""Applications for the same information: an index of their texts, and the topic that each belongs to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.foi.models.application import Application


class Asked(models.Model):
    """An application whose text was compared; ``topic`` is the key of the first one that asks the same."""

    application = models.OneToOneField(
        Application, models.CASCADE, primary_key=True, related_name="asked", verbose_name=_("公开申请")
    )
    topic = models.BigIntegerField(_("同一信息"), null=True)

    class Meta:
        verbose_name = _("申请内容的比对")
        indexes: ClassVar = [
            models.Index(fields=["topic"], condition=Q(topic__isnull=False), name="asked_by_topic")
        ]


class AskedGram(models.Model):
    """One of the grams that stand for the text of an application, as a keyed number: it tells no words."""

    gram = models.BigIntegerField()
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("申请内容的字串")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gram", "application"], name="asked_gram_once")
        ]


class AskedUpTo(models.Model):
    """Up to which application texts were compared. One row."""

    last = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("申请内容比对的进度")
