"""The background work on the portal's own machine; knows nothing of the desk but its public keys."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import OperationalError, close_old_connections

from gongkai.portal import baking, publishing
from gongkai.portal.messages import leaving, secrets, sweeping
from gongkai.refusal import Refused

_LOGGER = logging.getLogger(__name__)


def tick(at: datetime) -> list[str]:
    """One round: apply what the desk laid into the inbox, number envelopes, render, sweep.

    Gives what was refused; a refusal or a database that is away ends the round, never the process.
    """
    try:
        trust = secrets.trust()
        publishing.drain(trust=trust, now=at)
        leaving.number(trust.agency, at)
        baking.keep(at, rendered=publishing.refresh(at))
        sweeping.sweep(at)
    except Refused as refused:
        line = f"{refused.code} {refused}"
    except (OperationalError, OSError) as problem:
        line = f"{type(problem).__name__} {' '.join(str(problem).split())}"
        close_old_connections()
    else:
        return []
    _LOGGER.warning("%s", line)
    return [line]
