"""What happens to an application: where was looked, who was asked, what was decided, who signed what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Letter, Party
from gongkai.desk.foi.models.application import Application
from gongkai.desk.foi.stages import Step


class Search(models.Model):
    """One search for the information 检索记录: where, by which words, with what result, by whom."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="searches")
    on = models.DateField(_("检索日期"))
    place = models.CharField(_("检索范围"), max_length=120)
    method = models.CharField(_("检索方法、关键词"), max_length=200)
    found = models.BooleanField(_("找到"))
    note = models.CharField(_("结果说明"), max_length=400, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("检索记录")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(place="") & ~Q(method=""), name="search_says_where_and_how")
        ]


class Consulted(models.Model):
    """One letter that asked a third party or another organ for its opinion, and what came back.

    Silence of a third party leaves the decision to the bureau, silence of an organ that made the information
    together with it is consent; both are entered with the day on which the limit had passed.
    """

    class Opinion(models.TextChoices):
        """What was answered."""

        WAITING = "", _("尚未答复")
        CONSENT = "同意", _("同意公开")
        PARTLY = "部分同意", _("部分同意公开")
        AGAINST = "不同意", _("不同意公开")
        SILENT = "逾期未答复", _("逾期未答复")

    application = models.ForeignKey(Application, models.PROTECT, related_name="consultations")
    is_organ = models.BooleanField(_("其他机关"), default=False)
    is_co_maker = models.BooleanField(_("共同制作"), default=False)
    organ = models.CharField(_("机关名称"), max_length=120, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField(_("发出日期"))
    delivered_on = models.DateField(_("送达日期"), null=True, blank=True)
    answered_on = models.DateField(_("意见收到日期"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=8, choices=Opinion, blank=True)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("征求意见")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(is_organ=True) & ~Q(organ="") & Q(party__isnull=True))
                | (Q(is_organ=False) & Q(is_co_maker=False) & Q(party__isnull=False)),
                name="consulted_is_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(opinion="") & Q(answered_on__isnull=True))
                | (~Q(opinion="") & Q(answered_on__isnull=False)),
                name="consulted_opinion_has_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")),
                name="consulted_days_in_order",
            ),
        ]


class Decision(models.Model):
    """One proposed answer 拟办意见: outcome and reasons, fixed as it enters the chain; a new text, a new row.

    ``sealed`` holds what the letter will say under the case's key, ``digest`` is its commitment: the chain
    signs that, so nothing can change behind a signature. ``main_signs``: by the policy when it was
    drafted the main leader signs after the leader in charge. ``steps``: those of a chain that was shortened
    because nobody else could sign (:mod:`gongkai.desk.foi.planning`), empty for the usual one.
    """

    class State(models.TextChoices):
        """Where it stands."""

        CHAIN = "chain", _("审批中")
        SIGNED = "signed", _("已签发")
        RETURNED = "returned", _("已退回")
        RECALLED = "recalled", _("拟稿人撤回")
        SERVED = "served", _("已答复")

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    no = models.PositiveSmallIntegerField(_("次数"))
    outcome = models.CharField(_("答复结果"), max_length=40)
    letter_key = models.CharField(_("文书"), max_length=24)
    ruleset = models.CharField(_("适用规定"), max_length=40)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.CHAIN)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("拟稿时间"))
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    main_signs = models.BooleanField(_("主要负责人签发"), default=False, db_default=False)
    steps = models.CharField(_("审批环节"), max_length=60, blank=True, default="", db_default="")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("答复审批单")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "no"], name="decision_number_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["chain", "signed"]),
                name="decision_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(outcome=""), name="decision_has_outcome"),
        ]


class Opinion(models.Model):
    """One signature in the chain 答复审批单: unit, law, confidentiality, leaders; each may refuse."""

    Stage = Step

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="opinions")
    stage = models.CharField(_("环节"), max_length=8, choices=Stage)
    passed = models.BooleanField(_("同意"))
    note = models.CharField(_("意见"), max_length=400, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    deputy_for = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审批意见")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "stage"], name="opinion_once_a_stage"),
            models.UniqueConstraint(fields=["decision", "officer"], name="opinion_once_a_person"),
            models.CheckConstraint(condition=Q(passed=True) | ~Q(note=""), name="opinion_refusal_has_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["officer", "-id"], name="opinion_newest")]


class Link(models.Model):
    """Two applications that belong together: split from, answered with, repeats."""

    class Kind(models.TextChoices):
        """How ``application`` stands to ``other``."""

        SPLIT = "split", _("拆分自")
        JOINED = "joined", _("并入，一并答复")
        REPEATS = "repeats", _("重复")

    application = models.ForeignKey(Application, models.PROTECT, related_name="links")
    other = models.ForeignKey(Application, models.PROTECT, related_name="linked_from")
    kind = models.CharField(_("关系"), max_length=8, choices=Kind)
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("关联申请")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "other", "kind"], name="link_once"),
            models.CheckConstraint(condition=~Q(application=F("other")), name="link_to_another"),
        ]
