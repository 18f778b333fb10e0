"""A message that was opened: is it a canary? Then it is noted, answered like any other, and becomes no case.

It travelled as a question, and is known by its text alone. What calls itself a canary and says nothing that
was agreed is none of ours: it is noted as such, and no case either. A canary that the portal altered is a
question to us; that it is missing is the alarm.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from gongkai.desk.casework import keyring
from gongkai.desk.mailbox import answering
from gongkai.desk.mailbox.models import Arrival, Box
from gongkai.exchange.canaries import cards
from gongkai.exchange.models import CanaryHour
from gongkai.sealing import canary
from gongkai.sealing.canary import KIND
from gongkai.sealing.times import moment

UNKNOWN, AGAIN = "canary-unknown", "canary-again"
"""Codes of arrivals: says nothing that was agreed; says what arrived before."""
CLOSES_AFTER = timedelta(days=7)
"""So long its box stays open, as that of a question does; no box ends sooner for being a canary's."""
_AT_ONCE = 50
_ANSWER = "您的来件已经办结。谢谢您的来信。"
_STATUS = "已办结"


def take(row: Arrival, box: Box, found: Mapping[str, Any]) -> bool:
    """Whether a message is a canary (or follows one in its box); then it is noted in ``row``, ``box`` saved.

    Runs in the transaction that opens the message.
    """
    if found["n"] > 0:
        if box.kind == KIND:
            row.kind = KIND
        return box.kind == KIND
    text = found["fields"].get("text")
    hour = _awaited(text) if isinstance(text, str) else None
    if hour is None and found["kind"] != KIND:
        return False
    row.kind = box.kind = KIND
    box.save()
    if hour is None:
        row.code = UNKNOWN
    elif hour.arrived_at is not None:
        row.code = AGAIN
    else:
        _note(hour, row, found)
    return True


def close_boxes(at: datetime) -> int:
    """End the boxes of canaries after a week, as those of questions end; gives how many."""
    due = Box.objects.filter(kind=KIND, state=Box.State.OPEN, opened_at__lt=at - CLOSES_AFTER)
    rows = list(due.order_by("pk")[:_AT_ONCE])
    for box in rows:
        answering.tell(box, kind="closed", text=_ANSWER, status=_STATUS, at=at)
        answering.close(box, at=at)
    return len(rows)


def _awaited(text: str) -> CanaryHour | None:
    """The hour that this text was agreed for: the first in which it did not come yet, else any."""
    rows = CanaryHour.objects.select_for_update(no_key=True, of=("self",)).select_related("post")
    found = list(rows.filter(digest=canary.digest_of_text(text)).order_by("hour"))
    return next((one for one in found if one.arrived_at is None), found[0] if found else None)


def _note(hour: CanaryHour, row: Arrival, found: Mapping[str, Any]) -> None:
    hour.arrival, hour.arrived_at, hour.kid = row.uid, row.pulled_at, row.kid
    hour.newest = _newest(hour, row)
    card = cards.read(hour.post.card)
    hour.is_altered = card is not None and not _is_whole(canary.said(card, hour.hour), found)
    hour.save(update_fields=["arrival", "arrived_at", "kid", "newest", "is_altered"])


def _is_whole(said: canary.Said, found: Mapping[str, Any]) -> bool:
    """Whether everything came as it was typed: nothing more, nothing else."""
    typed = {"title": said.title, "text": said.text} | ({"name": said.name} if said.name else {})
    came = {**found["fields"], **(found["identity"] or {})}
    return found["kind"] in (canary.SENT_AS, KIND) and came == typed and not found["attachments"]


def _newest(hour: CanaryHour, row: Arrival) -> str:
    """The key that a message of this hour should be sealed to: the one it names, where that may be.

    A key that was made within the agreed time before the hour, or since, need not have reached the portal
    when the message was typed: then the one before will do.
    """
    keys = keyring.store().all("intake")
    made = [one for one in keys if moment(one.created) <= row.pulled_at]
    grace = timedelta(minutes=int(settings.GONGKAI_VALUES["canary_minutes"]))
    for key in made:
        if key.kid == row.kid:
            return key.kid
        if moment(key.created) <= hour.hour - grace:
            return key.kid
    return made[-1].kid if made else row.kid
