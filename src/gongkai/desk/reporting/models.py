"""What a year's report is made of beside the records, and the report that was signed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.disclosure.models import Item


class StatedFigure(models.Model):
    """A figure that no register holds, stated by hand with a name behind it. Decimals as text (万元)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="stated_figures")
    year = models.PositiveSmallIntegerField(_("年度"))
    key = models.CharField(_("指标"), max_length=60)
    value = models.CharField(_("数值"), max_length=24)
    stated_by = models.CharField(_("填报人"), max_length=60)

    class Meta:
        verbose_name = _("填报数据")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "key"], name="stated_figure_once"),
            models.CheckConstraint(condition=~Q(stated_by=""), name="stated_figure_has_name"),
        ]


class KeptRegister(models.Model):
    """A register that the agency keeps as files: one of its kind was imported, even an empty one.

    ``columns``: the headers of FORMATS.md 2 that its files had so far, separated by blanks. A figure whose
    register or column is not kept has no value, which is not 0.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="kept_registers")
    kind = models.CharField(_("台账"), max_length=16)
    columns = models.TextField(_("列"), blank=True)

    class Meta:
        verbose_name = _("在用台账")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "kind"], name="kept_register_once")
        ]


class Narrative(models.Model):
    """One section of a year's narrative, in Markdown with references to figures.

    ``by`` and ``at`` say who wrote it on the desk last; null where ``organisation.toml`` brought it.
    ``sources``: the tasks of the yearly plan from which words were taken over, as they stood then.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="narratives")
    year = models.PositiveSmallIntegerField(_("年度"))
    section = models.CharField(_("章节"), max_length=24)
    text = models.TextField(_("正文"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("保存时间"), null=True, blank=True)
    sources = models.JSONField(_("取自工作要点"), default=list, blank=True)

    class Meta:
        verbose_name = _("报告章节")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "section"], name="narrative_section_once")
        ]


class NarrativeDraft(models.Model):
    """What one officer is writing for a section and has not put into the report yet.

    ``base`` is the SHA-256 of the section's text when they began: whoever saves over another's text is told.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    section = models.CharField(_("章节"), max_length=24)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    text = models.TextField(_("正文"), blank=True)
    base = models.CharField(max_length=64)
    at = models.DateTimeField(_("保存时间"))
    sources = models.JSONField(_("取自工作要点"), default=list, blank=True)

    class Meta:
        verbose_name = _("报告章节草稿")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "year", "section", "officer"], name="narrative_draft_once"
            )
        ]


class NarrativePicture(models.Model):
    """A picture that a narrative shows; the bytes lie in ``files/desk`` under the digest."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("报告图片")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "name"], name="narrative_picture_once")
        ]


class AnnualReport(models.Model):
    """A signed report: values and digests of the records behind them are frozen; later changes are drift."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(_("年度"))
    no = models.PositiveSmallIntegerField(_("第几次签发"), default=1)
    form = models.CharField(_("表式"), max_length=24)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="reports")
    signed_at = models.DateTimeField(_("签发时间"))
    signed_by = models.CharField(_("签发人"), max_length=60)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("年度报告")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "no"], name="annual_report_once")
        ]


class FrozenFigure(models.Model):
    """A figure as it was signed: value, number of records, digest of the records (their ids and facts)."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="figures")
    key = models.CharField(_("指标"), max_length=80)
    value = models.CharField(_("数值"), max_length=24, null=True, blank=True)
    records = models.PositiveBigIntegerField(_("记录数"), null=True, blank=True)
    digest = models.CharField(_("明细摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("签发数据")
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "key"], name="frozen_figure_once")]


class CellThreshold(models.Model):
    """From a day on, counts below ``least`` (and above none) are not told in open data."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    least = models.PositiveSmallIntegerField(_("少于几件不列"))
    since = models.DateField(_("起"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("小数目界限")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "since"], name="cell_threshold_once_a_day"),
            models.CheckConstraint(condition=Q(least__range=(3, 100)), name="cell_threshold_in_range"),
        ]


class OpenTables(models.Model):
    """A version of the centre's tables of a year as open data: exactly what goes out, nothing that is hidden.

    ``tables`` is what :func:`gongkai.desk.reporting.centre.opening.build` gave; later versions are held
    against it, so that the difference of two tells nothing small.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    no = models.PositiveSmallIntegerField(_("第几版"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="open_tables")
    tables = models.JSONField()
    made_at = models.DateTimeField(_("起草时间"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("开放数据")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "no"], name="open_tables_once")
        ]
