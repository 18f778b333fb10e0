"""误录合并 of applications: casework's, with the receipts; the applicant reads it on the receipt page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import verbs as casework
from gongkai.desk.casework.models import Case, Merge, Registration
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Link
from gongkai.desk.foi.verbs.common import settle
from gongkai.desk.mailbox import merging
from gongkai.refusal import Refused


def merge(
    gone: Registration,
    kept: Registration,
    *,
    by: Officer,
    approved_by: Officer,
    reason: str,
    at: datetime,
) -> Merge:
    """Void an application that was entered twice by mistake into the right one.

    An applicant who asked twice has two applications: those are answered together (``join``) and not merged.
    Raises Refused as casework's does, and ``unknown-person``, ``joined``.
    """
    with transaction.atomic():
        made = casework.merge(gone, kept, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
        joined = Link.objects.filter(kind=Link.Kind.JOINED, other__case__uid__in=made.before)
        if joined.exists():
            raise Refused("joined", f"有申请并入 {gone.number} 一并答复", "请把另一件并入这一件")
        merging.follow(made, by=by, at=at)
    return made


def unmerge(gone: Registration, *, by: Officer, approved_by: Officer, reason: str, at: datetime) -> Merge:
    """Take a merging back: the application goes on with its own clock. Raises Refused as casework's does."""
    with transaction.atomic():
        found = casework.unmerge(gone, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
        merging.part(found, by=by, at=at)
        for case in Case.objects.filter(uid__in=found.before):
            settle(case, at)
    return found
