"""Placements with proof, places and what hangs there, columns and their keepers, deliveries, public facts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.disclosure.models import Item
from gongkai.desk.lists.models import Row
from gongkai.sealing.ids import new_uid


class Scan(models.Model):
    """A proof as a file: its bytes lie in ``files/desk`` under their SHA-256."""

    scan = models.CharField(max_length=64, blank=True)
    scan_name = models.CharField(_("证明文件"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Place(models.Model):
    """A place 点位 where things are shown: screen, board, window, reading place."""

    class Kind(models.TextChoices):
        """The kinds of place."""

        SCREEN = "电子显示屏", _("电子显示屏")
        BOARD = "公开栏", _("公开栏")
        WINDOW = "服务窗口", _("服务窗口")
        READING = "查阅点", _("查阅点")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="places")
    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    name = models.CharField(_("点位名称"), max_length=60)
    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    where = models.CharField(_("位置"), max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="places")
    keeper = models.ForeignKey(Officer, models.PROTECT, related_name="kept_places")
    cycle_days = models.PositiveSmallIntegerField(_("更换周期（天）"), default=30)
    since = models.DateField(_("启用日期"))
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("点位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="place_name_once"),
            models.CheckConstraint(condition=Q(cycle_days__gt=0), name="place_has_cycle"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="place_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Posting(Scan):
    """One outlet for one item 渠道任务: planned, done with a date and proof, dropped, or taken down.

    ``outlet`` is a key of :mod:`.adapters`. A dropped one keeps its reason; ``down_on`` is the day on which
    the copy of a withdrawn item was seen to be gone. ``placed_time`` is the minute that the page over there
    gives, in Beijing time; many give the day only.
    """

    class Check(models.TextChoices):
        """What a comparison of the live page with the cleared text found."""

        SAME = "same", _("一致")
        ALTERED = "altered", _("被改动")
        MISSING = "missing", _("缺内容")
        DEAD = "dead", _("打不开")

    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="postings")
    outlet = models.CharField(_("渠道"), max_length=16)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="postings")
    planned_on = models.DateField(_("计划日期"))
    placed_on = models.DateField(_("发布日期"), null=True, blank=True)
    placed_time = models.TimeField(_("发布时刻"), null=True, blank=True)
    placed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(_("网址"), max_length=500, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    dropped_on = models.DateField(_("取消日期"), null=True, blank=True)
    down_on = models.DateField(_("撤下日期"), null=True, blank=True)
    down_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    checked_on = models.DateField(_("核对日期"), null=True, blank=True)
    check_result = models.CharField(_("核对结果"), max_length=8, choices=Check, blank=True)

    class Meta:
        verbose_name = _("渠道任务")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "outlet"],
                condition=Q(dropped_on__isnull=True, place__isnull=True),
                name="posting_once",
            ),
            models.UniqueConstraint(
                fields=["item", "outlet", "place"],
                condition=Q(dropped_on__isnull=True, place__isnull=False),
                name="posting_once_a_place",
            ),
            models.CheckConstraint(
                condition=Q(down_on__isnull=True) | Q(placed_on__isnull=False, down_on__gte=F("placed_on")),
                name="posting_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(placed_time__isnull=True) | Q(placed_on__isnull=False),
                name="posting_minute_has_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-id"],
                condition=Q(placed_on__isnull=True, dropped_on__isnull=True),
                name="posting_waiting",
            )
        ]

    @property
    def placed(self) -> str:
        """When it was placed: the day, with the minute where it was given; empty before."""
        if self.placed_on is None:
            return ""
        minute = f" {self.placed_time:%H:%M}" if self.placed_time else ""
        return f"{self.placed_on:%Y-%m-%d}{minute}"


class PostingRow(Row):
    """A placement as the list of tasks filters and sorts it; ``outlets.rows`` builds it, marks renew it.

    ``out``: its item was let out at least once, so the whole agency sees it. ``state`` says what a person has
    to do; no day is in it. ``place`` has the day for which it was planned.
    """

    class State(models.TextChoices):
        """What there is to be done."""

        WAITING = "waiting", "to be placed"
        DOWN = "down", "to be taken down"
        COMPARE = "compare", "to be compared with the live page"
        PLACED = "placed", "placed, or taken down again: nothing to do"
        IDLE = "idle", "dropped, or its item is not public: nothing to do"

    record = models.OneToOneField(Posting, models.CASCADE, primary_key=True, related_name="row")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    out = models.BooleanField()
    state = models.CharField(max_length=8)
    outlet = models.CharField(max_length=16)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "out", "place"], name="posting_row"),
            models.Index(fields=["agency", "out", "state", "place"], name="posting_row_s"),
            models.Index(fields=["agency", "out", "outlet", "place"], name="posting_row_o"),
            models.Index(fields=["agency", "out", "unit", "place"], name="posting_row_u"),
            models.Index(fields=["agency", "out", "state", "outlet", "place"], name="posting_row_so"),
            models.Index(fields=["agency", "out", "state", "unit", "place"], name="posting_row_su"),
            models.Index(fields=["agency", "out", "outlet", "unit", "place"], name="posting_row_ou"),
            models.Index(
                fields=["agency", "out", "state", "outlet", "unit", "place"], name="posting_row_sou"
            ),
        ]


class Visit(models.Model):
    """The worker's last visit to the page of a placement: when, what failed, which lines differed.

    ``lines`` are pairs of place (0 the title, then the lines of the text) and kind, for the cleared text with
    ``digest``: no word of it.
    """

    posting = models.OneToOneField(Posting, models.PROTECT, related_name="visit")
    at = models.DateTimeField(_("访问时间"))
    failures = models.PositiveSmallIntegerField(_("连续几次没有打开"), default=0)
    problem = models.CharField(_("没有打开的原因"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    lines: models.JSONField[list[list[int | str]], list[list[int | str]]] = models.JSONField(default=list)

    class Meta:
        verbose_name = _("网页访问")
        indexes: ClassVar = [models.Index(fields=["at"], name="visit_by_time")]


class Hanging(Scan):
    """Something that hangs at a place from a day on, until ``gone_on`` or still; a photo as its ``scan``."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="hangings")
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, blank=True, related_name="hangings")
    what = models.CharField(_("内容"), max_length=300)
    on = models.DateField(_("更换日期"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    gone_on = models.DateField(_("取下日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("张挂内容")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(gone_on__isnull=True) | Q(gone_on__gte=F("on")), name="hanging_days_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place", "-on", "-id"], name="hanging_newest")]


class ColumnDuty(models.Model):
    """Who keeps a column fresh 栏目责任: unit, 信息员 and deputy, and how often something must appear."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="column_duties")
    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    column = models.CharField(_("栏目"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="column_duties")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="column_duties")
    deputy = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    cycle_days = models.PositiveSmallIntegerField(_("更新周期（天）"))
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("栏目责任")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "column", "unit"],
                condition=Q(until__isnull=True),
                name="column_duty_once",
            ),
            models.CheckConstraint(condition=Q(cycle_days__gt=0), name="column_duty_has_cycle"),
            models.CheckConstraint(condition=~Q(officer=F("deputy")), name="column_deputy_is_another"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="column_duty_days_in_order"
            ),
        ]


class NilReturn(models.Model):
    """A month without anything to publish, said so 零报告; ``month`` is its first day."""

    duty = models.ForeignKey(ColumnDuty, models.PROTECT, related_name="nil_returns")
    month = models.DateField(_("月份"))
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("报告时间"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("零报告")
        constraints: ClassVar = [models.UniqueConstraint(fields=["duty", "month"], name="nil_return_once")]


class Delivery(Scan):
    """What went to archive or library for a quarter 送交清单; its lines never change."""

    class To(models.TextChoices):
        """Who receives."""

        ARCHIVE = "档案馆", _("国家综合档案馆")
        LIBRARY = "图书馆", _("公共图书馆")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="deliveries")
    uid = models.CharField(max_length=22, unique=True, default=new_uid, editable=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    to = models.CharField(_("接收单位"), max_length=4, choices=To)
    made_at = models.DateTimeField(_("编制时间"))
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    handed_on = models.DateField(_("送交日期"), null=True, blank=True)
    receiver = models.CharField(_("签收人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("送交清单")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "year", "quarter", "to"], name="delivery_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="delivery_quarter"),
        ]


class DeliveryLine(models.Model):
    """One item of a delivery, in its order."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("送交条目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "no"], name="delivery_line_no"),
            models.UniqueConstraint(fields=["delivery", "item"], name="delivery_item_once"),
        ]


class PublicFacts(models.Model):
    """What the portal says of the agency beyond name and address: codes, hours, hotlines, guide, own rules.

    ``guide`` is the Markdown of 公开指南, ``rules`` the index numbers of the bureau's own rules.
    """

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="public_facts")
    facts: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    hotlines: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    guide = models.TextField(_("公开指南"), blank=True)
    rules: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    updated_at = models.DateTimeField()
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("门户公开信息")
