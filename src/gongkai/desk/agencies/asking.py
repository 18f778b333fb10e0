"""What was looked up about duties and units in the present request; no model, nothing kept beyond it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
Place = tuple[Hashable, ...]
_asked: ContextVar[dict[Place, Any] | None] = ContextVar("duties_asked", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """While this lasts (one request, one verb), each officer and day and agency's units are asked once."""
    if _asked.get() is not None:
        yield
        return
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def once(place: Place, look_up: Callable[[], T]) -> T:
    """What is known of a place, or what ``look_up`` says; always the latter outside of a request."""
    known = _asked.get()
    if known is None:
        return look_up()
    if place not in known:
        known[place] = look_up()
    found: T = known[place]
    return found


def forget(**_said: object) -> None:
    """Ask anew from here on: duties, deputies, officers or units were changed. Also a receiver of signals."""
    known = _asked.get()
    if known is not None:
        known.clear()
