"""What is public, and what was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from gongkai.portal.models.base import PortalManager

LONGEST_TOPIC = 100
"""Characters of a subject that the catalogue of open data groups by."""


class Published(models.Model):
    """One item that is public now: the exact bytes of content and release, and what lists sort by.

    An item leaves this table in the transaction of its withdrawal. ``published`` is the day 发布日期,
    ``formed`` 成文日期, ``year`` what an annual report is about, ``valid_until`` the last day of a warning;
    the public may say what it thinks of a draft from ``asks_from`` to ``asks_until``, both days included;
    ``consulted`` is the index number of the draft that the item answers, or became; ``topic`` is its own
    主题分类, empty where it tells none.
    """

    class Kind(models.TextChoices):
        """What is published: an item of a column, or the report of a year."""

        ITEM = "item", "信息"
        ANNUAL_REPORT = "annual-report", "年度报告"

    agency = models.CharField(max_length=200)
    index = models.CharField(max_length=200)
    title = models.CharField(max_length=500)
    category = models.CharField(max_length=100)
    column = models.CharField(max_length=40)
    column_name = models.CharField(max_length=100)
    unit = models.CharField(max_length=200, default="", blank=True)
    doc_no = models.CharField(max_length=200, default="", blank=True)
    published = models.DateField()
    formed = models.DateField(null=True)
    validity = models.CharField(max_length=20, default="", blank=True)
    valid_until = models.DateField(null=True)
    asks_from = models.DateField(null=True)
    asks_until = models.DateField(null=True)
    consulted = models.CharField(max_length=200, default="", blank=True)
    topic = models.CharField(max_length=LONGEST_TOPIC, default="", blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ITEM)
    year = models.PositiveSmallIntegerField(null=True)
    meta: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    content = models.BinaryField()
    content_digest = models.CharField(max_length=64)
    release = models.BinaryField()
    release_digest = models.CharField(max_length=64)
    release_no = models.PositiveIntegerField()
    released = models.DateTimeField()
    log_index = models.PositiveBigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    updated = models.DateTimeField()

    objects = PortalManager()

    class Meta:
        """One row for an index number; lists read newest first."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "index"], name="portal_published_index")
        ]
        indexes: ClassVar = [
            models.Index(fields=["index"], name="portal_published_by_index"),
            models.Index(fields=["column", "-published", "-log_index"], name="portal_published_column"),
            models.Index(fields=["-published", "-log_index"], name="portal_published_newest"),
            models.Index(
                fields=["kind", "column", "column_name", "published"], name="portal_published_counted"
            ),
            models.Index(fields=["kind", "column", "topic"], name="portal_published_topics"),
            models.Index(fields=["valid_until"], name="portal_published_lasting"),
            models.Index(fields=["until"], name="portal_published_until"),
            models.Index(
                fields=["asks_until"], condition=Q(asks_until__isnull=False), name="portal_published_asking"
            ),
            models.Index(fields=["consulted"], condition=~Q(consulted=""), name="portal_published_following"),
        ]

    def __str__(self) -> str:
        """The index number."""
        return self.index

    @property
    def path(self) -> str:
        """The address of the item's page."""
        return f"/gk/{self.index}"


class Link(models.Model):
    """An item points to another by its index number, as an interpretation 解读 to its document."""

    item = models.ForeignKey(Published, on_delete=models.CASCADE, related_name="links")
    to = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=12)

    objects = PortalManager()

    class Meta:
        """Each once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "to", "kind"], name="portal_link_once")
        ]

    def __str__(self) -> str:
        """Where it leads."""
        return self.to


class PublishedFile(models.Model):
    """An attachment of a public item; its bytes lie in the folder of files under their SHA-256."""

    item = models.ForeignKey(Published, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=300)
    type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()

    objects = PortalManager()

    class Meta:
        """In the order of the content."""

        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def path(self) -> str:
        """The address of the file, as decoded text."""
        return f"/files/{self.sha256}/{self.name.replace('/', '_')}"


class Tombstone(models.Model):
    """What stays of a withdrawn item 停止公开说明. A ``quiet`` one keeps no title, column or reason."""

    agency = models.CharField(max_length=200)
    index = models.CharField(max_length=200)
    release_digest = models.CharField(max_length=64)
    quiet = models.BooleanField()
    reason = models.CharField(max_length=40, default="", blank=True)
    title = models.CharField(max_length=500, default="", blank=True)
    text = models.TextField(default="", blank=True)
    published = models.DateField(null=True)
    since = models.DateField()
    log_index = models.PositiveBigIntegerField()
    updated = models.DateTimeField()

    objects = PortalManager()

    class Meta:
        """One for an index number."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "index"], name="portal_tombstone_index")
        ]
        indexes: ClassVar = [models.Index(fields=["index"], name="portal_tombstone_by_index")]

    def __str__(self) -> str:
        """The index number."""
        return self.index
