"""Under which channel and number another source knows the same matter: the receipts of a registration."""

from __future__ import annotations

from gongkai.desk.casework.models import Registration
from gongkai.desk.complaints.models import Receipt


def keep(main: Registration, other: Registration) -> bool:
    """Note at ``main`` how the source of ``other`` knows the matter; gives whether that is new."""
    _, fresh = Receipt.objects.get_or_create(
        **_key(main, other), defaults={"received_on": other.registered_on}
    )
    return fresh


def drop(main: Registration, other: Registration) -> None:
    """Take that back."""
    Receipt.objects.filter(**_key(main, other)).delete()


def _key(main: Registration, other: Registration) -> dict[str, object]:
    return {
        "registration": main,
        "channel": other.channel,
        "source_number": other.source_number or other.number,
    }
