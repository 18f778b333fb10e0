"""What stands beside an item while it is written: autosaved texts, and which items belong together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.models.items import Item


class DraftCopy(models.Model):
    """What an officer has in the form of an item (or of a new one) and has not saved yet; one for each."""

    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="copies")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    seen = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(_("自动保存"))

    class Meta:
        verbose_name = _("自动保存的草稿")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "officer"], name="draft_copy_once"),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(item__isnull=True), name="draft_copy_of_new_once"
            ),
        ]


class Relation(models.Model):
    """One item belongs to another: an interpretation 解读 to its document, an answer 回应 to its topic."""

    class Kind(models.TextChoices):
        """What the first is to the second."""

        INTERPRETS = "interprets", _("解读")
        ANSWERS = "answers", _("回应")
        AMENDS = "amends", _("修改")
        REPEALS = "repeals", _("废止")
        BELONGS = "belongs", _("相关")

    item = models.ForeignKey(Item, models.PROTECT, related_name="relations")
    to = models.ForeignKey(Item, models.PROTECT, related_name="related_from")
    kind = models.CharField(_("关系"), max_length=12, choices=Kind)

    class Meta:
        verbose_name = _("相关信息")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "to", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(item=F("to")), name="relation_to_another"),
        ]
