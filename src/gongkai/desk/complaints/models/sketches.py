"""The rarest grams of what was said: by them repeats are found among however many cases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.desk.casework.models import Case


class Gram(models.Model):
    """One of the rarest grams of a case, as a keyed number: the table tells no words."""

    gram = models.BigIntegerField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="grams")

    class Meta:
        verbose_name = _("少见字串")
        constraints: ClassVar = [models.UniqueConstraint(fields=["gram", "case"], name="gram_once")]


class Sketched(models.Model):
    """Up to which case grams were taken, and in how many texts each was counted. One row, the first; while
    the index is made anew under another key a second one counts for that.
    """

    last = models.BigIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    counts = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("少见字串的进度")
