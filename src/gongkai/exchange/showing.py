"""Where the door stands, for a page of the desk: what waits on either side, what was refused, since when."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.db.models import Count, Min

from gongkai.desk.agencies.models import Agency
from gongkai.desk.disclosure import queries
from gongkai.desk.mailbox.models import Arrival
from gongkai.exchange import log, outbox
from gongkai.exchange.models import InMessage, OutMessage
from gongkai.exchange.transports import database


def standing(agency: Agency) -> dict[str, Any]:
    """Both directions, the log, and how far the portal is; ``portal`` is null when it cannot be reached.

    A portal that only takes bundles (or a desk process without the right to look) is no fault of the page.
    """
    last, newest = outbox.last(), log.newest_checkpoint()
    undelivered = OutMessage.objects.filter(delivered_at__isnull=True)
    waiting = undelivered.aggregate(count=Count("pk"), since=Min("made_at"))
    taken = InMessage.objects.order_by("-seq").first()
    arrivals = dict(Arrival.objects.values_list("state").annotate(Count("pk")))
    return {
        "epoch": last.epoch if last else None,
        "last": last.seq if last else 0,
        "waiting": waiting["count"],
        "since": waiting["since"],
        "to_release": queries.to_release(agency).count(),
        "to_withdraw": queries.to_withdraw(agency).count(),
        "log": {"size": newest.size, "at": newest.at} if newest else None,
        "taken": {"seq": taken.seq, "at": taken.taken_at} if taken else None,
        "arrivals": {str(state): arrivals.get(state, 0) for state in Arrival.State},
        "portal": _portal(agency.code),
    }


def _portal(code: str) -> dict[str, Any] | None:
    try:
        place = database.place(code)
    except (DatabaseError, OSError):
        return None
    return {"epoch": place.epoch, "applied": place.applied}
