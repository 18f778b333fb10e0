"""What goes out with an answer, and opinions that were signed on paper."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Attachment
from gongkai.desk.foi.models.application import Application
from gongkai.desk.foi.models.handling import Decision, Opinion


class Copy(models.Model):
    """提供的副本: the verified copy that screening made of a record found, without what a policy takes out.

    The applicant gets ``made``, never ``source``. ``sealed`` holds the log of what was taken out, ``log`` is
    its commitment. It counts once a named person has looked at it and confirmed it.
    """

    class State(models.TextChoices):
        """Where it stands."""

        MADE = "made", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DROPPED = "dropped", _("不用")

    application = models.ForeignKey(Application, models.PROTECT, related_name="copies")
    source = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="copies")
    made = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="made_as")
    policy = models.CharField(_("处理规则"), max_length=40)
    changes = models.PositiveIntegerField(_("处理处数"))
    sealed = models.BinaryField()
    log = models.CharField(max_length=64)
    source_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.MADE)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("制作时间"))
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("提供的副本")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=["made", "confirmed"]), name="copy_one_of_a_record"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(confirmed_by__isnull=False) & Q(confirmed_at__isnull=False)),
                name="copy_confirmed_by_somebody",
            ),
        ]


class PaperOpinion(models.Model):
    """纸质签批: an opinion on the printed sheet, entered with its scan by one person, compared by another.

    It counts once it was compared: then ``opinion`` is that of ``officer``, as if they had signed here.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ENTERED = "entered", _("待另一人核对")
        CONFIRMED = "confirmed", _("已核对")
        REFUSED = "refused", _("核对不符")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="papers")
    stage = models.CharField(_("环节"), max_length=8, choices=Opinion.Stage)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    passed = models.BooleanField(_("同意"))
    note = models.CharField(_("批示原文"), max_length=300, blank=True)
    signed_on = models.DateField(_("签字日期"))
    scan = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.ENTERED)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"))
    checked_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    opinion = models.OneToOneField(Opinion, models.PROTECT, null=True, blank=True, related_name="paper")

    class Meta:
        verbose_name = _("答复的纸质签批")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "stage"], condition=Q(state="entered"), name="paper_opinion_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | (~Q(checked_by=F("entered_by")) & ~Q(checked_by=F("officer"))),
                name="paper_opinion_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=F("officer")), name="paper_opinion_entered_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", opinion__isnull=False)
                | (~Q(state="confirmed") & Q(opinion__isnull=True)),
                name="paper_opinion_counts_when_confirmed",
            ),
        ]
