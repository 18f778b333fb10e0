"""归档 and 销毁: the file of a closed case with its period, and the lists by which files may be destroyed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.models.case import Case, Closing
from gongkai.sealing.ids import new_uid


class KeptFor(models.Model):
    """For how long a file is kept 保管期限, in any room. ``until_year`` null: for ever 永久."""

    period = models.CharField(_("保管期限"), max_length=12)
    label = models.CharField(_("保管期限名称"), max_length=20)
    reason = models.CharField(_("划定依据"), max_length=16)
    until_year = models.PositiveSmallIntegerField(_("保管至"), null=True, blank=True)
    filed_on = models.DateField(_("归档日期"))
    filed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    destroyed_on = models.DateField(_("销毁日期"), null=True, blank=True)

    class Meta:
        abstract = True


class KeptLonger(models.Model):
    """A file is kept longer 延长保管, with the reason. ``until_year`` null: for ever."""

    from_year = models.PositiveSmallIntegerField(_("原保管至"))
    until_year = models.PositiveSmallIntegerField(_("延长至"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=400)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def period_holds(name: str) -> list[models.BaseConstraint]:
    """A file for ever has no last year and is not destroyed; ``name`` begins the names of the constraints."""
    for_ever, ends = Q(period="permanent", until_year__isnull=True), Q(until_year__isnull=False)
    return [
        models.CheckConstraint(
            condition=for_ever | (~Q(period="permanent") & ends), name=f"{name}_period_has_year"
        ),
        models.CheckConstraint(condition=Q(destroyed_on__isnull=True) | ends, name=f"{name}_for_ever_stays"),
    ]


def is_longer(name: str) -> list[models.BaseConstraint]:
    """Who keeps a file longer says why, and for longer; ``name`` as above."""
    later = Q(until_year__isnull=True) | Q(until_year__gt=F("from_year"))
    return [
        models.CheckConstraint(condition=~Q(reason=""), name=f"{name}_has_reason"),
        models.CheckConstraint(condition=later, name=f"{name}_is_longer"),
    ]


class Filing(KeptFor):
    """A closed case was filed 归档 for a period of :mod:`gongkai.law.retention`.

    It belongs to one closing: a case that is taken up again is filed anew after its next one. ``years`` and
    ``until_year`` are null for ever 永久; ``reason`` says by which rule of the office the period was chosen.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="filings")
    closing = models.OneToOneField(Closing, models.PROTECT, related_name="filing")

    class Meta:
        verbose_name = _("归档")
        constraints: ClassVar = period_holds("filing")
        indexes: ClassVar = [models.Index(fields=["until_year", "id"], name="filing_by_year")]


class Extended(KeptLonger):
    """A file is kept longer 延长保管, decided at its appraisal, with the reason. Null: for ever."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="extensions")

    class Meta:
        verbose_name = _("延长保管")
        constraints: ClassVar = is_longer("extended")


class DestructionList(models.Model):
    """销毁清册: drawn up by one officer, approved by another, carried out by the worker; kept for ever."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAWN = "drawn", _("待批准")
        APPROVED = "approved", _("已批准，待销毁")
        REFUSED = "refused", _("不予批准")
        DONE = "done", _("已销毁")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="destruction_lists")
    number = models.CharField(_("编号"), max_length=40)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAWN)
    appraisal = models.CharField(_("鉴定意见"), max_length=400)
    drawn_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drawn_on = models.DateField(_("编制日期"))
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("批准日期"), null=True, blank=True)
    opinion = models.CharField(_("批准意见"), max_length=400, blank=True)
    started_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    witness = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(_("销毁日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("销毁清册")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="destruction_list_number_once"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("drawn_by")),
                name="destruction_list_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state="drawn", decided_by__isnull=True, decided_on__isnull=True)
                | (~Q(state="drawn") & Q(decided_by__isnull=False) & Q(decided_on__isnull=False)),
                name="destruction_list_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(done_on__isnull=False) & Q(started_by__isnull=False) & Q(witness__isnull=False)),
                name="destruction_list_done_by_two",
            ),
            models.CheckConstraint(
                condition=Q(witness__isnull=True) | ~Q(witness=F("started_by")),
                name="destruction_list_witness_is_another",
            ),
            models.CheckConstraint(condition=~Q(appraisal=""), name="destruction_list_has_appraisal"),
        ]

    def __str__(self) -> str:
        return self.number


class DestructionEntry(models.Model):
    """One file on a list, with what the printed list says of it; ``dropped``: refused, or spared."""

    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="entries")
    no = models.PositiveIntegerField(_("序号"))
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="entries")
    number = models.CharField(_("登记编号"), max_length=64)
    title = models.CharField(_("题名"), max_length=80)
    label = models.CharField(_("保管期限名称"), max_length=20)
    until_year = models.PositiveSmallIntegerField(_("保管至"))
    letters = models.PositiveSmallIntegerField(_("文书份数"))
    files = models.PositiveSmallIntegerField(_("附件份数"))
    dropped = models.BooleanField(_("已撤"), default=False)
    done_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("销毁清册条目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "no"], name="destruction_entry_number_once"),
            models.UniqueConstraint(
                fields=["filing"], condition=Q(dropped=False), name="destruction_entry_on_one_list"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped=False), name="destruction_entry_done_on_list"
            ),
        ]
