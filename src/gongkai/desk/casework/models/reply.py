"""Answers with their proof."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.casework.models.case import Case


class Answer(models.Model):
    """The answer that a case got 答复: when, by which way, with what proof. Its text is a ``CaseText``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    answered_on = models.DateField(_("答复日期"))
    delivery = models.CharField(_("送达方式"), max_length=40, blank=True)
    proof = models.CharField(_("答复凭证"), max_length=200, blank=True)
    imported = models.BooleanField(_("来自台账"), default=False)
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("答复")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(imported=True) | ~Q(proof=""), name="answer_has_proof"),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "answered_on"], name="answer_by_case")]
