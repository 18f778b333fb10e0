"""The one way in: :func:`apply` takes what the desk released, :func:`refresh` renders what depends on it.

``apply`` is the only function that writes page, files, lists, feeds and tombstone (DESIGN.md law 11). It
marks front page, columns, feeds and sitemap stale in its transaction; a withdrawn item leaves them in that
very commit (a page that the store lacks is made for each reader until it is rendered again).
"""

from gongkai.portal.publishing.receiving import Applied, apply, drain, place
from gongkai.portal.publishing.refreshing import refresh
from gongkai.portal.publishing.renewing import BATCH as RENEWED_AT_ONCE
from gongkai.portal.publishing.renewing import renew
from gongkai.portal.publishing.stale import count_stale, has_stale, mark_everything

__all__ = [
    "RENEWED_AT_ONCE",
    "Applied",
    "apply",
    "count_stale",
    "drain",
    "has_stale",
    "mark_everything",
    "place",
    "refresh",
    "renew",
]
