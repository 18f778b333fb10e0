"""One thread tells the pages that are in memory; the others stand aside until something slow is asked.

granian hands requests to a pool of threads, and whoever is free takes the next. With many threads each
request wakes another one, and they hand Python's lock around for every page: that costs more than the page.
So a thread that has told a page from memory does not go back to the queue while another one, the leader,
serves it: it stands aside. Before the leader does anything that may take time (a page that has to be read, a
search, a form, a receipt code that is hashed for a second) it sends one of those back to the queue. So pages
have one thread as long as there are only pages, and nothing slow stands before one.

Nobody stands aside for long, so that a leader who ended (granian ends idle threads) is never waited for.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from granian.server import mp
from granian.wsgi import _callback_wrapper as translated

THREADS = 24
"""More than the look-ups of receipt codes that may wait at once (16), so that other questions go on."""
IDLE_SECONDS = 60
"""After so long without a request granian ends a thread: more than the two below together."""
_LEADS_SECONDS = 5.0
"""A leader that gave its last answer so long ago counts no more."""
_ASIDE_SECONDS = 20.0
"""So long a thread stands aside at most."""

Headers = list[tuple[str, str]]
Scope = Mapping[str, Any]


class Request(Protocol):
    """What granian hands over with the facts of a request: it takes the answer, which goes out at once."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Give the whole answer."""


class Application(Protocol):
    """A WSGI application that knows some answers without waiting."""

    def at_hand(self, environ: Scope) -> tuple[int, Headers, bytes] | None:
        """The answer to a request if it is in memory, without waiting for anything; else null."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Any answer."""


class Lanes:
    """Who leads, and who stands aside."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._leader = 0
        self._seen = 0.0
        self._aside: deque[threading.Event] = deque()

    @property
    def aside(self) -> int:
        """How many stand aside."""
        return len(self._aside)

    def leave(self) -> None:
        """Something slow begins on this thread: a leader sends another one to the queue."""
        if self._leader == threading.get_ident():
            with self._lock:
                self._leader = 0
                if self._aside:
                    self._aside.popleft().set()

    def quick(self) -> None:
        """A quick answer was given on this thread: it leads, or stands aside while another one does."""
        me, now = threading.get_ident(), self._clock()
        if self._leader == me:
            self._seen = now
            return
        with self._lock:
            if not self._leader or now - self._seen > _LEADS_SECONDS:
                self._leader, self._seen = me, now
                return
            called = threading.Event()
            self._aside.append(called)
        if not called.wait(_ASIDE_SECONDS):
            with self._lock:
                if called in self._aside:
                    self._aside.remove(called)


def spawn(*args: Any, **kwargs: Any) -> None:
    """The process of ``Granian.serve(spawn_target=…)`` for an application that knows answers at hand."""
    setattr(mp, "_wsgi_call_wrap", parted)  # noqa: B010  (granian offers no other way in)
    mp.MPServer._spawn_wsgi_worker(*args, **kwargs)


def parted(
    application: Application,
    options: dict[str, Any],
    log_format: str | None = None,
    lanes: Lanes | None = None,
) -> Callable[[Request, Scope], object]:
    """What granian calls for each request: its own translation of WSGI, and before it what is at hand."""
    whole = translated(application, options, log_format)
    here = lanes or Lanes()

    def run(request: Request, scope: Scope) -> object:
        answer = application.at_hand(scope)
        if answer is None:
            here.leave()
            return whole(request, scope)
        request.response_bytes(*answer)
        here.quick()
        return None

    return run
