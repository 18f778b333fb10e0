"""Open sessions of an officer: their beginning, their limits, the list, the ends."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest

from gongkai.desk.accounts.policy import IN_SESSION, has_factor
from gongkai.desk.accounts.recent import BEGAN
from gongkai.desk.agencies.models import Officer

SEEN = "gongkai_seen"
"""In the session: when it was last used, in seconds of the epoch, kept to the minute."""
_EVERY = 60
logger = logging.getLogger("gongkai.desk")


@dataclass(frozen=True, slots=True)
class Open:
    """One open session for the list: since when, last used, from where, and whether it is this one."""

    since: datetime
    seen: datetime
    address: str
    browser: str
    here: bool


def begin(sender: object, request: HttpRequest, user: object, **_said: Any) -> None:
    """Receiver of a login: the clock of the session starts, and it knows whether there is a second factor."""
    if not isinstance(user, Officer) or not hasattr(request, "session"):
        return
    now = int(time.time())
    request.session[BEGAN] = request.session[SEEN] = now
    request.session[IN_SESSION] = has_factor(user)


def has_ended(request: HttpRequest) -> bool:
    """Whether the session is over: unused for too long, or open for too long."""
    now = time.time()
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        return True
    return bool(now - began >= _limit("session_minutes") or now - seen >= _limit("session_idle_minutes"))


def touch(request: HttpRequest) -> None:
    """The session was used; written down once a minute.

    A database that a long import holds does not keep anybody from reading a page: then the next one writes.
    """
    now, session = int(time.time()), request.session
    if now - int(session.get(SEEN) or 0) < _EVERY:
        return
    was_modified = session.modified
    session[SEEN] = now
    try:
        session.save()
    except UpdateError:
        return  # ended meanwhile: the middleware of sessions says so
    except OperationalError as busy:
        logger.info("last use of a session not written down: %s", busy)
    session.modified = was_modified


def listed(officer: Officer, key: str | None) -> list[Open]:
    """The officer's open sessions, the present one first; rows of ended ones are cleared away."""
    rows = UserSession.objects.purge_and_list(officer)
    seen = _seen({one.session_key for one in rows})
    found = [
        Open(
            one.created_at,
            seen.get(one.session_key, one.created_at),
            one.ip,
            _browser(one.user_agent),
            one.session_key == key,
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: (not one.here, -one.seen.timestamp()))


def _seen(keys: Collection[str]) -> dict[str, datetime]:
    """When these sessions were last used, as they know it themselves; one query."""
    found = {}
    for one in Session.objects.filter(session_key__in=keys):
        used = one.get_decoded().get(SEEN)
        if used is not None:
            found[one.session_key] = datetime.fromtimestamp(used, UTC)
    return found


def end_all(officer: Officer, *, but: str | None = None) -> int:
    """End the officer's sessions, all or all but one; how many."""
    rows = list(UserSession.objects.filter(user=officer).exclude(session_key=but or ""))
    for one in rows:
        one.end()
    return len(rows)


def renew(request: HttpRequest, officer: Officer) -> None:
    """After a change of the password: all other sessions end, the present one gets a new key and stays."""
    before = request.session.session_key
    end_all(officer, but=before)
    update_session_auth_hash(request, officer)
    request.session.save()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def end_of_changed(sender: object, officer: Officer, **_said: Any) -> None:
    """Receiver: posts or duties changed, whoever had them comes in anew."""
    end_all(officer)


def _limit(name: str) -> int:
    return int(settings.GONGKAI_VALUES[name]) * 60


_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("Mac OS", "macOS"))


def _browser(agent: str) -> str:
    """Browser and system in two words, the rest of the line tells nobody anything."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in (*_SYSTEMS, ("Linux", "Linux")) if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent[:40]
