"""With whom canaries were agreed: the cards in ``keys/canary/``, and the hours in which one is awaited."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.exchange.models import CanaryHour, CanaryPost
from gongkai.refusal import Refused
from gongkai.sealing import canary, keyfiles
from gongkai.sealing.canary import HOUR, Card

AHEAD = timedelta(hours=48)
"""So far ahead hours are laid down: pages judge them even while the background work rests."""
AT_ONCE = 24 * 62
"""Hours of one card that a round lays down: also after months of rest it goes on at once."""
AGREED, ENDED = "canary-agreed", "canary-ended"
"""Types of the events in the stream ``keys/canary``."""
STREAM = "keys/canary"


def agree(agency: Agency, card: Card, since: datetime, at: datetime) -> CanaryPost:
    """Await canaries of this card from the hour of ``since`` on, never one that is over; keeps the card."""
    with transaction.atomic():
        begins = max(canary.hour_of(since), canary.hour_of(at))
        post = CanaryPost.objects.create(agency=agency, card=card.id, since=begins)
        data = {"card": card.id, "hours": len(card.hours)}
        record(STREAM, AGREED, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
        _lay(post, card, at)
        _keep(card)
    return post


def end(agency: Agency, card: str, at: datetime) -> CanaryPost:
    """Await none of this card any more; its file is erased. Raises Refused where there is no such card."""
    with transaction.atomic():
        post = CanaryPost.objects.select_for_update().filter(agency=agency, card=card).first()
        if post is None or post.ended_at is not None:
            raise Refused("not-found", f"没有编号为“{card}”的有效约定", "用 gongkai canary list 查看")
        post.ended_at = at
        post.save(update_fields=["ended_at"])
        post.hours.filter(hour__gt=at, arrived_at__isnull=True).delete()
        record(STREAM, ENDED, by=SYSTEM, occurred=shanghai_date(at), at=at, data={"card": card})
    file = _file(card)
    if file.is_file():
        keyfiles.erase(file)
    return post


def foresee(at: datetime) -> list[str]:
    """Lay down the hours to come of every card; gives the ids of cards that cannot be read any more."""
    lost = []
    for post in CanaryPost.objects.filter(ended_at__isnull=True).order_by("pk"):
        card = read(post.card)
        if card is None:
            lost.append(post.card)
        else:
            _lay(post, card, at)
    return lost


def demand_kept(at: datetime) -> None:
    """Lay the hours down; refuse (``E_CANARY``) when a card is gone. The worker's part: it is told."""
    if lost := foresee(at):
        raise Refused(
            "E_CANARY",
            f"测试来件的约定卡（{'、'.join(lost)}）不在密钥目录里，认不出它的来件",
            "请停止这项约定（gongkai canary end），重新约定",
        )


def read(card: str) -> Card | None:
    """A card by its id; null when its file is gone or no card."""
    try:
        return canary.unpack(_file(card).read_bytes())
    except (OSError, Refused):
        return None


def _lay(post: CanaryPost, card: Card, at: datetime) -> None:
    """The hours from where they end up to some days ahead."""
    last = post.hours.order_by("-hour").values_list("hour", flat=True).first()
    until = canary.hour_of(at + AHEAD)
    hour = post.since if last is None else last + HOUR
    rows: list[CanaryHour] = []
    while hour <= until and len(rows) < AT_ONCE:
        if card.is_hour(hour):
            digest = canary.digest_of_text(canary.said(card, hour).text)
            rows.append(CanaryHour(post=post, hour=hour, digest=digest))
        hour += HOUR
    CanaryHour.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)


def _keep(card: Card) -> None:
    keyfiles.make_folder(_file(card.id).parent)
    keyfiles.write(_file(card.id), canary.pack(card), replace=False)


def _file(card: str) -> Path:
    return Path(settings.GONGKAI_KEYS) / "canary" / f"{card}.card"
