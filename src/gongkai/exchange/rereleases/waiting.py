"""What waits on the first page: a mass re-release that another person asked for, to be approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import Job, Part
from gongkai.exchange.models import Rerelease
from gongkai.exchange.rereleases.rules import MAY


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """Requests that the officer may approve (see ``casework.waiting``); at most one is open at a time."""
    if not any(one.kind in MAY and one.unit_id is None for one in duties):
        return
    open_ones = Rerelease.objects.filter(
        agency_id=officer.agency_id, approved_at__isnull=True, ended_at__isnull=True, stopped_at__isnull=True
    )
    found = open_ones.exclude(requested_by=officer).select_related("requested_by").first()
    if found is None or found.requested_for_id == officer.pk:
        return
    job = Job(
        title=_("批量重新发布：%(reason)s") % {"reason": found.reason},
        href=reverse("exchange:rerelease", args=[found.uid]),
        stands=_("%(name)s申请，等批准") % {"name": found.requested_by.name},
    )
    yield Part("rereleases", _("批量重新发布待批准"), reverse("exchange:rereleases"), (job,), 1)
