"""What lists keep: the row that stands for a record in a list, marks of rows to renew, officers' views."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai import grams
from gongkai.desk.agencies.models import Agency, Officer, Unit

UNDATED = date(9999, 12, 31)
"""The day of a row that has none yet: such rows stand first."""
PK_BITS = 41


def place_of(day: date | None, pk: int) -> int:
    """The sort key of a row: newest day first, then the record that came last. Unique, never null, a number.

    A span of days is a span of places, so filtering by year costs nothing more.
    """
    return (day or UNDATED).toordinal() << PK_BITS | pk


def row_text(*said: str) -> str:
    """What text filters look in: texts in normal form, one a line; empty ones are left out."""
    return "\n".join(grams.normal(one) for one in said if one)


class Row(models.Model):
    """One record as lists filter and sort it: a cache that is renewed from the truth (see ``marks``).

    A room's own row adds ``record`` (one to one, the primary key), a column for each facet and the indexes:
    equality columns first, ``place`` last. ``text`` holds in normal form what text filters look in.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    place = models.BigIntegerField(unique=True)
    text = models.TextField()

    record: Any
    record_id: int

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.place)

    @classmethod
    def grams_table(cls) -> str:
        """The table of search tokens on SQLite; on PostgreSQL they are a column."""
        return f"{cls._meta.db_table}_words"

    @classmethod
    def columns(cls) -> list[str]:
        """The names of all columns but the key."""
        return [one.name for one in cls._meta.concrete_fields if not one.primary_key]


class Mark(models.Model):
    """A record whose row has to be renewed, written by triggers in the transaction of the change."""

    list = models.CharField(max_length=24)
    record = models.BigIntegerField()

    class Meta:
        verbose_name = _("待更新的列表行")
        indexes: ClassVar = [models.Index(fields=["list", "id"], name="list_mark_in_order")]


class SavedView(models.Model):
    """A view of a list that an officer keeps: its filters under a name; one may open by itself.

    ``shared_at``: since when it is lent, to a unit or (null) the whole agency.
    """

    owner = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    list = models.CharField(max_length=24)
    name = models.CharField(_("视图名称"), max_length=30)
    chosen = models.JSONField(_("条件"), default=dict)
    is_default = models.BooleanField(_("默认打开"), default=False)
    shared_at = models.DateTimeField(_("共享时间"), null=True, blank=True)
    shared_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("共享给"), null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("列表视图")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="list_view_name_once"),
            models.UniqueConstraint(
                fields=["owner", "list"], condition=Q(is_default=True), name="list_view_one_default"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="list_view_has_name"),
            models.CheckConstraint(
                condition=Q(shared_unit__isnull=True) | Q(shared_at__isnull=False),
                name="list_view_unit_is_shared",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, owner: Officer, list: str) -> models.QuerySet[SavedView]:
        """An officer's views of a list."""
        return SavedView.objects.filter(owner=owner, list=list).order_by("pk")
