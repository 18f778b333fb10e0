"""A decision on paper 纸质签批 about any matter of any room, entered by one person, compared by another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.sealing.ids import new_uid


class SignedSheet(models.Model):
    """What a leader signed on the printed sheet of a matter; the scan lies by its SHA-256.

    ``kind`` is a paper of ``settings.GONGKAI_SIGNED``, ``subject`` names the matter in its room. ``digest``
    is that of the content which was printed and signed: once the matter says anything else, the sheet is
    void. It counts when a second person has compared sheet and entry: from then on it is the leader's
    decision.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ENTERED = "entered", _("待另一人核对")
        CONFIRMED = "confirmed", _("已核对，生效")
        REFUSED = "refused", _("核对不符")
        VOID = "void", _("内容已变动，失效")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(_("种类"), max_length=40)
    subject = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    leader = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    agreed = models.BooleanField(_("同意"))
    note = models.CharField(_("批示"), max_length=260, blank=True)
    signed_on = models.DateField(_("签字日期"))
    scan = models.CharField(max_length=64)
    scan_name = models.CharField(_("扫描件"), max_length=200)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ENTERED)
    checked_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("签批单")
        indexes: ClassVar = [models.Index(fields=["agency", "state"], name="signed_sheet_waiting")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="entered"), name="signed_sheet_waits_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="confirmed"), name="signed_sheet_decides_once"
            ),
            models.CheckConstraint(
                condition=~Q(entered_by=F("leader"))
                & (
                    Q(checked_by__isnull=True) | (~Q(checked_by=F("entered_by")) & ~Q(checked_by=F("leader")))
                ),
                name="signed_sheet_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state="entered", checked_by__isnull=True) | ~Q(state="entered"),
                name="signed_sheet_waits_unchecked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refused"])
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="signed_sheet_checked_by_somebody",
            ),
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(note=""), name="signed_sheet_no_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
