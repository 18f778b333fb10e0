"""What the search looks at."""

from __future__ import annotations

from django.db import models

from gongkai.portal.models.base import PortalManager
from gongkai.portal.models.items import Published


class SearchRow(models.Model):
    """The words of one public item: as written, and in the normal form that is compared.

    The tokens lie beside it, in an index of the database: FTS5 ``portal_grams`` on SQLite, the column
    ``grams`` with GIN on PostgreSQL. ``place`` is the number of the row there: day of publication, then the
    place in the log, so that an index read backwards is newest first. Only
    :mod:`gongkai.portal.publishing.searching` writes either.
    """

    item = models.OneToOneField(Published, models.CASCADE, primary_key=True, related_name="search")
    place = models.BigIntegerField(unique=True)
    plain = models.TextField()
    text = models.TextField()

    objects = PortalManager()

    def __str__(self) -> str:
        """The item's key."""
        return str(self.item_id)
