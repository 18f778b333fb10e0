"""The stages that all cases share; an app with more stages of its own keeps these three names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("在办")
    CLOSED = "closed", _("办结")
    VOIDED = "voided", _("作废")


ENDED = (Stage.CLOSED, Stage.VOIDED)
"""Stages in which nothing is owed any more."""
