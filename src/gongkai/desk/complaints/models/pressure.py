"""What presses on a case: chasing 催办, supervision 督办, what the person said afterwards, the call back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.casework.models import Case, Closing, Registration


class Urge(models.Model):
    """Somebody chased 催办: the person themselves (``by`` is then who took the call) or the bureau."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="urges")
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    by_petitioner = models.BooleanField(_("诉求人催办"), default=False)

    class Meta:
        verbose_name = _("催办")


class Supervision(models.Model):
    """A case under supervision 督办, by which rule, until it was lifted. ``by`` null: the rule itself."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supervisions")
    rule = models.CharField(_("依据"), max_length=16)
    on = models.DateField(_("督办日期"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_on = models.DateField(_("解除日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("督办")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_on__isnull=True), name="supervision_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | Q(lifted_on__gte=F("on")),
                name="supervision_days_in_order",
            ),
        ]


class SupervisionNotice(models.Model):
    """A letter 督办通知 of a supervision: what is asked of the unit, in how many working days; its answer.

    The office or a leader drafts it, a leader signs, which hands it to the unit that answers for the case.
    The unit acknowledges it 签收 by name and time. The limit is counted from the signature; the answer
    督办反馈 stays with its day. ``withdrawn_on``: a draft that nobody signed was taken back; its number stays
    used.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="notices")
    number = models.CharField(_("编号"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked = models.CharField(_("督办要求"), max_length=500)
    days = models.PositiveSmallIntegerField(_("反馈期限（工作日）"))
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drafted_on = models.DateField(_("拟办日期"))
    signed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    received_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    answer = models.TextField(_("反馈情况"), blank=True)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(_("反馈日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("督办通知")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="supervision_notice_number_once"),
            models.UniqueConstraint(
                fields=["supervision"],
                condition=Q(answered_on__isnull=True, withdrawn_on__isnull=True),
                name="supervision_notice_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1) & ~Q(asked=""), name="supervision_notice_asks_something"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by__isnull=True)
                | Q(signed_on__isnull=False, signed_by__isnull=False, withdrawn_on__isnull=True),
                name="supervision_notice_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(signed_on__isnull=False, answered_on__gte=F("signed_on"), answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                name="supervision_notice_answered_after_signature",
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | Q(received_at__isnull=False, received_by__isnull=False, signed_on__isnull=False),
                name="supervision_notice_received_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency"],
                condition=Q(answered_on__isnull=True, withdrawn_on__isnull=True),
                name="supervision_notice_open",
            )
        ]

    def __str__(self) -> str:
        return self.number


class FollowUp(models.Model):
    """What the person said later about a case 后续反映. It always lands, and is owed a reply.

    ``is_new``: new facts of a report that is being verified, which start its limit anew where the law says.
    ``taken_from``: another registration of the same letter, whose new facts were taken over.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups")
    on = models.DateField(_("收到日期"))
    channel = models.CharField(_("来源渠道"), max_length=16)
    source_number = models.CharField(_("来源单号"), max_length=64, blank=True)
    field = models.CharField(max_length=12)
    reopened = models.BooleanField(_("因此重新办理"), default=False)
    is_new = models.BooleanField(_("反映新的事实"), default=False)
    handled_on = models.DateField(_("回应日期"), null=True, blank=True)
    taken_from = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("取自登记")
    )

    class Meta:
        verbose_name = _("后续反映")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "taken_from"], name="follow_up_taken_over_once"),
            models.CheckConstraint(
                condition=Q(handled_on__isnull=True) | Q(handled_on__gte=F("on")),
                name="follow_up_days_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case"], condition=Q(handled_on__isnull=True), name="follow_up_waiting"),
            models.Index(fields=["case", "on"], condition=Q(is_new=True), name="follow_up_new_facts"),
        ]


class Callback(models.Model):
    """A call after the closing 回访: satisfied or not. Never by who handled the case."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="callbacks")
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    reached = models.BooleanField(_("接通"))
    satisfaction = models.CharField(_("满意度"), max_length=4, blank=True)
    recording = models.CharField(_("录音编号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("回访")
        indexes: ClassVar = [
            models.Index(fields=["closing"], condition=Q(satisfaction="不满意"), name="callback_unsatisfied")
        ]
