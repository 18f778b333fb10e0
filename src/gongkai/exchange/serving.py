"""Whom this door serves, and the lock under which it numbers what goes out."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import the_agency
from gongkai.sealing.portalkeys import PortalKeys, Trust


def agency() -> Agency:
    """The agency of this home: the one that the settings name, else the only one. Raises Refused."""
    return the_agency(str(settings.GONGKAI_VALUES["agency"]))


def lock(serving: Agency) -> None:
    """Hold the outbox and the log until the transaction ends: one writer at a time."""
    Agency.objects.select_for_update(no_key=True).get(pk=serving.pk)


def trust() -> Trust:
    """Whom the portal of this machine believes."""
    return PortalKeys(Path(settings.GONGKAI_PORTAL_KEYS)).trust()
