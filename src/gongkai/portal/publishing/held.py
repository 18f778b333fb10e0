"""What is looked up once for many pages or addresses; nothing may become public meanwhile. Knows no model."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_HELD: ContextVar[dict[Hashable, Any] | None] = ContextVar("held", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Around what only reads what is public: the same question is asked once."""
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


def once(question: Hashable, look_up: Callable[[], T]) -> T:
    """What is known of a question, or what ``look_up`` says; always the latter outside of :func:`held`.

    Callers get the same object each time and leave it as it is.
    """
    known = _HELD.get()
    if known is None:
        return look_up()
    if question not in known:
        known[question] = look_up()
    found: T = known[question]
    return found
