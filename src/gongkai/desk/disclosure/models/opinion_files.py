"""Files of opinions; the file 案卷 of a consultation: kept until when, destroyed by which list."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.casework.models import DestructionList
from gongkai.desk.casework.models.filing import KeptFor, KeptLonger, is_longer, period_holds
from gongkai.desk.disclosure.models.consulting import Consultation, Opinion


class OpinionFile(models.Model):
    """A file of an opinion: the ciphertext lies in ``files/desk/sealed`` by its digest ``blob``.

    ``sealed`` holds its key and whole name under the opinion's key, ``name`` is masked. Nobody opens it
    before it was screened; ``code`` and ``sentence`` say why one is not opened at all, ``found`` how much
    was found, by verdict.
    """

    class State(models.TextChoices):
        """What screening said of it."""

        WAITING = "waiting", _("待检查")
        CLEAN = "clean", _("已检查")
        MARKED = "marked", _("已检查，有疑点")
        REFUSED = "refused", _("未通过检查，不能打开")
        PURGED = "purged", _("带密级标志，已清除")

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=200)
    type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=64)
    sealed = models.BinaryField()
    at = models.DateTimeField(_("存入时间"))
    state = models.CharField(_("检查"), max_length=8, choices=State, default=State.WAITING)
    code = models.CharField(max_length=40, blank=True)
    sentence = models.CharField(_("原因"), max_length=300, blank=True)
    found: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(
        _("疑点"), default=dict, blank=True
    )
    screened_at = models.DateTimeField(_("检查时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("意见附件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opinion", "sha256"], name="opinion_file_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(screened_at__isnull=False), name="opinion_file_was_screened"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="opinion_file_to_screen")
        ]


class OpinionFiling(KeptFor):
    """A consultation whose feedback is public was filed 归档, with all its opinions, for a period of law.

    ``years`` of the period are counted from ``closed_on``; ``until_year`` is null for ever 永久.
    """

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="filing")
    closed_on = models.DateField(_("办结日期"))

    class Meta:
        verbose_name = _("意见征集归档")
        constraints: ClassVar = period_holds("opinion_filing")
        indexes: ClassVar = [models.Index(fields=["until_year", "id"], name="opinion_filing_by_year")]


class OpinionExtended(KeptLonger):
    """The file of a consultation is kept longer 延长保管, with the reason. Null: for ever."""

    filing = models.ForeignKey(OpinionFiling, models.PROTECT, related_name="extensions")

    class Meta:
        verbose_name = _("意见征集延长保管")
        constraints: ClassVar = is_longer("opinion_extended")


class OpinionEntry(models.Model):
    """The file of one consultation on a list 销毁清册; ``letters`` counts its opinions."""

    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="opinion_entries")
    no = models.PositiveIntegerField(_("序号"))
    filing = models.ForeignKey(OpinionFiling, models.PROTECT, related_name="entries")
    number = models.CharField(_("索引号"), max_length=64)
    title = models.CharField(_("题名"), max_length=80)
    label = models.CharField(_("保管期限名称"), max_length=20)
    until_year = models.PositiveSmallIntegerField(_("保管至"))
    letters = models.PositiveIntegerField(_("意见件数"))
    files = models.PositiveIntegerField(_("附件份数"))
    dropped = models.BooleanField(_("已撤"), default=False)
    done_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("销毁清册条目（意见征集）")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "no"], name="opinion_entry_number_once"),
            models.UniqueConstraint(
                fields=["filing"], condition=Q(dropped=False), name="opinion_entry_on_one_list"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped=False), name="opinion_entry_done_on_list"
            ),
        ]
