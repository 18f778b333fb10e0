"""Finished pages: the bytes that a reader gets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from gongkai.portal.models.base import PortalManager


class Page(models.Model):
    """One published address with its finished bytes, or the file that lies there.

    ``path`` is decoded text (``/gk/37100017-8/2017-00113``). A page with ``file`` (SHA-256) has no bytes of
    its own: they lie in the portal's folder of files. ``gzip`` and ``brotli`` are empty where compressing
    gains nothing. ``owner`` is the index number whose withdrawal takes it away; derived pages have none.
    ``made_with`` is the number of what rendered it (:mod:`gongkai.portal.fingerprint`), 0 for a file,
    negative where that renderer failed, null where it was rendered before there were numbers.
    """

    path = models.CharField(max_length=500, unique=True)
    status = models.PositiveSmallIntegerField(default=200)
    content_type = models.CharField(max_length=120)
    raw = models.BinaryField(default=bytes)
    gzip = models.BinaryField(default=bytes)
    brotli = models.BinaryField(default=bytes)
    etag = models.CharField(max_length=64)
    headers: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    file = models.CharField(max_length=64, default="", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    owner = models.CharField(max_length=200, default="", blank=True, db_index=True)
    updated = models.DateTimeField()
    made_with = models.BigIntegerField(null=True)

    objects = PortalManager()

    class Meta:
        """Pages of an older renderer are found by it, derived ones first, then by their items."""

        indexes: ClassVar = [models.Index(fields=["made_with", "owner"], name="portal_page_made_with")]

    def __str__(self) -> str:
        """The address."""
        return self.path


class Renderer(models.Model):
    """One row: what renders the pages. ``generation`` grows when something changes that all pages show.

    ``seen`` is the number of the renderer whose coming was noticed last, ``at`` when.
    """

    generation = models.PositiveIntegerField(default=0)
    seen = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)

    objects = PortalManager()

    def __str__(self) -> str:
        """The generation."""
        return str(self.generation)


class StalePage(models.Model):
    """An address that must be rendered again; written in the transaction that made it stale.

    ``since``: when that was. A round of the worker renders all; ``gongkai verify`` names what waits longer.
    """

    path = models.CharField(max_length=500, unique=True)
    since = models.DateTimeField(db_default=Now())

    objects = PortalManager()

    def __str__(self) -> str:
        """The address."""
        return self.path


class SiteInfo(models.Model):
    """What the agency last said about itself: the public facts in head and foot of every page.

    ``facts`` are the keys of face/portal/base.html, ``columns`` the order of the columns as (key, name).
    """

    agency = models.CharField(max_length=200, unique=True)
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    columns: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    updated = models.DateTimeField()

    objects = PortalManager()

    def __str__(self) -> str:
        """The agency."""
        return self.agency
