"""Several rows of another table as one value beside each row of a page, so that they need no query more."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, JSONField


class JSONRows(Func):
    """All rows of a subquery as an array of arrays, null or empty where there is none; days are texts.

    A page of a list would otherwise ask once more for each kind of thing that hangs on some of its rows:

        Subquery(letters.values(all=JSONRows("pk", "sent_on")).values("all"), JSONField())
    """

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """For SQLite."""
        return self.as_sql(
            compiler, connection, template="json_group_array(json_array(%(expressions)s))", **extra
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """For PostgreSQL."""
        return self.as_sql(
            compiler, connection, template="jsonb_agg(jsonb_build_array(%(expressions)s))", **extra
        )
