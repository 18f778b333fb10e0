"""What screening found and who resolved it; secrecy marks that came in by mistake."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.disclosure.models.items import Item
from gongkai.desk.mailbox.models import Arrival


class Resolution(models.Model):
    """How a named person resolved one finding 疑点 of an item: kept with a reason, or taken out.

    ``part`` says where it stands (title, text, a field, a file), ``mark`` is a keyed digest of the words: the
    words of what was taken out are nowhere kept. A finding that stands unchanged keeps its resolution.
    """

    class Decision(models.TextChoices):
        """What was done."""

        RULE = "rule", _("依规则保留")
        KEPT = "kept", _("保留")
        FALSE = "false", _("误报")
        MASKED = "masked", _("隐去")
        REMOVED = "removed", _("删去")

    item = models.ForeignKey(Item, models.PROTECT, related_name="resolutions")
    part = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    rule = models.CharField(max_length=80, blank=True)
    where = models.CharField(_("位置"), max_length=120)
    decision = models.CharField(_("处理"), max_length=8, choices=Decision)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("疑点处理")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "part", "kind", "mark"], name="resolution_once"),
            models.CheckConstraint(
                condition=Q(decision__in=["rule", "kept", "false", "masked", "removed"]),
                name="resolution_decision_known",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["kept", "false"]) | ~Q(reason=""),
                name="resolution_kept_has_reason",
            ),
        ]


class RenewedMark(models.Model):
    """What a mark in a signed submission is called since the index was made anew under another key.

    Signed bytes are never written again, so they keep the old mark; ``new`` finds their resolutions.
    """

    old = models.CharField(primary_key=True, max_length=64)
    new = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("疑点摘要的更新")
        indexes: ClassVar = [models.Index(fields=["new"], name="renewed_mark_by_new")]


class FileCheck(models.Model):
    """The screening of one file by its SHA-256, done in the sandbox before the file was stored.

    ``found`` holds the findings as the page shows them; ``malware`` says whether a scanner looked too.
    """

    sha256 = models.CharField(max_length=64)
    policy = models.CharField(max_length=40)
    type = models.CharField(_("类型"), max_length=12)
    found = models.JSONField(default=list, blank=True)
    malware = models.BooleanField(_("已查杀病毒"), default=False)
    at = models.DateTimeField(_("检查时间"))

    class Meta:
        verbose_name = _("附件检查")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sha256", "policy"], name="file_check_once"),
        ]


class Incident(models.Model):
    """A secret that came to a system that may hold none 涉密误入处置: number, time, handler, nothing of it.

    ``item`` or ``case`` is set where it had been stored with one; what is left of it says nothing. A ``case``
    with another place than 已存内容: only a file of it bore the mark and is gone, the case goes on.
    ``arrival``: a sealed message of the public that was opened and found to bear a mark; it waits, closed.
    ``officer`` is null where the program met it.
    """

    class Place(models.TextChoices):
        """Where it was met."""

        DRAFT = "draft", _("起草")
        FILE = "file", _("附件")
        STORED = "stored", _("已存内容")
        PAGE = "page", _("办理页面")
        MAIL = "mail", _("网上来件")
        IMPORT = "import", _("台账导入")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.CharField(_("编号"), max_length=40)
    place = models.CharField(_("发现处"), max_length=8, choices=Place)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="incidents")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="incidents")
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, blank=True, related_name="incidents")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("时间"))
    backups_on = models.DateField(_("备份已清除"), null=True, blank=True)

    class Meta:
        verbose_name = _("涉密误入处置")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "number"], name="incident_number_once"),
        ]

    @property
    def was_stored(self) -> bool:
        """Whether something had been stored and was purged: backups of before may hold it."""
        beside = (self.item_id, self.case_id, self.arrival_id)
        return self.place == self.Place.STORED or any(one is not None for one in beside)

    @property
    def is_sealed(self) -> bool:
        """Whether the sealed message is still there."""
        return self.arrival is not None and bool(self.arrival.sealed)

    @property
    def stream(self) -> str:
        """The name of its chain of events."""
        return f"incident/{self.number}"
