"""The suite runs twice: whole on SQLite, and again on PostgreSQL, where long walks may be shorter.

What a walk proves of the program is proven in the first round; the second asks whether another server takes
the same statements.
"""

from typing import TypeVar

from django.conf import settings

T = TypeVar("T")
IS_SECOND = "postgresql" in settings.DATABASES["default"]["ENGINE"]


def in_second(first: T, second: T) -> T:
    """``second`` on PostgreSQL, else ``first``."""
    return second if IS_SECOND else first
