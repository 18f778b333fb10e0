"""How one case is handled: who, what was decided, mediated, said on the telephone, written down."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Answer, Case
from gongkai.face.texts import weekday
from gongkai.papers import numerals


class Profile(models.Model):
    """What the centre knows of a case beside its matter; imported cases have none until they are touched.

    ``is_secret`` (要求保密) and ``is_insider`` (内部举报人) decide under which key the person is sealed.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="profile")
    handler = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    claim = models.CharField(_("要对方做什么"), max_length=120, blank=True)
    area = models.CharField(_("区域"), max_length=20, blank=True)
    problem = models.CharField(_("问题"), max_length=20, blank=True)
    safety = models.CharField(_("安全词"), max_length=20, blank=True)
    is_secret = models.BooleanField(_("要求保密"), default=False)
    is_insider = models.BooleanField(_("内部举报人"), default=False)
    wants_notice = models.BooleanField(_("请告知是否立案"), default=False)
    returned_on = models.DateField(_("退回中心日期"), null=True, blank=True)
    prompted_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("办理信息")
        indexes: ClassVar = [models.Index(fields=["handler", "case"], name="profile_by_handler")]


class Decision(models.Model):
    """A decision in a case. It counts from the day on which it was approved; what was revoked never did.

    ``round`` is how often the case had been taken up again when it was made: a reopened case is decided
    anew, and last year's decision stays what it was. ``ground`` is the code of a ground of ``ruleset``.
    Nobody proposed what the citizen's own signed message decided: a withdrawal by the portal.
    ``violation``: it decides about a violation that was found while mediating, not about the case itself.
    ``first``: the report that a repeated one says again.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        ACCEPTED = "受理", _("受理")
        REFUSED = "不予受理", _("不予受理")
        TRANSFERRED = "移送", _("移送")
        TOLD = "告知", _("告知")
        AGREED = "达成调解", _("达成调解")
        ENDED = "终止调解", _("终止调解")
        FILED = "立案", _("立案")
        NOT_FILED = "不予立案", _("不予立案")
        REPEATED = "重复举报", _("重复举报")
        WITHDRAWN = "撤回", _("撤回")

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField(_("决定"), max_length=8, choices=Kind)
    round = models.PositiveSmallIntegerField(default=0)
    proposed_on = models.DateField(_("提出日期"))
    proposed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(_("决定日期"), null=True, blank=True)
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_on = models.DateField(_("退回日期"), null=True, blank=True)
    ground = models.CharField(_("情形"), max_length=24, blank=True)
    ruleset = models.CharField(_("规则"), max_length=40, blank=True)
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    body = models.CharField(_("对方机关"), max_length=80, blank=True)
    proof = models.CharField(_("凭证"), max_length=200, blank=True)
    violation = models.ForeignKey(
        "complaints.Violation", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    first = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="repeats")

    class Meta:
        verbose_name = _("办理决定")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(on__isnull=True) | Q(on__gte=F("proposed_on")), name="decision_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="decision_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(on__isnull=True, revoked_on__isnull=True),
                name="decision_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(kind="重复举报", first__isnull=False)
                | (~Q(kind="重复举报") & Q(first__isnull=True)),
                name="decision_repeats_a_first",
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | ~Q(first=F("case")), name="decision_repeats_another"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "round"], name="decision_by_case")]


class Mediation(models.Model):
    """One meeting of a mediation: invitation, mediator, recusal, who came.

    ``called_off_on``: it did not take place, as it was moved 改期 or the mediation ended before.
    """

    class Attended(models.TextChoices):
        """Who came."""

        BOTH = "双方到场", _("双方到场")
        NO_PETITIONER = "投诉人未到", _("投诉人未到")
        NO_RESPONDENT = "被投诉人未到", _("被投诉人未到")
        NOBODY = "均未到", _("均未到")

    case = models.ForeignKey(Case, models.PROTECT, related_name="mediations")
    invited_on = models.DateField(_("邀请日期"))
    meets_on = models.DateField(_("调解日期"))
    meets_at = models.TimeField(_("调解时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=80)
    mediator = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recused_on = models.DateField(_("回避日期"), null=True, blank=True)
    held_on = models.DateField(_("进行日期"), null=True, blank=True)
    called_off_on = models.DateField(_("改期、取消日期"), null=True, blank=True)
    attended = models.CharField(_("到场"), max_length=8, choices=Attended, blank=True)

    class Meta:
        verbose_name = _("调解")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(meets_on__gte=F("invited_on")), name="mediation_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(recused_on__isnull=True, held_on__isnull=True, called_off_on__isnull=True),
                name="mediation_one_is_open",
            ),
        ]

    @classmethod
    def called(cls) -> models.QuerySet[Mediation]:
        """The meetings that both sides were called to and that have not been held."""
        return cls._default_manager.filter(
            held_on__isnull=True, recused_on__isnull=True, called_off_on__isnull=True
        )

    @property
    def became(self) -> str:
        """What became of it, in a word: who came, 回避, 改期或者取消; empty while it is to come."""
        if self.attended:
            return str(self.get_attended_display())
        if self.recused_on:
            return str(_("调解员回避"))
        return str(_("改期或者取消")) if self.called_off_on else ""

    @property
    def when(self) -> str:
        """Day, weekday and hour as a letter writes them: 2018年3月5日（周一）9时30分."""
        said = f"{numerals.date(self.meets_on)}（{weekday(self.meets_on)}）"
        if self.meets_at is None:
            return said
        minutes = f"{self.meets_at.minute}分" if self.meets_at.minute else ""
        return f"{said}{self.meets_at.hour}时{minutes}"


class Note(models.Model):
    """Something written in a case: its text is a ``CaseText`` of the same case named ``field``."""

    class Kind(models.TextChoices):
        """What kind of writing."""

        RECORD = "调解笔录", _("调解笔录")
        AGREEMENT = "调解协议", _("调解协议")
        CHECK = "核查记录", _("核查记录")
        VIOLATION = "违法线索", _("调解中发现的违法线索")
        FOLLOW_UP = "后续反映", _("后续反映")
        OPINION = "协办意见", _("协办意见")
        CALL = "通话要点", _("通话要点")
        WITHDRAWAL = "撤回理由", _("撤回理由")
        OTHER = "办理记录", _("办理记录")

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    field = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("记录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "field"], name="note_field_once"),
        ]


class Call(models.Model):
    """A telephone call out of a case: when, who, whether somebody answered.

    ``sealed`` holds the number and who answered under the case's key, ``gist`` what was said; of somebody who
    asked for secrecy neither is kept. ``answer`` and ``decision`` are what the call proves.
    """

    class Purpose(models.TextChoices):
        """What for."""

        CONTACT = "联系", _("联系核实")
        ANSWER = "答复", _("答复")
        CALLBACK = "回访", _("回访")

    case = models.ForeignKey(Case, models.PROTECT, related_name="calls")
    round = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(_("时间"))
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    purpose = models.CharField(_("目的"), max_length=4, choices=Purpose)
    reached = models.BooleanField(_("接通"))
    recording = models.CharField(_("录音编号"), max_length=60, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    gist = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="calls")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="calls")

    class Meta:
        verbose_name = _("通话")
        indexes: ClassVar = [models.Index(fields=["case", "on"], name="call_by_case")]


class Enclosure(models.Model):
    """A file that a citizen sent: the ciphertext lies in ``files/desk/sealed`` under its digest.

    ``sealed`` holds name and key under the case's data key, so that shredding the case shuts the file too.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="enclosures")
    type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("来件附件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "blob"], name="enclosure_once"),
        ]
